import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kseg_core import ColorSpace, KMeansSettings, RgbImage, SettingsError, segment, sweep
from kseg_core.color_spaces import to_space
from kseg_core.kmeans.lloyd import WeightedPoints, cluster_sums, lloyd, nearest
from kseg_core.kmeans.starts import locked_features, starts_around
from tests.core.kmeans.plain_kmeans import plain_wcss, squared_distances
from tests.core.pictures import BLUE, GREEN, RED, WHITE, noise, patches, picture, tiny_pictures, visible
from tests.core.weighted_points import on_line, pairs, random_points

COLORS = st.tuples(*[st.integers(0, 255)] * 3)
SEEDS = st.integers(0, 2**32 - 1)


@given(tiny_pictures(), st.lists(COLORS, min_size=1, max_size=3, unique=True), st.sampled_from(ColorSpace))
def test_locked_colors_stay_and_the_rest_is_found_around_them(
    image: RgbImage, locked: list[tuple[int, int, int]], space: ColorSpace
) -> None:
    settings = KMeansSettings(k=4, color_space=space, locked=tuple(locked))
    result = segment(image, settings)
    features = to_space(visible(image), space).astype(float)
    labels = result.labels.ravel() if image.opaque is None else result.labels[image.opaque]
    distances = squared_distances(features, result.centers.astype(float))
    own = distances[np.arange(len(labels)), labels]
    assert result.wcss == pytest.approx(own.sum(), rel=1e-6, abs=1e-4)
    assert result.rgb_sse == pytest.approx(
        ((visible(image).astype(float) - result.palette[labels]) ** 2).sum()
    )
    assert np.all(np.diff(result.counts) <= 0)
    assert result.total_ss >= result.wcss

    # Nothing is nearer, not even a locked color that no pixel has taken.
    stays = locked_features(settings)
    all_centers = np.vstack([result.centers.astype(float), stays])
    np.testing.assert_allclose(
        np.sqrt(own), np.sqrt(squared_distances(features, all_centers).min(axis=1)), atol=1e-2
    )
    held = 0
    for row, (color, center) in enumerate(zip(result.palette, result.centers, strict=True)):
        if tuple(color.tolist()) in locked and np.array_equal(center, to_space(color[None], space)[0]):
            held += 1
        else:
            np.testing.assert_allclose(center, features[labels == row].mean(axis=0), atol=1e-3)
            np.testing.assert_allclose(color, visible(image)[labels == row].mean(axis=0), atol=0.5 + 1e-9)
    assert result.n_clusters - held <= 4 - len(locked)


def test_a_locked_color_is_shown_itself() -> None:
    photo = patches([RED, GREEN, BLUE])
    result = segment(photo, KMeansSettings(k=3, locked=((250, 20, 20),)))
    assert [250, 20, 20] in result.palette.tolist()
    assert result.n_clusters == 3
    assert sorted(result.counts.tolist()) == [576] * 3


def test_a_locked_color_that_is_nearest_to_no_pixel_is_not_in_the_result() -> None:
    result = segment(picture([[RED, RED, BLUE]]), KMeansSettings(k=3, locked=(WHITE,)))
    assert result.palette.tolist() == [list(RED), list(BLUE)]


def test_the_free_centroid_serves_what_the_locked_one_does_not() -> None:
    photo = picture([[RED] * 50 + [(240, 0, 0)] * 40 + [BLUE] * 30])
    result = segment(photo, KMeansSettings(k=2, locked=(BLUE,)))
    assert result.palette.tolist() == [[248, 0, 0], list(BLUE)]


@pytest.mark.parametrize("k", [3, 6])
def test_wcss_is_that_of_the_best_of_many_plain_runs(k: int) -> None:
    photo = patches(
        [(200, 40, 40), (40, 190, 60), (50, 60, 210), (230, 220, 90), (90, 90, 90)], side=16, sigma=25.0
    )
    locked = ((128, 128, 128), (255, 255, 255))
    features, stays = visible(photo).astype(float), np.array(locked, dtype=float)
    rng, best = np.random.default_rng(0), np.inf
    for _ in range(8):
        free = features[rng.integers(len(features), size=k - 2)]
        for _ in range(40):
            labels = squared_distances(features, np.vstack([stays, free])).argmin(axis=1)
            free = np.stack(
                [
                    features[labels == row + 2].mean(axis=0) if (labels == row + 2).any() else free[row]
                    for row in range(k - 2)
                ]
            )
        best = min(best, plain_wcss(features, np.vstack([stays, free])))
    assert segment(photo, KMeansSettings(k=k, locked=locked)).wcss <= best * 1.002


@given(tiny_pictures(), st.lists(COLORS, min_size=1, max_size=3, unique=True))
@hypothesis_settings(max_examples=30)
def test_with_position_the_color_stays_and_the_place_moves(
    image: RgbImage, locked: list[tuple[int, int, int]]
) -> None:
    settings = KMeansSettings(k=3, position_weight=0.5, locked=tuple(locked))
    result = segment(image, settings)
    y, x = np.nonzero(np.ones(result.labels.shape) if image.opaque is None else image.opaque)
    unit = 0.5 * 255.0 / max(image.height, image.width)
    labels = result.labels[y, x]
    for row, center in enumerate(result.centers):
        mine = labels == row
        place = [x[mine].mean() * unit, y[mine].mean() * unit]
        if tuple(result.palette[row].tolist()) in locked:
            continue
        np.testing.assert_allclose(center[3:], place, atol=1e-2)
    held = [row for row in result.centers[:, :3].tolist() if tuple(row) in locked]
    assert result.n_clusters - len(held) <= 3 - len(locked)


def test_the_same_bytes_every_time() -> None:
    settings = KMeansSettings(k=6, locked=(RED, (10, 20, 30)))
    one, other = segment(noise(20, 30), settings), segment(noise(20, 30), settings)
    assert one.labels.tobytes() == other.labels.tobytes()
    assert one.wcss == other.wcss


@given(SEEDS, st.integers(1, 6), st.integers(1, 3))
def test_lloyd_holds_what_is_locked(seed: int, k: int, dims: int) -> None:
    points = random_points(seed)
    start = points.x[:, :k].T
    locked = np.random.default_rng(seed).normal(0.0, 60.0, (min(2, k), dims))
    start[: len(locked), :dims] = locked
    centers, wcss = lloyd(points, start, gain=0.0, locked=locked)
    np.testing.assert_array_equal(centers[: len(locked), :dims], locked)
    mass, sums = cluster_sums(points.x, points.weights, nearest(points.x, centers)[0], k)
    means = sums / np.maximum(mass, 1e-12)[:, None]
    np.testing.assert_allclose(centers[len(locked) :], means[len(locked) :], atol=1e-9)
    np.testing.assert_allclose(centers[: len(locked), dims:], means[: len(locked), dims:], atol=1e-9)
    assert wcss == pytest.approx(plain_wcss(points.x.T, centers, points.weights), rel=1e-9)


def test_a_locked_centroid_may_stay_without_points() -> None:
    centers, wcss = lloyd(pairs(-10.0, 10.0), on_line(500.0, -10.0, 10.0), locked=on_line(500.0))
    assert centers.tolist() == on_line(500.0, -10.0, 10.0).tolist()
    assert wcss == pytest.approx(4.0)


def test_starts_hold_the_locked_ones_and_draw_the_others_from_the_points() -> None:
    points, rng = pairs(-50.0, 0.0, 50.0), np.random.default_rng(0)
    starts = list(starts_around(points, on_line(7.0), 3, 4, rng))
    assert len(starts) == 4
    for start in starts:
        assert start[0].tolist() == [7.0, 0.0, 0.0]
        assert set(start[1:, 0]) <= set(points.x[0])
        assert len(start) == 3
    assert len(list(starts_around(points, on_line(7.0), 1, 4, rng))) == 1


def test_starts_are_fewer_where_there_are_fewer_places() -> None:
    two = WeightedPoints(x=np.array([[-1.0, 1.0], [0, 0], [0, 0]]), weights=np.ones(2))
    (start,) = starts_around(two, on_line(1.0), 5, 1, np.random.default_rng(0))
    assert sorted(start[:, 0]) == [-1.0, 1.0]


def test_the_elbow_knows_no_locked_colors_and_no_smoothing() -> None:
    for settings in (KMeansSettings(k=1, locked=(RED,)), KMeansSettings(k=1, smoothing=1.0)):
        with pytest.raises(SettingsError, match="without smoothing and locked colors"):
            sweep(noise(5, 5), [2, 3], settings)
