"""Everything that the controls of "Look closer" say, in one piece."""

from dataclasses import dataclass, replace

from kseg_core import KMeansSettings, RgbImage, Segmentation
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.rendering.paint import Paint
from kseg_core.rendering.picks import Rest
from pages._ui.detail.user_edits import Fit, Work, picked_rows
from pages._ui.photo import Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Boundaries over the picture: RGB, and the width in pixels of the screen."""

    color: Rgb
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a result is shown.

    Attributes
    ----------
    paint : Paint
    rest : Rest
    lines : Lines or None
        None = boundaries are not drawn.
    """

    paint: Paint
    rest: Rest
    lines: Lines | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closer:
    """One result and how it is looked at.

    Attributes
    ----------
    photo : Photo
    image : RgbImage
    settings : KMeansSettings
    work : Work
        Picks and palette edits.
    specks : int
        Regions of fewer pixels are removed.
    view : View
    """

    photo: Photo
    image: RgbImage
    settings: KMeansSettings
    work: Work
    specks: int
    view: View

    @property
    def fit(self) -> Fit:
        """What the work belongs to."""
        return Fit(photo=self.photo.digest, image=self.image.digest, settings=self.settings)

    @property
    def edits(self) -> PaletteEdits:
        """All that is done to the segmentation."""
        return replace(self.work.edits, specks=self.specks)

    def rows(self, result: Segmentation) -> tuple[int, ...]:
        """The clusters of the edited result that are picked."""
        return picked_rows(result, self.work.picks)
