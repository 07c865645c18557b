"""TIFF that Pillow does not know: half and double precision, deep gray with alpha, colors as floats."""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.ImageFile import ImageFile

from kseg_core.reading import tiff_tags
from kseg_core.reading.deep_values import ValueRange, find_value_range
from kseg_core.reading.rows import StoredRows

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB = range(3)
_SEPARATE_PLANES = 2
_PREMULTIPLIED, _ALPHA = 1, 2
_MODES = {(1, False): "L", (1, True): "LA", (3, False): "RGB", (3, True): "RGBA"}


class DeepTiffHeader(ImageFile):
    """What the tags tell about the first page, before it is decoded. Its mode is ``"F"`` for plain gray."""

    def _open(self) -> None:
        assert self.fp is not None
        data = self.fp.read()
        directory = tiff_tags.read_directory(data)
        if directory is None:
            raise SyntaxError("not a TIFF file")
        kind = directory.value(tiff_tags.PHOTOMETRIC, _BLACK_IS_ZERO)
        self.colors = 3 if kind == _RGB else 1
        extra = directory.value(tiff_tags.EXTRA_SAMPLES, 0)
        samples = directory.value(tiff_tags.SAMPLES_PER_PIXEL, 1)
        if kind > _RGB or samples < self.colors:
            raise SyntaxError("a photometric interpretation that is not read")
        self.has_alpha = samples > self.colors and extra in (_PREMULTIPLIED, _ALPHA)
        self.is_premultiplied = extra == _PREMULTIPLIED
        self.white_is_zero = kind == _WHITE_IS_ZERO
        self._size = (directory.value(tiff_tags.WIDTH, 0), directory.value(tiff_tags.HEIGHT, 0))
        mode = _MODES[self.colors, self.has_alpha]
        self._mode = "F" if mode == "L" and not self.white_is_zero else mode
        bits = directory.value(tiff_tags.BITS_PER_SAMPLE, 8)
        self.bytes_per_pixel = samples * bits / 8
        self.info["bit_depth"] = bits
        self.info["icc_profile"] = directory.content(tiff_tags.ICC_PROFILE)


def decode(image: DeepTiffHeader, data: bytes) -> StoredRows:
    """Decode with tifffile, to floats if it is plain gray, else to 8 bits.

    Raises
    ------
    OSError
        If the values are no numbers that tell a brightness.
    """
    # Imported when first needed: it takes 60 ms, and most visitors never have such a file.
    import tifffile

    with tifffile.TiffFile(BytesIO(data)) as file:
        page = file.pages.first
        stored = np.asarray(page.asarray())
        planes_first = page.planarconfig == _SEPARATE_PLANES
    if stored.dtype.kind not in "uif":
        raise OSError(f"values of type {stored.dtype}")
    if stored.ndim == 3 and planes_first:
        stored = np.moveaxis(stored, 0, -1)
    width, height = image.size
    stored = stored.reshape(height, width, -1)
    if image.mode == "F":
        gray = stored[..., 0]
        return StoredRows(size=image.size, read=lambda top, bottom: _floats(gray[top:bottom]))
    colors = stored[..., : image.colors]
    values = _value_range(colors, white_is_zero=image.white_is_zero)
    alpha_values = ValueRange(low=0, high=_opaque(stored.dtype))

    def read(top: int, bottom: int) -> Image.Image:
        strip, opacity = colors[top:bottom], stored[top:bottom, :, image.colors : image.colors + 1]
        if image.is_premultiplied:
            shares = opacity / alpha_values.high
            strip = np.divide(strip, shares, where=shares > 0, out=np.zeros(strip.shape, np.float64))
        channels = [values.scale(strip)]
        if image.has_alpha:
            channels.append(alpha_values.scale(opacity))
        pixels = np.concatenate(channels, axis=-1)
        return Image.fromarray(pixels[..., 0] if image.mode == "L" else pixels)

    return StoredRows(size=image.size, read=read, stretched=values.stretched)


def _value_range(colors: NDArray[np.generic], *, white_is_zero: bool) -> ValueRange:
    if colors.dtype.itemsize == 1 and colors.dtype.kind == "u":
        return ValueRange(low=255 * white_is_zero, high=255 * (not white_is_zero))
    height, width, count = colors.shape
    rows = StoredRows(
        size=(width * count, height), read=lambda top, bottom: colors[top:bottom].reshape(bottom - top, -1)
    )
    return find_value_range(rows, 8 * colors.dtype.itemsize, white_is_zero=white_is_zero)


def _opaque(dtype: np.dtype[Any]) -> float:
    return 1 if dtype.kind == "f" else int(np.iinfo(dtype).max)


def _floats(values: NDArray[np.generic]) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(values, np.float32))
