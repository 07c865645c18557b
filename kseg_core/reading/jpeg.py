"""JPEG: its layout, the cost of decoding it, and the choice between two decoders."""

import re
import struct
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from kseg_core.reading import tiff_tags
from kseg_core.reading.file_format import Cost, FileLayout, too_many_parts
from kseg_core.reading.jpeg_end import END, ends_coarse, ends_gray, missing_share
from kseg_core.reading.rows import StoredRows, decode_with_opencv, decode_with_pillow

_MAX_SEGMENTS = 2048
_MAX_HEADER = 2**24
_MAX_FILL = 4096
_MAX_SCANS = 32
_MAX_PIXELS = 400_000_000
_COEFFICIENT_BYTES = 2
_LAST_COEFFICIENT = 63
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARKER_AFTER_DATA = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def walk(data: bytes) -> FileLayout:
    """Look for the end of the picture, and count its scans."""
    position, filling, components = 2, 0, 0
    for _ in range(_MAX_SEGMENTS):
        start = position
        while data[position] != 0xFF or data[position + 1] in (0x00, 0xFF):
            position += 1
            if filling + position - start > _MAX_FILL:
                raise too_many_parts("JPEG")
        filling += position - start
        marker = data[position + 1]
        if marker == 0x01 or 0xD0 <= marker <= 0xD9:
            position += 2
            continue
        if marker in _FRAME_HEADERS:
            components = data[position + 9]
        if marker == 0xDA:
            return _walk_scans(data, position, components)
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
        if position > _MAX_HEADER:
            break
    raise too_many_parts("JPEG")


def _walk_scans(data: bytes, position: int, components: int) -> FileLayout:
    # Usually one scan holds every component: then the rest need not be searched.
    if data[position + 4] == components and data[position + 6 + 2 * components] == _LAST_COEFFICIENT:
        return _layout(position, complete=data.rfind(END) > position)
    scans, last_scan, complete = 0, position, False
    exact: set[tuple[int, int]] = set()
    while not complete and position + 4 <= len(data):
        if data[position + 1] == 0xDA:
            scans, last_scan = scans + 1, position
            exact |= _exact_coefficients(data, position)
            if scans > _MAX_SCANS:
                raise too_many_parts("JPEG")
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
        following = _MARKER_AFTER_DATA.search(data, position)
        if following is None:
            break
        position = following.start()
        complete = data[position + 1] == END[1]
    coarse = len(exact) < components * (_LAST_COEFFICIENT + 1)
    return replace(_layout(last_scan, complete=complete), scans=max(2, scans), coarse=coarse)


def _layout(last_scan: int, *, complete: bool) -> FileLayout:
    return FileLayout(complete=complete, last_scan=last_scan, appended=b"" if complete else END)


def _exact_coefficients(data: bytes, scan: int) -> set[tuple[int, int]]:
    """Components and coefficients whose last bit comes with a scan."""
    count = data[scan + 4]
    first, last, precision = struct.unpack_from("BBB", data, scan + 5 + 2 * count)
    if precision & 15:
        return set()
    names = data[scan + 5 : scan + 5 + 2 * count : 2]
    return {(name, number) for name in names for number in range(first, min(last, _LAST_COEFFICIENT) + 1)}


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Of each pixel, and of all coefficients if there are several scans: they are kept until the last."""
    unreduced = _coefficient_bytes(image) if layout.scans > 1 else 0.0
    return Cost(peak=4.4, held=4.4, unreduced=unreduced, max_pixels=_MAX_PIXELS)


def _coefficient_bytes(image: ImageFile) -> float:
    factors = [(across, down) for _, across, down, _ in getattr(image, "layer", ())]
    finest = max((a for a, _ in factors), default=1) * max((d for _, d in factors), default=1)
    return sum(_COEFFICIENT_BYTES * across * down for across, down in factors) / max(1, finest)


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with OpenCV straight into an array; Pillow would need 4 more bytes per pixel.

    Both decode a file that is cut and closed with an end marker without an error, so what is missing is
    looked for: in a file without the marker always, else if the picture ends gray or lacks the last bits.
    """
    if not layout.complete and (layout.coarse or missing_share(data, layout.last_scan)):
        raise OSError("the JPEG file is truncated")
    if reduction == 1 and image.mode == "RGB":
        rows = decode_with_opencv(layout.for_decoder(data), with_alpha=False)
    else:
        rows = decode_with_pillow(image, reduction)
    if not layout.complete:
        return replace(rows, missing=0.0)
    if ends_gray(rows):
        return replace(rows, missing=missing_share(data, layout.last_scan) or None, coarse=layout.coarse)
    is_suspicious = layout.scans > 1 and reduction == 1 and ends_coarse(rows, _luminance_steps(image))
    lacks_bits = layout.coarse or (is_suspicious and missing_share(data, layout.last_scan) > 0)
    return replace(rows, coarse=lacks_bits)


def _luminance_steps(image: ImageFile) -> NDArray[np.float64]:
    tables, components = getattr(image, "quantization", {}), getattr(image, "layer", ())
    table = tables.get(components[0][3]) if components else None
    return np.ones((8, 8)) if table is None else np.array(table, np.float64).reshape(8, 8)


def count_pictures(image: ImageFile, layout: FileLayout) -> int:
    """Pictures of a multi-picture file. In an Ultra HDR photo the second is only its gain map."""
    if b"hdrgm:Version" in image.info.get("xmp", b""):
        return 1
    directory = tiff_tags.read_directory(image.info.get("mp", b""))
    return 1 if directory is None else directory.value(tiff_tags.MPF_PICTURE_COUNT, 1)
