"""The bars count every object once, in bins that hold its area."""

import numpy as np
import pytest

from kseg_core.figures.object_areas import area_bins, bin_of, object_areas_figure


@pytest.mark.parametrize("areas", [[5.0], [3.0, 3.0], [1.0, 2.0, 3.0, 4.0], [1.0, 10.0, 100.0, 1000.0]])
def test_every_object_is_in_a_bar(areas: list[float]) -> None:
    values = np.array(areas)
    edges = area_bins(values)
    bins = bin_of(values, edges)
    assert (np.diff(edges) > 0).all()
    assert ((edges[bins] <= values * (1 + 1e-12)) & (values <= edges[bins + 1])).all()
    classes = np.arange(len(areas)) % 2
    figure = object_areas_figure(
        values, classes.astype(np.uint8), ["a", "b"], [(255, 0, 0), (0, 0, 255)], unit="mm²"
    )
    assert sum(sum(bar.y) for bar in figure.data) == len(areas)
    assert [bar.name for bar in figure.data] == ["a", "b"][: len(set(classes))]


def test_bars_of_chosen_objects_are_framed() -> None:
    values = np.array([1.0, 2.0, 9.0])
    figure = object_areas_figure(
        values, np.zeros(3, np.uint8), ["a"], [(0, 0, 0)], unit="px²", chosen=np.array([False, False, True])
    )
    widths = figure.data[0].marker.line.width
    assert widths[-1] > 0
    assert not any(widths[:-1])
