"""What makes the edges of any photo: thresholds by a rule or by hand, and what edges are found in."""

from dataclasses import dataclass, replace

from kseg_core.canny.edge_drawing import WHITE_LINES, EdgeDrawing
from kseg_core.canny.edges import EdgeMap, edges_of_smoothed
from kseg_core.canny.gradient import smooth_picture
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.thresholds import SmoothedPhoto, ThresholdMethod
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRecipe:
    """How edges are found in each of many photos.

    Attributes
    ----------
    settings : CannySettings
        Its thresholds hold where there is no rule.
    rule : ThresholdMethod or None
        Chooses the thresholds of each photo.
    of_clusters : bool
        Whether edges are found in the photo painted with the colors of its clusters.
    drawing : EdgeDrawing
        How they are drawn in files.

    Raises
    ------
    SettingsError
        If there is no such rule.
    """

    settings: CannySettings
    rule: ThresholdMethod | None = None
    of_clusters: bool = False
    drawing: EdgeDrawing = WHITE_LINES

    def __post_init__(self) -> None:
        if self.rule is not None and self.rule not in list(ThresholdMethod):
            raise SettingsError("There is no such rule for the thresholds of edges.")
        if not isinstance(self.of_clusters, bool):
            raise SettingsError("Edges are found in the photo or in its clusters.")


def edges_by_recipe(picture: RgbImage, recipe: EdgeRecipe) -> EdgeMap:
    """The edges of a picture: the photo, or the photo in the colors of its clusters."""
    settings, opaque = recipe.settings, picture.opaque
    smoothed = smooth_picture(picture, settings)
    if recipe.rule is not None:
        photo = SmoothedPhoto(smoothed=smoothed, opaque=opaque, settings=settings)
        low, high = ThresholdMethod(recipe.rule).thresholds_of(photo)
        settings = replace(settings, low=low, high=high)
    edges = edges_of_smoothed(smoothed, settings, opaque)
    return EdgeMap(smoothed=smoothed, edges=edges, opaque=opaque, settings=settings)
