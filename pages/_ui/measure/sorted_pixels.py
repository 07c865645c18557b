"""What the class of every pixel depends on."""

from dataclasses import dataclass, replace

from kseg_core import KMeansSettings, RgbImage
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.classes import REST_COLOR, Classes
from kseg_core.measure.region import Region
from kseg_core.measure.settings import MeasureSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedPixels:
    """The pixels of a result, sorted into classes.

    Attributes
    ----------
    image : RgbImage
    settings : KMeansSettings
    edits : PaletteEdits
    classes : Classes
        Without the names and colors that visitors gave them, so that these change no number.
    region : Region
    """

    image: RgbImage
    settings: KMeansSettings
    edits: PaletteEdits
    classes: Classes
    region: Region

    @property
    def source(self) -> tuple[RgbImage, KMeansSettings, PaletteEdits]:
        """What `get_edited` makes the result from."""
        return self.image, self.settings, self.edits

    @property
    def all_counted(self) -> "SortedPixels":
        """The same with no class left out."""
        return replace(self, classes=tuple(replace(each, is_left_out=False) for each in self.classes))

    @property
    def identity(self) -> object:
        """The same without pixels, to be kept between runs."""
        return self.image.digest, self.settings, self.edits, self.classes, self.region


def sorted_pixels(
    image: RgbImage, settings: KMeansSettings, edits: PaletteEdits, measure: MeasureSettings
) -> SortedPixels:
    """The pixels of a result as a measurement sorts them."""
    classes = tuple(
        replace(each, name=str(number), color=REST_COLOR) for number, each in enumerate(measure.classes)
    )
    return SortedPixels(image=image, settings=settings, edits=edits, classes=classes, region=measure.region)
