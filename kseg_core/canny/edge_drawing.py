"""How an edge map is drawn."""

from dataclasses import dataclass
from enum import StrEnum

from kseg_core.encoding.lines import BLACK, LINE_WIDTH_MAX, WHITE
from kseg_core.errors import SettingsError, is_whole
from kseg_core.image import Rgb
from kseg_core.palette import check_color


class EdgeView(StrEnum):
    """How an edge map is shown. The values are the names shown to people."""

    WHITE_ON_BLACK = "White on black"
    BLACK_ON_WHITE = "Black on white"
    OVER_PHOTO = "Over the photo"
    OVER_CLUSTERS = "Over the clusters"

    @property
    def plain_colors(self) -> tuple[Rgb, Rgb] | None:
        """Colors of lines and background; None where lines of any color are drawn over a picture."""
        match self:
            case EdgeView.WHITE_ON_BLACK:
                return WHITE, BLACK
            case EdgeView.BLACK_ON_WHITE:
                return BLACK, WHITE
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeDrawing:
    """How an edge map is drawn.

    Attributes
    ----------
    view : EdgeView
    color : (R, G, B)
        Of lines on nothing, or over a picture.
    width : int, 1 to LINE_WIDTH_MAX
        Of these, in pixels.

    Raises
    ------
    SettingsError
        If there is no such view, color or width.
    """

    view: EdgeView = EdgeView.WHITE_ON_BLACK
    color: Rgb = BLACK
    width: int = 1

    def __post_init__(self) -> None:
        if self.view not in list(EdgeView):
            raise SettingsError("Edges can be shown as: " + ", ".join(EdgeView) + ".")
        check_color(self.color)
        if not is_whole(self.width, 1, LINE_WIDTH_MAX):
            raise SettingsError(f"The width of a line must lie between 1 and {LINE_WIDTH_MAX} pixels.")

    @property
    def map_colors(self) -> tuple[Rgb, Rgb]:
        """Colors of lines and background in an edge map that lies over nothing."""
        return self.view.plain_colors or (WHITE, BLACK)


WHITE_LINES = EdgeDrawing()
"""One pixel wide, on black."""
