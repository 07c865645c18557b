"""The points of the color cloud: every color, cells of similar colors, or the colors of sampled pixels."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram
from kseg_core.wording import count, percent

POINTS_MAX = 20_000
DENSITY_CELL = 8
"""Side of the cells of the density view, in levels; larger if there would be too many cells."""

NO_POINT = 65535
"""In a point map: the pixel has no point."""

_LEVELS = 256


class CloudKind(StrEnum):
    """What the points are. The values are shown to people."""

    COLORS = "Colors"
    SAMPLE = "Sampled pixels"
    DENSITY = "Density"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColorCloud:
    """Points that represent the colors of a picture.

    Attributes
    ----------
    colors : ndarray of uint8, shape (N, 3)
        RGB of each point: the color itself, or the rounded mean of the pixels of its cell.
    counts : ndarray of int64, shape (N,)
        Pixels of the picture with the color, or with a color of the cell.
    point_of_color : ndarray of int32, shape (U,)
        The point of each color of the histogram, -1 if it has none.
    kind : CloudKind
    cell : int
        Side of a cell, in levels; 1 if each point is one color.
    drawn : int
        Sampled pixels; 0 for the other kinds.
    """

    colors: NDArray[np.uint8]
    counts: NDArray[np.int64]
    point_of_color: NDArray[np.int32]
    kind: CloudKind
    cell: int = 1
    drawn: int = 0

    def __post_init__(self) -> None:
        for array in (self.colors, self.counts, self.point_of_color):
            array.flags.writeable = False

    @property
    def n_points(self) -> int:
        return len(self.counts)

    @property
    def is_exact(self) -> bool:
        """Whether every color has a point."""
        return len(self.counts) == len(self.point_of_color)


def color_cloud(
    histogram: ColorHistogram, kind: CloudKind, *, max_points: int = POINTS_MAX, seed: int = 0
) -> ColorCloud:
    """The points of a picture, at most `max_points`.

    Parameters
    ----------
    histogram : ColorHistogram
    kind : CloudKind
    max_points : int
        1 to 65,535.
    seed : int
        For sampled pixels only.

    Returns
    -------
    ColorCloud

    Raises
    ------
    SettingsError
        If `max_points` is out of range.

    Notes
    -----
    - Colors: every distinct color. If these are too many, the smallest cubic cells (their side a whole
      number of levels, counted from black) of which at most `max_points` contain a color.
    - Sampled pixels: `max_points` pixels drawn without replacement, all equally likely. There is a point for
      each distinct color among them, with all pixels of that color in the picture.
    - Density: cells of `DENSITY_CELL` levels a side, or larger.
    """
    if not 1 <= max_points <= NO_POINT:
        raise SettingsError(f"A cloud needs 1 to {NO_POINT:,} points.")
    match kind:
        case CloudKind.COLORS:
            if histogram.n_colors <= max_points:
                return _every_color(histogram, kind)
            return _cells(histogram, kind, 2, max_points)
        case CloudKind.DENSITY:
            return _cells(histogram, kind, DENSITY_CELL, max_points)
        case CloudKind.SAMPLE:
            return _sample(histogram, max_points, seed)


def describe(cloud: ColorCloud, histogram: ColorHistogram) -> str:
    """What the points of a cloud are, as a sentence for people."""
    every = "The only color" if histogram.n_colors == 1 else f"Every one of the {histogram.n_colors:,} colors"
    if cloud.kind is CloudKind.SAMPLE:
        if cloud.is_exact:
            return f"{every}: each is among {count(cloud.drawn, 'sampled pixel')}."
        share = cloud.counts.sum() / histogram.n_pixels
        return (
            f"The {count(cloud.n_points, 'color')} of {count(cloud.drawn, 'sampled pixel')}, "
            f"out of {histogram.n_colors:,}; {percent(share)} of the picture has one of them."
        )
    if cloud.cell == 1:
        return f"{every} in the picture."
    colors = "the only color" if histogram.n_colors == 1 else f"all {histogram.n_colors:,} colors"
    side = f"{cloud.cell} × {cloud.cell} × {cloud.cell} levels"
    return f"{count(cloud.n_points, 'point')} for {colors}: those in one cell of {side} share a point."


def _every_color(histogram: ColorHistogram, kind: CloudKind) -> ColorCloud:
    return ColorCloud(
        colors=histogram.colors.view(),
        counts=histogram.counts.view(),
        point_of_color=np.arange(histogram.n_colors, dtype=np.int32),
        kind=kind,
    )


def _sample(histogram: ColorHistogram, size: int, seed: int) -> ColorCloud:
    drawn = min(size, histogram.n_pixels)
    pixels = np.random.default_rng(seed).choice(histogram.n_pixels, drawn, replace=False, shuffle=False)
    chosen = np.unique(np.searchsorted(np.cumsum(histogram.counts), pixels, side="right"))
    point_of_color = np.full(histogram.n_colors, -1, dtype=np.int32)
    point_of_color[chosen] = np.arange(len(chosen))
    return ColorCloud(
        colors=histogram.colors[chosen],
        counts=histogram.counts[chosen],
        point_of_color=point_of_color,
        kind=CloudKind.SAMPLE,
        drawn=drawn,
    )


def _cells(histogram: ColorHistogram, kind: CloudKind, smallest: int, max_points: int) -> ColorCloud:
    # A cell contains at most cell ** 3 colors, so smaller cells would be too many.
    lower_bound = int(np.ceil(np.cbrt(histogram.n_colors / max_points) - 1e-9))
    for cell in range(max(smallest, lower_bound), _LEVELS + 1):
        numbers = _cell_numbers(histogram.colors, cell)
        is_occupied = np.zeros((-(-_LEVELS // cell)) ** 3, dtype=np.bool_)
        is_occupied[numbers] = True
        if np.count_nonzero(is_occupied) <= max_points:
            break
    rank = np.cumsum(is_occupied, dtype=np.int32) - np.int32(1)
    point_of_color = rank[numbers]
    weights = histogram.counts.astype(np.float64)
    counts = np.bincount(point_of_color, weights)
    sums = [np.bincount(point_of_color, weights * channel) for channel in histogram.colors.T]
    return ColorCloud(
        colors=np.rint(np.stack(sums, axis=1) / counts[:, None]).astype(np.uint8),
        counts=counts.astype(np.int64),
        point_of_color=point_of_color,
        kind=kind,
        cell=cell,
    )


def _cell_numbers(colors: NDArray[np.uint8], cell: int) -> NDArray[np.int32]:
    cells_per_side = -(-_LEVELS // cell)
    number = np.arange(_LEVELS, dtype=np.int32) // cell
    red, green, blue = colors.T
    numbers = number[red]
    numbers += (number * cells_per_side)[green]
    numbers += (number * cells_per_side**2)[blue]
    return numbers
