"""The steps as animated pictures, read back by Pillow."""

import io

import numpy as np
import pytest
from PIL import Image, ImageSequence

from kseg_core.color_spaces import ColorSpace
from kseg_core.histogram import color_histogram
from kseg_core.steps.animation import FRAMES_MAX, AnimationFormat, encode_animation, shown_steps
from kseg_core.steps.colors import mean_colors
from kseg_core.steps.frames import PICTURE, TITLE_HEIGHT, FramePainter
from kseg_core.steps.projection import project
from kseg_core.steps.scene import Scene, customer_scene, photo_scene
from kseg_core.steps.seeding import Seeding, place
from kseg_core.steps.trace import Trace, trace_steps
from tests.core.pictures import noise, picture

LEFT = 12


def scene_and_trace(scene: Scene, k: int = 3, **options: int) -> tuple[Scene, Trace]:
    return scene, trace_steps(scene.points, place(scene.points, k, Seeding.LEFTMOST), **options)


def noisy(**options: int) -> tuple[Scene, Trace]:
    image = noise(20, 28)
    return scene_and_trace(photo_scene(image, color_histogram(image), ColorSpace.RGB), **options)


def painted(frame: Image.Image) -> np.ndarray:
    pixels = np.asarray(frame.convert("RGB"))
    return pixels[TITLE_HEIGHT : TITLE_HEIGHT + PICTURE[1], LEFT : LEFT + PICTURE[0]]


@pytest.mark.parametrize("kind", list(AnimationFormat))
def test_frames_show_every_step_and_play_forever(kind: AnimationFormat):
    scene, trace = noisy(max_rounds=3)
    file = Image.open(io.BytesIO(encode_animation(scene, trace, kind, name="Leftmost points")))
    assert file.format == kind.upper()
    assert file.info["loop"] == 0
    assert file.n_frames == trace.n_steps
    palette = mean_colors(trace)
    for step, frame in enumerate(ImageSequence.Iterator(file)):
        seen = {tuple(color) for color in painted(frame).reshape(-1, 3).tolist()}
        if step and step % 2 == 0:
            assert seen == {tuple(color) for color in palette[step].tolist()}
        if step == 0:
            assert len(seen) > 200


def test_an_assignment_lights_what_changed_and_dims_the_rest():
    scene, trace = noisy()
    painter = FramePainter(scene, trace, mean_colors(trace), "run")
    assert 0 < trace.changed[3] < scene.points.total
    changed = trace.labels[3] != trace.labels[2]
    assert scene.point_map is not None
    small = painted(painter.frame(3))
    rows = (np.arange(len(small)) + 0.5) * scene.point_map.shape[0] / len(small)
    columns = (np.arange(PICTURE[0]) + 0.5) * scene.point_map.shape[1] / PICTURE[0]
    shown = scene.point_map[np.ix_(rows.astype(int), columns.astype(int))]
    own = mean_colors(trace)[3][trace.labels[3]][shown]
    lit = changed[shown]
    np.testing.assert_array_equal(small[lit], own[lit])
    assert np.abs(small[~lit].astype(int) - 128).max() <= 20


def test_transparent_pixels_stay_paper():
    image = picture([[[200, 0, 0], [0, 0, 200], [9, 9, 9]]], [[255, 255, 0]])
    scene, trace = scene_and_trace(photo_scene(image, color_histogram(image), ColorSpace.RGB), k=2)
    frame = np.asarray(FramePainter(scene, trace, mean_colors(trace), "run").frame(2))
    row = frame[TITLE_HEIGHT + 5, LEFT : LEFT + PICTURE[0]]
    assert row[[10, 200, 400]].tolist() == [[200, 0, 0], [0, 0, 200], [255, 255, 255]]


@pytest.mark.parametrize("k", [1, 5])
def test_customers_and_the_smallest_runs(k: int):
    scene, trace = scene_and_trace(customer_scene(), k)
    file = Image.open(io.BytesIO(encode_animation(scene, trace, AnimationFormat.GIF, name="run")))
    assert file.n_frames == trace.n_steps
    one = picture([[[7, 7, 7]]])
    scene, trace = scene_and_trace(photo_scene(one, color_histogram(one), ColorSpace.CIELAB), k)
    assert encode_animation(scene, trace, AnimationFormat.WEBP, name="run")


def test_an_unfinished_run_does_not_say_that_it_converged():
    for trace, says in ((noisy()[1], True), (noisy(max_rounds=2)[1], False)):
        painter = FramePainter(noisy()[0], trace, mean_colors(trace), "run")
        assert ("converged" in painter.title(trace.n_steps - 1)) is says


@pytest.mark.parametrize("n_steps", [3, FRAMES_MAX, FRAMES_MAX + 1, 120, 401])
def test_long_runs_are_shown_with_growing_gaps(n_steps: int):
    steps = shown_steps(n_steps)
    assert (steps[0], steps[-1]) == (0, n_steps - 1)
    assert min(n_steps, FRAMES_MAX) * 0.9 <= len(steps) <= FRAMES_MAX
    gaps = np.diff(steps)
    assert gaps.min() == 1
    assert (np.diff(gaps) >= -2).all()


def test_the_plane_holds_the_widest_spread():
    rng = np.random.default_rng(0)
    levels = np.rint(
        np.stack([rng.uniform(0, 250, 400), rng.uniform(100, 160, 400), np.full(400, 90)], axis=1)
    )
    image = picture(levels[None])
    scene = photo_scene(image, color_histogram(image), ColorSpace.RGB)
    plane = project(scene)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(np.abs(plane.directions), [[1, 0, 0], [0, 1, 0]], atol=0.05)
    spots = plane.place(scene.points.positions, (10, 20, 110, 220))
    assert (spots >= [10 - 1e-9, 20 - 1e-9]).all()
    assert (spots <= [110 + 1e-9, 220 + 1e-9]).all()
    assert np.ptp(spots[:, 0]) == pytest.approx(100)
    ratio = np.ptp(spots, axis=0) / np.ptp(plane.flat(scene.points.positions), axis=0)
    assert ratio[0] == pytest.approx(ratio[1])


def test_customers_lie_as_on_their_axes():
    scene = customer_scene()
    corners = np.array([[axis.low for axis in scene.axes], [axis.high for axis in scene.axes]])
    spots = project(scene).place(corners, (0, 0, 280, 200))
    np.testing.assert_allclose(spots, [[0, 200], [280, 0]])
