"""A recipe applied to a photo: what the page makes of it, without the page."""

from dataclasses import dataclass, replace

from kseg_core.canny.edge_recipe import edges_by_recipe
from kseg_core.canny.edges import EdgeMap
from kseg_core.edits.edited import edit_result
from kseg_core.edits.followed import follow_edits
from kseg_core.errors import SettingsError
from kseg_core.histogram import color_histogram
from kseg_core.image import ImageLike, RgbImage
from kseg_core.kept_recipe import kept_model, with_classes
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.measure.classes import follow_classes
from kseg_core.measure.measured import Measured
from kseg_core.measure.ranged import measure_with_ranges
from kseg_core.measure.region import Region
from kseg_core.measure.series import ClassModel, measure_photo
from kseg_core.measure.settings import MeasureSettings
from kseg_core.palette import rgb_tuples
from kseg_core.recipe import Recipe
from kseg_core.rendering.paint import clustered_picture
from kseg_core.wording import size_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Applied:
    """What a recipe makes of a photo.

    Attributes
    ----------
    image : RgbImage
        Turned and cropped.
    segmentation, edited : Segmentation
        Without and with the edits.
    measure : MeasureSettings
        Its classes name clusters of `segmentation`.
    measured : Measured or None
        None = there are no classes.
    recipe : Recipe
        What was applied.
    model : ClassModel or None
        The centroids that were kept; None = they are the photo's own.
    """

    image: RgbImage
    segmentation: Segmentation
    edited: Segmentation
    measure: MeasureSettings
    measured: Measured | None
    recipe: Recipe
    model: ClassModel | None = None

    def edges(self) -> EdgeMap | None:
        """The edges, found when they are asked for; None if the recipe has none."""
        edges = self.recipe.edges
        if edges is None:
            return None
        image = self.image
        return edges_by_recipe(
            clustered_picture(image, self.segmentation) if edges.of_clusters else image, edges
        )


def apply_recipe(
    image: ImageLike, recipe: Recipe, *, model: ClassModel | None = None, finds_objects: bool = True
) -> Applied:
    """Segment, edit and measure a photo as a recipe says.

    Parameters
    ----------
    image : RgbImage or ndarray of uint8, shape (H, W, 3)
        Neither turned nor cropped.
    recipe : Recipe
        Edits and classes name clusters of ``recipe.colors``, or without these of whatever is found.
    model : ClassModel, optional
        Centroids and edits that are kept for many photos, whose clusters the classes of the recipe name. A
        recipe of a series keeps its own (`Recipe.far`). Otherwise the photo is segmented by itself, and edits
        and classes go to the clusters with the nearest colors.
    finds_objects : bool
        Whether objects are looked for where there are classes, which takes longest.

    Raises
    ------
    SettingsError
        If crop or region do not fit the photo, or the recipe names clusters that there are not.
    """
    image = RgbImage.of(image).frame(recipe.framing)
    check_size(image, recipe.measure.region, recipe.size)
    if model is None and recipe.far:
        recipe = with_classes(recipe)
        model = kept_model(recipe)
    if model is not None:
        made = measure_photo(image, model, recipe.measure, finds_objects=finds_objects)
        return Applied(
            image=image,
            segmentation=made.segmentation,
            edited=made.edited,
            measure=recipe.measure,
            measured=made.measured,
            recipe=recipe,
            model=model,
        )
    histogram = color_histogram(image)
    segmentation = segment(image, recipe.settings, histogram=histogram)
    edits, settings = _followed(recipe, segmentation)
    edited = edit_result(image, segmentation, edits)
    measured = None
    if settings.classes:
        measured = measure_with_ranges(
            image, histogram, segmentation, edited, settings, finds_objects=finds_objects
        )
    return Applied(
        image=image,
        segmentation=segmentation,
        edited=edited,
        measure=settings,
        measured=measured,
        recipe=recipe,
    )


def _followed(recipe: Recipe, segmentation: Segmentation) -> tuple[PaletteEdits, MeasureSettings]:
    """Edits and classes for the clusters with the nearest colors."""
    colors, palette = recipe.colors, rgb_tuples(segmentation.palette)
    if not colors:
        return recipe.edits, recipe.measure
    classes = follow_classes(recipe.measure.classes, colors, palette, recipe.edits)
    return follow_edits(recipe.edits, colors, palette), replace(recipe.measure, classes=classes)


def check_size(image: RgbImage, region: Region, size: tuple[int, int]) -> None:
    """Refuse a picture of another size than the one that its region was drawn in; (0, 0) is not known.

    Raises
    ------
    SettingsError
    """
    if region and size not in ((0, 0), (image.width, image.height)):
        raise SettingsError(
            f"The region was drawn in a picture of {size_text(*size)}, and this one has "
            f"{size_text(image.width, image.height)}. Turn the region off to measure all photos whole."
        )
