"""Everything that a measurement of a segmentation depends on."""

from dataclasses import dataclass, field

from kseg_core.errors import SettingsError
from kseg_core.measure.classes import Classes, check_classes
from kseg_core.measure.objects import ObjectSettings
from kseg_core.measure.region import SHAPES_MAX, Region
from kseg_core.measure.ruler import Scale

DOUBT = 0.3
"""The bound of doubt that a measurement starts with."""

DOUBT_MAX = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureSettings:
    """How a segmentation is measured.

    Attributes
    ----------
    classes : Classes
    region : Region
    scale : Scale or None
    objects : ObjectSettings
    doubt : float
        0 to `DOUBT_MAX`: a pixel is doubtful if the nearest centroid of another class is at most so much
        farther than its own, as a fraction.

    Raises
    ------
    SettingsError
        If classes cannot stand beside each other, there are too many shapes, or doubt is out of range.
    """

    classes: Classes = ()
    region: Region = ()
    scale: Scale | None = None
    objects: ObjectSettings = field(default_factory=ObjectSettings)
    doubt: float = DOUBT

    def __post_init__(self) -> None:
        check_classes(self.classes)
        if len(self.region) > SHAPES_MAX:
            raise SettingsError(f"A region has at most {SHAPES_MAX} shapes.")
        if not 0 <= self.doubt <= DOUBT_MAX:
            raise SettingsError(f"Doubt must be 0 to {DOUBT_MAX}.")
