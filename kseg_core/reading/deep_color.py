"""RGB and RGBA of 16 bits in PNG and TIFF, of which Pillow keeps the upper 8 bits only.

OpenCV keeps all bits, and holds the picture twice while it decodes. Where that would be too much, Pillow
decodes the picture twice instead, once for the upper and once for the lower bytes. Where even that would be
too much, from some 25 megapixels on, the lower bytes are dropped, so that a value can come out a level too
low.
"""

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from kseg_core.reading.file_format import Cost, FileLayout
from kseg_core.reading.memory import MAX_DECODE_BYTES
from kseg_core.reading.rows import StoredRows, decode_with_pillow

_OTHER_ORDER = {"B": "L", "L": "B", "N": "B"}
"""Of bytes; Pillow says N for the order of the machine."""
_BY_OPENCV, _BY_OPENCV_WITH_ALPHA = Cost(peak=12.2, held=8.5), Cost(peak=16.2, held=8.5)
_BY_HALVES = Cost(peak=8.1, held=8.1)
_UPPER_HALF = Cost(peak=4.5, held=4.5)


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """The memory that `decode` needs: that of the most exact way for which there is room."""
    by_opencv = _BY_OPENCV if image.mode == "RGB" else _BY_OPENCV_WITH_ALPHA
    if _fits(by_opencv, image, layout):
        return by_opencv
    return _BY_HALVES if _has_halves(image) and _fits(_BY_HALVES, image, layout) else _UPPER_HALF


def decode(image: ImageFile, data: bytes, layout: FileLayout) -> StoredRows:
    """Decode an opened picture whose bytes are `data`."""
    way = cost(image, layout)
    if way is _UPPER_HALF:
        return decode_with_pillow(image)
    return _decode_halves(image, data) if way is _BY_HALVES else _decode_with_opencv(data)


def _fits(way: Cost, image: ImageFile, layout: FileLayout) -> bool:
    per_pixel = max(way.peak, way.held + len(image.getbands()))
    return per_pixel * image.width * image.height + layout.extra_bytes <= MAX_DECODE_BYTES


def _decode_with_opencv(data: bytes) -> StoredRows:
    stored = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if stored is None or stored.dtype != np.uint16 or stored.ndim != 3:
        raise OSError("cv2.imdecode returned no picture of 16 bits")
    order = [2, 1, 0, 3][: stored.shape[2]]
    return StoredRows(
        size=(stored.shape[1], stored.shape[0]),
        read=lambda top, bottom: np.asarray(stored[top:bottom][..., order], np.uint16),
        is_deep_color=True,
    )


def _decode_halves(image: ImageFile, data: bytes) -> StoredRows:
    """Read with the other order of bytes, Pillow gives the lower ones."""
    lower = type(image)(BytesIO(data))
    for number, tile in enumerate(lower.tile):
        raw_mode, *others = tile.args if isinstance(tile.args, tuple) else (tile.args,)
        assert isinstance(raw_mode, str)
        other = raw_mode[:-1] + _OTHER_ORDER[raw_mode[-1]]
        lower.tile[number] = tile._replace(args=(other, *others) if others else other)
    image.load()
    lower.load()
    width, height = image.size

    def read(top: int, bottom: int) -> NDArray[np.uint16]:
        upper_bytes, lower_bytes = (
            np.asarray(half.crop((0, top, width, bottom)), np.uint16) for half in (image, lower)
        )
        return (upper_bytes << np.uint16(8)) | lower_bytes

    return StoredRows(size=(width, height), read=read, is_deep_color=True)


def _has_halves(image: ImageFile) -> bool:
    raw_modes = (str(tile.args[0] if isinstance(tile.args, tuple) else tile.args) for tile in image.tile)
    return all(raw_mode[:-1] in ("RGB;16", "RGBA;16") for raw_mode in raw_modes)
