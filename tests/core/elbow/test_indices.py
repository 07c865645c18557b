import numpy as np
import pytest

from kseg_core.elbow.indices import calinski_harabasz, davies_bouldin, krzanowski_lai, silhouette
from kseg_core.elbow.judge_sample import SAMPLE, JudgeSample, judge_sample, sample_of
from kseg_core.elbow.judges import DAVIES_BOULDIN, SILHOUETTE, measure_fit
from kseg_core.histogram import color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.settings import KMeansSettings
from tests.core.elbow.made_curves import FOUR_COLORS
from tests.core.pictures import noise, patches, picture

RNG = np.random.default_rng(5)
POINTS = np.concatenate([RNG.normal(center, 9.0, (40, 3)) for center in (0.0, 30.0, 90.0)])
LABELS = np.repeat([0, 1, 2], 40)
CENTERS = np.stack([POINTS[label == LABELS].mean(axis=0) for label in range(3)])


def distances_of(points: np.ndarray) -> np.ndarray:
    return np.linalg.norm(points[:, None] - points[None], axis=2).astype(np.float32)


def slow_silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
    scores = []
    for i, label in enumerate(labels):
        others = [j for j in np.flatnonzero(labels == label) if j != i]
        if not others:
            scores.append(0.0)
            continue
        a = distances[i, others].mean()
        b = min(distances[i, labels == other].mean() for other in set(labels.tolist()) - {int(label)})
        scores.append((b - a) / max(a, b) if max(a, b) > 0 else 0.0)
    return float(np.mean(scores))


def test_silhouette_is_its_definition() -> None:
    distances = distances_of(POINTS)
    for labels in (LABELS, RNG.integers(0, 5, len(LABELS)), np.append(LABELS[:-1], 3)):
        assert silhouette(distances, labels, 6) == pytest.approx(slow_silhouette(distances, labels), abs=1e-5)


def test_silhouette_of_equal_points_is_zero() -> None:
    assert silhouette(np.zeros((4, 4), dtype=np.float32), np.array([0, 0, 1, 1]), 2) == 0.0


def test_davies_bouldin_is_its_definition() -> None:
    extent = [np.linalg.norm(POINTS[i == LABELS] - CENTERS[i], axis=1).mean() for i in range(3)]
    worst = [
        max((extent[i] + extent[j]) / np.linalg.norm(CENTERS[i] - CENTERS[j]) for j in range(3) if j != i)
        for i in range(3)
    ]
    assert davies_bouldin(POINTS, LABELS, CENTERS) == pytest.approx(np.mean(worst))


def test_a_center_without_points_changes_nothing() -> None:
    more = np.vstack([CENTERS, [[500.0, 500.0, 500.0]]])
    assert davies_bouldin(POINTS, LABELS, more) == davies_bouldin(POINTS, LABELS, CENTERS)


def test_calinski_harabasz_is_its_formula() -> None:
    values = calinski_harabasz(FOUR_COLORS)
    assert np.isnan(values[0])
    assert values[3] == pytest.approx(((1000 - 20) / 3) / (20 / (500 - 4)))


def test_krzanowski_lai_is_its_formula() -> None:
    values = krzanowski_lai(FOUR_COLORS)
    scaled = np.array(FOUR_COLORS.k_values) ** (2 / 3) * FOUR_COLORS.wcss
    assert values[3] == pytest.approx(abs((scaled[2] - scaled[3]) / (scaled[3] - scaled[4])))
    assert np.isnan(values[[0, -1]]).all()


def sample_from(image: RgbImage, settings: KMeansSettings) -> JudgeSample:
    return judge_sample(image, color_histogram(image), settings)


def test_one_cluster_has_no_separation() -> None:
    found = measure_fit(sample_of(POINTS.astype(np.float32)), CENTERS[:1].astype(np.float32))
    assert np.isnan(np.concatenate(list(found.values()))).all()


def test_separate_clusters_are_better_than_slices() -> None:
    middles = np.array([[60, 60, 60], [180, 180, 180]], dtype=np.float32)
    apart, sliced = (
        measure_fit(sample_from(image, KMeansSettings(k=2)), middles)
        for image in (patches([(60, 60, 60), (180, 180, 180)]), noise(40, 40))
    )
    assert apart[SILHOUETTE.name].mean() > 0.8 > 0.4 > sliced[SILHOUETTE.name].mean()
    assert apart[DAVIES_BOULDIN.name] < 0.2 < sliced[DAVIES_BOULDIN.name]


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (2, 2), (5, 7), (300, 300)])
@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_samples_of_any_size(shape: tuple[int, int], weight: float) -> None:
    sample = sample_from(noise(*shape), KMeansSettings(k=2, position_weight=weight))
    assert len(sample.points) == min(SAMPLE, shape[0] * shape[1])
    assert len(np.unique(sample.parts)) == sample.parts.size
    measure_fit(sample, sample.points[: min(2, len(sample.points))].astype(np.float32))


def test_colors_are_drawn_by_their_pixels() -> None:
    pixels = np.zeros((100, 400, 3))
    pixels[:, :100] = 255
    sample = sample_from(picture(pixels), KMeansSettings(k=1))
    assert (sample.points[:, 0] == 255).mean() == pytest.approx(0.25, abs=1e-4)
