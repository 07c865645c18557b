"""What is looked at: one result of one photo, what a visitor did to it, and how it is shown."""

from dataclasses import dataclass

from kseg_core import KMeansSettings, RgbImage, Segmentation
from kseg_core.color_vision import ColorVision
from kseg_core.edits.cut import NO_CUT, Cut
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.rendering.paint import Paint
from kseg_core.rendering.picks import Rest
from pages._ui.photo import Photo
from pages._ui.user_edits import Clustering, UserEdits, picked_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a result is shown.

    Attributes
    ----------
    paint : Paint
    rest : Rest
    vision : ColorVision
        Picture and palette are shown as it sees them.
    line_color : (R, G, B) or None
        Of the boundaries over the picture; None = they are not drawn.
    line_width : int
        In pixels of the screen.
    """

    paint: Paint
    rest: Rest
    vision: ColorVision
    line_color: Rgb | None = None
    line_width: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detail:
    """One result and how it is looked at.

    Attributes
    ----------
    photo : Photo
    image : RgbImage
    clustering : Clustering
        What picks and edits name.
    result : Segmentation
        With all its edits.
    user_edits : UserEdits
        Picks and palette edits.
    view : View
    cut : Cut
        Pieces that are picked besides, and how what is picked is cut out.
    """

    photo: Photo
    image: RgbImage
    clustering: Clustering
    result: Segmentation
    user_edits: UserEdits
    view: View
    cut: Cut = NO_CUT

    @property
    def settings(self) -> KMeansSettings:
        return self.result.settings

    @property
    def source(self) -> tuple[RgbImage, KMeansSettings, PaletteEdits]:
        """What `get_edited` makes the result from."""
        return self.image, self.settings, self.result.edits

    @property
    def picked(self) -> tuple[int, ...]:
        """The clusters of the result that are picked."""
        return picked_rows(self.result, self.user_edits.picks)

    @property
    def has_picks(self) -> bool:
        """Whether anything is picked: clusters or pieces."""
        return bool(self.picked or self.cut.places)
