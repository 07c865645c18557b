import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from kseg_core.canny.agreement import (
    OVERLAP,
    TOLERANCE_MAX,
    boundary_agreement,
    encode_overlap,
    tolerance_pixels,
)
from kseg_core.errors import SettingsError
from kseg_core.palette import contrast_ratios
from kseg_core.rendering.boundaries import segment_boundaries


def two_segments(column: int = 10) -> NDArray[np.uint8]:
    labels = np.zeros((12, 20), np.uint8)
    labels[:, column:] = 1
    return labels


def line(column: int) -> NDArray[np.uint8]:
    edges = np.zeros((12, 20), np.uint8)
    edges[:, column] = 255
    return edges


def test_segment_boundaries_is_one_pixel_wide_on_the_left_or_upper_side() -> None:
    np.testing.assert_array_equal(segment_boundaries(two_segments()), line(9) > 0)
    np.testing.assert_array_equal(segment_boundaries(two_segments().T), (line(9) > 0).T)


def test_segment_boundaries_leave_out_what_is_not_there() -> None:
    labels = two_segments()
    labels[:, 10:12] = 255
    labels[0] = 255
    assert not segment_boundaries(labels).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1)])
def test_segment_boundaries_of_tiny_maps(shape: tuple[int, int]) -> None:
    assert segment_boundaries(np.zeros(shape, np.uint8)).shape == shape
    assert (
        segment_boundaries(np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)).sum() == max(shape) - 1
    )


@pytest.mark.parametrize(
    ("column", "tolerance", "share"), [(9, 0, 1.0), (10, 0, 0.0), (11, 1, 0.0), (11, 2, 1.0), (6, 3, 1.0)]
)
def test_boundary_agreement_within_a_tolerance(column: int, tolerance: float, share: float) -> None:
    agreement = boundary_agreement(two_segments(), line(column), tolerance)
    assert agreement.boundaries_on_edges == agreement.edges_on_boundaries == share
    assert agreement.boundary_pixels == agreement.edge_pixels == 12


@pytest.mark.parametrize(("side", "pixels"), [((400, 600), 2), ((3000, 4000), 15), ((1, 1), 0)])
def test_tolerance_grows_with_the_picture(side: tuple[int, int], pixels: int) -> None:
    assert tolerance_pixels(0.3, *side) == pixels
    assert tolerance_pixels(1.0, 60_000, 1) == TOLERANCE_MAX


@pytest.mark.parametrize("tolerance", [10, 11, 17])
def test_wide_tolerances_are_euclidean(tolerance: int) -> None:
    rng = np.random.default_rng(tolerance)
    edges = (rng.random((30, 45)) < 0.004).astype(np.uint8) * np.uint8(255)
    labels = rng.integers(0, 2, edges.shape).astype(np.uint8)
    away = np.stack(np.nonzero(segment_boundaries(labels)), axis=1)[:, None] - np.argwhere(edges)
    expected = np.mean((away**2).sum(axis=2).min(axis=1) <= tolerance**2)
    assert 0 < expected < 1
    assert boundary_agreement(labels, edges, tolerance).boundaries_on_edges == pytest.approx(expected)


def test_boundary_agreement_is_not_symmetric() -> None:
    edges = line(9)
    edges[:6] = 0
    edges[:, 0] = 255
    agreement = boundary_agreement(two_segments(), edges, 1)
    assert agreement.boundaries_on_edges == pytest.approx(7 / 12)
    assert agreement.edges_on_boundaries == pytest.approx(6 / 18)


def test_boundary_agreement_distance_is_euclidean() -> None:
    labels = np.zeros((9, 9), np.uint8)
    labels[4, 4] = 1
    edges = np.zeros((9, 9), np.uint8)
    edges[7, 7] = 255
    assert boundary_agreement(labels, edges, 4).edges_on_boundaries == 0.0
    assert boundary_agreement(labels, edges, 4.3).edges_on_boundaries == 1.0


def test_boundary_agreement_without_boundaries_or_edges_is_none() -> None:
    no_edges, no_boundaries = np.zeros((12, 20), np.uint8), np.zeros((12, 20), np.uint8)
    without_edges = boundary_agreement(two_segments(), no_edges)
    assert (without_edges.boundaries_on_edges, without_edges.edges_on_boundaries) == (0.0, None)
    without_boundaries = boundary_agreement(no_boundaries, line(3))
    assert (without_boundaries.boundaries_on_edges, without_boundaries.edges_on_boundaries) == (None, 0.0)


def test_boundary_agreement_refuses_in_words() -> None:
    with pytest.raises(SettingsError, match="same size"):
        boundary_agreement(two_segments(), np.zeros((3, 3), np.uint8))
    with pytest.raises(SettingsError, match="tolerance"):
        boundary_agreement(two_segments(), line(3), TOLERANCE_MAX + 1)


@pytest.mark.parametrize("tolerance", [0, 1, 1.5, 2, 2.3, 5, 6, 6.1, 9])
def test_boundary_agreement_measures_distances_as_plain_arithmetic_does(tolerance: float) -> None:
    rng = np.random.default_rng(0)
    labels = (rng.random((40, 50)) < 0.03).astype(np.uint8)
    edges = (rng.random((40, 50)) < 0.02).astype(np.uint8) * 255
    ours, theirs = np.argwhere(segment_boundaries(labels)), np.argwhere(edges)
    distances = np.hypot(*np.moveaxis(ours[:, None] - theirs[None], 2, 0))
    agreement = boundary_agreement(labels, edges, tolerance)
    assert agreement.boundaries_on_edges == pytest.approx((distances.min(axis=1) <= tolerance).mean())
    assert agreement.edges_on_boundaries == pytest.approx((distances.min(axis=0) <= tolerance).mean())


def test_overlap_has_a_color_for_each_case() -> None:
    labels = np.zeros((3, 6), np.uint8)
    labels[:, 3:] = 1
    edges = np.zeros((3, 6), np.uint8)
    edges[0, 2] = edges[0, 5] = 255
    pixels = np.asarray(Image.open(io.BytesIO(encode_overlap(labels, edges, max_side=6).data)).convert("RGB"))
    nothing, edge, boundary, both = OVERLAP
    assert tuple(pixels[0, 2]) == both
    assert tuple(pixels[1, 2]) == boundary
    assert tuple(pixels[0, 5]) == edge
    assert tuple(pixels[1, 0]) == nothing


def test_overlap_is_told_apart_without_hue():
    colors = np.array(OVERLAP, np.uint8)
    for number, color in enumerate(colors):
        assert contrast_ratios(np.delete(colors, number, axis=0), color).min() > 1.75
