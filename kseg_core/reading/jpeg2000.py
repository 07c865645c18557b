"""JPEG 2000: its layout, its color profile, and the cost of decoding it."""

import struct
from io import BytesIO

from PIL.ImageFile import ImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from kseg_core.reading.boxes import boxes
from kseg_core.reading.file_format import Cost, FileLayout
from kseg_core.reading.rows import StoredRows, decode_with_pillow

FILE, CODESTREAM = b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"
_END = b"\xff\xd9"
_SIZE, _CODING_STYLE = 8, 0xFF52
_MAX_SEGMENTS = 100
_EMBEDDED_PROFILE = 2


def walk(data: bytes) -> FileLayout:
    """Look for the end of the picture, and how often it can be halved."""
    start, end = _codestream(data)
    return FileLayout(
        complete=data.rfind(_END, start, end) >= 0,
        pictures=1,
        largest_reduction=2 ** min(3, _halvings(data, start + len(_END))),
    )


def _halvings(data: bytes, position: int) -> int:
    """The number of decomposition levels, from the coding style in the main header; 0 if there is none."""
    for _ in range(_MAX_SEGMENTS):
        marker, length = struct.unpack_from(">HH", data, position)
        if marker == _CODING_STYLE:
            return data[position + 9]
        position += 2 + length
    return 0


def open_jpeg2000(stream: BytesIO) -> ImageFile:
    """The header of a file, with its color profile, which Pillow does not read.

    Raises
    ------
    OSError
        If file and codestream tell different sizes.
    """
    data = stream.getvalue()
    image = Jpeg2KImageFile(stream)
    start, _ = _codestream(data)
    right, lower, left, upper = struct.unpack_from(">4L", data, start + _SIZE)
    if image.size != (right - left, lower - upper):
        raise OSError("the sizes in the file and in the codestream differ")
    precision = (data[start + 40] & 0x7F) + 1
    image.info["bit_depth"] = 16 if image.mode == "I;16" else precision
    profile = _find_profile(data) if data.startswith(FILE) else b""
    if profile:
        image.info["icc_profile"] = profile
    return image


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Measured on pictures without loss, which need the most memory; the file itself is kept."""
    return Cost(peak=23.0 if image.has_transparency_data else 18.0, held=2.5, unreduced=2.0)


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with OpenJPEG, at one of the sizes in which the file holds the picture."""
    if not layout.complete:
        raise OSError("the JPEG 2000 file is truncated")
    assert isinstance(image, Jpeg2KImageFile)
    image.reduce = reduction.bit_length() - 1
    return decode_with_pillow(image)


def _codestream(data: bytes) -> tuple[int, int]:
    if data.startswith(CODESTREAM):
        return 0, len(data)
    found = ((start, end) for kind, start, end in boxes(data, 0, len(data)) if kind == b"jp2c")
    return next(found, (len(data), len(data)))


def _find_profile(data: bytes) -> bytes:
    for kind, start, end in boxes(data, 0, len(data)):
        if kind != b"jp2h":
            continue
        for inner, content, stop in boxes(data, start, min(end, len(data))):
            if inner == b"colr" and data[content] == _EMBEDDED_PROFILE:
                return data[content + 3 : stop]
    return b""
