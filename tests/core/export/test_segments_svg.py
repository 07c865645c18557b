import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from kseg_core.edits.specks import remove_specks
from kseg_core.export.borders import border_arcs
from kseg_core.export.segments_svg import Loop, SegmentOutlines, _joined, segment_outlines, segments_svg
from kseg_core.image import NO_LABEL
from tests.core.export.svg_renderer import rendered

COLORS = np.array([[200, 30, 40], [20, 160, 60], [30, 60, 220], [240, 230, 90]], np.uint8)
SVG = "{http://www.w3.org/2000/svg}"


def filled(loops: list[Loop], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """The pixels inside outlines that run along pixel sides, by the even-odd rule."""
    turns = np.zeros((shape[0], shape[1] + 1), bool)
    for loop in loops:
        for (x, y), (other_x, other_y) in zip(loop, np.roll(loop, -1, axis=0), strict=True):
            assert x == other_x or y == other_y
            if x == other_x:
                turns[min(y, other_y) : max(y, other_y), x] ^= True
    return np.logical_xor.accumulate(turns, axis=1)[:, :-1]


label_maps = arrays(
    np.uint8,
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    elements=st.sampled_from([0, 1, 2, NO_LABEL]),
)


@settings(max_examples=150, deadline=None)
@given(labels=label_maps)
def test_the_arcs_around_a_cluster_enclose_its_pixels_and_no_others(labels: NDArray[np.uint8]) -> None:
    arcs = border_arcs(labels)
    for label in range(3):
        assert np.array_equal(filled(_joined(arcs, label), labels.shape), labels == label)
    assert all(arc.left != arc.right for arc in arcs)
    # Every pixel side of a border is on one arc.
    padded = np.pad(labels, 1, constant_values=NO_LABEL)
    sides = (padded[1:] != padded[:-1]).sum() + (padded[:, 1:] != padded[:, :-1]).sum()
    assert sum(np.abs(np.diff(arc.points, axis=0)).sum() for arc in arcs) == sides


def blobs(height: int = 120, width: int = 160) -> NDArray[np.uint8]:
    y, x = np.mgrid[:height, :width]
    labels = np.zeros((height, width), np.uint8)
    labels[x + y > 150] = 1
    labels[(x - 50) ** 2 + (y - 60) ** 2 < 35**2] = 2
    labels[(x - 50) ** 2 + (y - 60) ** 2 < 12**2] = 0
    labels[(x - 120) ** 2 + (y - 40) ** 2 < 20**2] = 3
    return labels


def drawing(outlines: SegmentOutlines, labels: NDArray[np.uint8], title: str = "blobs") -> str:
    return segments_svg(
        outlines, COLORS, ("a", "b", "c", "<d>"), width=labels.shape[1], height=labels.shape[0], title=title
    )


def test_a_renderer_draws_the_segments_in_their_colors_without_cracks() -> None:
    labels = blobs()
    picture = rendered(drawing(segment_outlines(labels, 4), labels))
    assert picture.shape == (*labels.shape, 4)
    exact = (picture[..., :3] == COLORS[labels]).all(axis=2)
    assert exact.mean() > 0.95
    inside = np.ones(labels.shape, bool)
    for shift in (-2, -1, 1, 2):
        for axis in (0, 1):
            inside &= np.roll(labels, shift, axis) == labels
    inside[:2] = inside[-2:] = inside[:, :2] = inside[:, -2:] = False
    assert exact[inside].all()
    assert picture[..., 3].min() >= 230


def test_what_is_not_there_stays_transparent() -> None:
    labels = blobs()
    labels[20:70, 90:150] = NO_LABEL
    picture = rendered(drawing(segment_outlines(labels, 4), labels))
    assert not picture[24:66, 94:146].any()
    assert picture[:18, :, 3].min() >= 230


def test_the_drawing_says_how_exact_it_is_and_names_its_paths() -> None:
    labels = blobs()
    labels[5, 5] = 3
    outlines = segment_outlines(labels, 4)
    root = ElementTree.fromstring(drawing(outlines, labels, title="<blobs> & more"))
    assert root.find(f"{SVG}title").text == "<blobs> & more"
    said = root.find(f"{SVG}desc").text
    assert said == (
        "Regions below 2 pixels were given to their neighbors; outlines lie within 1 pixel of the borders; "
        f"{outlines.n_nodes} nodes."
    )
    paths = list(root.iter(f"{SVG}path"))
    assert [path.get("id") for path in paths] == [f"cluster-{number}" for number in (1, 2, 3, 4)]
    assert [path.find(f"{SVG}title").text for path in paths] == ["a", "b", "c", "<d>"]
    nodes = sum(len(re.findall(r"-?\d+ -?\d+", path.get("d"))) for path in paths)
    assert nodes == outlines.n_nodes
    assert all(path.get("d").count("M") == path.get("d").count("z") for path in paths)


def test_outlines_stay_within_the_tolerance_of_the_borders() -> None:
    labels = blobs()
    outlines = segment_outlines(labels, 4)
    exact = [np.concatenate(_joined(border_arcs(remove_specks(labels, 2)), label)) for label in range(4)]
    for loops, corners in zip(outlines.loops, exact, strict=True):
        for corner in corners:
            assert min(_distance(corner, loop) for loop in loops) <= outlines.tolerance + 1e-9


def _distance(point: NDArray[np.int32], loop: Loop) -> float:
    ends = np.roll(loop, -1, axis=0)
    along = (ends - loop).astype(float)
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = (((point - loop) * along).sum(axis=1) / length).clip(0, 1)
    return float(np.hypot(*(loop + share[:, None] * along - point).T).min())


@pytest.mark.parametrize("nodes_max", [200, 2000])
def test_noise_gets_coarser_until_there_are_few_enough_nodes(nodes_max: int) -> None:
    labels = np.random.default_rng(1).integers(0, 4, (150, 200), dtype=np.uint8)
    outlines = segment_outlines(labels, 4, nodes_max=nodes_max)
    assert 0 < outlines.n_nodes <= nodes_max
    assert outlines.specks > 2
    assert outlines.tolerance > 1


def test_a_picture_of_one_color_is_a_rectangle() -> None:
    outlines = segment_outlines(np.zeros((30, 40), np.uint8), 1)
    assert [sorted(loop.tolist()) for loop in outlines.loops[0]] == [[[0, 0], [0, 30], [40, 0], [40, 30]]]


def test_a_very_noisy_map_is_traced_on_a_coarser_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kseg_core.export.segments_svg._SIDES_MAX", 20_000)
    labels = np.random.default_rng(2).integers(0, 4, (201, 203), dtype=np.uint8)
    outlines = segment_outlines(labels, 4)
    assert outlines.tolerance == 3.0
    assert outlines.specks == 8
    corners = np.concatenate([loop for loops in outlines.loops for loop in loops])
    assert corners.min(axis=0).tolist() == [0, 0]
    assert corners.max(axis=0).tolist() == [203, 201]
