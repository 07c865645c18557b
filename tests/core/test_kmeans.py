import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from skimage import data

from kseg_core import (
    ColorSpace,
    Criteria,
    Engine,
    Init,
    KMeansSettings,
    RgbImage,
    Segmentation,
    color_histogram,
    kmeans,
    segment,
)
from kseg_core.color import to_space
from kseg_core.engine.cells import build_cells
from kseg_core.segmentation import NO_LABEL
from tests.core.pictures import BLUE, GREEN, RED, noise, patches, picture, tiny_pictures, visible
from tests.core.plain_kmeans import best_of_restarts, plain_wcss, squared_distances

FOUR_COLORS = [(200, 40, 40), (40, 190, 60), (50, 60, 210), (230, 220, 90)]
ANY_SETTINGS = st.builds(
    KMeansSettings,
    k=st.integers(1, 32),
    color_space=st.sampled_from(ColorSpace),
    seed=st.integers(0, 2**31 - 1),
    engine=st.sampled_from(Engine),
    attempts=st.just(2),
)


def features_of(image: RgbImage, result: Segmentation) -> np.ndarray:
    return to_space(visible(image), ColorSpace(result.settings.color_space)).astype(float)


def labels_of(image: RgbImage, result: Segmentation) -> np.ndarray:
    """The labels of the opaque pixels, row by row."""
    return result.labels.ravel() if image.opaque is None else result.labels[image.opaque]


def fingerprint(result: Segmentation) -> tuple[object, ...]:
    arrays = (result.labels, result.centers, result.palette, result.counts)
    return (*(array.tobytes() for array in arrays), result.wcss, result.total_ss, result.rgb_sse)


def check_invariants(image: RgbImage, result: Segmentation) -> None:
    """What holds for every segmentation, computed again pixel by pixel."""
    labels, rgb, features = labels_of(image, result), visible(image).astype(float), features_of(image, result)
    k = result.n_clusters
    assert result.labels.shape == image.pixels.shape[:2]
    assert 1 <= k <= min(result.settings.k, len(np.unique(rgb, axis=0)))
    assert labels.max() == k - 1
    if image.opaque is not None:
        assert np.all(result.labels[~image.opaque] == NO_LABEL)

    np.testing.assert_array_equal(result.counts, np.bincount(labels, minlength=k))
    assert np.all(np.diff(result.counts) <= 0)
    assert result.counts.min() >= 1
    assert result.n_pixels == len(labels)
    assert result.shares.sum() == pytest.approx(1.0)

    means = np.stack([rgb[labels == label].mean(axis=0) for label in range(k)])
    np.testing.assert_allclose(result.palette, means, atol=0.5 + 1e-9)
    assert result.centers.shape == (k, 3)
    off_center = features - result.centers[labels].astype(float)
    assert result.wcss == pytest.approx((off_center**2).sum(), rel=1e-9, abs=1e-6)
    total = ((features - features.mean(axis=0)) ** 2).sum()
    assert result.total_ss == pytest.approx(max(total, result.wcss), rel=1e-6, abs=1e-4)
    painted = result.palette[labels].astype(float)
    assert result.rgb_sse == pytest.approx(((rgb - painted) ** 2).sum(), rel=1e-9, abs=1e-6)


@given(tiny_pictures(), ANY_SETTINGS)
@hypothesis_settings(max_examples=150)
def test_invariants_hold_for_any_picture_and_settings(image: RgbImage, settings: KMeansSettings) -> None:
    check_invariants(image, segment(image, settings))


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("space", ColorSpace)
def test_invariants_hold_on_a_photo(space: ColorSpace, engine: Engine) -> None:
    photo = picture(data.coffee()[::5, ::5])
    check_invariants(photo, segment(photo, KMeansSettings(k=7, color_space=space, engine=engine, attempts=1)))


@given(tiny_pictures(), st.sampled_from(ColorSpace), st.integers(1, 32))
def test_every_pixel_is_with_its_nearest_center(image: RgbImage, space: ColorSpace, k: int) -> None:
    result = segment(image, KMeansSettings(k=k, color_space=space))
    distances = np.sqrt(squared_distances(features_of(image, result), result.centers.astype(float)))
    chosen = distances[np.arange(len(distances)), labels_of(image, result)]
    np.testing.assert_allclose(chosen, distances.min(axis=1), atol=1e-4)


@given(tiny_pictures(transparency=False), st.integers(1, 12))
def test_the_fast_engine_converges(image: RgbImage, k: int) -> None:
    result = segment(image, KMeansSettings(k=k))
    labels, features = labels_of(image, result), features_of(image, result)
    means = np.stack([features[labels == label].mean(axis=0) for label in range(result.n_clusters)])
    np.testing.assert_allclose(result.centers, means, atol=1e-4)


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("seed", range(5))
def test_known_colors_are_found(engine: Engine, seed: int) -> None:
    image = patches(FOUR_COLORS, side=24)
    result = segment(image, KMeansSettings(k=4, seed=seed, engine=engine))
    assert result.counts.tolist() == [576] * 4
    for column, color in enumerate(FOUR_COLORS):
        (label,) = np.unique(result.labels[:, 24 * column : 24 * (column + 1)])
        np.testing.assert_allclose(result.palette[label].astype(int), color, atol=1)


def test_the_mean_is_rounded_and_not_cut_off() -> None:
    image = picture([[(10, 0, 0), (11, 0, 0), (11, 0, 0), (200, 0, 0)]])
    result = segment(image, KMeansSettings(k=2))
    assert result.labels.tolist() == [[0, 0, 0, 1]]
    assert result.palette.tolist() == [[11, 0, 0], [200, 0, 0]]
    assert result.centers[0, 0] == pytest.approx(32 / 3, rel=1e-6)
    assert result.wcss == pytest.approx(2 / 3, rel=1e-5)


def test_one_cluster_is_the_mean_of_the_picture() -> None:
    image = noise(20, 30)
    for engine in Engine:
        result = segment(image, KMeansSettings(k=1, engine=engine))
        mean = image.pixels.reshape(-1, 3).mean(axis=0)
        np.testing.assert_allclose(result.centers, [mean], atol=1e-3)
        assert result.wcss == pytest.approx(result.total_ss)
        assert result.total_ss == pytest.approx(((image.pixels - mean) ** 2).sum())


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("k", [1, 5, 32])
def test_one_pixel(engine: Engine, k: int) -> None:
    result = segment(picture([[BLUE]]), KMeansSettings(k=k, engine=engine))
    assert result.labels.tolist() == [[0]]
    assert result.palette.tolist() == [list(BLUE)]
    assert (result.counts.tolist(), result.wcss, result.total_ss, result.rgb_sse) == ([1], 0.0, 0.0, 0.0)


@pytest.mark.parametrize("engine", Engine)
def test_one_color(engine: Engine) -> None:
    result = segment(picture(np.full((6, 5, 3), 77)), KMeansSettings(k=3, engine=engine))
    assert result.palette.tolist() == [[77, 77, 77]]
    assert not result.labels.any()
    assert result.wcss == 0.0


@pytest.mark.parametrize(("engine", "k"), list(product(Engine, [3, 4, 32])))
def test_as_many_clusters_as_colors(engine: Engine, k: int) -> None:
    image = picture([[RED, GREEN, BLUE], [RED, GREEN, RED]])
    result = segment(image, KMeansSettings(k=k, engine=engine))
    assert result.labels.tolist() == [[0, 1, 2], [0, 1, 0]]
    assert result.palette.tolist() == [list(RED), list(GREEN), list(BLUE)]
    assert result.counts.tolist() == [3, 2, 1]
    assert (result.wcss, result.rgb_sse) == (0.0, 0.0)


@pytest.mark.parametrize("engine", Engine)
def test_colors_that_a_space_cannot_tell_apart(engine: Engine) -> None:
    # Saturation 254.0 and hue 0.2: all of these are (0, 254, 255) in 8-bit HSV.
    image = picture([[(255, 1, 1), (255, 1, 2), (255, 2, 1), (255, 2, 2), (0, 0, 90)]])
    hsv = to_space(image.pixels.reshape(-1, 3), ColorSpace.HSV)
    assert 2 <= len(np.unique(hsv, axis=0)) < 5
    result = segment(image, KMeansSettings(k=4, color_space="HSV", engine=engine))
    check_invariants(image, result)
    assert result.labels[0, 4] not in result.labels[0, :4]
    assert result.wcss <= 1.0


def test_thirty_two_clusters() -> None:
    image = noise(40, 50)
    result = segment(image, KMeansSettings(k=32))
    check_invariants(image, result)
    assert result.n_clusters == 32


def test_what_is_under_alpha_zero_makes_no_cluster() -> None:
    image = picture([[RED, GREEN, BLUE], [RED, (9, 9, 9), BLUE]], alpha=[[255, 0, 255], [1, 0, 255]])
    result = segment(image, KMeansSettings(k=4))
    assert result.labels.tolist() == [[1, NO_LABEL, 0], [1, NO_LABEL, 0]]
    assert result.palette.tolist() == [list(BLUE), list(RED)]
    assert result.n_pixels == 4
    assert result.total_ss == pytest.approx(4 * (127.5**2 * 2))


def test_clusters_of_equal_size_have_one_order() -> None:
    results = [segment(picture([[RED, GREEN, BLUE]]), KMeansSettings(k=3, seed=seed)) for seed in range(4)]
    assert len({fingerprint(result) for result in results}) == 1


# --- the same every time ---------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.sampled_from(ColorSpace))
@hypothesis_settings(max_examples=12)
def test_permuting_pixels_permutes_labels(seed: int, k: int, space: ColorSpace) -> None:
    image = noise(12, 15, seed=seed)
    order = np.random.default_rng(seed).permutation(12 * 15)
    moved = picture(image.pixels.reshape(-1, 3)[order].reshape(10, 18, 3))
    settings = KMeansSettings(k=k, color_space=space)
    ours, theirs = segment(image, settings), segment(moved, settings)
    np.testing.assert_array_equal(ours.labels.ravel()[order], theirs.labels.ravel())
    np.testing.assert_array_equal(ours.palette, theirs.palette)
    np.testing.assert_array_equal(ours.centers, theirs.centers)
    assert ours.wcss == theirs.wcss


def test_a_histogram_at_hand_changes_nothing() -> None:
    image = noise(30, 30)
    for engine in Engine:
        settings = KMeansSettings(k=6, engine=engine)
        with_it = segment(image, settings, histogram=color_histogram(image))
        assert fingerprint(with_it) == fingerprint(segment(image, settings))


def test_cells_at_hand_change_nothing() -> None:
    histogram = color_histogram(noise(30, 30))
    features = to_space(histogram.colors, ColorSpace.OKLAB)
    cells = build_cells(features, histogram.counts)
    without = kmeans.fit_colors(features, histogram.counts, KMeansSettings(k=6))
    with_it = kmeans.fit_colors(features, histogram.counts, KMeansSettings(k=6), cells=cells)
    np.testing.assert_array_equal(without[0], with_it[0])
    np.testing.assert_array_equal(without[1], with_it[1])


@pytest.fixture
def cv_threads() -> Iterator[Callable[[int], None]]:
    """Sets OpenCV's number of threads, for this test only."""
    before = cv2.getNumThreads()
    yield cv2.setNumThreads
    cv2.setNumThreads(before)


JOBS = [
    KMeansSettings(k=5),
    KMeansSettings(k=9, seed=3, color_space="OKLab"),
    KMeansSettings(k=6, color_space="HSV (circular hue)"),
    KMeansSettings(k=4, engine="opencv", attempts=2),
    KMeansSettings(k=6, engine="opencv", attempts=2, init="random", color_space="CIELAB"),
    KMeansSettings(k=5, position_weight=0.5),
]


def test_same_bytes_with_any_number_of_threads(cv_threads: Callable[[int], None]) -> None:
    photo = picture(data.astronaut()[::6, ::6])
    found = []
    for threads in (1, 2, 5):
        cv_threads(threads)
        found.append([fingerprint(segment(photo, settings)) for settings in JOBS])
    assert found[0] == found[1] == found[2]


def test_same_bytes_while_others_compute() -> None:
    photo = picture(data.astronaut()[::6, ::6])
    alone = [fingerprint(segment(photo, settings)) for settings in JOBS]
    stop = threading.Event()

    def disturb() -> None:
        while not stop.is_set():
            cv2.setRNGSeed(1)
            cv2.randu(np.empty(1000, np.float32), 0.0, 1.0)

    disturber = threading.Thread(target=disturb)
    disturber.start()
    try:
        with ThreadPoolExecutor(len(JOBS)) as pool:
            together = list(pool.map(lambda settings: fingerprint(segment(photo, settings)), JOBS))
            assert together == alone
    finally:
        stop.set()
        disturber.join()


def test_the_seed_decides() -> None:
    image = noise(60, 60)
    raw = {
        segment(image, KMeansSettings(k=9, engine="opencv", attempts=1, seed=seed)).wcss for seed in range(4)
    }
    assert len(raw) == 4


# --- how good it is --------------------------------------------------------------------------


def lit_sphere() -> RgbImage:
    """One smooth shape of low contrast before a dark ground."""
    y, x = np.mgrid[-1:1:120j, -1:1:120j]
    light = np.clip(1.0 - np.hypot(x + 0.3, y + 0.3), 0.0, 1.0)
    return picture(np.stack([90 + 40 * light, 80 + 30 * light, 100 + 10 * light], axis=-1).round())


PICTURES: dict[str, Callable[[], RgbImage]] = {
    "coffee": lambda: picture(data.coffee()[::6, ::6]),
    "retina": lambda: picture(data.retina()[::20, ::20]),
    "stained tissue": lambda: picture(data.immunohistochemistry()[::8, ::8]),
    "noise": lambda: noise(60, 60),
    "patches": lambda: patches(np.random.default_rng(1).integers(20, 236, (12, 3)), side=20, sigma=9.0),
    "sphere": lit_sphere,
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize(("k", "percent"), [(2, 0.1), (5, 0.1), (8, 0.1), (16, 0.3)])
def test_wcss_is_that_of_the_best_of_many_restarts(name: str, k: int, percent: float) -> None:
    image = PICTURES[name]()
    colors, weights = np.unique(image.pixels.reshape(-1, 3), axis=0, return_counts=True)
    best = best_of_restarts(colors.astype(float), weights.astype(float), k, restarts=6)
    for seed in (0, 1):
        wcss = segment(image, KMeansSettings(k=k, seed=seed)).wcss
        assert wcss <= best * (1 + percent / 100)


@pytest.mark.parametrize(
    "space", [ColorSpace.HSV, ColorSpace.HSV_CIRCULAR, ColorSpace.CIELAB, ColorSpace.OKLAB]
)
def test_wcss_is_as_good_in_other_spaces(space: ColorSpace) -> None:
    image = PICTURES["coffee"]()
    histogram = color_histogram(image)
    features = to_space(histogram.colors, space).astype(float)
    best = best_of_restarts(features, histogram.counts.astype(float), 6, restarts=8)
    assert segment(image, KMeansSettings(k=6, color_space=space)).wcss <= best * 1.001


@pytest.mark.parametrize("space", [ColorSpace.RGB, ColorSpace.HSV, ColorSpace.OKLAB])
def test_wcss_falls_as_k_grows(space: ColorSpace) -> None:
    photo = picture(data.chelsea()[::6, ::6])
    curve = [segment(photo, KMeansSettings(k=k, color_space=space)).wcss for k in range(1, 8)]
    assert np.all(np.diff(curve) < 0.0)


def test_plain_hsv_parts_the_two_reds_and_circular_hue_does_not() -> None:
    reds_and_green = [(230, 10, 34), (230, 34, 10), (60, 230, 20)]
    image = patches(reds_and_green, side=20, sigma=1.0)
    one_red, other_red, green = (slice(0, 20), slice(20, 40), slice(40, 60))

    def merged(space: ColorSpace) -> Callable[[slice, slice], bool]:
        labels = segment(image, KMeansSettings(k=2, color_space=space)).labels
        return lambda a, b: len(np.unique(np.hstack([labels[:, a], labels[:, b]]))) == 1

    plain, circular = merged(ColorSpace.HSV), merged(ColorSpace.HSV_CIRCULAR)
    assert plain(other_red, green)
    assert not plain(one_red, other_red)
    assert circular(one_red, other_red)
    assert not circular(other_red, green)


# --- engine="opencv" -------------------------------------------------------------------------


@pytest.mark.parametrize(("init", "criteria"), list(product(Init, Criteria)))
@pytest.mark.parametrize("space", [ColorSpace.RGB, ColorSpace.CIELUV])
def test_the_opencv_engine_is_cv2_kmeans(init: Init, criteria: Criteria, space: ColorSpace) -> None:
    image = noise(40, 50)
    settings = KMeansSettings(
        k=6, seed=11, color_space=space, engine="opencv", init=init, criteria=criteria, attempts=3, max_iter=6
    )
    result = segment(image, settings)

    stop = {
        Criteria.BOTH: cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER,
        Criteria.EPS: cv2.TERM_CRITERIA_EPS,
        Criteria.MAX_ITER: cv2.TERM_CRITERIA_MAX_ITER,
    }[criteria]
    flags = cv2.KMEANS_PP_CENTERS if init is Init.KMEANS_PP else cv2.KMEANS_RANDOM_CENTERS
    samples = to_space(image.pixels.reshape(-1, 3), space)
    cv2.setRNGSeed(11)
    compactness, labels, centers = cv2.kmeans(samples, 6, None, (stop, 6, 1.0), 3, flags)  # type: ignore[call-overload]
    np.testing.assert_array_equal(result.centers[result.labels.ravel()], centers[labels.ravel()])
    assert result.wcss == pytest.approx(compactness, rel=1e-5)
    assert result.fitted_pixels == 2000


def test_the_fast_engine_reads_none_of_opencvs_settings() -> None:
    image = noise(30, 30)
    base = KMeansSettings(k=5)
    other = replace(base, init="random", attempts=1, criteria="EPS", max_iter=2, epsilon=50.0)
    assert fingerprint(segment(image, base)) == fingerprint(segment(image, other))


def test_the_opencv_engine_says_how_many_pixels_it_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kmeans, "OPENCV_PIXELS", 500)
    image = noise(40, 50)
    result = segment(image, KMeansSettings(k=6, engine="opencv"))
    assert result.fitted_pixels == 500
    check_invariants(image, result)
    assert segment(image, KMeansSettings(k=6)).fitted_pixels == 2000


def test_the_random_initialization_trap_can_be_shown() -> None:
    photo = picture(data.coffee()[::5, ::5])

    def spread(init: str) -> float:
        runs = [
            segment(photo, KMeansSettings(k=8, engine="opencv", init=init, attempts=1, seed=seed)).wcss
            for seed in range(12)
        ]
        return max(runs) / min(runs)

    assert spread("random") > 1.5 > spread("k-means++")


def test_the_reference_itself_finds_a_known_optimum() -> None:
    x = np.array([[0.0, 0, 0], [2, 0, 0], [100, 0, 0], [103, 0, 0]])
    weights = np.array([1.0, 1.0, 2.0, 1.0])
    assert best_of_restarts(x, weights, 2, restarts=3) == pytest.approx(2.0 + 6.0)
    assert plain_wcss(x, np.array([[1.0, 0, 0], [101, 0, 0]]), weights) == pytest.approx(8.0)
