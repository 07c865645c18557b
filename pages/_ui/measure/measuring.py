"""What is measured: a result of "Look closer", in which classes, where, and how long a pixel is."""

from dataclasses import dataclass

from kseg_core import RgbImage
from kseg_core.measure.classes import Classes
from kseg_core.measure.ruler import Ruler, ruler
from kseg_core.measure.settings import MeasureSettings
from pages._ui.detail.detail import Detail
from pages._ui.measure.sorted_pixels import SortedPixels, sorted_pixels
from pages._ui.photo import Photo


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measuring:
    """A measurement.

    Attributes
    ----------
    detail : Detail
        The result with its edits, whose clusters the classes name.
    settings : MeasureSettings
    """

    detail: Detail
    settings: MeasureSettings

    @property
    def photo(self) -> Photo:
        return self.detail.photo

    @property
    def image(self) -> RgbImage:
        return self.detail.image

    @property
    def classes(self) -> Classes:
        return self.settings.classes

    @property
    def pixels(self) -> SortedPixels:
        return sorted_pixels(*self.detail.source, self.settings)

    @property
    def ruler(self) -> Ruler:
        return ruler(self.image.prepared, self.settings.scale)
