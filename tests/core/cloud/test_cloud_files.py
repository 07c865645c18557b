import csv
import io
import struct

import numpy as np
import pytest

from kseg_core import KMeansSettings, color_histogram, segment
from kseg_core.cloud.cloud_files import cloud_csv, cloud_ply
from kseg_core.cloud.picture_points import labels_of_points
from kseg_core.cloud.points import CloudKind, color_cloud, describe
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape, coordinates
from tests.core.pictures import BLUE, GREEN, RED, noise, picture

CHARACTERS = {"float": "f", "uchar": "B", "uint": "I"}


IMAGE = noise(12, 15)
HISTOGRAM = color_histogram(IMAGE)
CLOUD = color_cloud(HISTOGRAM, CloudKind.COLORS, max_points=50)
RESULT = segment(IMAGE, KMeansSettings(k=3))
LABELS = labels_of_points(CLOUD, HISTOGRAM, RESULT)


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
def test_a_ply_file_holds_every_point(shape: CloudShape):
    comments, vertices = read_ply(cloud_ply(CLOUD, HISTOGRAM, RESULT, shape))
    assert comments[0] == describe(CLOUD, HISTOGRAM).replace("×", "x")
    assert str(shape) in comments[1]
    read = np.array([[vertex[name] for name in "xyz"] for vertex in vertices])
    np.testing.assert_array_equal(read, coordinates(CLOUD.colors, shape))
    colors = [[vertex[name] for name in ("red", "green", "blue")] for vertex in vertices]
    assert colors == CLOUD.colors.tolist()
    assert [vertex["count"] for vertex in vertices] == CLOUD.counts.tolist()
    assert [vertex["cluster"] for vertex in vertices] == (LABELS + 1).tolist()


def test_a_csv_file_holds_every_point_those_with_most_pixels_first():
    lab = CLOUD_SHAPES["CIELAB"]
    rows = list(csv.DictReader(io.StringIO(cloud_csv(CLOUD, HISTOGRAM, RESULT, lab).decode())))
    assert list(rows[0]) == [
        *("R", "G", "B", "hex", "L*", "a*", "b*", "pixels", "share", "cluster", "cluster_hex")
    ]
    counts = [int(row["pixels"]) for row in rows]
    assert counts == sorted(CLOUD.counts.tolist(), reverse=True)
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1.0, abs=1e-5)
    points = {tuple(color): number for number, color in enumerate(CLOUD.colors.tolist())}
    coords = coordinates(CLOUD.colors, lab)
    for row in rows:
        color = tuple(int(row[name]) for name in "RGB")
        point = points[color]
        assert row["hex"] == "#{:02x}{:02x}{:02x}".format(*color)
        assert [float(row[name]) for name in ("L*", "a*", "b*")] == pytest.approx(coords[point], abs=1e-4)
        label = LABELS[point]
        assert int(row["cluster"]) == label + 1
        assert row["cluster_hex"] == "#" + RESULT.palette[label].tobytes().hex()


def test_a_csv_file_of_rgb_has_its_axes_once():
    image = picture([[RED, RED, RED, GREEN, BLUE]])
    histogram, result = color_histogram(image), segment(image, KMeansSettings(k=3))
    cloud = color_cloud(histogram, CloudKind.COLORS)
    first, *rows = cloud_csv(cloud, histogram, result, CLOUD_SHAPES["RGB cube"]).decode().splitlines()
    assert first == "R,G,B,hex,pixels,share,cluster,cluster_hex"
    assert [row.rsplit(",", 2)[0] for row in rows] == [
        "255,0,0,#ff0000,3,0.6",
        "0,255,0,#00ff00,1,0.2",
        "0,0,255,#0000ff,1,0.2",
    ]
    assert [row.rsplit(",", 1)[1] for row in rows] == ["#ff0000", "#00ff00", "#0000ff"]
