"""The segments of a result as an SVG drawing: one closed path a cluster, stacked."""

from dataclasses import dataclass, replace
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.connected import Regions, connected_regions
from kseg_core.edits.specks import remove_specks
from kseg_core.export.borders import Arc, Loop, border_arcs, closed_outlines
from kseg_core.image import row_blocks
from kseg_core.palette import hex_code

NODES_MAX = 200_000
"""Corners of all paths together: as many as Inkscape and browsers can draw and edit."""

TOLERANCE = 1.0
"""Largest distance, in pixels, of an outline from its border where sides of pixels take too many nodes."""

_PIXELS_PER_SPECK = 100_000
"""The pixels of the picture divided by this: the area below which a region is a speck at first."""

_COARSER = 1.5
_EXACT = 2.5
"""How many times `nodes_max` an exact drawing may have: a step along a side is written in half the bytes."""

_CORNERS_MAX = 700_000
"""Corners of segments that are traced at most; noise of 12 megapixels has 12 million."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SegmentOutlines:
    """Outlines of all clusters, to be painted one over the other.

    Attributes
    ----------
    loops : tuple of tuples of ndarray of int32, shape (N, 2)
        For each cluster its closed outlines x, y, those of holes included; the first point is not
        repeated. Filled by the even-odd rule.
    order : tuple of int
        The clusters in the order to paint them.
    specks : int
        Regions with fewer pixels were merged into their neighbors; 0 if none were.
    tolerance : float
        Largest distance of an outline from its border, in pixels.
    """

    loops: tuple[tuple[Loop, ...], ...]
    order: tuple[int, ...]
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
        Outlines run along the sides of the pixels if that takes at most 2.5 times as many nodes. If not,
        specks and tolerance start at their defaults and are raised by half until there are few enough.

    Notes
    -----
    1. A very noisy map is reduced: only every second row and column is used, or every fourth, and so on.
    2. Unless all can be drawn exactly, specks are merged into their neighbors (`remove_specks`).
    3. Borders are cut where they branch (`border_arcs`). Each arc is simplified once (Douglas-Peucker), so
       that all shapes that use it fit together.
    4. The arcs around the shape of each cluster (`_layers`) are joined into closed outlines.
    """
    step = 1
    while (corners := _count_corners(labels[::step, ::step])) > _CORNERS_MAX:
        step *= 2
    reduced = np.ascontiguousarray(labels[::step, ::step])
    corner = np.array(labels.shape[::-1], np.int32)
    coarse = max(2, reduced.size // _PIXELS_PER_SPECK), TOLERANCE
    specks, tolerance = (0, 0.0) if corners <= nodes_max else coarse
    while True:
        reduced = remove_specks(reduced, specks)
        regions = connected_regions(reduced)
        arcs = [_simplified(arc, tolerance) for arc in border_arcs(reduced, regions.numbers)]
        drawn = [arc for arc in arcs if len(arc.points) > 3 or not arc.is_closed]
        order = np.argsort(-np.bincount(regions.labels, regions.areas, k), kind="stable")
        layers = _layers(regions, drawn, order)
        if _count_nodes(drawn, layers) <= nodes_max * (1 if specks else _EXACT):
            break
        if specks:
            coarse = round(specks * _COARSER) + 1, tolerance * _COARSER
        specks, tolerance = coarse
    loops: list[tuple[Loop, ...]] = [()] * k
    for cluster, covered in zip(order, layers, strict=True):
        joined = closed_outlines(drawn, covered)
        loops[cluster] = tuple(np.minimum(loop * np.int32(step), corner) for loop in joined)
    return SegmentOutlines(
        loops=tuple(loops),
        order=tuple(order.tolist()),
        specks=specks * step**2,
        tolerance=tolerance * step + step - 1,
    )


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
    Where two shapes only share an outline, renderers let the background show through. Here the one below
    goes on under the one above, as in the stacked mode of VTracer, so there are no seams.
    """
    about = (
        f"Regions below {outlines.specks} pixels were given to their neighbors; outlines lie within "
        f"{outlines.tolerance:.3g} pixel{'' if outlines.tolerance <= 1 else 's'} of the borders; "
        if outlines.tolerance
        else "Outlines run along the sides of the pixels; "
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">',
        f"<title>{escape(title)}</title>",
        f"<desc>{about}shapes go on under those painted later; {outlines.n_nodes} nodes.</desc>",
        '<g fill-rule="evenodd">',
    ]
    for cluster in outlines.order:
        if outlines.loops[cluster]:
            path = "".join(_path_data(loop) for loop in outlines.loops[cluster])
            lines.append(
                f'<path id="cluster-{cluster + 1}" fill="{hex_code(colors[cluster])}" d="{path}">'
                f"<title>{escape(names[cluster])}</title></path>"
            )
    return "\n".join([*lines, "</g>", "</svg>"]) + "\n"


def _count_corners(labels: NDArray[np.uint8]) -> int:
    """The pixel corners inside the picture where borders bend or branch."""
    corners = 0
    for rows in row_blocks(labels.shape):
        part = labels[rows.start : rows.stop + 1]
        upright, level = part[:, 1:] != part[:, :-1], part[1:] != part[:-1]
        corners += int(np.count_nonzero((upright[1:] | upright[:-1]) & (level[:, 1:] | level[:, :-1])))
    return corners


def _layers(regions: Regions, arcs: list[Arc], order: NDArray[np.intp]) -> list[NDArray[np.bool_]]:
    """For each cluster in the order of painting, the regions that its shape covers, shape (N + 1,).

    The first shape covers all regions. Each other one covers its own regions and those beside them that are
    painted later, so that an outline has one shape above it and one that goes on below. Regions far from
    a cluster are left out: their outlines would be drawn again, and its color would shine through them.
    The last entry is for the outside, which is region -1.
    """
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    ranks = np.append(rank[regions.labels], -1)
    one, other = np.array([(arc.left, arc.right) for arc in arcs], np.int64).reshape(-1, 2).T
    below, above = np.where(ranks[one] < ranks[other], (one, other), (other, one))
    layers = [ranks >= 0]
    for painted in range(1, len(order)):
        covered = ranks == painted
        covered[above[ranks[below] == painted]] = True
        layers.append(covered)
    return layers


def _count_nodes(arcs: list[Arc], layers: list[NDArray[np.bool_]]) -> int:
    """The nodes of all outlines of the layers; those of an arc count in every layer that it bounds."""
    one, other = np.array([(arc.left, arc.right) for arc in arcs], np.int64).reshape(-1, 2).T
    nodes = np.array([len(arc.points) - 1 for arc in arcs], np.int64)
    return sum(int(nodes[covered[one] != covered[other]].sum()) for covered in layers)


def _simplified(arc: Arc, tolerance: float) -> Arc:
    if not tolerance:
        return arc
    points = arc.points[:-1] if arc.is_closed else arc.points
    points = np.asarray(cv2.approxPolyDP(points, tolerance, arc.is_closed), np.int32).reshape(-1, 2)
    if arc.is_closed:
        points = np.concatenate([points, points[:1]])
    return replace(arc, points=points)


def _path_data(loop: Loop) -> str:
    """The loop in the syntax of SVG: an absolute start and relative steps, the shortest way to write them."""
    moves, command = [f"M{loop[0, 0]} {loop[0, 1]}"], ""
    for dx, dy in np.diff(loop, axis=0).tolist():
        wanted = "h" if dy == 0 else "v" if dx == 0 else "l"
        numbers = f"{dx}" if dy == 0 else f"{dy}" if dx == 0 else f"{dx}{'' if dy < 0 else ' '}{dy}"
        separator = wanted if wanted != command else "" if numbers[0] == "-" else " "
        moves.append(separator + numbers)
        command = wanted
    return "".join(moves) + "z"
