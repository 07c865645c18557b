"""The colors of the clusters, step by step."""

import numpy as np

from kseg_core.steps.packed_steps import GROUP_COLORS, group_colors, mean_colors
from kseg_core.steps.seeding import StepPoints
from kseg_core.steps.trace import trace_steps
from tests.core.steps.points import step_points


def test_clusters_take_the_color_of_their_point_and_then_the_weighted_mean():
    colors = np.array([[0, 0, 0], [100, 40, 8], [200, 200, 200]], np.uint8)
    points = StepPoints(
        positions=np.array([[0.0], [4.0], [9.0]]), weights=np.array([1.0, 3.0, 1.0]), colors=colors
    )
    trace = trace_steps(points, np.array([1, 2]))
    found = mean_colors(trace)
    assert found[0].tolist() == found[1].tolist() == [[100, 40, 8], [200, 200, 200]]
    assert found[2].tolist() == [[75, 30, 6], [200, 200, 200]]
    assert found[-1].tolist() == found[2].tolist()


def test_a_centroid_that_jumps_takes_the_color_of_its_point():
    points = step_points([[0, 0], [0, 0], [50, 0], [52, 0], [90, 0]])
    found = mean_colors(trace_steps(points, np.array([0, 1, 2])))
    assert found[0, :, 0].tolist() == [0, 1, 2]
    assert found[1, :, 0].tolist() == [0, 4, 2]


def test_a_cluster_without_points_keeps_its_color():
    found = mean_colors(trace_steps(step_points([[3, 3], [3, 3]]), np.array([0, 1])))
    assert found[:, 1, 0].tolist() == [1] * len(found)


def test_group_colors_stay_and_begin_again():
    trace = trace_steps(step_points(np.arange(18.0)[:, None]), np.arange(18))
    found = group_colors(trace)
    assert found.shape == (trace.n_steps, 18, 3)
    assert (found == found[0]).all()
    np.testing.assert_array_equal(found[0, 16:], GROUP_COLORS[:2])
    assert len(np.unique(GROUP_COLORS, axis=0)) == len(GROUP_COLORS)
