"""Which arrays are pictures, and what to do with the others."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import ImageError

_WANTED = (
    "Pixels are an array of shape (height, width, 3) and type uint8, in the order red, green, blue. "
    "This one has shape {} and type {}. {}"
)
_NO_ADVICE = "To read the file of a picture, use decode_image."


def check_pixels(pixels: NDArray[np.generic]) -> None:
    """Refuse what is not an array of RGB pixels, uint8 (H, W, 3).

    Raises
    ------
    ImageError
        It says how such an array is made of this one.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3:
        raise ImageError(_WANTED.format(pixels.shape, pixels.dtype, _of_shape(pixels.shape)))
    if pixels.size == 0:
        raise ImageError("This picture has no pixels.")
    if np.ma.isMaskedArray(pixels):
        raise ImageError(
            "This array has a mask. To leave its pixels out, write RgbImage(pixels=array.data, "
            "alpha=np.where(np.ma.getmaskarray(array).any(axis=2), 0, 255).astype(np.uint8))."
        )
    if pixels.dtype != np.uint8:
        raise ImageError(_WANTED.format(pixels.shape, pixels.dtype, _of_type(pixels)))


def _of_shape(shape: tuple[int, ...]) -> str:
    match shape:
        case (_, _):
            return "If it is a gray picture, write np.stack([array] * 3, axis=-1)."
        case (_, _, 1):
            return "If it is a gray picture, write np.repeat(array, 3, axis=-1)."
        case (_, _, 4):
            return "If the fourth is opacity, write RgbImage(pixels=array[..., :3], alpha=array[..., 3])."
        case (3, _, _):
            return "If its channels come first, write np.moveaxis(array, 0, -1)."
        case (_, _, _, 3):
            return "If it holds several pictures, give one at a time: write array[0]."
    return _NO_ADVICE


def _of_type(pixels: NDArray[np.generic]) -> str:
    if pixels.dtype.kind not in "iuf":
        return _NO_ADVICE
    if pixels.dtype == np.uint16:
        return "If its levels go from 0 to 65,535, write (array / 257).round().astype(np.uint8)."
    if pixels.dtype.kind == "f" and pixels.max() <= 1:
        return "If its levels go from 0 to 1, write (array * 255).round().astype(np.uint8)."
    return "If its levels go from 0 to 255, write array.round().clip(0, 255).astype(np.uint8)."
