"""What a setting changed: two segmentations of one photo, held against each other."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.lines import encode_edges
from kseg_core.encoding.pictures import Encoded
from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL, Box, Rgb


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Difference:
    """Which pixels have gone to another cluster.

    Attributes
    ----------
    changed : ndarray of bool, shape (H, W)
    n_pixels : int
        Pixels that are there in both.
    """

    changed: NDArray[np.bool_]
    n_pixels: int

    @property
    def share(self) -> float:
        """Share of the pixels that have gone to another cluster, 0 to 1."""
        return int(np.count_nonzero(self.changed)) / max(1, self.n_pixels)

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return self.changed.nbytes


def label_difference(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> Difference:
    """Compare two label maps of the same photo, whatever their clusters are numbered.

    Parameters
    ----------
    before, after : ndarray of uint8, shape (H, W)
        `NO_LABEL` where there is no pixel.

    Raises
    ------
    SettingsError
        If the sizes differ.

    Notes
    -----
    Clusters are paired one to one, those first that have the most pixels in common. A pixel has
    changed if the cluster it was in is not paired with the one it is in.
    """
    if before.shape != after.shape:
        raise SettingsError("Only segmentations of the same picture can be compared.")
    bins, ranges = [NO_LABEL, NO_LABEL], [0, NO_LABEL, 0, NO_LABEL]
    whole = [np.ascontiguousarray(before), np.ascontiguousarray(after)]
    common = np.asarray(cv2.calcHist(whole, [0, 1], None, bins, ranges), np.float64)
    n_pixels = int(common.sum())
    partner = np.full(256, NO_LABEL, dtype=np.uint8)
    while common.any():
        old, new = np.unravel_index(common.argmax(), common.shape)
        partner[old] = new
        common[old], common[:, new] = 0.0, 0.0
    paired = np.asarray(cv2.LUT(whole[0], partner), np.uint8)
    there = (before != NO_LABEL) & (after != NO_LABEL)
    return Difference(changed=(paired != after) & there, n_pixels=n_pixels)


def encode_changed(
    difference: Difference,
    *,
    color: Rgb,
    box: Box | None = None,
    max_side: int | None = None,
) -> Encoded:
    """The pixels that have changed in a color, the others transparent, as an indexed PNG.

    Parameters
    ----------
    difference : Difference
    color : tuple of three int, 0 to 255
        RGB.
    box : Box, optional
        The part to show; None = all of it.
    max_side : int, optional
        Longest side of the result; where it is reduced, a place is marked if any of its pixels changed.
    """
    part = difference.changed if box is None else difference.changed[box.rows, box.columns]
    changed = np.ascontiguousarray(part).view(np.uint8) * np.uint8(255)
    return encode_edges(changed, line=color, ground=None, max_side=max_side)
