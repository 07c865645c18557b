"""Edge maps as lines: SVG paths and lists of points."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import ImageError

PIXELS_MAX = 2_000_000
"""Edge pixels that are joined into lines at most: each takes 300 bytes, as JSON."""


def edge_paths(edges: NDArray[np.uint8]) -> list[NDArray[np.int32]]:
    """The edge pixels joined into lines.

    Parameters
    ----------
    edges : ndarray of uint8, shape (H, W)
        0 where there is no edge.

    Returns
    -------
    list of ndarray of int32, shape (N, 2)
        Columns x and y of every pixel of a line, in order; neighbors touch. A closed line ends with
        the pixel it began with. Every edge pixel lies on a line, a lone one on a line of its own.

    Raises
    ------
    ImageError
        If there are more than `PIXELS_MAX` edge pixels.

    Notes
    -----
    1. A line starts at a pixel with at most one neighbor. When none is left, the remaining lines are
       closed and start anywhere.
    2. It goes on to an unused neighbor, along rows and columns before diagonals.
    3. Where it starts or ends beside a pixel that another line has used, it is joined to that one.
    """
    count = int(np.count_nonzero(edges))
    if count > PIXELS_MAX:
        raise ImageError(
            f"There are {count:,} edge pixels; lines can be made of at most {PIXELS_MAX:,}. "
            "Raise the thresholds or smooth more, or take the PNG, which holds them all."
        )
    height, width = edges.shape
    row = width + 2
    padded = np.zeros((height + 2, row), np.uint8)
    padded[1:-1, 1:-1] = edges > 0
    steps = (1, row, -1, -row, row + 1, row - 1, -row - 1, -row + 1)
    flat = padded.ravel()
    pixels = np.flatnonzero(flat)
    degrees = sum((flat[pixels + step].astype(np.int32) for step in steps), np.zeros(len(pixels), np.int32))
    order = np.concatenate([pixels[degrees <= 1], pixels[degrees > 1]]).tolist()
    is_edge, free = flat.tobytes(), bytearray(flat.tobytes())
    lines = []
    for start in order:
        if not free[start]:
            continue
        line = [start]
        free[start] = 0
        here = start
        while True:
            for step in steps:
                if free[here + step]:
                    here += step
                    free[here] = 0
                    line.append(here)
                    break
            else:
                break
        lines.append(_joined(line, is_edge, steps))
    return [
        np.column_stack([(at := np.array(line, np.int32)) % row - 1, at // row - 1]).astype(np.int32)
        for line in lines
    ]


def svg_of_paths(
    paths: list[NDArray[np.int32]], *, width: int, height: int, color: str = "#000000", line_width: float = 1
) -> str:
    """An SVG drawing with one path per line, in pixels of the picture; its background is transparent."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">\n<g fill="none" stroke="{color}" stroke-width="{line_width:g}" '
        'stroke-linecap="round" stroke-linejoin="round" transform="translate(0.5 0.5)">\n'
    )
    return head + "".join(f'<path d="{_path_data(path)}"/>\n' for path in paths) + "</g>\n</svg>\n"


def contours_of_paths(paths: list[NDArray[np.int32]]) -> list[dict[str, object]]:
    """The lines for JSON: ``[{"closed", "points": [[x, y], …]}, …]``."""
    return [
        {"closed": is_closed(path), "points": (path[:-1] if is_closed(path) else path).tolist()}
        for path in paths
    ]


def is_closed(path: NDArray[np.int32]) -> bool:
    """Whether a line ends where it began."""
    return len(path) > 3 and bool((path[0] == path[-1]).all())


def _joined(line: list[int], is_edge: bytes, steps: tuple[int, ...]) -> list[int]:
    """The line, closed if its ends touch, else extended at each end by a touching pixel of another line."""
    if len(line) > 2 and line[0] - line[-1] in steps:
        return [*line, line[0]]
    own = set(line)
    for end in (0, -1):
        beside = (line[end] + step for step in steps)
        near = next((pixel for pixel in beside if is_edge[pixel] and pixel not in own), None)
        if near is not None:
            line = [near, *line] if end == 0 else [*line, near]
            own.add(near)
    return line


def _path_data(path: NDArray[np.int32]) -> str:
    """SVG path data: the absolute start, then a relative step to every bend and to the end."""
    if len(path) == 1:
        return f"M{path[0, 0]} {path[0, 1]}h0"
    steps = np.diff(path, axis=0)
    bends = np.flatnonzero((steps[1:] != steps[:-1]).any(axis=1)) + 1
    corners = path[np.concatenate([[0], bends, [len(path) - 1]])]
    moves = "".join(f"l{dx} {dy}" for dx, dy in np.diff(corners, axis=0).tolist())
    return f"M{corners[0, 0]} {corners[0, 1]}{moves}" + ("z" if is_closed(path) else "")
