"""The clusters of a result as a table."""

import numpy as np

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.edits.connected import region_counts
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import contrast_ratios, css_names, hex_code, hsv
from kseg_core.wording import Column

_SWATCH = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='32' height='32'%3E"
    "%3Crect width='32' height='32' fill='%23{}'/%3E%3C/svg%3E"
)
_WHITE, _BLACK = np.array([255] * 3, dtype=np.uint8), np.zeros(3, dtype=np.uint8)


def cluster_table(result: Segmentation) -> dict[str, Column]:
    """One value per cluster in every column, in the order of the result, for the colors as shown.

    Returns
    -------
    dict of str to list of str or ndarray of int64 or float64
        ======================  ==================================================================
        column                  content
        ======================  ==================================================================
        Swatch                  an SVG picture as a data URL
        Hex                     ``#rrggbb``
        RGB                     ``"165, 42, 42"``
        HSV                     ``"0°, 75 %, 65 %"``
        CIELAB                  ``"37.5, 49.7, 30.5"`` (D65)
        CSS name                nearest by CIEDE2000
        Share                   of the opaque pixels, 0 to 100
        Pixels                  int
        Regions                 connected regions: pixels that share a side
        Contrast with white     WCAG contrast ratio of white text on the color, 1 to 21
        Contrast with black     the same of black text
        ======================  ==================================================================
    """
    colors = result.palette
    codes = [hex_code(color) for color in colors]
    lab = np.round(to_space(colors, ColorSpace.CIELAB).astype(np.float64), 1) + 0.0
    return {
        "Swatch": [_SWATCH.format(code[1:]) for code in codes],
        "Hex": codes,
        "RGB": ["{}, {}, {}".format(*color.tolist()) for color in colors],
        "HSV": ["{:.0f}°, {:.0f} %, {:.0f} %".format(*hsv(color)) for color in colors],
        "CIELAB": ["{:.1f}, {:.1f}, {:.1f}".format(*row) for row in lab],
        "CSS name": css_names(colors),
        "Share": 100.0 * result.shares.astype(np.float64),
        "Pixels": result.counts.astype(np.int64),
        "Regions": region_counts(result.labels, result.n_clusters).astype(np.int64),
        "Contrast with white": contrast_ratios(colors, _WHITE),
        "Contrast with black": contrast_ratios(colors, _BLACK),
    }
