"""The palette of one photo on another."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.color import ColorSpace
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans import segment
from kseg_core.segmentation import K_MAX, KMeansSettings, Segmentation


def apply_palette(
    image: RgbImage,
    palette: NDArray[np.uint8],
    color_space: ColorSpace | str = ColorSpace.RGB,
    *,
    smoothing: float = 0.0,
    histogram: ColorHistogram | None = None,
) -> Segmentation:
    """Give every pixel the nearest color of a palette.

    Parameters
    ----------
    image : RgbImage
    palette : ndarray of uint8, shape (N, 3)
        1 to 32 colors; equal ones count once.
    color_space : ColorSpace or its value
        In which they are near.
    smoothing : float
        As in `KMeansSettings`.
    histogram : ColorHistogram, optional
        `color_histogram` of the image, where it is at hand; not read with smoothing.

    Returns
    -------
    Segmentation
        With all colors locked: painted with those of the palette that are the nearest to some
        pixel, ordered by how many.

    Raises
    ------
    SettingsError
        If the palette has no color or too many.
    """
    colors = tuple(dict.fromkeys((int(r), int(g), int(b)) for r, g, b in palette))
    if not 1 <= len(colors) <= K_MAX:
        raise SettingsError(f"A palette to apply needs 1 to {K_MAX} different colors, not {len(colors)}.")
    settings = KMeansSettings(k=len(colors), color_space=color_space, smoothing=smoothing, locked=colors)
    return segment(image, settings, histogram=histogram)
