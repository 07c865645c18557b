import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from kseg_core.edits.connected import connected_regions
from kseg_core.export.borders import Loop, border_arcs, closed_outlines
from kseg_core.export.segments_svg import SegmentOutlines, segment_outlines, segments_svg
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
    if (labels == NO_LABEL).all():
        return
    regions = connected_regions(labels)
    arcs = border_arcs(labels, regions.numbers)
    for label in range(3):
        covered = np.append(regions.labels == label, False)
        assert np.array_equal(filled(closed_outlines(arcs, covered), labels.shape), labels == label)
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


def at_scale(svg: str, scale: float) -> NDArray[np.uint8]:
    """The drawing rendered at a scale; the size of the result is rounded up."""
    size = re.search(r'width="(\d+)" height="(\d+)"', svg)
    width, height = (int(np.ceil(int(side) * scale)) for side in size.groups())
    view = f'width="{width}" height="{height}" viewBox="0 0 {width / scale} {height / scale}"'
    return rendered(re.sub(r'width="\d+" height="\d+" viewBox="[^"]*"', view, svg, count=1))


@settings(max_examples=60, deadline=None)
@given(labels=label_maps)
def test_at_the_scale_of_the_picture_every_pixel_is_exact(labels: NDArray[np.uint8]) -> None:
    if (labels == NO_LABEL).all():
        return
    picture = rendered(drawing(segment_outlines(labels, 4), labels))
    opaque = labels != NO_LABEL
    assert np.array_equal(picture[..., 3], np.where(opaque, 255, 0))
    assert np.array_equal(picture[opaque, :3], COLORS[labels[opaque]])


@pytest.mark.parametrize("scale", [0.37, 2.6])
def test_nothing_shines_through_where_two_segments_meet(scale: float) -> None:
    labels = blobs()
    picture = at_scale(drawing(segment_outlines(labels, 4), labels), scale)
    whole = picture[: int(labels.shape[0] * scale), : int(labels.shape[1] * scale)]
    assert whole[..., 3].min() == 255
    picture = at_scale(drawing(segment_outlines(labels % 2, 4), labels), scale)
    two = picture[: len(whole), : whole.shape[1], :3]
    start, along = COLORS[0].astype(float), COLORS[1].astype(float) - COLORS[0]
    share = ((two - start) @ along / (along @ along)).clip(0, 1)
    assert np.abs(start + share[..., None] * along - two).max() < 2
    assert 0.0 < ((share > 0.1) & (share < 0.9)).mean() < 0.1


@pytest.mark.parametrize("scale", [0.37, 1, 2.6])
def test_a_line_of_one_pixel_keeps_its_share(scale: float) -> None:
    labels = np.zeros((100, 100), np.uint8)
    labels[:, ::2] = 1
    labels[:, 10::20] = 2
    picture = at_scale(drawing(segment_outlines(labels, 4), labels), scale)
    whole = picture[: int(100 * scale), : int(100 * scale), :3]
    np.testing.assert_allclose(whole.mean((0, 1)), COLORS[labels].mean((0, 1)), atol=3)


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
        "Outlines run along the sides of the pixels; shapes go on under those painted later; "
        f"{outlines.n_nodes} nodes."
    )
    coarse = segment_outlines(labels, 4, nodes_max=150)
    assert ElementTree.fromstring(drawing(coarse, labels)).find(f"{SVG}desc").text == (
        "Regions below 2 pixels were given to their neighbors; outlines lie within 1 pixel of the borders; "
        f"shapes go on under those painted later; {coarse.n_nodes} nodes."
    )
    paths = list(root.iter(f"{SVG}path"))
    assert [path.get("id") for path in paths] == [f"cluster-{number}" for number in (1, 2, 3, 4)]
    assert [path.find(f"{SVG}title").text for path in paths] == ["a", "b", "c", "<d>"]
    numbers = sum(len(re.findall(r"-?\d+", path.get("d"))) for path in paths)
    starts = sum(path.get("d").count("M") for path in paths)
    assert numbers == outlines.n_nodes + starts  # a start has x and y, a step along a side one number
    assert all(path.get("d").count("M") == path.get("d").count("z") for path in paths)


def test_outlines_stay_within_the_tolerance_of_the_borders() -> None:
    labels = blobs()
    outlines = segment_outlines(labels, 4, nodes_max=150)
    assert outlines.tolerance == 1.0
    exact = segment_outlines(labels, 4)
    for loops, fine in zip(outlines.loops, exact.loops, strict=True):
        for corner in np.concatenate(fine):
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
    monkeypatch.setattr("kseg_core.export.segments_svg._CORNERS_MAX", 20_000)
    labels = np.random.default_rng(2).integers(0, 4, (201, 203), dtype=np.uint8)
    outlines = segment_outlines(labels, 4)
    assert outlines.tolerance == 1.0
    corners = np.concatenate([loop for loops in outlines.loops for loop in loops])
    assert corners.min(axis=0).tolist() == [0, 0]
    assert corners.max(axis=0).tolist() == [203, 201]
