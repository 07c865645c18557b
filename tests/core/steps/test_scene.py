"""What K-means is watched on, and how it reaches the browser."""

import numpy as np
import pytest

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.histogram import color_histogram
from kseg_core.image import NO_LABEL, RgbImage
from kseg_core.steps.centroid_names import name_centroids
from kseg_core.steps.packed_steps import GROUP_COLORS, mean_colors, pack_scene, pack_trace
from kseg_core.steps.point_sets import CUSTOMERS, MOONS
from kseg_core.steps.scene import Scene, nearest_point, photo_scene
from kseg_core.steps.seeding import Seeding, choose_seeds
from kseg_core.steps.stories import step_stories
from kseg_core.steps.trace import Trace, trace_steps
from tests.core.cloud.unpacking import unpack
from tests.core.pictures import noise, patches, picture


def scene_of(image: RgbImage, space: ColorSpace = ColorSpace.RGB, **bounds: int) -> Scene:
    return photo_scene(image, color_histogram(image), space, **bounds)


def run(scene: Scene, seeding: Seeding = Seeding.LEFTMOST, k: int = 4) -> Trace:
    return trace_steps(scene.points, choose_seeds(scene.points, k, seeding))


@pytest.mark.parametrize("space", list(ColorSpace))
def test_every_color_is_a_point_where_the_space_puts_it(space: ColorSpace):
    image = patches([[200, 30, 40], [20, 90, 160]])
    scene, histogram = scene_of(image, space), color_histogram(image)
    np.testing.assert_array_equal(scene.points.positions, to_space(histogram.colors, space))
    np.testing.assert_array_equal(scene.points.weights, histogram.counts)
    np.testing.assert_array_equal(scene.points.colors[scene.point_map], image.pixels)
    assert scene.about == f"Every one of the {histogram.n_colors:,} colors in the picture."
    low, high = np.array([(axis.low, axis.high) for axis in scene.axes]).T
    assert (low - 1e-3 <= scene.points.positions).all()
    assert (scene.points.positions <= high + 1e-3).all()


@pytest.mark.parametrize("space", list(ColorSpace))
@pytest.mark.parametrize(
    "colors", [[[0, 0, 0]], [[255, 255, 255]], [[200, 30, 40]], [[90, 90, 90], [140, 140, 140]]]
)
def test_axes_keep_close_to_the_points_and_are_never_flat(space: ColorSpace, colors: list[list[int]]):
    axes = scene_of(picture([colors]), space).axes
    spans = np.array([axis.high - axis.low for axis in axes])
    assert spans.min() > 0
    assert spans.max() < 130
    assert spans.min() >= 0.2 * spans.max()


def test_axes_end_where_the_space_does():
    axes = scene_of(picture([[[0, 0, 0], [255, 255, 255]]])).axes
    assert [(axis.title, axis.low, axis.high) for axis in axes] == [
        ("R", 0, 255),
        ("G", 0, 255),
        ("B", 0, 255),
    ]


def test_many_colors_become_cells_that_weigh_as_much_and_a_small_map():
    image = noise(60, 90)
    scene = scene_of(image, max_points=500, map_side=45)
    assert scene.points.n_points <= 500
    assert scene.points.total == 60 * 90
    assert "cell of" in scene.about
    assert scene.point_map is not None
    assert scene.point_map.shape == (30, 45)
    assert scene.strays is not None
    shown = {*scene.point_map.ravel().tolist(), *scene.strays[0].tolist()}
    assert shown == set(range(scene.points.n_points))


def test_the_nearest_point_of_a_color():
    scene = scene_of(picture([[[0, 0, 0], [250, 0, 0], [0, 0, 90]]]))
    assert scene.points.colors[nearest_point(scene, (255, 5, 5))].tolist() == [250, 0, 0]
    assert scene.points.colors[nearest_point(scene, (0, 0, 46))].tolist() == [0, 0, 90]


def test_customers_have_no_picture():
    scene = CUSTOMERS.scene()
    assert not scene.is_photo
    assert scene.points.total == 200
    header, arrays = unpack(pack_scene(scene))
    assert header["map"] is None
    assert "map" not in arrays
    np.testing.assert_array_equal(arrays["positions"][:, :2], scene.points.positions)
    assert not arrays["positions"][:, 2].any()
    trace = run(scene, k=5)
    _, run_arrays = unpack(pack_trace(trace, scene, Seeding.LEFTMOST))
    np.testing.assert_array_equal(run_arrays["palette"][-1], GROUP_COLORS[:5])
    names = [line.split("\t") for line in run_arrays["names"].tobytes().decode().split("\n")]
    assert len(names) == trace.n_steps
    assert scene.names is not None
    assert tuple(names[-1]) == name_centroids(trace.centers[-1], scene.points.positions, scene.names)
    moons = MOONS.scene()
    assert "names" not in unpack(pack_trace(run(moons, k=2), moons, Seeding.LEFTMOST))[1]


def test_a_packed_scene_is_the_scene():
    image = noise(20, 30)
    scene = scene_of(image, ColorSpace.CIELAB)
    header, arrays = unpack(pack_scene(scene))
    np.testing.assert_allclose(arrays["positions"], scene.points.positions, rtol=1e-6)
    np.testing.assert_array_equal(arrays["colors"], scene.points.colors)
    np.testing.assert_array_equal(arrays["map"], scene.point_map)
    assert scene.strays is not None
    np.testing.assert_array_equal(arrays["strays"], scene.strays[0])
    np.testing.assert_array_equal(arrays["cells"], scene.strays[1])
    assert header["one"] == "pixel"
    assert header["map"] == [20, 30]
    assert header["proportions"] == [axis.high - axis.low for axis in scene.axes]
    assert [axis["title"] for axis in header["axes"]] == ["L*", "a*", "b*"]
    assert arrays["sizes"].max() == 255
    np.testing.assert_allclose(
        arrays["sizes"], 255 * np.cbrt(scene.points.weights / scene.points.weights.max()), atol=1
    )


def test_a_packed_trace_unrolls_to_every_step():
    scene = scene_of(noise(30, 30))
    trace = run(scene)
    assert trace.n_rounds > 3
    header, arrays = unpack(pack_trace(trace, scene, Seeding.LEFTMOST))
    assert header["phases"] == ["place", *["assign", "move"] * (trace.n_rounds - 1), "end"]
    labels = np.full(scene.points.n_points, NO_LABEL, np.uint8)
    place_at = 0
    for step, count in enumerate(arrays["counts"]):
        part = slice(place_at, place_at + count)
        labels[arrays["rows"][part]] = arrays["labels"][part]
        place_at += count
        np.testing.assert_array_equal(labels, trace.labels[step])
        if step:
            shares = np.bincount(labels, scene.points.weights, trace.k) / scene.points.total
            np.testing.assert_allclose(arrays["shares"][step], shares, rtol=1e-5)
    assert place_at == len(arrays["rows"])
    np.testing.assert_allclose(arrays["centers"], trace.centers, rtol=1e-6)
    np.testing.assert_array_equal(arrays["palette"], mean_colors(trace))
    np.testing.assert_allclose(arrays["wcss"], trace.wcss / 900)
    told = arrays["stories"].tobytes().decode().split("\n")
    assert told == step_stories(trace, scene.words, Seeding.LEFTMOST)
