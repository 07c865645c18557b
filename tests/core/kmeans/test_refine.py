import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kseg_core.kmeans.cells import build_cells
from kseg_core.kmeans.lloyd import cluster_sums, nearest
from kseg_core.kmeans.refine import refine
from kseg_core.kmeans.settings import K_MAX
from tests.core.kmeans.plain_kmeans import plain_wcss, squared_distances
from tests.core.kmeans.weighted_points import KINDS, SEEDS, WITHOUT_TIES, centered, make_features, plain_lloyd


@given(KINDS, SEEDS, st.integers(1, K_MAX))
def test_labels_equal_looking_at_every_point(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed)
    cells = build_cells(features, weights, few=0)
    rng = np.random.default_rng(seed)
    centers = centered(cells)[rng.integers(len(features), size=k)] + rng.normal(0.0, 5.0, (k, 3))
    labels = refine(cells, centers, max_points=0)[1]
    np.testing.assert_array_equal(labels, nearest(centered(cells).T, centers)[0])
    distances = squared_distances(centered(cells), centers)
    chosen = distances[np.arange(len(labels)), labels]
    np.testing.assert_allclose(chosen, distances.min(axis=1), atol=1e-6)


@given(WITHOUT_TIES, SEEDS, st.integers(1, 16))
def test_refine_equals_lloyd_on_every_point(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed, n=400)
    cells = build_cells(features, weights, few=0)
    x, w = centered(cells), weights.astype(float)
    start = x[np.random.default_rng(seed).choice(len(x), k, replace=False)]
    refined, _ = refine(cells, start)
    np.testing.assert_allclose(refined, plain_lloyd(x, w, start), atol=1e-6)


@given(KINDS, SEEDS, st.integers(1, 16))
def test_refine_ends_where_every_centroid_is_the_mean_of_its_points(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed, n=400)
    cells = build_cells(features, weights, few=0)
    x, w = centered(cells), weights.astype(float)
    start = x[np.random.default_rng(seed).choice(len(x), k, replace=False)]
    refined, labels = refine(cells, start)
    assert plain_wcss(x, refined, w) <= plain_wcss(x, start, w)
    mass, sums = cluster_sums(x.T, w, labels, k)
    owned = mass > 0.0
    np.testing.assert_allclose(refined[owned], sums[owned] / mass[owned, None], atol=1e-6)


def test_refine_stops_when_its_work_is_used_up() -> None:
    features, weights = make_features("uniform", 0)
    cells = build_cells(features, weights, few=0)
    x, w = centered(cells), weights.astype(float)
    start = x[:8]
    np.testing.assert_array_equal(refine(cells, start, max_points=0)[0], start)
    errors = [
        plain_wcss(x, refine(cells, start, max_points=most)[0], w) for most in (0, 1, 3_000, 10_000_000)
    ]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > errors[1] > errors[2] > errors[3]
