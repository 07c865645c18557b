"""What is cut out of a picture: clusters everywhere, or single pieces of them, with a hard or a soft edge."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.connected import CONNECTIVITY
from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL, Box

PLACES_MAX = 200
SOFTNESS_MAX = 20.0
"""Pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is cut out besides clusters that are picked everywhere, and how.

    Attributes
    ----------
    places : tuple of (x, y)
        Pixels. The connected piece around each is cut out, at most `PLACES_MAX`.
    smallest : int
        Connected pieces of fewer pixels are dropped; 0 = none are.
    softness : float
        Pixels from the edge inward over which it fades (`soft_alpha`), 0 to `SOFTNESS_MAX`; 0 = a hard edge.

    Raises
    ------
    SettingsError
        If there are too many places, or a number is out of range.
    """

    places: tuple[tuple[int, int], ...] = ()
    smallest: int = 0
    softness: float = 0.0

    def __post_init__(self) -> None:
        if len(self.places) > PLACES_MAX:
            raise SettingsError(f"At most {PLACES_MAX} pieces can be picked.")
        if self.smallest < 0 or not 0 <= self.softness <= SOFTNESS_MAX:
            raise SettingsError(f"A soft edge is 0 to {SOFTNESS_MAX:g} pixels wide.")


NO_CUT = Cut()
"""Clusters everywhere, all their pieces, a hard edge."""


def cut_mask(labels: NDArray[np.uint8], picked: Collection[int], cut: Cut) -> NDArray[np.bool_]:
    """Which pixels are cut out.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
    picked : collection of int
        Labels that are cut out everywhere.
    cut : Cut
        Places outside of the picture, or where it is transparent, are passed over.

    Returns
    -------
    ndarray of bool, shape (H, W)
    """
    inside = np.isin(labels, [label for label in picked if label != NO_LABEL])
    inside |= pieces_at(labels, cut.places)
    if cut.smallest > 1:
        _, numbers, statistics, _ = cv2.connectedComponentsWithStats(
            inside.view(np.uint8), connectivity=CONNECTIVITY
        )
        stays = statistics[:, cv2.CC_STAT_AREA] >= cut.smallest
        stays[0] = False
        inside = stays[numbers]
    return inside


def pieces_at(labels: NDArray[np.uint8], places: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """The connected pixels (4-connectivity) of one label around each of some pixels, shape (H, W)."""
    height, width = labels.shape
    filled = np.zeros((height + 2, width + 2), np.uint8)
    writable = labels.copy()  # OpenCV wants it so, and leaves it as it is
    flags = CONNECTIVITY | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    for x, y in places:
        if 0 <= x < width and 0 <= y < height and labels[y, x] != NO_LABEL and not filled[y + 1, x + 1]:
            cv2.floodFill(writable, filled, (x, y), 0, 0, 0, flags)
    return filled[1:-1, 1:-1] > 0


def toggled_place(
    labels: NDArray[np.uint8], places: tuple[tuple[int, int], ...], place: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """The places with the piece around one more, or without those in its piece."""
    piece = pieces_at(labels, [place])
    height, width = labels.shape
    left = tuple((x, y) for x, y in places if not (x < width and y < height and piece[y, x]))
    return left if len(left) < len(places) else (*places, place)


def soft_alpha(inside: NDArray[np.bool_], softness: float, box: Box | None = None) -> NDArray[np.uint8]:
    """Opacity of a picture, or of a part of it: 255 inside, 0 outside, and fading in between.

    The mask is blurred by a Gaussian, and what is below one half is cut off: along a straight edge it fades
    from the edge inward over so many pixels, and nothing outside is seen. Specks and holes narrower than
    that leave no hard edge either.

    Parameters
    ----------
    inside : ndarray of bool, shape (H, W)
    softness : float
        Twice the σ of the Gaussian, in pixels; 0 = a hard edge.
    box : Box, optional
        The part; None = all of it.

    Returns
    -------
    ndarray of uint8, shape (h, w)
    """
    height, width = inside.shape
    box = box or Box(left=0, top=0, right=width, bottom=height)
    reach = ceil(2 * softness)
    left, top = max(0, box.left - reach), max(0, box.top - reach)
    mask = inside[top : box.bottom + reach, left : box.right + reach] * np.uint8(255)
    if softness:
        blurred = cv2.GaussianBlur(mask, (0, 0), softness / 2, borderType=cv2.BORDER_REPLICATE)
        mask = np.asarray(cv2.LUT(blurred, (2 * np.arange(256) - 255).clip(0).astype(np.uint8)), np.uint8)
    shown = mask[box.top - top :, box.left - left :]
    return np.ascontiguousarray(shown[: box.height, : box.width])


def split_labels(labels: NDArray[np.uint8], inside: NDArray[np.bool_], k: int) -> NDArray[np.uint8]:
    """A label map in which pixels outside have the label of their cluster + `k`; `NO_LABEL` stays."""
    moved = np.where(inside | (labels == NO_LABEL), np.uint8(0), np.uint8(k))
    return labels + moved
