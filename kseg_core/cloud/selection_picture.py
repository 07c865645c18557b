"""Selected colors in the picture: as a mask, and as a veil over everything else."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.picture_points import picked_places
from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.histogram import ColorHistogram
from kseg_core.image import NO_LABEL, Box, RgbImage
from kseg_core.kmeans.segment import paint_colors

VEIL_COLORS = ((34, 34, 40), (62, 62, 70))
VEIL_OPACITY = 222
_CHECK = 8

_BLACK_AND_WHITE = np.array([[0, 0, 0], [255, 255, 255]], dtype=np.uint8)


def color_mask(image: RgbImage, histogram: ColorHistogram, selected: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The pixels whose color is selected.

    Parameters
    ----------
    image : RgbImage
        The picture of the histogram, or pixels of it.
    histogram : ColorHistogram
    selected : ndarray of bool, shape (U,)
        For each color of the histogram.

    Returns
    -------
    ndarray of bool, shape (H, W)
        False where there is no pixel.
    """
    return paint_colors(image, histogram, selected.view(np.uint8)) == 1


def encode_mask(mask: NDArray[np.bool_]) -> Encoded:
    """A mask (H, W) as a PNG of one bit a pixel, white where it is true."""
    return encode_label_map(mask.view(np.uint8), _BLACK_AND_WHITE)


def encode_veil(
    image: RgbImage,
    histogram: ColorHistogram,
    selected: NDArray[np.bool_],
    *,
    box: Box | None = None,
    max_side: int,
) -> Encoded:
    """A PNG to lay over the picture: dark checks over colors that are not selected, otherwise nothing.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram
    selected : ndarray of bool, shape (U,)
    box : Box, optional
        The part of the picture that is covered; without it all of it.
    max_side : int
        Longest side of the result; pixels are picked as `picked_places` says.
    """
    rows, columns = (slice(None), slice(None)) if box is None else (box.rows, box.columns)
    pixels, alpha = image.pixels[rows, columns], image.alpha
    places = picked_places(len(pixels), pixels.shape[1], max_side)
    alpha = None if alpha is None else alpha[rows, columns][places]
    if alpha is not None and not alpha.any():
        labels = np.full(alpha.shape, NO_LABEL, dtype=np.uint8)
    else:
        small = RgbImage(pixels=pixels[places], alpha=alpha, digest="part")
        is_lit = paint_colors(small, histogram, selected.view(np.uint8))
        rows_of_checks, columns_of_checks = (np.arange(length) // _CHECK for length in is_lit.shape)
        checks = ((rows_of_checks[:, None] + columns_of_checks) % 2).astype(np.uint8)
        labels = np.where(is_lit == 0, checks, np.uint8(NO_LABEL))
    return encode_label_map(
        labels, np.array(VEIL_COLORS, dtype=np.uint8), opacity=np.full(2, VEIL_OPACITY, dtype=np.uint8)
    )
