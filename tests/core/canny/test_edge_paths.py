import json
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core.canny.edge_paths import contours_of_paths, edge_paths, is_closed, svg_of_paths
from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import CannySettings
from kseg_core.errors import ImageError
from tests.core.canny.edge_pictures import opaque, textured


def edge_map(*rows: str) -> np.ndarray:
    return np.array([[255 * (char == "#") for char in row] for row in rows], np.uint8)


def covered(paths: list[np.ndarray], shape: tuple[int, int]) -> np.ndarray:
    drawn = np.zeros(shape, np.uint8)
    for path in paths:
        drawn[path[:, 1], path[:, 0]] = 255
    return drawn


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(1, 14), width=st.integers(1, 14), seed=st.integers(0, 10_000), share=st.floats(0, 1)
)
def test_edge_paths_cover_every_edge_pixel_and_no_other(
    height: int, width: int, seed: int, share: float
) -> None:
    edges = (np.random.default_rng(seed).random((height, width)) < share).astype(np.uint8) * 255
    paths = edge_paths(edges)
    np.testing.assert_array_equal(covered(paths, edges.shape), edges)
    for path in paths:
        assert (np.abs(np.diff(path, axis=0)).max(axis=1) == 1).all()


def test_a_line_is_one_path_and_a_ring_is_closed() -> None:
    (line,) = edge_paths(edge_map("#....", ".###.", "....#"))
    assert line.tolist() == [[0, 0], [1, 1], [2, 1], [3, 1], [4, 2]]
    assert not is_closed(line)
    (ring,) = edge_paths(edge_map(".#.", "#.#", ".#."))
    assert is_closed(ring)
    assert len(ring) == 5


def test_branches_meet() -> None:
    paths = edge_paths(edge_map("..#..", "..#..", "##.##"))
    ends = [tuple(point) for path in paths for point in (path[0], path[-1])]
    assert (2, 1) in {tuple(point) for path in paths for point in path}
    assert all(len(path) >= 2 for path in paths)
    assert len(ends) == 2 * len(paths) == 4


def test_svg_has_a_path_for_every_line_that_bends_where_it_does() -> None:
    paths = edge_paths(edge_map("####.", "....#", "#...."))
    svg = svg_of_paths(paths, width=5, height=3, color="#ff0000", line_width=2)
    root = ElementTree.fromstring(svg)
    assert root.attrib["viewBox"] == "0 0 5 3"
    drawn = sorted(path.attrib["d"] for path in root.iter("{http://www.w3.org/2000/svg}path"))
    assert drawn == ["M0 0l3 0l1 1", "M0 2h0"]
    (group,) = root
    assert (group.attrib["stroke"], group.attrib["stroke-width"]) == ("#ff0000", "2")


def test_json_holds_every_point_once() -> None:
    edges = detect_edges(opaque(textured(60, 80)), CannySettings(40, 120, blur_sigma=1))
    paths = edge_paths(edges)
    drawn = np.zeros_like(edges)
    for contour in json.loads(json.dumps(contours_of_paths(paths))):
        assert isinstance(contour["closed"], bool)
        for x, y in contour["points"]:
            drawn[y, x] = 255
    np.testing.assert_array_equal(drawn, edges)


@pytest.mark.parametrize("shape", [(1, 1), (3, 4)])
def test_no_edges_no_paths(shape: tuple[int, int]) -> None:
    assert edge_paths(np.zeros(shape, np.uint8)) == []
    assert ElementTree.fromstring(svg_of_paths([], width=shape[1], height=shape[0])) is not None


def test_a_flood_of_edges_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kseg_core.canny.edge_paths.PIXELS_MAX", 11)
    with pytest.raises(
        ImageError, match=r"12 edge pixels; lines can be made of at most 11\. Raise the thres"
    ):
        edge_paths(np.full((3, 4), 255, np.uint8))
    assert edge_paths(np.eye(11, dtype=np.uint8))
