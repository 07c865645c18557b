"""Why one pixel is an edge or not, told from Canny's stages."""

import math
from dataclasses import dataclass
from enum import StrEnum

from kseg_core.canny.stages import NEIGHBORS, CannyStages
from kseg_core.errors import SettingsError

SECTOR_NAMES = ("left to right", "down to the right", "top to bottom", "up to the right")
"""Along what line the gradient of each sector runs, and the neighbors are compared."""


class Verdict(StrEnum):
    """What became of a pixel."""

    NOT_THERE = "Transparent"
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
class PixelStory:
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


def explain_pixel(stages: CannyStages, x: int, y: int) -> PixelStory:
    """Follow the pixel in column `x` and row `y` through the stages.

    Raises
    ------
    SettingsError
        If it lies outside the picture.
    """
    height, width = stages.strength.shape
    if not (0 <= x < width and 0 <= y < height):
        raise SettingsError(f"Choose a pixel inside the picture: x below {width}, y below {height}.")
    sector = int(stages.direction[y, x])
    first, second = (_neighbor(stages, x + dx, y + dy) for dy, dx in NEIGHBORS[sector])
    verdict = _verdict(stages, x, y)
    here = (slice(y, y + 1), slice(x, x + 1))
    magnitude = _magnitude(stages, x, y)
    gx, gy = (float(plane[y, x]) / stages.gain for plane in (stages.gx, stages.gy))
    return PixelStory(
        x=x,
        y=y,
        smoothed=tuple(int(value) for value in stages.smoothed[here].ravel()),
        gx=gx,
        gy=gy,
        magnitude=magnitude,
        direction=math.degrees(math.atan2(gy, gx)) % 360.0,
        sector=sector,
        neighbors=(first, second),
        verdict=verdict,
        why=_sentence(stages, verdict, magnitude, sector, (first, second)),
    )


def _neighbor(stages: CannyStages, x: int, y: int) -> Neighbor:
    height, width = stages.strength.shape
    if not (0 <= x < width and 0 <= y < height):
        return Neighbor(x=x, y=y, magnitude=0.0)
    return Neighbor(x=x, y=y, magnitude=_magnitude(stages, x, y))


def _magnitude(stages: CannyStages, x: int, y: int) -> float:
    strength = float(stages.strength[y, x])
    return (math.sqrt(strength) if stages.settings.l2_gradient else strength) / stages.gain


def _verdict(stages: CannyStages, x: int, y: int) -> Verdict:
    strength = stages.strength[y, x]
    if stages.opaque is not None and not stages.opaque[y, x]:
        return Verdict.NOT_THERE
    if strength <= stages.low_level:
        return Verdict.BELOW_LOW
    if not stages.maxima[y, x]:
        return Verdict.NOT_A_MAXIMUM
    if strength > stages.high_level:
        return Verdict.STRONG
    return Verdict.WEAK_KEPT if stages.linked[y, x] else Verdict.WEAK_DROPPED


def _sentence(
    stages: CannyStages,
    verdict: Verdict,
    magnitude: float,
    sector: int,
    neighbors: tuple[Neighbor, Neighbor],
) -> str:
    settings = stages.settings
    here, low, high = (_number(value) for value in (magnitude, settings.low, settings.high))
    between = (
        f"Its gradient of {here} is above the low threshold of {low} but not above the high one of {high}"
    )
    match verdict:
        case Verdict.NOT_THERE:
            return "This pixel is transparent, and what is not there makes no edge."
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
