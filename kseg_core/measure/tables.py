"""The numbers of a measurement as tables: one row a class, one row an object, units in the headings."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.measure.classes import REST, REST_COLOR
from kseg_core.measure.measured import Measured
from kseg_core.wording import Column


def class_names(measured: Measured) -> list[str]:
    """The names of the classes, and last `REST`."""
    return [*(each.name for each in measured.settings.classes), REST]


def class_colors(measured: Measured) -> NDArray[np.uint8]:
    """The colors of the classes, uint8 (C + 1, 3), and last `REST_COLOR`."""
    return np.array([*(each.color for each in measured.settings.classes), REST_COLOR], np.uint8)


def counted_rows(measured: Measured) -> list[int]:
    """The rows of the classes that are not left out, and last that of what is in none."""
    classes = measured.settings.classes
    return [*(row for row, each in enumerate(classes) if not each.is_left_out), len(classes)]


def areas_table(measured: Measured, *, always_area: bool = False) -> dict[str, Column]:
    """One row a class that counts, and a last one for what is in none.

    Parameters
    ----------
    measured : Measured
    always_area : bool
        Whether the area is there too where it is the number of pixels, so that the tables of several photos
        have the same columns.

    Returns
    -------
    dict of str to list of str or ndarray
        ==========================  =====================================================================
        column                      content
        ==========================  =====================================================================
        class                       name
        share                       of the measured region, 0 to 1
        share from, share to        ends of its range; only where ranges were asked for
        pixels                      of the picture
        area (px²)                  in pixels of the file; only without a scale, where the photo was scaled
        area (mm²)                  in the unit of the scale
        objects                     number of objects, NaN if they cannot be told apart; only where objects
                                    were asked for
        ==========================  =====================================================================
    """
    areas, ranges, ruler = measured.areas, measured.ranges, measured.ruler
    rows, names = counted_rows(measured), class_names(measured)
    table: dict[str, Column] = {
        "class": [names[row] for row in rows],
        "share": areas.shares[rows],
    }
    if ranges is not None:
        table |= {"share from": ranges.low[rows], "share to": ranges.high[rows]}
    table["pixels"] = areas.pixels[rows]
    if always_area or not ruler.counts_pixels:
        table[f"area ({ruler.unit}²)"] = np.asarray(areas.pixels[rows] * ruler.area, np.float64)
    if measured.objects is not None:
        counts = np.bincount(measured.objects.classes, minlength=len(names)).astype(np.int64)
        table["objects"] = counts[rows]
    elif measured.no_objects:
        table["objects"] = np.full(len(rows), np.nan)
    return table


def objects_table(measured: Measured) -> dict[str, Column]:
    """One row an object: its number, class, place in pixels of the picture, and its measures in the unit.

    Raises
    ------
    ValueError
        If objects were not asked for.
    """
    objects, ruler = measured.objects, measured.ruler
    if objects is None:
        raise ValueError("the measurement has no objects")
    return {**object_columns(objects.columns, class_names(measured), ruler.unit, ruler.pixel)}


# Exported scripts carry the source of the next function, so it may use only NumPy.


def object_columns(
    columns: dict[str, np.ndarray], names: list[str], unit: str, side: float
) -> dict[str, np.ndarray | list[str]]:
    """The columns of `Objects` as a table, with the side of a pixel in a unit."""
    table: dict[str, np.ndarray | list[str]] = {
        "object": np.arange(1, len(columns["areas"]) + 1),
        "class": [names[row] for row in columns["classes"].tolist()],
        "pixels": columns["areas"],
        f"area ({unit}²)": columns["areas"] * side**2,
        f"perimeter ({unit})": columns["perimeters"] * side,
        f"equivalent diameter ({unit})": columns["equivalent_diameters"] * side,
        f"major axis ({unit})": columns["major_axes"] * side,
        f"minor axis ({unit})": columns["minor_axes"] * side,
        "circularity": columns["circularities"],
        "solidity": columns["solidities"],
    }
    for titles, name in (
        (("centroid x (px)", "centroid y (px)"), "centroids"),
        (("left (px)", "top (px)", "width (px)", "height (px)"), "boxes"),
        (("red", "green", "blue"), "mean_rgb"),
        (("L*", "a*", "b*"), "mean_lab"),
    ):
        table |= dict(zip(titles, columns[name].T, strict=True))
    table["cut by the border"] = columns["cut"].astype(np.int64)
    return table
