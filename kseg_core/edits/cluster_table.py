"""The clusters of a result as a table."""

import numpy as np

from kseg_core.color_names import color_names
from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.edits.connected import region_counts
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import contrast_ratios, hex_code, hsv
from kseg_core.wording import Column, degrees

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
        cluster                 1 to K
        hex                     ``#rrggbb``
        red, green, blue        0 to 255
        hue                     degrees, 0 <= hue < 360
        saturation, value       percent
        L*, a*, b*              CIELAB (D65)
        name                    of `color_names`
        share                   of the opaque pixels, 0 to 1
        pixels                  int
        regions                 connected regions: pixels that share a side
        contrast with white     WCAG contrast ratio of white text on the color, 1 to 21
        contrast with black     the same of black text
        ======================  ==================================================================
    """
    colors = result.palette
    red, green, blue = colors.T.astype(np.int64)
    lightness, a, b = np.round(to_space(colors, ColorSpace.CIELAB).astype(np.float64), 1).T + 0.0
    hue, saturation, value = np.array([hsv(color) for color in colors]).T
    return {
        "cluster": np.arange(1, result.n_clusters + 1),
        "hex": [hex_code(color) for color in colors],
        "red": red,
        "green": green,
        "blue": blue,
        "hue": hue,
        "saturation": saturation,
        "value": value,
        "L*": lightness,
        "a*": a,
        "b*": b,
        "name": list(color_names(colors)),
        "share": result.shares,
        "pixels": result.counts.astype(np.int64),
        "regions": region_counts(result.labels, result.n_clusters).astype(np.int64),
        "contrast with white": contrast_ratios(colors, _WHITE),
        "contrast with black": contrast_ratios(colors, _BLACK),
    }


def shown_table(table: dict[str, Column]) -> dict[str, Column]:
    """The columns of `cluster_table` for people: a swatch, and one cell for a color in each notation."""

    def cells(form: str, *names: str) -> Column:
        return [
            form.format(*row)
            for row in zip(*(np.asarray(table[name]).tolist() for name in names), strict=True)
        ]

    hues = [degrees(hue) for hue in np.asarray(table["hue"]).tolist()]
    return {
        "Swatch": [swatch_picture(str(code)) for code in table["hex"]],
        "Hex": table["hex"],
        "Share": 100.0 * np.asarray(table["share"]),
        "Pixels": table["pixels"],
        "Name": table["name"],
        "RGB": cells("{}, {}, {}", "red", "green", "blue"),
        "HSV": [
            f"{hue}, {rest}"
            for hue, rest in zip(hues, cells("{:.0f} %, {:.0f} %", "saturation", "value"), strict=True)
        ],
        "CIELAB": cells("{:.1f}, {:.1f}, {:.1f}", "L*", "a*", "b*"),
        "Regions": table["regions"],
        "Contrast with white": table["contrast with white"],
        "Contrast with black": table["contrast with black"],
    }


def swatch_picture(code: str) -> str:
    """The address of a square picture of a color given as ``#rrggbb``."""
    return _SWATCH.format(code[1:])
