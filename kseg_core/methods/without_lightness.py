"""K-means on hue and chroma: CIELAB with its lightness left out."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segment import segment_colors
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings

_DECIMALS = 3
"""Of a* and b*, so that grays are one color: the last digits of their zeros differ."""


def without_lightness(image: RgbImage, settings: KMeansSettings, histogram: ColorHistogram) -> Segmentation:
    """K-means on a* and b* alone.

    Parameters
    ----------
    image : RgbImage
    settings : KMeansSettings
        With the color space of `lightness_left_out`.
    histogram : ColorHistogram
        Of the image.

    Returns
    -------
    Segmentation
        With centroids (0, a*, b*), and the WCSS in a* and b*.
    """
    return segment_colors(image, [settings], histogram, lightness_left_out)[0]


def lightness_left_out(colors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Coordinates (0, a*, b*) of RGB colors, float32 (N, 3)."""
    features = np.round(to_space(colors, ColorSpace.CIELAB), _DECIMALS)
    features[:, 0] = 0.0
    return features
