import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kseg_core import ColorSpace, KMeansSettings, RgbImage, SettingsError, color_histogram, segment
from kseg_core.cloud.gamut import gamut_outline
from kseg_core.cloud.picture_points import point_map, stray_points
from kseg_core.cloud.pixel_facts import centroid_distances
from kseg_core.cloud.points import NO_POINT, CloudKind, ColorCloud, color_cloud
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape, coordinates
from kseg_core.cloud.view_data import (
    MAP_PIXELS,
    POSITION_STEPS,
    deltas,
    pack_clusters,
    pack_points,
    pack_selection,
    pack_shape,
)
from kseg_core.wording import percent
from tests.core.cloud.unpacking import sums, unpack
from tests.core.pictures import BLACK, BLUE, RED, WHITE, noise, picture, tiny_pictures

SHAPES = pytest.mark.parametrize("shape", CLOUD_SHAPES.values(), ids=str)
ROOM = 300_000
PHOTO_ROOM = 60_000


def cloud_of(image: RgbImage, kind: CloudKind = CloudKind.COLORS) -> ColorCloud:
    return color_cloud(color_histogram(image), kind)


@settings(max_examples=30)
@given(
    st.sampled_from([np.uint8, np.uint16, np.uint32]).flatmap(
        lambda dtype: arrays(dtype, st.tuples(st.integers(1, 6), st.integers(1, 3)))
    )
)
def test_deltas_add_up_to_the_numbers(values: np.ndarray):
    packed = deltas(values)
    assert packed.dtype == np.uint8
    assert packed.shape == (values.shape[1], values.itemsize, len(values))
    np.testing.assert_array_equal(sums(packed), values)


def test_points_say_what_they_are():
    image = picture([[RED, RED, BLUE], [WHITE, RED, BLUE]])
    header, sent = unpack(pack_points(cloud_of(image), image, color_histogram(image)))
    assert header == {"points": 3, "kind": "colors", "width": 3, "height": 2}
    np.testing.assert_array_equal(sums(sent["colors"]), [RED, BLUE, WHITE])
    np.testing.assert_array_equal(sums(sent["counts"]), [[3], [2], [1]])
    assert sent["map"].tolist() == [[0, 0, 1], [2, 0, 1]]
    assert sent["strays"].size == sent["cells"].size == 0


@given(image=tiny_pictures(), max_side=st.integers(1, 4))
@settings(max_examples=40)
def test_every_point_is_in_the_map_or_astray(image: RgbImage, max_side: int):
    histogram = color_histogram(image)
    cloud = color_cloud(histogram, CloudKind.COLORS)
    small = point_map(image, histogram, cloud, max_side=max_side)
    strays, cells = stray_points(small, image, histogram, cloud)
    shown = np.unique(small[small != NO_POINT])
    np.testing.assert_array_equal(np.union1d(shown, strays), np.arange(cloud.n_points))
    assert np.intersect1d(shown, strays).size == 0
    height, width = small.shape
    for point, cell in zip(strays, cells, strict=True):
        row, column = divmod(int(cell), width)
        rows = slice(-(-row * image.height // height), -(-(row + 1) * image.height // height))
        columns = slice(-(-column * image.width // width), -(-(column + 1) * image.width // width))
        there = image.pixels[rows, columns].reshape(-1, 3)
        if image.alpha is not None:
            there = there[image.alpha[rows, columns].ravel() > 0]
        assert (there == cloud.colors[point]).all(axis=1).any()


@pytest.mark.parametrize(("height", "width"), [(1, 60_000), (2, 30_000), (300, 400), (1, 1)])
def test_maps_are_never_larger_than_16_bits_can_number(height: int, width: int):
    image = picture(np.zeros((height, width, 3)))
    header, sent = unpack(pack_points(cloud_of(image), image, color_histogram(image)))
    assert sent["map"].shape == (header["height"], header["width"])
    assert 1 <= sent["map"].size <= 1.4 * MAP_PIXELS < NO_POINT


@SHAPES
def test_positions_are_as_exact_as_anyone_can_see(shape: CloudShape):
    cloud = cloud_of(noise(20, 20))
    header, sent = unpack(pack_shape(cloud, shape))
    axes = shape.axes
    assert header["axes"] == [
        {"title": axis.title, "low": axis.low, "high": axis.high, "decimals": axis.decimals} for axis in axes
    ]
    low, span = np.array([[axis.low, axis.high - axis.low] for axis in axes]).T
    arrived = low + sums(sent["positions"]) / header["steps"] * span
    wrong = np.abs(arrived - coordinates(cloud.colors, shape)) / span
    assert wrong.max() <= 0.51 / POSITION_STEPS
    assert max(header["proportions"]) == 1.0
    assert header["up"] == shape.scene_axes[2]


@SHAPES
def test_the_outline_is_in_the_colors_that_lie_there(shape: CloudShape):
    header, sent = unpack(pack_shape(cloud_of(picture([[RED]])), shape))
    assert header["lines"] == [len(line) for line, _ in gamut_outline(shape)]
    assert len(sent["outline"]) == len(sent["outline_colors"]) == sum(header["lines"])
    for line, colors in gamut_outline(shape):
        axes = shape.axes
        span = [axis.high - axis.low for axis in axes]
        place = coordinates(colors, shape)
        if shape is CLOUD_SHAPES["HSV cylinder"]:
            # Its bottom is black everywhere, and black lies in the middle.
            assert (colors[line[:, 2] == 0] == 0).all()
            place[line[:, 2] == 0] = line[line[:, 2] == 0]
        np.testing.assert_allclose((line - place) / span, 0, atol=0.006)


def test_clusters_arrive_with_their_centroids_and_distances():
    image = noise(16, 16)
    histogram, cloud = color_histogram(image), cloud_of(image)
    result = segment(image, KMeansSettings(k=3, color_space=ColorSpace.CIELAB))
    header, sent = unpack(pack_clusters(cloud, histogram, result, CLOUD_SHAPES["CIELAB"]))
    labels = result.labels.ravel()
    order = np.argsort(image.pixels.reshape(-1, 3).astype(int) @ [1, 256, 65536])
    np.testing.assert_array_equal(sent["labels"], labels[order])
    np.testing.assert_allclose(sent["centers"], result.centers, rtol=1e-6)
    own = centroid_distances(cloud.colors, result)[np.arange(cloud.n_points), sent["labels"]]
    assert header["farthest"] == f"{own.max():.0f}"
    np.testing.assert_allclose(sent["distances"] / 255 * own.max(), own, atol=own.max() / 500)
    assert header["hexes"] == [f"#{bytes(color).hex()}" for color in result.palette]
    assert header["shares"] == [percent(share) for share in result.shares]
    assert header["space"] == "CIELAB"


def test_a_picture_of_one_color_has_no_distances():
    image = picture([[BLACK, BLACK]])
    result = segment(image, KMeansSettings(k=2))
    header, sent = unpack(
        pack_clusters(cloud_of(image), color_histogram(image), result, CLOUD_SHAPES["RGB cube"])
    )
    assert header["farthest"] == "0.0"
    assert sent["distances"].tolist() == [0]


def test_clusters_with_positions_are_refused():
    image = picture([[BLACK, WHITE], [BLACK, RED]])
    result = segment(image, KMeansSettings(k=2, position_weight=1.0))
    with pytest.raises(SettingsError, match="position weight"):
        pack_clusters(cloud_of(image), color_histogram(image), result, CLOUD_SHAPES["RGB cube"])


def test_a_selection_is_a_byte_for_each_point():
    image = picture([[RED, BLUE, WHITE]])
    histogram = color_histogram(image)
    selected = ~(histogram.colors == BLUE).all(axis=1)
    _, sent = unpack(pack_selection(cloud_of(image), histogram, selected))
    assert sent["lit"].tolist() == selected.tolist()


def test_all_pieces_fit_into_the_room():
    image = noise(500, 700)
    histogram, cloud = color_histogram(image), cloud_of(image)
    assert cloud.n_points > 17_000
    result = segment(image, KMeansSettings(k=5))
    pieces = (
        pack_points(cloud, image, histogram),
        pack_shape(cloud, CLOUD_SHAPES["CIELAB"]),
        pack_clusters(cloud, histogram, result, CLOUD_SHAPES["CIELAB"]),
    )
    assert sum(map(len, pieces)) < ROOM - PHOTO_ROOM
