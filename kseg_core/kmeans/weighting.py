"""How much each color counts when centroids are fitted."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.kmeans.settings import Weighting

_LEVELS_SHIFT = 4
"""Colors are close that agree in the highest four bits of each channel: 16 levels."""


def color_weights(
    colors: NDArray[np.uint8], counts: NDArray[np.int64], weighting: Weighting | str
) -> NDArray[np.int64]:
    """The weights of distinct colors in a fit.

    Parameters
    ----------
    colors : ndarray of uint8, shape (U, 3)
    counts : ndarray of int64, shape (U,)
        Pixels of each color, all >= 1.
    weighting : Weighting or its value

    Returns
    -------
    ndarray of int64, shape (U,)
        All >= `counts`; `counts` themselves for `Weighting.AREA`.

    Notes
    -----
    `Weighting.ACCENTS` divides RGB into 16 × 16 × 16 cells and lets each count with the square root of its
    pixels. The root is taken of cells and not of single colors, so that noise, which makes many colors of
    one, does not count more. The commonest cell keeps its counts and the others grow.

    Other powers and grids (0.35 and 1/4; 8 and 32 levels; a factor for chroma besides) gave much the same
    palettes of ten photos at K = 5.
    """
    if weighting == Weighting.AREA:
        return counts
    cell = colors >> _LEVELS_SHIFT
    cells = cell @ np.array([1, 16, 256])
    pixels = np.bincount(cells, counts)
    factor = np.sqrt(pixels.max() / pixels[cells])
    return np.rint(counts * factor).astype(np.int64)
