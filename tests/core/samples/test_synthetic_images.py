import functools

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kseg_core.samples import synthetic_images
from kseg_core.samples.synthetic_images import (
    DISCS_COLORS,
    DISCS_NOISE,
    DISCS_PER_COLOR,
    HEIGHT,
    SHORELINE_COLORS,
    TWO_REDS_COLORS,
    WIDTH,
    SyntheticImage,
)

shoreline, two_reds, discs, gradient = (
    functools.cache(draw)
    for draw in (
        synthetic_images.shoreline,
        synthetic_images.two_reds,
        synthetic_images.discs,
        synthetic_images.gradient,
    )
)


def kmeans(features: NDArray[np.float32], k: int, *, seed: int = 0) -> tuple[float, NDArray[np.int32]]:
    cv2.setRNGSeed(seed)
    wcss, labels, _ = cv2.kmeans(features, k, None, (3, 30, 0.5), 4, cv2.KMEANS_PP_CENTERS)
    return wcss, labels.ravel()


def rgb(image: SyntheticImage) -> NDArray[np.float32]:
    return image.pixels.reshape(-1, 3).astype(np.float32)


def hsv(image: SyntheticImage) -> NDArray[np.float32]:
    return cv2.cvtColor(image.pixels, cv2.COLOR_RGB2HSV).reshape(-1, 3).astype(np.float32)


def hsv_circular(image: SyntheticImage) -> NDArray[np.float32]:
    hue, saturation, value = hsv(image).T
    angle = hue * np.float32(np.pi / 90)
    return np.stack([saturation * np.cos(angle), saturation * np.sin(angle), value], axis=1)


def agreement(labels: NDArray[np.int32], image: SyntheticImage) -> float:
    """Share of pixels in a cluster's most frequent region, when the clusters differ in it."""
    truth = image.truth.ravel()
    table = np.zeros((labels.max() + 1, truth.max() + 1), dtype=int)
    np.add.at(table, (labels, truth), 1)
    assert len(set(table.argmax(axis=1))) == len(table)
    return table.max(axis=1).sum() / truth.size


@pytest.mark.parametrize("draw", [shoreline, two_reds, discs, gradient])
def test_an_image_has_the_size_that_is_stated(draw):
    assert draw().pixels.shape == (HEIGHT, WIDTH, 3)
    assert draw().pixels.dtype == np.uint8


@pytest.mark.parametrize(
    ("draw", "colors"),
    [(shoreline, SHORELINE_COLORS), (two_reds, TWO_REDS_COLORS), (discs, DISCS_COLORS)],
)
def test_the_stated_colors_are_the_means_of_the_regions(draw, colors):
    image = draw()
    assert image.truth.dtype == np.uint8
    assert image.truth.max() == len(colors) - 1
    means = [image.pixels[image.truth == region].mean(axis=0) for region in range(len(colors))]
    assert np.abs(means - colors).max() < 1


def test_shoreline_is_three_regions_that_k_3_finds():
    image = shoreline()
    assert np.bincount(image.truth.ravel()).min() > 0.1 * image.truth.size
    _, labels = kmeans(rgb(image), 3)
    assert agreement(labels, image) > 0.98


def test_two_reds_lie_at_both_ends_of_the_hue_scale():
    image = two_reds()
    hue = cv2.cvtColor(image.pixels, cv2.COLOR_RGB2HSV)[..., 0]
    assert hue[image.truth == 1].max() <= 10
    assert hue[image.truth == 2].min() >= 170
    assert hue[image.truth == 0].min() >= 40
    assert hue[image.truth == 0].max() <= 80


@pytest.mark.parametrize("seed", [0, 1])
def test_two_reds_are_one_color_except_in_plain_hsv(seed: int):
    image = two_reds()
    leaves, vermilion, crimson = (image.truth.ravel() == region for region in range(3))
    for features in (rgb(image), hsv_circular(image)):
        _, labels = kmeans(features, 2, seed=seed)
        red = labels[vermilion][0]
        assert (labels[vermilion] == red).all()
        assert (labels[crimson] == red).all()
        assert (labels[leaves] != red).all()
    _, labels = kmeans(hsv(image), 2, seed=seed)
    leaf = labels[leaves][0]
    assert (labels[leaves | vermilion] == leaf).all()
    assert (labels[crimson] != leaf).all()


def test_discs_are_six_colors_and_so_many_separate_discs():
    image = discs()
    apart = np.linalg.norm(DISCS_COLORS[:, None].astype(float) - DISCS_COLORS, axis=-1)
    assert apart[~np.eye(6, dtype=bool)].min() >= 75
    for color in range(1, 6):
        count, _ = cv2.connectedComponents((image.truth == color).astype(np.uint8))
        assert count - 1 == DISCS_PER_COLOR
    noise = image.pixels - DISCS_COLORS[image.truth].astype(float)
    assert noise.std() == pytest.approx(DISCS_NOISE, rel=0.02)


def test_discs_give_their_colors_back_at_k_6():
    image = discs()
    _, labels = kmeans(rgb(image), 6)
    assert agreement(labels, image) == 1


def test_the_curve_of_the_discs_bends_at_6_and_that_of_the_gradient_nowhere():
    def ratios(image: SyntheticImage) -> NDArray[np.float64]:
        thinned = np.ascontiguousarray(image.pixels[::4, ::4]).reshape(-1, 3).astype(np.float32)
        wcss = np.array([kmeans(thinned, k)[0] for k in range(1, 10)])
        return wcss[1:] / wcss[:-1]

    bend = ratios(discs())
    assert bend.argmin() + 2 == 6
    assert bend[6 - 1 :].min() > 0.8
    smooth = ratios(gradient())
    assert (np.diff(smooth) > -0.05).all()


def test_gradient_has_no_step():
    image = gradient()
    assert image.truth is None
    pixels = image.pixels.astype(int)
    assert np.abs(np.diff(pixels, axis=0)).max() <= 2
    assert np.abs(np.diff(pixels, axis=1)).max() <= 2
    assert len(np.unique(image.pixels.reshape(-1, 3), axis=0)) > 50_000
