"""Why a pixel is an edge or not, stage by stage."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kseg_core.canny.edges import EdgeMap
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stages import NEIGHBORS, CannyStages, stage_window
from kseg_core.errors import SettingsError
from kseg_core.image import Box

SECTOR_NAMES = ("left to right", "down to the right", "top to bottom", "up to the right")
"""By sector: the line along which the gradient runs and the two neighbors are compared."""


class Verdict(StrEnum):
    """What became of a pixel."""

    TRANSPARENT = "Transparent"
    BELOW_LOW = "Below the low threshold"
    NOT_A_MAXIMUM = "Not a maximum"
    WEAK_DROPPED = "Weak, dropped"
    WEAK_KEPT = "Weak, kept"
    STRONG = "Strong"

    @property
    def is_edge(self) -> bool:
        return self in (Verdict.WEAK_KEPT, Verdict.STRONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """One of the two pixels a maximum is compared with; outside the picture its magnitude is 0."""

    x: int
    y: int
    magnitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelExplanation:
    """One pixel on its way through the stages.

    Attributes
    ----------
    x, y : int
        Column and row.
    smoothed : tuple of int
        Its value after smoothing: one number in gray, R, G, B in color.
    gx, gy : float
        Derivatives to the right and downward, in the units of the thresholds.
    magnitude : float
        In the same units.
    direction : float
        Where it gets brighter, in degrees 0 … 360: 0 = right, 90 = down.
    sector : int, 0 … 3
        The direction as rounded by Canny; `SECTOR_NAMES` says it in words.
    neighbors : tuple of two Neighbor
    verdict : Verdict
    why : str
        One sentence for the visitor.
    """

    x: int
    y: int
    smoothed: tuple[int, ...]
    gx: float
    gy: float
    magnitude: float
    direction: float
    sector: int
    neighbors: tuple[Neighbor, Neighbor]
    verdict: Verdict
    why: str


def explain_pixel(edge_map: EdgeMap, x: int, y: int) -> PixelExplanation:
    """Follow the pixel in column `x` and row `y` through the stages; only its surroundings are computed.

    Raises
    ------
    SettingsError
        If it lies outside the picture.
    """
    width, height = edge_map.width, edge_map.height
    if not (0 <= x < width and 0 <= y < height):
        raise SettingsError(f"Choose a pixel inside the picture: x below {width}, y below {height}.")
    box = Box.around(x, y, 1, width=width, height=height)
    stages = stage_window(edge_map, box)
    here = y - box.top, x - box.left
    magnitudes = stages.magnitude

    def neighbor(dy: int, dx: int) -> Neighbor:
        row, column = here[0] + dy, here[1] + dx
        inside = 0 <= row < box.height and 0 <= column < box.width
        return Neighbor(x=x + dx, y=y + dy, magnitude=float(magnitudes[row, column]) if inside else 0.0)

    sector = int(stages.direction[here])
    before, after = NEIGHBORS[sector]
    neighbors = neighbor(*before), neighbor(*after)
    magnitude, verdict = float(magnitudes[here]), _verdict(stages, *here)
    return PixelExplanation(
        x=x,
        y=y,
        smoothed=tuple(np.atleast_1d(stages.picture[here]).tolist()),
        gx=float(stages.gx[here]) / stages.gain,
        gy=float(stages.gy[here]) / stages.gain,
        magnitude=magnitude,
        direction=float(stages.angle[here]),
        sector=sector,
        neighbors=neighbors,
        verdict=verdict,
        why=_sentence(edge_map.settings, verdict, magnitude, sector, neighbors),
    )


def _verdict(stages: CannyStages, y: int, x: int) -> Verdict:
    strength = stages.strength[y, x]
    if stages.opaque is not None and not stages.opaque[y, x]:
        return Verdict.TRANSPARENT
    if strength <= stages.low_level:
        return Verdict.BELOW_LOW
    if not stages.maxima[y, x]:
        return Verdict.NOT_A_MAXIMUM
    if strength > stages.high_level:
        return Verdict.STRONG
    return Verdict.WEAK_KEPT if stages.linked[y, x] else Verdict.WEAK_DROPPED


def _sentence(
    settings: CannySettings,
    verdict: Verdict,
    magnitude: float,
    sector: int,
    neighbors: tuple[Neighbor, Neighbor],
) -> str:
    here, low, high = (_number(value) for value in (magnitude, settings.low, settings.high))
    between = (
        f"Its gradient of {here} is above the low threshold of {low} but not above the high one of {high}"
    )
    match verdict:
        case Verdict.TRANSPARENT:
            return "This pixel is too transparent to take part, so it is no edge."
        case Verdict.BELOW_LOW:
            return f"Its gradient of {here} is not above the low threshold of {low}, so it is no edge."
        case Verdict.NOT_A_MAXIMUM:
            beside = " and ".join(_number(neighbor.magnitude) for neighbor in neighbors)
            return (
                f"Its gradient of {here} does not exceed both neighbors {SECTOR_NAMES[sector]} ({beside}), "
                "so the crest of the edge runs beside it."
            )
        case Verdict.STRONG:
            return f"A crest whose gradient of {here} is above the high threshold of {high}: an edge."
        case Verdict.WEAK_KEPT:
            return f"{between}, and it is connected to a strong pixel: an edge."
        case Verdict.WEAK_DROPPED:
            return f"{between}, and no strong pixel is connected to it, so it is dropped."


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
