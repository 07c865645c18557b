import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core import (
    ColorHistogram,
    KMeansSettings,
    RgbImage,
    Segmentation,
    SettingsError,
    color_histogram,
    segment,
)
from kseg_core.cloud.picture_points import labels_of_points, nearest_neighbor_grid, point_map
from kseg_core.cloud.points import (
    DENSITY_CELL,
    NO_POINT,
    CloudKind,
    color_cloud,
    describe,
)
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, noise, picture, tiny_pictures

KINDS = pytest.mark.parametrize("kind", CloudKind)


def histogram_of(colors: list[tuple[int, int, int]], counts: list[int]) -> ColorHistogram:
    """A histogram in the order of the codes."""
    rows = np.array(colors, dtype=np.uint8)
    order = np.argsort(rows.astype(int) @ [1, 256, 65536])
    return ColorHistogram(colors=rows[order], counts=np.array(counts, dtype=np.int64)[order])


def clustered(color_labels: np.ndarray) -> Segmentation:
    """A result of three clusters, of which only the labels of the colors count."""
    return Segmentation(
        labels=np.zeros((1, 1), dtype=np.uint8),
        centers=np.zeros((3, 3), dtype=np.float32),
        palette=np.zeros((3, 3), dtype=np.uint8),
        means=np.zeros((3, 3), dtype=np.uint8),
        counts=np.ones(3, dtype=np.int64),
        wcss=0.0,
        total_ss=0.0,
        rgb_sse=0.0,
        rgb_wcss=0.0,
        fitted_pixels=3,
        settings=KMeansSettings(k=3),
        color_labels=color_labels,
    )


def occupied(colors: np.ndarray, cell: int) -> int:
    return len(np.unique(colors.astype(int) // cell, axis=0))


def test_few_colors_are_all_points():
    histogram = color_histogram(picture([[RED, RED, GREEN], [BLUE, RED, WHITE]]))
    cloud = color_cloud(histogram, CloudKind.COLORS)
    np.testing.assert_array_equal(cloud.colors, histogram.colors)
    np.testing.assert_array_equal(cloud.counts, histogram.counts)
    assert cloud.point_of_color.tolist() == [0, 1, 2, 3]
    assert cloud.is_exact
    assert cloud.cell == 1


@pytest.mark.parametrize("max_points", [1, 7, 50, 400, 1799])
def test_many_colors_become_the_finest_cells_that_are_few_enough(max_points):
    histogram = color_histogram(noise(30, 60))
    assert histogram.n_colors == 1800
    cloud = color_cloud(histogram, CloudKind.COLORS, max_points=max_points)
    assert cloud.n_points <= max_points
    assert cloud.n_points == occupied(histogram.colors, cloud.cell)
    assert occupied(histogram.colors, cloud.cell - 1) > max_points
    assert not cloud.is_exact


@KINDS
@given(image=tiny_pictures(), max_points=st.integers(1, 40), seed=st.integers(0, 3))
def test_points_stand_for_the_colors_they_say(kind: CloudKind, image: RgbImage, max_points: int, seed: int):
    histogram = color_histogram(image)
    cloud = color_cloud(histogram, kind, max_points=max_points, seed=seed)
    assert 1 <= cloud.n_points <= max_points
    assert cloud.point_of_color.shape == (histogram.n_colors,)
    for number in range(cloud.n_points):
        members = cloud.point_of_color == number
        weights = histogram.counts[members]
        assert cloud.counts[number] == weights.sum() > 0
        mean = weights @ histogram.colors[members].astype(float) / weights.sum()
        np.testing.assert_allclose(cloud.colors[number], mean, atol=0.5 + 1e-9)
        cells = histogram.colors[members].astype(int) // cloud.cell
        assert (cells == cells[0]).all()
        assert (cloud.colors[number].astype(int) // cloud.cell == cells[0]).all()
    if kind is not CloudKind.SAMPLE:
        assert (cloud.point_of_color >= 0).all()
        assert cloud.counts.sum() == histogram.n_pixels
    else:
        np.testing.assert_array_equal(cloud.colors, histogram.colors[cloud.point_of_color >= 0])
        assert cloud.drawn == min(max_points, histogram.n_pixels)


def test_a_sample_draws_pixels_not_colors():
    histogram = histogram_of([BLACK, *((level, 0, 0) for level in range(1, 256))], [99_745] + [1] * 255)
    sizes = [
        color_cloud(histogram, CloudKind.SAMPLE, max_points=1000, seed=seed).n_points for seed in range(20)
    ]
    # 1,000 of 100,000 pixels: 2.55 of the 255 rare ones on average, and black.
    assert 2.4 <= np.mean(sizes) <= 5.0


def test_a_sample_depends_on_its_seed_alone():
    histogram = color_histogram(noise(40, 40))
    one, same, other = (
        color_cloud(histogram, CloudKind.SAMPLE, max_points=100, seed=seed).point_of_color
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def test_density_has_coarse_cells():
    histogram = color_histogram(noise(30, 30))
    cloud = color_cloud(histogram, CloudKind.DENSITY)
    assert cloud.cell == DENSITY_CELL
    assert cloud.n_points == occupied(histogram.colors, DENSITY_CELL)
    coarser = color_cloud(histogram, CloudKind.DENSITY, max_points=100)
    assert coarser.cell > DENSITY_CELL
    assert coarser.n_points <= 100


@pytest.mark.parametrize("max_points", [0, -1, 65536])
def test_a_number_of_points_out_of_range_is_refused(max_points):
    with pytest.raises(SettingsError, match="65,535"):
        color_cloud(color_histogram(noise(2, 2)), CloudKind.COLORS, max_points=max_points)


@pytest.mark.parametrize(
    ("kind", "size", "max_points", "caption"),
    [
        (CloudKind.COLORS, (1, 1), 5, "The only color in the picture."),
        (CloudKind.COLORS, (30, 60), 2000, "Every one of the 1,800 colors in the picture."),
        (
            CloudKind.COLORS,
            (30, 60),
            1,
            "1 point for all 1,800 colors: those in one cell of 256 × 256 × 256 levels share a point.",
        ),
        (
            CloudKind.DENSITY,
            (1, 1),
            5,
            "1 point for the only color: those in one cell of 8 × 8 × 8 levels share a point.",
        ),
        (
            CloudKind.SAMPLE,
            (30, 60),
            9,
            "The 9 colors of 9 sampled pixels, out of 1,800; 0.5 % of the picture has one of them.",
        ),
        (
            CloudKind.SAMPLE,
            (30, 60),
            2000,
            "Every one of the 1,800 colors: each is among 1,800 sampled pixels.",
        ),
    ],
)
def test_the_caption_says_what_is_shown(kind, size, max_points, caption):
    histogram = color_histogram(noise(*size))
    assert describe(color_cloud(histogram, kind, max_points=max_points), histogram) == caption


def test_the_caption_of_cells_names_their_number_and_size():
    histogram = color_histogram(noise(30, 60))
    cloud = color_cloud(histogram, CloudKind.COLORS, max_points=400)
    side = cloud.cell
    assert describe(cloud, histogram) == (
        f"{occupied(histogram.colors, side)} points for all 1,800 colors: "
        f"those in one cell of {side} × {side} × {side} levels share a point."
    )


def test_the_point_map_leads_every_pixel_to_its_point():
    image = picture([[RED, BLUE], [GREEN, RED]], alpha=[[255, 255], [127, 128]])
    histogram = color_histogram(image)
    cloud = color_cloud(histogram, CloudKind.COLORS)
    assert point_map(image, histogram, cloud, max_side=9).tolist() == [[0, 1], [NO_POINT, 0]]


def test_the_point_map_has_gaps_where_a_color_was_not_drawn():
    image = noise(20, 20)
    histogram = color_histogram(image)
    cloud = color_cloud(histogram, CloudKind.SAMPLE, max_points=30)
    points = point_map(image, histogram, cloud, max_side=20)
    shown = points != NO_POINT
    assert np.count_nonzero(shown) == 30
    np.testing.assert_array_equal(cloud.colors[points[shown]], image.pixels[shown])


def test_a_smaller_point_map_picks_pixels():
    image = noise(40, 100)
    histogram = color_histogram(image)
    cloud = color_cloud(histogram, CloudKind.COLORS)
    points = point_map(image, histogram, cloud, max_side=25)
    assert points.shape == (10, 25)
    np.testing.assert_array_equal(cloud.colors[points], image.pixels[2::4, 2::4])
    rows, columns = nearest_neighbor_grid(40, 100, 25)
    np.testing.assert_array_equal(image.pixels[rows, columns], image.pixels[2::4, 2::4])


@settings(max_examples=40)
@given(image=tiny_pictures(), k=st.integers(1, 5))
def test_labels_of_colors_and_points_are_those_of_the_pixels(image: RgbImage, k: int):
    histogram = color_histogram(image)
    result = segment(image, KMeansSettings(k=k))
    labels = result.color_labels
    assert labels is not None
    cloud = color_cloud(histogram, CloudKind.COLORS, max_points=200)
    points = point_map(image, histogram, cloud, max_side=8)
    there = points != NO_POINT
    np.testing.assert_array_equal(labels[points[there]], result.labels[there])
    of_points = labels_of_points(cloud, histogram, result)
    np.testing.assert_array_equal(of_points, labels)


def test_a_cell_takes_the_label_of_most_of_its_pixels():
    histogram = histogram_of([(0, 0, 0), (1, 1, 1), (2, 2, 2), (200, 0, 0)], [3, 2, 2, 1])
    cloud = color_cloud(histogram, CloudKind.DENSITY)
    order = [histogram.colors.tolist().index([level] * 3) for level in range(3)]
    labels = np.zeros(4, dtype=np.uint8)
    labels[order[0]], labels[order[1]], labels[order[2]] = 0, 1, 1
    labels[histogram.colors.tolist().index([200, 0, 0])] = 2
    of_points = labels_of_points(cloud, histogram, clustered(labels))
    assert of_points[cloud.point_of_color[order[0]]] == 1
    assert sorted(of_points.tolist()) == [1, 2]


def test_clusters_with_positions_are_refused():
    image = noise(6, 6)
    result = segment(image, KMeansSettings(k=2, position_weight=1.0))
    with pytest.raises(SettingsError, match="position"):
        labels_of_points(
            color_cloud(color_histogram(image), CloudKind.COLORS), color_histogram(image), result
        )
