"""The bars count every object once, in bins that hold its area."""

import numpy as np
import pytest

from kseg_core.figures.object_areas import area_bins, bin_of, object_areas_figure


@pytest.mark.parametrize(
    "areas",
    [[5.0], [3.0, 3.0], [1.0, 2.0, 3.0, 4.0], [1.0, 10.0, 100.0, 1000.0], [0.1, 0.3, 0.7], [0.003, 0.9]],
)
def test_every_object_is_in_a_bar(areas: list[float]) -> None:
    values = np.array(areas)
    edges = area_bins(values)
    bins = bin_of(values, edges)
    assert (np.diff(edges) > 0).all()
    assert ((edges[bins] <= values) & (values < edges[bins + 1])).all()
    assert [float(f"{edge:.3g}") for edge in edges] == pytest.approx(edges, rel=1e-12)
    classes = np.arange(len(areas)) % 2
    figure = object_areas_figure(
        values, classes.astype(np.uint8), ["a", "b"], [(255, 0, 0), (0, 0, 255)], unit="mm²"
    )
    assert sum(sum(bar.y) for bar in figure.data) == len(areas)
    assert [bar.name for bar in figure.data] == ["a", "b"][: len(set(classes))]


def test_bars_of_chosen_objects_are_framed_in_their_class() -> None:
    values = np.array([1.0, 2.0, 9.0, 9.0])
    figure = object_areas_figure(
        values,
        np.array([0, 0, 0, 1], np.uint8),
        ["a", "b"],
        [(0, 0, 0), (9, 9, 9)],
        unit="px²",
        chosen=np.array([False, False, True, False]),
    )
    framed, others = (bar.marker.line.width for bar in figure.data)
    assert framed[-1] > 0
    assert not any((*framed[:-1], *others))
    assert [bar.customdata[-1][1] for bar in figure.data] == [0, 1]


def test_a_name_is_no_markup() -> None:
    figure = object_areas_figure(
        np.array([1.0]), np.zeros(1, np.uint8), ["<b>a</b>"], [(0, 0, 0)], unit="px²"
    )
    assert figure.data[0].name == "&lt;b&gt;a&lt;/b&gt;"
    assert "<b>" not in figure.data[0].hovertemplate
