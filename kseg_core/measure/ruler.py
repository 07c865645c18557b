"""How long a pixel is: pixels become lengths and areas in a unit."""

import math
from dataclasses import dataclass
from enum import StrEnum

from kseg_core.errors import SettingsError
from kseg_core.measure.region import Point
from kseg_core.preparation import Preparation


class Unit(StrEnum):
    """Units of length. The values are the names shown to people."""

    NANOMETER = "nm"
    MICROMETER = "µm"
    MILLIMETER = "mm"
    CENTIMETER = "cm"
    METER = "m"
    INCH = "in"

    @property
    def meters(self) -> float:
        """How long it is, in meters."""
        return _METERS[self]


_METERS = {
    Unit.NANOMETER: 1e-9,
    Unit.MICROMETER: 1e-6,
    Unit.MILLIMETER: 1e-3,
    Unit.CENTIMETER: 1e-2,
    Unit.METER: 1.0,
    Unit.INCH: 0.0254,
}


PER_UNIT_MIN, PER_UNIT_MAX = 1e-12, 1e12
"""Pixels per unit between which every scale lies, so that areas in units squared can be computed."""


class ScaleSource(StrEnum):
    """Where a scale is from. The values are the words shown to people."""

    GIVEN = "given as pixels per unit"
    LENGTH = "from a known length in the picture"
    FILE = "from the file's resolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How many pixels are how long.

    Attributes
    ----------
    pixels_per_unit : float
        Pixels of the file, `PER_UNIT_MIN` to `PER_UNIT_MAX`: of the photo before it was scaled on the way in.
    unit : Unit
    source : ScaleSource

    Raises
    ------
    SettingsError
        If the number is out of range.
    """

    pixels_per_unit: float
    unit: Unit
    source: ScaleSource = ScaleSource.GIVEN

    def __post_init__(self) -> None:
        if not PER_UNIT_MIN <= self.pixels_per_unit <= PER_UNIT_MAX:
            raise SettingsError("Pixels per unit must lie between 1e-12 and 1e12. Choose another unit.")

    @property
    def words(self) -> str:
        """The scale in words, with its source."""
        return f"{self.pixels_per_unit:,.6g} pixels per {self.unit}, {self.source}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """What one pixel of a picture is.

    Attributes
    ----------
    pixel : float
        Its side in units.
    unit : str
        A `Unit`, or ``"px"``: pixels of the file.
    """

    pixel: float = 1.0
    unit: str = "px"

    @property
    def area(self) -> float:
        """Its area in units squared."""
        return self.pixel**2

    @property
    def counts_pixels(self) -> bool:
        """Whether areas are numbers of pixels of the picture."""
        return self.unit == "px" and self.pixel == 1


DEFAULT_DPI = (72, 96)
"""Pixels per inch that programs write when they know nothing."""


_OF_MICROSCOPES = 10_000
"""Pixels per inch, more than scanners have: pixels of less than 2.5 µm."""


def scale_of_file(prepared: Preparation) -> Scale | None:
    """The scale that the file itself names, in pixels per millimeter, or per micrometer if they are fine.

    None if it names none, or one that no picture can have.
    """
    if prepared.dpi is None:
        return None
    unit = Unit.MILLIMETER if prepared.dpi < _OF_MICROSCOPES else Unit.MICROMETER
    per_unit = prepared.dpi * unit.meters / Unit.INCH.meters
    if not PER_UNIT_MIN <= per_unit <= PER_UNIT_MAX:
        return None
    return Scale(pixels_per_unit=per_unit, unit=unit, source=ScaleSource.FILE)


def scale_of_length(ends: tuple[Point, Point], length: float, unit: Unit, prepared: Preparation) -> Scale:
    """The scale in which the way between the middles of two pixels of a picture has a length.

    Raises
    ------
    SettingsError
        If the pixels are the same, the length is not above 0, or the scale is out of range.
    """
    if ends[0] == ends[1] or not length > 0:
        raise SettingsError("A known length needs two different ends and a value above 0.")
    pixels = math.dist(*ends) * file_pixel(prepared)
    return Scale(pixels_per_unit=pixels / length, unit=unit, source=ScaleSource.LENGTH)


def file_pixel(prepared: Preparation) -> float:
    """How many pixels of the file a pixel of the picture is wide: 1 unless the photo was scaled down."""
    if prepared.scaled is None:
        return 1.0
    before, after = prepared.scaled
    return (before / after) ** 0.5


def ruler(prepared: Preparation, scale: Scale | None) -> Ruler:
    """How a picture is measured; without a scale in pixels of its file."""
    pixel = file_pixel(prepared)
    if scale is None:
        return Ruler(pixel=pixel)
    return Ruler(pixel=pixel / scale.pixels_per_unit, unit=scale.unit)
