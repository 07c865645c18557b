"""Figures of the Edges page: what they are told is what they show."""

import numpy as np
import pytest

from kseg_core.canny.agreement import Agreement
from kseg_core.canny.edges import find_edges
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.threshold_map import ThresholdMap, threshold_map
from kseg_core.figures.edges import agreement_figure, gradient_histogram_figure, threshold_map_figure
from tests.core.canny.edge_pictures import gray_image, opaque, textured


@pytest.fixture(scope="module")
def thresholds() -> ThresholdMap:
    return threshold_map(find_edges(opaque(textured(80, 100)), CannySettings(0, 0, blur_sigma=1)))


def test_histogram_has_both_counts_and_both_thresholds(thresholds: ThresholdMap):
    figure = gradient_histogram_figure(thresholds.histogram, 20, 50)
    everything, crests = figure.data
    assert np.nansum(everything.y) == 80 * 100
    assert np.nansum(crests.y) == thresholds.histogram.maxima.sum()
    assert figure.layout.yaxis.type == "log"
    assert [shape.x0 for shape in figure.layout.shapes] == [20, 50]
    assert [note.text for note in figure.layout.annotations] == ["<b>low 20</b>", "<b>high 50</b>"]


def test_map_has_a_cell_for_every_pair_in_order_and_marks_the_choice(thresholds: ThresholdMap):
    figure = threshold_map_figure(thresholds, 20, 50)
    heat, cells, ring = figure.data
    assert heat.z.shape == thresholds.counts.shape
    n = len(thresholds.levels)
    assert len(cells.customdata) == n * (n + 1) // 2
    assert all(low <= high for low, high, _ in cells.customdata)
    low, high, edge_pixels = cells.customdata[n + 3]
    row, column = np.searchsorted(thresholds.levels, (low, high))
    assert edge_pixels == thresholds.counts[row, column]
    assert (cells.x[n + 3], cells.y[n + 3]) == (column, row)
    assert thresholds.levels[int(ring.x[0])] <= 50 <= thresholds.levels[int(ring.x[0]) + 1]
    assert thresholds.levels[int(ring.y[0])] <= 20 <= thresholds.levels[int(ring.y[0]) + 1]


def test_ring_stays_on_the_map(thresholds: ThresholdMap):
    ring = threshold_map_figure(thresholds, 0, 1e6).data[2]
    assert (ring.y[0], ring.x[0]) == (0, len(thresholds.levels) - 1)


@pytest.mark.parametrize("size", [(1, 1), (5, 9)])
def test_flat_pictures_have_figures(size: tuple[int, int]):
    flat = threshold_map(find_edges(gray_image(np.full(size, 9, np.uint8)), CannySettings(0, 0)))
    assert threshold_map_figure(flat, 0, 0).data
    assert gradient_histogram_figure(flat.histogram, 0, 0).data


def test_agreement_shows_percent_as_far_as_it_is_known():
    known = [
        Agreement(boundaries_on_edges=0.25, edges_on_boundaries=None, boundary_pixels=4, edge_pixels=0),
        Agreement(boundaries_on_edges=0.5, edges_on_boundaries=1.0, boundary_pixels=4, edge_pixels=3),
    ]
    boundaries, edges = agreement_figure([2, 3, 5], known, 3).data
    assert list(boundaries.x) == [2, 3]
    assert list(boundaries.y) == [25, 50]
    assert list(edges.y) == [None, 100]


def test_figures_have_no_ground_of_their_own(thresholds: ThresholdMap):
    for figure in (
        gradient_histogram_figure(thresholds.histogram, 1, 2),
        threshold_map_figure(thresholds, 1, 2),
        agreement_figure([2], [], 2),
    ):
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
