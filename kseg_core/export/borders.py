"""The borders between the segments of a label map, as arcs that two neighbors share."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL

_RIGHT, _DOWN, _LEFT, _UP = range(4)
_STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))

Loop = NDArray[np.int32]
"""Corners (x, y) of a closed outline, the first not repeated, shape (N, 2)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arc:
    """A border between two segments, from one branching to the next.

    Attributes
    ----------
    points : ndarray of int32, shape (N, 2)
        Pixel corners (x, y) where the border bends, both ends included.
    left, right : int
        Regions on both sides, looking along the arc with y down; -1 where there is no pixel.
    is_closed : bool
        Whether the last point is the first one.
    """

    points: NDArray[np.int32]
    left: int
    right: int
    is_closed: bool


def border_arcs(labels: NDArray[np.uint8], regions: NDArray[np.int32]) -> list[Arc]:
    """All borders between the regions of a label map, the border of the picture included.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
        `NO_LABEL` where there is no pixel.
    regions : ndarray of int32, shape (H, W)
        Number of each pixel's region, as `connected_regions` counts them; -1 where there is no pixel.

    Notes
    -----
    1. The side between two pixels of different labels is part of a border. A pixel corner where two
       sides meet at a right angle, or more than two sides meet, is a node.
    2. Every node is linked to the next one in its row and in its column.
    3. Arcs are followed from branching nodes (three or four sides) through bends (two sides) to the next
       branching node. The bends that remain form closed borders without a branching.
    """
    height, width = labels.shape
    padded = np.full((height + 2, width + 2), NO_LABEL, dtype=np.uint8)
    padded[1:-1, 1:-1] = labels
    beside = np.zeros((height + 2, width + 1), dtype=np.bool_)  # side below corner (y - 1, x)
    np.not_equal(padded[1:-1, :-1], padded[1:-1, 1:], out=beside[1:-1])
    above = np.zeros((height + 1, width + 2), dtype=np.bool_)  # side right of corner (y, x - 1)
    np.not_equal(padded[:-1, 1:-1], padded[1:, 1:-1], out=above[:, 1:-1])
    sides = (above[:, 1:], beside[1:], above[:, :-1], beside[:-1])  # right, down, left, up of each corner

    level, upright = sides[_RIGHT].astype(np.uint8), sides[_DOWN].astype(np.uint8)
    level += sides[_LEFT]
    upright += sides[_UP]
    y, x = np.nonzero((level > 0) & (upright > 0))
    links = _links(y, x, sides)
    is_bend = (level[y, x] == 1) & (upright[y, x] == 1)
    corners = np.column_stack([x, y]).astype(np.int32)
    return [
        Arc(
            points=corners[nodes],
            left=_region(regions, left),
            right=_region(regions, right),
            is_closed=nodes[0] == nodes[-1],
        )
        for nodes, direction in _walks(links, is_bend)
        for left, right in [_pixels_beside(corners[nodes[0]], direction)]
    ]


def _region(regions: NDArray[np.int32], place: tuple[int, int]) -> int:
    """The region at a position (y, x) of the padded map."""
    y, x = place[0] - 1, place[1] - 1
    inside = 0 <= y < regions.shape[0] and 0 <= x < regions.shape[1]
    return int(regions[y, x]) if inside else -1


def _links(
    y: NDArray[np.intp], x: NDArray[np.intp], sides: tuple[NDArray[np.bool_], ...]
) -> list[NDArray[np.intp]]:
    """For each direction the next node of each node, or -1. Nodes come in reading order."""
    n = len(y)
    links = [np.full(n, -1) for _ in _STEPS]
    going = np.flatnonzero(sides[_RIGHT][y, x])
    links[_RIGHT][going] = going + 1
    links[_LEFT][going + 1] = going
    by_column = np.lexsort((y, x))
    going = np.flatnonzero(sides[_DOWN][y, x][by_column])
    links[_DOWN][by_column[going]] = by_column[going + 1]
    links[_UP][by_column[going + 1]] = by_column[going]
    return links


def _walks(links: list[NDArray[np.intp]], is_bend: NDArray[np.bool_]) -> list[tuple[list[int], int]]:
    """The nodes of every arc, and the direction in which it starts."""
    across = np.maximum(links[_RIGHT], links[_LEFT]).tolist()  # a bend has one of the two
    along = np.maximum(links[_DOWN], links[_UP]).tolist()
    bends, unvisited = is_bend.tolist(), bytearray(is_bend.tobytes())

    def walk(start: int, node: int, *, level: bool) -> tuple[list[int], bool]:
        """From `start` over `node` to the next branching, or around to `start`; whether it ends level."""
        nodes = [start]
        while bends[node] and node != start:
            nodes.append(node)
            unvisited[node] = 0
            node = along[node] if level else across[node]
            level = not level
        nodes.append(node)
        return nodes, level

    walks = []
    walked_back = set()
    for start in np.flatnonzero(~is_bend).tolist():
        for direction in (_RIGHT, _DOWN, _LEFT, _UP):
            neighbor = int(links[direction][start])
            if neighbor < 0 or (start, direction) in walked_back:
                continue
            nodes, level = walk(start, neighbor, level=direction in (_RIGHT, _LEFT))
            walked_back.add((nodes[-1], _direction(links, nodes[-1], nodes[-2], level=level)))
            walks.append((nodes, direction))
    start = unvisited.find(1)
    while start >= 0:
        unvisited[start] = 0
        nodes, _ = walk(start, across[start], level=True)
        walks.append((nodes, _RIGHT if links[_RIGHT][start] >= 0 else _LEFT))
        start = unvisited.find(1, start)
    return walks


def _direction(links: list[NDArray[np.intp]], node: int, neighbor: int, *, level: bool) -> int:
    """The direction from a node back to its neighbor in the same row or column."""
    first, second = (_RIGHT, _LEFT) if level else (_DOWN, _UP)
    return first if links[first][node] == neighbor else second


def _pixels_beside(corner: NDArray[np.int32], direction: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Positions (y, x) in the padded map of the pixels left and right of the first side of an arc."""
    x, y = int(corner[0]), int(corner[1])
    ahead_x, ahead_y = _STEPS[direction]
    # The four pixels around a corner are (y, x), (y, x + 1), (y + 1, x), (y + 1, x + 1) in the padded map.
    left = (y + (ahead_y > 0 or ahead_x < 0), x + (ahead_x > 0 or ahead_y > 0))
    right = (y + (ahead_y > 0 or ahead_x > 0), x + (ahead_x > 0 or ahead_y < 0))
    return left, right


def closed_outlines(arcs: list[Arc], covered: NDArray[np.bool_]) -> list[Loop]:
    """Closed outlines of the covered regions, which lie to their left."""
    loops = []
    by_start: defaultdict[tuple[int, int], list[Loop]] = defaultdict(list)
    for arc in arcs:
        if covered[arc.left] == covered[arc.right]:
            continue
        points = arc.points if covered[arc.left] else arc.points[::-1]
        if arc.is_closed:
            loops.append(points[:-1])
        else:
            by_start[_corner(points[0])].append(points)
    while by_start:
        start, pieces = by_start.popitem()
        chain = [pieces.pop()]
        if pieces:
            by_start[start] = pieces
        while (end := _corner(chain[-1][-1])) != start:
            pieces = by_start[end]
            chain.append(pieces.pop())
            if not pieces:
                del by_start[end]
        loops.append(np.concatenate([piece[:-1] for piece in chain]))
    return loops


def _corner(point: NDArray[np.int32]) -> tuple[int, int]:
    return int(point[0]), int(point[1])
