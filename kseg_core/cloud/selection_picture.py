"""Selected colors in the picture: as a mask, and as a veil over everything else."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.picture_points import picked_places
from kseg_core.export import Encoded, encode_label_map
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans import paint_colors
from kseg_core.segmentation import NO_LABEL

VEIL_COLOR = (16, 16, 20)
VEIL_OPACITY = 217

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


def encode_veil(image: RgbImage, histogram: ColorHistogram, selected: NDArray[np.bool_]) -> Encoded:
    """A PNG to lay over the picture: dark over colors that are not selected, otherwise nothing.

    Parameters
    ----------
    image : RgbImage
        `picked_pixels` of the picture, or the picture itself.
    histogram : ColorHistogram
        Of the whole picture.
    selected : ndarray of bool, shape (U,)
    """
    is_veiled = paint_colors(image, histogram, selected.view(np.uint8)) == 0
    labels = np.where(is_veiled, np.uint8(0), np.uint8(NO_LABEL))
    return encode_label_map(
        labels, np.array([VEIL_COLOR], dtype=np.uint8), opacity=np.array([VEIL_OPACITY], dtype=np.uint8)
    )


def picked_pixels(image: RgbImage, *, max_side: int) -> RgbImage:
    """A smaller picture made of pixels of the larger one, none of them averaged.

    If all pixels that are picked are transparent, the picture itself.
    """
    places = picked_places(image, max_side)
    alpha = None if image.alpha is None else image.alpha[places]
    if max(image.width, image.height) <= max_side or (alpha is not None and not alpha.any()):
        return image
    return RgbImage(pixels=image.pixels[places], alpha=alpha, digest=f"{image.digest} picked {max_side}")
