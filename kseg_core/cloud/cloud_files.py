"""The cloud as files: PLY for 3-D programs, CSV for tables."""

import numpy as np

from kseg_core.cloud.picture_points import labels_of_points
from kseg_core.cloud.points import ColorCloud, describe
from kseg_core.cloud.shapes import CloudShape, coordinates
from kseg_core.csv_table import csv_table
from kseg_core.histogram import ColorHistogram
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import hex_code
from kseg_core.wording import Column

_CHANNELS = ["R", "G", "B"]


def cloud_ply(
    cloud: ColorCloud, histogram: ColorHistogram, segmentation: Segmentation, shape: CloudShape
) -> bytes:
    """The points as a binary PLY file (little endian).

    Each vertex has ``x y z`` (float, in units of the axes), ``red green blue`` (uchar), ``count`` (uint,
    pixels) and ``cluster`` (uchar, from 1, as on the page and in `cloud_csv`).

    Notes
    -----
    Format: G. Turk, "The PLY Polygon File Format", 1994.
    """
    names = ("x", "y", "z", "red", "green", "blue")
    fields = [(name, "<f4" if name in "xyz" else "u1") for name in names]
    fields += [("count", "<u4"), ("cluster", "u1")]
    rows = np.zeros(cloud.n_points, dtype=fields)
    coords = coordinates(cloud.colors, shape)
    for number in range(3):
        rows[names[number]] = coords[:, number]
        rows[names[3 + number]] = cloud.colors[:, number]
    rows["count"] = cloud.counts
    rows["cluster"] = labels_of_points(cloud, histogram, segmentation) + 1
    titles = ", ".join(axis.title for axis in shape.axes)
    types = {"<f4": "float", "<u4": "uint", "u1": "uchar"}
    header = [
        "ply",
        "format binary_little_endian 1.0",
        f"comment {describe(cloud, histogram)}",
        f"comment {shape}: x, y, z are {titles}",
        f"element vertex {cloud.n_points}",
        *(f"property {types[kind]} {name}" for name, kind in fields),
        "end_header",
        "",
    ]
    return "\n".join(header).replace("×", "x").encode("ascii") + rows.tobytes()


def cloud_csv(
    cloud: ColorCloud, histogram: ColorHistogram, segmentation: Segmentation, shape: CloudShape
) -> bytes:
    """The points as `csv_table`, one row each, those with the most pixels first.

    Columns: R, G, B, hex, the three axes unless they are R, G and B, pixels, share of the picture, cluster
    (from 1, as on the page) and the hex code of the cluster's color.
    """
    order = np.argsort(-cloud.counts, kind="stable")
    colors, pixels = cloud.colors[order], cloud.counts[order].astype(np.int64)
    labels = labels_of_points(cloud, histogram, segmentation)[order]
    hexes = [hex_code(color) for color in segmentation.palette]
    columns: dict[str, Column] = dict(zip(_CHANNELS, colors.T.astype(np.int64), strict=True))
    columns["hex"] = [hex_code(color) for color in colors.tolist()]
    titles = [axis.title for axis in shape.axes]
    if titles != _CHANNELS:
        coords = np.round(coordinates(colors, shape).astype(np.float64), 4)
        columns |= dict(zip(titles, coords.T, strict=True))
    columns |= {
        "pixels": pixels,
        "share": np.round(pixels / histogram.n_pixels, 8),
        "cluster": labels.astype(np.int64) + 1,
        "cluster_hex": [hexes[label] for label in labels],
    }
    return csv_table(columns)
