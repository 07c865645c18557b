import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kseg_core.samples.synthetic_images import (
    DISCS_COLORS,
    DISCS_NOISE,
    DISCS_PER_COLOR,
    HEIGHT,
    SHORELINE_COLORS,
    TWO_REDS_COLORS,
    WIDTH,
    Lesson,
    discs,
    gradient,
    shoreline,
    two_reds,
)


def kmeans(features: NDArray[np.float32], k: int, *, seed: int = 0) -> tuple[float, NDArray[np.int32]]:
    cv2.setRNGSeed(seed)
    wcss, labels, _ = cv2.kmeans(features, k, None, (3, 30, 0.5), 4, cv2.KMEANS_PP_CENTERS)
    return wcss, labels.ravel()


def rgb(lesson: Lesson) -> NDArray[np.float32]:
    return lesson.pixels.reshape(-1, 3).astype(np.float32)


def hsv(lesson: Lesson) -> NDArray[np.float32]:
    return cv2.cvtColor(lesson.pixels, cv2.COLOR_RGB2HSV).reshape(-1, 3).astype(np.float32)


def hsv_circular(lesson: Lesson) -> NDArray[np.float32]:
    hue, saturation, value = hsv(lesson).T
    angle = hue * np.float32(np.pi / 90)
    return np.stack([saturation * np.cos(angle), saturation * np.sin(angle), value], axis=1)


def agreement(labels: NDArray[np.int32], lesson: Lesson) -> float:
    """Share of pixels in a cluster's most frequent region, when the clusters differ in it."""
    truth = lesson.truth.ravel()
    table = np.zeros((labels.max() + 1, truth.max() + 1), dtype=int)
    np.add.at(table, (labels, truth), 1)
    assert len(set(table.argmax(axis=1))) == len(table)
    return table.max(axis=1).sum() / truth.size


@pytest.mark.parametrize("draw", [shoreline, two_reds, discs, gradient])
def test_a_lesson_is_the_same_every_time(draw):
    first, second = draw(), draw()
    assert first.pixels.shape == (HEIGHT, WIDTH, 3)
    assert first.pixels.dtype == np.uint8
    assert np.array_equal(first.pixels, second.pixels)


@pytest.mark.parametrize(
    ("draw", "colors"),
    [(shoreline, SHORELINE_COLORS), (two_reds, TWO_REDS_COLORS), (discs, DISCS_COLORS)],
)
def test_the_stated_colors_are_the_means_of_the_regions(draw, colors):
    lesson = draw()
    assert lesson.truth.dtype == np.uint8
    assert lesson.truth.max() == len(colors) - 1
    means = [lesson.pixels[lesson.truth == region].mean(axis=0) for region in range(len(colors))]
    assert np.abs(means - colors).max() < 1


def test_shoreline_is_three_regions_that_k_3_finds():
    lesson = shoreline()
    assert np.bincount(lesson.truth.ravel()).min() > 0.1 * lesson.truth.size
    _, labels = kmeans(rgb(lesson), 3)
    assert agreement(labels, lesson) > 0.98


def test_two_reds_lie_at_both_ends_of_the_hue_scale():
    lesson = two_reds()
    hue = cv2.cvtColor(lesson.pixels, cv2.COLOR_RGB2HSV)[..., 0]
    assert hue[lesson.truth == 1].max() <= 10
    assert hue[lesson.truth == 2].min() >= 170
    assert hue[lesson.truth == 0].min() >= 40
    assert hue[lesson.truth == 0].max() <= 80


@pytest.mark.parametrize("seed", [0, 1])
def test_two_reds_are_one_color_except_in_plain_hsv(seed: int):
    lesson = two_reds()
    leaves, vermilion, crimson = (lesson.truth.ravel() == region for region in range(3))
    for features in (rgb(lesson), hsv_circular(lesson)):
        _, labels = kmeans(features, 2, seed=seed)
        red = labels[vermilion][0]
        assert (labels[vermilion] == red).all()
        assert (labels[crimson] == red).all()
        assert (labels[leaves] != red).all()
    _, labels = kmeans(hsv(lesson), 2, seed=seed)
    leaf = labels[leaves][0]
    assert (labels[leaves | vermilion] == leaf).all()
    assert (labels[crimson] != leaf).all()


def test_discs_are_six_colors_and_so_many_separate_discs():
    lesson = discs()
    apart = np.linalg.norm(DISCS_COLORS[:, None].astype(float) - DISCS_COLORS, axis=-1)
    assert apart[~np.eye(6, dtype=bool)].min() >= 75
    for color in range(1, 6):
        count, _ = cv2.connectedComponents((lesson.truth == color).astype(np.uint8))
        assert count - 1 == DISCS_PER_COLOR
    noise = lesson.pixels - DISCS_COLORS[lesson.truth].astype(float)
    assert noise.std() == pytest.approx(DISCS_NOISE, rel=0.02)


def test_discs_give_their_colors_back_at_k_6():
    lesson = discs()
    _, labels = kmeans(rgb(lesson), 6)
    assert agreement(labels, lesson) == 1


def test_the_curve_of_the_discs_bends_at_6_and_that_of_the_gradient_nowhere():
    def ratios(lesson: Lesson) -> NDArray[np.float64]:
        thinned = np.ascontiguousarray(lesson.pixels[::4, ::4]).reshape(-1, 3).astype(np.float32)
        wcss = np.array([kmeans(thinned, k)[0] for k in range(1, 10)])
        return wcss[1:] / wcss[:-1]

    bend = ratios(discs())
    assert bend.argmin() + 2 == 6
    assert bend[6 - 1 :].min() > 0.8
    smooth = ratios(gradient())
    assert (np.diff(smooth) > -0.05).all()


def test_gradient_has_no_step():
    lesson = gradient()
    assert lesson.truth is None
    pixels = lesson.pixels.astype(int)
    assert np.abs(np.diff(pixels, axis=0)).max() <= 2
    assert np.abs(np.diff(pixels, axis=1)).max() <= 2
    assert len(np.unique(lesson.pixels.reshape(-1, 3), axis=0)) > 50_000
