import csv
import io
import struct

import numpy as np
import pytest

from kseg_core import KMeansSettings, color_histogram, segment
from kseg_core.cloud.cloud_files import CloudTable, cloud_csv, cloud_ply
from kseg_core.cloud.picture_points import labels_of_points
from kseg_core.cloud.points import CloudKind, color_cloud, describe
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape, coordinates
from tests.core.pictures import BLUE, GREEN, RED, noise, picture

CHARACTERS = {"float": "f", "uchar": "B", "uint": "I"}


def table_of(shape: CloudShape, *, clustered: bool, max_points: int = 50) -> CloudTable:
    image = noise(12, 15)
    histogram = color_histogram(image)
    cloud = color_cloud(histogram, CloudKind.COLORS, max_points=max_points)
    result = segment(image, KMeansSettings(k=3)) if clustered else None
    labels = None
    if result is not None:
        labels = labels_of_points(cloud, histogram, result)
    return CloudTable(
        cloud=cloud,
        shape=shape,
        caption=describe(cloud, histogram),
        n_pixels=histogram.n_pixels,
        labels=labels,
        segmentation=result,
    )


def read_ply(data: bytes) -> tuple[list[str], list[dict[str, float]]]:
    """Comments and vertices of a binary PLY file, read with nothing but its definition."""
    head, _, body = data.partition(b"end_header\n")
    lines = head.decode("ascii").splitlines()
    assert lines[:2] == ["ply", "format binary_little_endian 1.0"]
    words = [line.split() for line in lines[2:]]
    (count,) = (int(line[2]) for line in words if line[:2] == ["element", "vertex"])
    properties = [(line[2], line[1]) for line in words if line[0] == "property"]
    record = struct.Struct("<" + "".join(CHARACTERS[kind] for _, kind in properties))
    assert len(body) == record.size * count
    names = [name for name, _ in properties]
    vertices = [dict(zip(names, values, strict=True)) for values in record.iter_unpack(body)]
    return [" ".join(line[1:]) for line in words if line[0] == "comment"], vertices


@pytest.mark.parametrize("shape", [CLOUD_SHAPES["CIELUV"], CLOUD_SHAPES["HSV cone"]])
@pytest.mark.parametrize("clustered", [False, True])
def test_a_ply_file_holds_every_point(shape: CloudShape, clustered: bool):
    table = table_of(shape, clustered=clustered)
    comments, vertices = read_ply(cloud_ply(table))
    assert comments[0] == table.caption.replace("×", "x")
    assert str(shape) in comments[1]
    read = np.array([[vertex[name] for name in "xyz"] for vertex in vertices])
    np.testing.assert_array_equal(read, coordinates(table.cloud.colors, shape))
    colors = [[vertex[name] for name in ("red", "green", "blue")] for vertex in vertices]
    assert colors == table.cloud.colors.tolist()
    assert [vertex["count"] for vertex in vertices] == table.cloud.counts.tolist()
    clusters = [vertex.get("cluster") for vertex in vertices]
    assert clusters == ((table.labels + 1).tolist() if clustered else [None] * len(vertices))


def test_a_csv_file_holds_every_point_those_with_most_pixels_first():
    table = table_of(CLOUD_SHAPES["CIELAB"], clustered=True)
    rows = list(csv.DictReader(io.StringIO(cloud_csv(table).decode())))
    assert list(rows[0]) == [
        *("R", "G", "B", "hex", "L*", "a*", "b*", "pixels", "share", "cluster", "cluster_hex")
    ]
    counts = [int(row["pixels"]) for row in rows]
    assert counts == sorted(table.cloud.counts.tolist(), reverse=True)
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1.0, abs=1e-5)
    points = {tuple(color): number for number, color in enumerate(table.cloud.colors.tolist())}
    coords = coordinates(table.cloud.colors, CLOUD_SHAPES["CIELAB"])
    for row in rows:
        color = tuple(int(row[name]) for name in "RGB")
        point = points[color]
        assert row["hex"] == "#{:02x}{:02x}{:02x}".format(*color)
        assert [float(row[name]) for name in ("L*", "a*", "b*")] == pytest.approx(coords[point], abs=1e-4)
        label = table.labels[point]
        assert int(row["cluster"]) == label + 1
        assert row["cluster_hex"] == "#" + table.segmentation.palette[label].tobytes().hex()


def test_a_csv_file_of_rgb_has_its_axes_once():
    cloud = color_cloud(color_histogram(picture([[RED, RED, RED, GREEN, BLUE]])), CloudKind.COLORS)
    table = CloudTable(cloud=cloud, shape=CLOUD_SHAPES["RGB cube"], caption="", n_pixels=5)
    assert cloud_csv(table).decode().splitlines() == [
        "R,G,B,hex,pixels,share",
        "255,0,0,#ff0000,3,0.60000000",
        "0,255,0,#00ff00,1,0.20000000",
        "0,0,255,#0000ff,1,0.20000000",
    ]
