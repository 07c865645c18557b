"""The figure of what K-means might do."""

import numpy as np
import pytest

from kseg_core.figures.predictions import predictions_figure
from kseg_core.palette import hex_code
from kseg_core.steps.packed_steps import GROUP_COLORS
from kseg_core.steps.point_sets import MOONS, UNEQUAL, PointSet


@pytest.mark.parametrize("point_set", [MOONS, UNEQUAL], ids=lambda each: each.title)
def test_every_prediction_shows_all_points_in_the_colors_of_its_groups(point_set: PointSet):
    figure = predictions_figure(point_set)
    positions, groups = point_set.draw()
    titles = [each.text.replace("<br>", " ") for each in figure.layout.annotations]
    assert titles == [each.name for each in point_set.predictions]
    for trace, prediction in zip(figure.data, point_set.predictions, strict=True):
        np.testing.assert_array_equal(np.column_stack([trace.x, trace.y]), positions)
        expected = GROUP_COLORS[prediction.grouping(positions, groups)]
        assert list(trace.marker.color) == [hex_code(color) for color in expected]
