"""How many pixels two label maps have in common, and how many are in different clusters."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL, row_blocks


def changed_share(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> float:
    """Share of the pixels, 0 to 1, that changed their cluster, however the clusters are numbered.

    Parameters
    ----------
    before, after : ndarray of uint8, shape (H, W)
        `NO_LABEL` where a pixel is transparent.

    Raises
    ------
    SettingsError
        If the sizes differ.

    Notes
    -----
    Clusters before and after are paired one to one, beginning with the two that share the most pixels.
    A pixel has changed if its two clusters are not a pair.
    """
    common = common_pixels(before, after)
    n_pixels, stayed = int(common.sum()), 0
    while common.any():
        old, new = np.unravel_index(common.argmax(), common.shape)
        stayed += int(common[old, new])
        common[old], common[:, new] = 0.0, 0.0
    return (n_pixels - stayed) / max(1, n_pixels)


def common_pixels(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How many pixels have each label in one label map and each in the other, shape (255, 255).

    Pixels that are `NO_LABEL` in one of them do not count.

    Raises
    ------
    SettingsError
        If the sizes differ.
    """
    if before.shape != after.shape:
        raise SettingsError("Only segmentations of the same picture can be compared.")
    common = np.zeros((NO_LABEL, NO_LABEL))
    for rows in row_blocks(before.shape):  # The counters of cv2.calcHist are float32, exact up to 2**24.
        part = [np.ascontiguousarray(labels[rows]) for labels in (before, after)]
        common += cv2.calcHist(part, [0, 1], None, [NO_LABEL, NO_LABEL], [0, NO_LABEL, 0, NO_LABEL])
    return common
