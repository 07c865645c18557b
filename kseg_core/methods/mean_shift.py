"""Mean shift over color and place, by OpenCV."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.resizing import resized
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage, filled_pixels
from kseg_core.kmeans.lloyd import nearest_labels
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.kmeans.spatial import segment_by_pixel

MOST_PIXELS = 500_000
"""Pixels of the picture that is shifted; a larger one is scaled down to them."""

PLACE_RADIUS = 10
"""In pixels of that picture."""

COLOR_RADIUS = 25
"""In 8-bit levels of RGB."""


def shifted_size(width: int, height: int) -> tuple[int, int]:
    """Width and height at which a picture is shifted."""
    scale = min(1.0, (MOST_PIXELS / (width * height)) ** 0.5)
    return max(1, int(width * scale)), max(1, int(height * scale))


def mean_shift(image: RgbImage, settings: KMeansSettings, _: ColorHistogram) -> Segmentation:
    """Move every pixel to the nearest dense lump of color and place, then sort the lumps by K-means.

    Parameters
    ----------
    image : RgbImage
    settings : KMeansSettings
        With the color space RGB.

    Returns
    -------
    Segmentation
        Labels found at `shifted_size` and enlarged; the palette is of all pixels.

    Notes
    -----
    Mean shift has a radius instead of K, and leaves hundreds of lumps in a photo. K-means sorts their colors.
    A transparent pixel counts for its neighbors with the color of the nearest opaque one (`filled_pixels`).

    References
    ----------
    D. Comaniciu, P. Meer, "Mean shift: a robust approach toward feature space analysis", IEEE Transactions on
    Pattern Analysis and Machine Intelligence 24, 2002; `cv2.pyrMeanShiftFiltering`.
    """
    width, height = shifted_size(image.width, image.height)
    small = resized(filled_pixels(image), width, height, cv2.INTER_AREA)
    shifted = np.asarray(cv2.pyrMeanShiftFiltering(small, PLACE_RADIUS, COLOR_RADIUS), np.uint8)
    found = segment(RgbImage(pixels=shifted, alpha=_opacity(image, width, height)), settings)
    axes = shifted.reshape(-1, 3).T.astype(np.float64)
    labels = nearest_labels(axes, found.centers.astype(np.float64)).astype(np.uint8)
    enlarged = resized(labels.reshape(height, width), image.width, image.height, cv2.INTER_NEAREST)

    def label_there(block: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        colors = image.pixels.reshape(-1, 3)[block]
        return colors.astype(np.float32), enlarged.reshape(-1)[block].astype(np.intp)

    return segment_by_pixel(image, found.centers, settings, label_there, fitted_pixels=found.fitted_pixels)


def _opacity(image: RgbImage, width: int, height: int) -> NDArray[np.uint8] | None:
    """How much of each pixel of the small picture is opaque, rounded up so that none is lost."""
    opaque = image.opaque
    if opaque is None:
        return None
    covered = cv2.resize(opaque.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
    return np.minimum(np.ceil(covered * 255.0), 255.0).astype(np.uint8)
