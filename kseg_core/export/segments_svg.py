"""The segments of a result as an SVG drawing: one closed path a cluster."""

from collections import defaultdict
from dataclasses import dataclass, replace
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.specks import remove_specks
from kseg_core.export.borders import Arc, border_arcs
from kseg_core.palette import hex_code

NODES_MAX = 200_000
"""Corners of all paths together: as many as Inkscape and browsers can draw and edit."""

TOLERANCE = 1.0
"""Largest distance, in pixels, of an outline from its border, unless that needs more than `NODES_MAX`."""

_PIXELS_PER_SPECK = 100_000
"""The pixels of the picture divided by this: the area below which a region is a speck at first."""

_COARSER = 1.5
_SIDES_MAX = 1_500_000
"""Pixel sides between segments that are traced at most; noise of 12 megapixels has 20 million."""

_OVERLAP = 1.0
"""Width of the outlines, in pixels, that hide the seams between neighbors."""

Loop = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SegmentOutlines:
    """Outlines of all clusters.

    Attributes
    ----------
    loops : tuple of tuples of ndarray of int32, shape (N, 2)
        For each cluster its closed outlines x, y, those of holes included; the first point is not
        repeated. Filled by the even-odd rule.
    specks : int
        Regions with fewer pixels were merged into their neighbors.
    tolerance : float
        Largest distance of an outline from its border, in pixels.
    """

    loops: tuple[tuple[Loop, ...], ...]
    specks: int
    tolerance: float

    @property
    def n_nodes(self) -> int:
        return sum(len(loop) for loops in self.loops for loop in loops)


def segment_outlines(labels: NDArray[np.uint8], k: int, *, nodes_max: int = NODES_MAX) -> SegmentOutlines:
    """Outlines of the segments of a label map, as fine as the number of nodes allows.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
        0 to ``k - 1``; `NO_LABEL` where there is no pixel.
    k : int
    nodes_max : int
        While there are more nodes, the limits for specks and tolerance are raised by half.

    Notes
    -----
    1. A very noisy map is reduced: only every second row and column is used, or every fourth, and so on.
    2. Specks are merged into their neighbors (`remove_specks`).
    3. Borders are cut where they branch (`border_arcs`). Each arc is simplified once (Douglas-Peucker), so
       that the two segments beside it still fit together.
    4. The arcs around a cluster are joined into closed outlines.
    """
    step = 1
    while _count_sides(labels[::step, ::step]) > _SIDES_MAX:
        step *= 2
    reduced = np.ascontiguousarray(labels[::step, ::step])
    corner = np.array(labels.shape[::-1], np.int32)
    specks, tolerance = max(2, reduced.size // _PIXELS_PER_SPECK), TOLERANCE
    while True:
        reduced = remove_specks(reduced, specks)
        arcs = [_simplified(arc, tolerance) for arc in border_arcs(reduced)]
        drawn = [arc for arc in arcs if len(arc.points) > 3 or not arc.is_closed]
        outlines = SegmentOutlines(
            loops=tuple(
                tuple(np.minimum(loop * np.int32(step), corner) for loop in _joined(drawn, label))
                for label in range(k)
            ),
            specks=specks * step**2,
            tolerance=tolerance * step + step - 1,
        )
        if outlines.n_nodes <= nodes_max:
            return outlines
        specks, tolerance = round(specks * _COARSER) + 1, tolerance * _COARSER


def segments_svg(
    outlines: SegmentOutlines,
    colors: NDArray[np.uint8],
    names: tuple[str, ...],
    *,
    width: int,
    height: int,
    title: str,
) -> str:
    """The outlines as an SVG drawing in pixel coordinates, transparent where there is no pixel.

    Parameters
    ----------
    outlines : SegmentOutlines
    colors : ndarray of uint8, shape (K, 3)
    names : tuple of str, length K
        Titles of the paths.
    width, height : int
    title : str

    Notes
    -----
    Where two segments share an outline, renderers let the background show through. A line in the
    segment's own color, one pixel wide, covers that seam.
    """
    about = (
        f"Regions below {outlines.specks} pixels were given to their neighbors; outlines lie within "
        f"{outlines.tolerance:.3g} pixel{'' if outlines.tolerance <= 1 else 's'} of the borders; "
        f"{outlines.n_nodes} nodes."
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">',
        f"<title>{escape(title)}</title>",
        f"<desc>{about}</desc>",
        f'<g fill-rule="evenodd" stroke-width="{_OVERLAP}" stroke-linejoin="round">',
    ]
    for number, (loops, color, name) in enumerate(zip(outlines.loops, colors, names, strict=True), start=1):
        if loops:
            code = hex_code(color)
            path = "".join(_path_data(loop) for loop in loops)
            lines.append(
                f'<path id="cluster-{number}" fill="{code}" stroke="{code}" d="{path}">'
                f"<title>{escape(name)}</title></path>"
            )
    return "\n".join([*lines, "</g>", "</svg>"]) + "\n"


def _count_sides(labels: NDArray[np.uint8]) -> int:
    return int(
        np.count_nonzero(labels[1:] != labels[:-1]) + np.count_nonzero(labels[:, 1:] != labels[:, :-1])
    )


def _simplified(arc: Arc, tolerance: float) -> Arc:
    points = arc.points[:-1] if arc.is_closed else arc.points
    points = np.asarray(cv2.approxPolyDP(points, tolerance, arc.is_closed), np.int32).reshape(-1, 2)
    if arc.is_closed:
        points = np.concatenate([points, points[:1]])
    return replace(arc, points=points)


def _joined(arcs: list[Arc], label: int) -> list[Loop]:
    """Closed outlines of a label, with the label to their left."""
    loops = []
    by_start: defaultdict[tuple[int, int], list[Loop]] = defaultdict(list)
    for arc in arcs:
        if label not in (arc.left, arc.right):
            continue
        points = arc.points if arc.left == label else arc.points[::-1]
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


def _path_data(loop: Loop) -> str:
    """The loop in the syntax of SVG: an absolute start and relative steps."""
    moves = " ".join(f"{dx} {dy}" for dx, dy in np.diff(loop, axis=0).tolist())
    return f"M{loop[0, 0]} {loop[0, 1]}l{moves}z" if moves else ""
