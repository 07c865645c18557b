"""The cloud as files: PLY for 3-D programs, CSV for tables."""

import csv
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.points import ColorCloud
from kseg_core.cloud.shapes import CloudShape, coordinates
from kseg_core.kmeans.segmentation import Segmentation


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CloudTable:
    """The points of a cloud with all that is written about them.

    Attributes
    ----------
    cloud : ColorCloud
    shape : CloudShape
    caption : str
        What the points are.
    n_pixels : int
        Of the picture, of which shares are taken.
    labels : ndarray of uint8, shape (N,), or None
        Cluster of each point.
    segmentation : Segmentation or None
        Where there are labels.
    """

    cloud: ColorCloud
    shape: CloudShape
    caption: str
    n_pixels: int
    labels: NDArray[np.uint8] | None = None
    segmentation: Segmentation | None = None


def cloud_ply(table: CloudTable) -> bytes:
    """The points as a binary PLY file (little endian).

    A vertex has ``x y z`` (float, units of the axes), ``red green blue`` (uchar), ``count`` (uint,
    pixels) and, where there are clusters, ``cluster`` (uchar, from 1,
    as on the page and in `cloud_csv`).

    Notes
    -----
    Format: G. Turk, "The PLY Polygon File Format", 1994.
    """
    cloud = table.cloud
    names = ("x", "y", "z", "red", "green", "blue")
    fields = [(name, "<f4" if name in "xyz" else "u1") for name in names] + [("count", "<u4")]
    if table.labels is not None:
        fields.append(("cluster", "u1"))
    rows = np.zeros(cloud.n_points, dtype=fields)
    coords = coordinates(cloud.colors, table.shape)
    for number in range(3):
        rows[names[number]] = coords[:, number]
        rows[names[3 + number]] = cloud.colors[:, number]
    rows["count"] = cloud.counts
    if table.labels is not None:
        rows["cluster"] = table.labels + 1
    titles = ", ".join(axis.title for axis in table.shape.axes)
    types = {"<f4": "float", "<u4": "uint", "u1": "uchar"}
    header = [
        "ply",
        "format binary_little_endian 1.0",
        f"comment {_ascii(table.caption)}",
        f"comment {table.shape}: x, y, z are {titles}",
        f"element vertex {cloud.n_points}",
        *(f"property {types[kind]} {name}" for name, kind in fields),
        "end_header",
        "",
    ]
    return "\n".join(header).encode("ascii") + rows.tobytes()


def cloud_csv(table: CloudTable) -> bytes:
    """The points as CSV (RFC 4180) in UTF-8, a row each, those with the most pixels first.

    Columns: R, G, B, hex, the three axes, pixels, share of the picture and, where there are
    clusters, the cluster (from 1, as on the page) and the hex of its mean color.
    """
    cloud = table.cloud
    coords = coordinates(cloud.colors, table.shape)
    text = io.StringIO()
    writer = csv.writer(text)
    channels = ["R", "G", "B"]
    titles = [axis.title for axis in table.shape.axes]
    if titles == channels:
        titles = []
    head = [*channels, "hex", *titles, "pixels", "share"]
    clustered = table.labels is not None and table.segmentation is not None
    writer.writerow([*head, "cluster", "cluster_hex"] if clustered else head)
    for row in np.argsort(-cloud.counts, kind="stable"):
        red, green, blue = cloud.colors[row].tolist()
        count = int(cloud.counts[row])
        line = [red, green, blue, hex_of(cloud.colors[row])]
        if titles:
            line += [f"{value:.4f}" for value in coords[row]]
        line += [count, f"{count / table.n_pixels:.8f}"]
        if table.labels is not None and table.segmentation is not None:
            label = int(table.labels[row])
            line += [label + 1, hex_of(table.segmentation.palette[label])]
        writer.writerow(line)
    return text.getvalue().encode()


def hex_of(color: NDArray[np.uint8]) -> str:
    """``#rrggbb`` of an RGB color (3,)."""
    return "#" + color.astype(np.uint8).tobytes().hex()


def _ascii(text: str) -> str:
    return text.replace("×", "x").encode("ascii", "replace").decode()
