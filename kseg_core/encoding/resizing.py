"""Scaling of pictures."""

from typing import cast

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from kseg_core.errors import SettingsError


def fitted_size(width: int, height: int, max_side: int) -> tuple[int, int]:
    """Width and height scaled down so that neither is above `max_side` or below 1.

    Raises
    ------
    SettingsError
        If `max_side` is below 1.
    """
    if max_side < 1:
        raise SettingsError("The longest side of a picture must be at least 1 pixel.")
    scale = min(1.0, max_side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def resized_photo(
    pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, width: int, height: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Pixels (H, W, 3) and alpha (H, W) scaled by averaging.

    Averages are weighted by alpha, so that colors under alpha 0 do not bleed into edges.
    """
    if alpha is None:
        return resized(pixels, width, height, cv2.INTER_AREA), None
    weighted = cv2.cvtColor(np.dstack([pixels, alpha]), cv2.COLOR_RGBA2mRGBA)
    rgba = cv2.cvtColor(resized(weighted, width, height, cv2.INTER_AREA), cv2.COLOR_mRGBA2RGBA)
    return cast(NDArray[np.uint8], rgba[..., :3].copy()), cast(NDArray[np.uint8], rgba[..., 3].copy())


def resized(values: MatLike, width: int, height: int, method: int) -> NDArray[np.uint8]:
    """An array (H, W) or (H, W, C) scaled to a size; unchanged if it has that size."""
    whole = np.ascontiguousarray(values, dtype=np.uint8)
    if whole.shape[:2] == (height, width):
        return whole
    scaled = np.asarray(cv2.resize(whole, (width, height), interpolation=method), np.uint8)
    return scaled.reshape(height, width, *whole.shape[2:])
