import numpy as np
import pytest

from kseg_core.elbow.structure import (
    BORDER_CONTRAST,
    FULL,
    KEPT,
    border_contrast,
    color_structure,
    gap_fill,
    interior_pixels,
)
from kseg_core.elbow.texture import Texture, texture_of
from kseg_core.kmeans.settings import KMeansSettings
from tests.core.elbow.elbow_pictures import known_shapes, no_structure
from tests.core.pictures import noise, patches, picture

SETTINGS = KMeansSettings(k=1)


def fill_of(points: np.ndarray, labels: np.ndarray) -> float:
    features = points.astype(np.float32)
    centers = np.stack([features[labels == label].mean(axis=0) for label in range(labels.max() + 1)])
    return gap_fill(features, labels, centers, least_distance=10.0)


def test_two_clouds_have_a_gap_and_a_cut_cloud_has_none() -> None:
    rng = np.random.default_rng(0)
    clouds = rng.normal(0, 8, (4000, 3))
    clouds[2000:, 0] += 80
    labels = np.repeat([0, 1], 2000)
    assert fill_of(clouds, labels) < 0.05
    one = rng.normal(0, 20, (4000, 3))
    assert fill_of(one, (one[:, 0] > 0).astype(np.intp)) > 0.8


def test_even_slices_are_as_full_as_their_cores() -> None:
    line = np.zeros((3000, 3))
    line[:, 1] = np.linspace(0, 250, 3000)
    assert fill_of(line, np.repeat([0, 1, 2], 1000)) == pytest.approx(1.0, abs=0.1)


def test_the_worst_pair_counts() -> None:
    points = np.zeros((3000, 3))
    points[:2000, 0] = np.linspace(0, 100, 2000)
    points[2000:, 0] = 250
    assert fill_of(points, np.repeat([0, 1, 2], 1000)) == pytest.approx(1.0, abs=0.1)


def test_clusters_that_are_close_or_tiny_have_no_gap() -> None:
    close = np.zeros((200, 3))
    close[100:, 0] = 5
    assert fill_of(close, np.repeat([0, 1], 100)) == FULL
    tiny = np.zeros((103, 3))
    tiny[100:, 0] = 200, 205, 210
    assert fill_of(tiny, np.repeat([0, 1], [100, 3])) == FULL
    tiny[100:, 0] = 200
    assert fill_of(tiny, np.repeat([0, 1], [100, 3])) == 0.0


def test_pixels_on_a_border_are_told_from_those_inside() -> None:
    pixels = np.full((40, 60, 3), 50)
    pixels[:, 30:] = 150
    contrast = border_contrast(picture(pixels), np.arange(40 * 60)).reshape(40, 60)
    assert contrast[:, 28:32] == pytest.approx(np.full((40, 4), 100 * np.sqrt(3)))
    assert (contrast[:, 27:33] > BORDER_CONTRAST).all()
    assert (contrast[:, :27] == 0).all()
    assert (contrast[:, 33:] == 0).all()


def test_interior_pixels_leave_out_borders() -> None:
    pixels = np.full((100, 100, 3), 50)
    pixels[:, 50:] = 150
    index = interior_pixels(picture(pixels), seed=0)
    assert len(index) == KEPT
    assert (np.diff(index) > 0).all()
    assert not set(range(47, 53)) & set((index % 100).tolist())


@pytest.mark.parametrize("shape", [(1, 1), (3, 2), (40, 40)])
def test_where_everything_is_border_all_pixels_stay(shape: tuple[int, int]) -> None:
    index = interior_pixels(noise(*shape), seed=0)
    assert len(index) >= shape[0] * shape[1] // 4


def test_transparent_pixels_are_not_drawn() -> None:
    alpha = np.full((50, 50), 255)
    alpha[:, 20:] = 0
    index = interior_pixels(picture(np.full((50, 50, 3), 90), alpha), seed=0)
    assert (index % 50).max() < 20
    assert len(index) == 1000


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 5])
def test_gradients_are_smooth(seed: int) -> None:
    assert texture_of(no_structure(seed)) is Texture.SMOOTH


@pytest.mark.parametrize("seed", [6, 7, 8])
def test_noise_is_noise(seed: int) -> None:
    assert texture_of(no_structure(seed)) is Texture.NOISE


@pytest.mark.parametrize("seed", [20, 21, 22, 23])
def test_regions_are_neither(seed: int) -> None:
    assert texture_of(known_shapes(seed)[0]) is Texture.VARIED


def test_one_color_and_few_pixels_are_neither() -> None:
    assert texture_of(picture(np.full((90, 90, 3), 7))) is Texture.VARIED
    assert texture_of(noise(3, 3)) is Texture.VARIED


def test_what_is_transparent_does_not_change_the_texture() -> None:
    pixels = np.array(no_structure(0).pixels)
    alpha = np.full(pixels.shape[:2], 255)
    alpha[::2, : pixels.shape[1] // 3] = 0
    alpha[:40] = 0
    pixels[alpha == 0] = 255
    assert texture_of(picture(pixels, alpha)) is Texture.SMOOTH


def test_structure_looks_one_k_further() -> None:
    structure = color_structure(
        patches([(30, 30, 30), (200, 60, 60), (60, 200, 90)], side=40), SETTINGS, k_max=3
    )
    assert structure.k_values.tolist() == [2, 3, 4]
    assert structure.fills[1] < 0.05 < 0.8 < structure.fills[2]


def test_structure_ends_where_the_colors_do() -> None:
    structure = color_structure(picture([[(0, 0, 0), (255, 0, 0)]]), SETTINGS, k_max=4)
    assert structure.fills.tolist() == [0.0, FULL, FULL, FULL]
