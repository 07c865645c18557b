"""Lloyd's algorithm step by step, against the engine's and against known answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.lloyd import WeightedPoints, lloyd
from kseg_core.kmeans.settings import K_MAX
from kseg_core.steps.seeding import Seeding, StepPoints, choose_seeds
from kseg_core.steps.trace import StepKind, Trace, trace_steps
from tests.core.kmeans.plain_kmeans import plain_wcss, squared_distances
from tests.core.steps.points import on_line, scattered, step_points


def run(points: StepPoints, *rows: int, **options: int) -> Trace:
    return trace_steps(points, np.array(rows), **options)


def check_every_step(trace: Trace) -> None:
    points, k = trace.points, trace.k
    assert trace.kind(0) is StepKind.PLACE
    assert (trace.labels[0] == NO_LABEL).all()
    assert np.isinf(trace.wcss[0])
    for step in range(1, trace.n_steps):
        labels, centers = trace.labels[step], trace.centers[step]
        distances = squared_distances(points.positions, centers)
        own = distances[np.arange(points.n_points), labels]
        assert trace.wcss[step] == pytest.approx((points.weights * own).sum(), rel=1e-9, abs=1e-6)
        differs = labels != trace.labels[step - 1]
        assert trace.changed[step] == points.weights[differs].sum()
        if trace.kind(step) is StepKind.ASSIGN:
            settled = ~trace.jumped[step][labels]
            before = squared_distances(points.positions, trace.centers[step - 1])
            nearest = before.min(axis=1)[settled]
            np.testing.assert_allclose(
                before[np.arange(points.n_points), labels][settled], nearest, rtol=1e-9, atol=1e-6
            )
            still = ~trace.jumped[step]
            np.testing.assert_array_equal(centers[still], trace.centers[step - 1][still])
        else:
            assert not differs.any()
            for cluster in range(k):
                members = labels == cluster
                if members.any():
                    mean = np.average(points.positions[members], axis=0, weights=points.weights[members])
                    np.testing.assert_allclose(centers[cluster], mean, rtol=1e-9, atol=1e-6)
    falls = trace.wcss[1:]
    assert (falls[1:] <= falls[:-1] * (1 + 1e-12) + 1e-9).all()


def test_a_run_on_a_line_step_by_step():
    trace = run(on_line(0, 2, 10, 14), 0, 1)
    assert [trace.kind(step) for step in range(5)] == ["place", "assign", "move", "assign", "move"]
    lines = trace.centers[:, :, 0].tolist()
    expected = [[0, 2], [0, 2], [0, 26 / 3], [0, 26 / 3], [1, 12], [1, 12]]
    np.testing.assert_allclose(lines, expected)
    assert trace.labels[1:].tolist() == [[0, 1, 1, 1], [0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]
    np.testing.assert_allclose(trace.wcss[1:], [208, 224 / 3, 4 + (4 / 3) ** 2 + (16 / 3) ** 2, 10, 10])
    assert trace.changed.tolist() == [0, 4, 0, 1, 0, 0]
    np.testing.assert_allclose(trace.moved(4), [1, 12 - 26 / 3])
    assert trace.converged
    assert trace.n_rounds == 3


def test_weights_pull_the_centroid():
    trace = run(step_points([[0.0], [10.0], [100.0]], [3, 1, 5]), 0, 2)
    np.testing.assert_allclose(trace.centers[-1], [[2.5], [100.0]])
    assert trace.wcss[-1] == pytest.approx(3 * 2.5**2 + 7.5**2)


def test_a_tie_goes_to_the_lower_number():
    trace = run(on_line(0, 5, 10), 0, 2)
    assert trace.labels[1].tolist() == [0, 0, 1]
    other = run(on_line(0, 5, 10), 2, 0)
    assert other.labels[1].tolist() == [1, 0, 0]


def test_one_point_converges_at_once():
    trace = run(step_points([[7.0, 8.0]]), 0)
    assert trace.converged
    assert trace.wcss[1:].tolist() == [0.0, 0.0, 0.0]
    np.testing.assert_allclose(trace.centers[-1], [[7.0, 8.0]])


def test_as_many_centroids_as_points_move_nowhere():
    trace = run(on_line(0, 1, 5), 0, 1, 2)
    assert trace.n_rounds == 2
    assert trace.wcss[-1] == 0.0


def test_a_centroid_without_points_jumps_to_the_costliest():
    # The centroid between takes both middle points from the ones beside it, then loses them again.
    points = step_points([[0, 0], [0, 0], [50, 0], [52, 0], [90, 0]])
    trace = run(points, 0, 1, 2)
    assert trace.jumped[1].tolist() == [False, True, False]
    np.testing.assert_allclose(trace.centers[1][1], [90, 0])
    assert trace.labels[1].tolist() == [0, 0, 2, 2, 1]
    check_every_step(trace)


def test_a_centroid_that_no_point_can_be_spared_for_stays():
    trace = run(step_points([[3, 3], [3, 3]]), 0, 1)
    assert trace.converged
    assert not trace.jumped.any()
    np.testing.assert_allclose(trace.centers[-1], [[3, 3], [3, 3]])


def test_a_bound_ends_the_run_and_says_so():
    trace = run(scattered(1), *range(8), max_rounds=3)
    assert trace.n_rounds == 3
    assert not trace.converged
    assert run(scattered(1), *range(8)).converged


@pytest.mark.parametrize("rows", [[], list(range(K_MAX + 1))])
def test_there_are_as_many_seeds_as_there_can_be_clusters(rows):
    with pytest.raises(SettingsError):
        run(scattered(0), *rows)


@pytest.mark.parametrize("seeding", [Seeding.KMEANS_PP, Seeding.RANDOM, Seeding.LEFTMOST])
@pytest.mark.parametrize("k", [1, 2, 5, 16])
@pytest.mark.parametrize("seed", range(3))
def test_the_end_is_that_of_the_engine(seeding, k, seed):
    points = scattered(seed)
    rows = choose_seeds(points, k, seeding, seed=seed)
    trace = trace_steps(points, rows)
    origin = np.average(points.positions, axis=0, weights=points.weights)
    same = WeightedPoints(x=np.ascontiguousarray((points.positions - origin).T), weights=points.weights)
    # With a negative gain no iteration is too small: it runs to the fixed point.
    centers, wcss = lloyd(same, same.x.T[rows], max_iter=2 * trace.n_rounds, gain=-1.0)
    assert trace.converged
    np.testing.assert_allclose(trace.centers[-1], centers + origin, rtol=1e-12)
    assert trace.wcss[-1] == pytest.approx(wcss, rel=1e-9)
    assert trace.wcss[-1] == pytest.approx(plain_wcss(points.positions, trace.centers[-1], points.weights))


@settings(max_examples=60)
@given(
    places=st.lists(st.tuples(*[st.integers(-20, 20)] * 2), min_size=1, max_size=25),
    weights=st.lists(st.integers(1, 9), min_size=25, max_size=25),
    seeds=st.lists(st.integers(0, 24), min_size=1, max_size=6),
)
def test_every_step_is_exact_and_wcss_never_rises(places, weights, seeds):
    points = step_points(places, weights[: len(places)])
    trace = run(points, *(seed % len(places) for seed in seeds))
    assert trace.converged
    check_every_step(trace)
