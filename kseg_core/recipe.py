"""Everything that made a result, as a text that can be given back: ``recipe.json``."""

import dataclasses
import json
import math
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from kseg_core.canny.edge_drawing import WHITE_LINES, EdgeDrawing, EdgeView
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.edits.link_text import merges_text, parse_edits, replacements_text
from kseg_core.errors import SettingsError, is_whole
from kseg_core.framing import WHOLE, Framing
from kseg_core.image import Rgb, RgbImage
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import K_MAX, KMeansSettings
from kseg_core.measure.classes import check_classes
from kseg_core.measure.link_text import (
    classes_text,
    parse_classes,
    parse_region,
    parse_scale,
    region_text,
    scale_text,
)
from kseg_core.measure.objects import ObjectSettings
from kseg_core.measure.settings import MeasureSettings
from kseg_core.palette import check_color, rgb_tuples

FORMAT = "kseg recipe"
VERSION = 1
BYTES_MAX = 2_000_000
"""Size of a file above which it is not a recipe."""

_NAME_MAX = 200

FILE_LABEL, FILE_ENDING = "Recipe, JSON", "-recipe.json"
"""How people and file names tell a recipe among the files to take away."""

NOT_A_RECIPE = "This file is not a recipe. A recipe is a file whose name ends in recipe.json."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What made a result.

    Attributes
    ----------
    settings : KMeansSettings
    edits : PaletteEdits
    framing : Framing
        How the photo was turned and cropped.
    measure : MeasureSettings
        Its classes name the clusters of `centroids`.
    edges : EdgeRecipe or None
    centroids : tuple of tuple of float
        The centroid of each cluster before edits, in the feature space: with the classes they sort the pixels
        of other photos alike. Empty if not known.
    colors : tuple of (R, G, B)
        The mean color of each of these clusters, at most `K_MAX`.
    counts : tuple of int
        Pixels of each of these clusters. Empty if not known.
    far : tuple of float
        Where the centroids are kept for many photos: `ClassModel.far`. Empty elsewhere.
    picture, digest : str
        Name and digest of the photo that it was made on; empty if not known.
    size : (int, int)
        Width and height of that photo, turned and cropped: the picture that the region was drawn in. (0, 0)
        if not known.

    Raises
    ------
    SettingsError
        If there are more colors, edits or classes name a cluster without one, or centroids are no numbers or
        not one a color.
    """

    settings: KMeansSettings
    edits: PaletteEdits = NO_EDITS
    framing: Framing = WHOLE
    measure: MeasureSettings = field(default_factory=MeasureSettings)
    edges: EdgeRecipe | None = None
    centroids: tuple[tuple[float, ...], ...] = ()
    colors: tuple[Rgb, ...] = ()
    counts: tuple[int, ...] = ()
    far: tuple[float, ...] = ()
    picture: str = ""
    digest: str = ""
    size: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        if len(self.colors) > K_MAX:
            raise SettingsError(f"A recipe has at most {K_MAX} clusters.")
        named = [number for each in self.measure.classes for number in each.clusters]
        if max(*named, self.edits.highest, -1) >= len(self.colors):
            raise SettingsError("The recipe names a cluster whose color it does not have.")
        dimensions = {len(centroid) for centroid in self.centroids}
        numbers = [*self.far, *(value for centroid in self.centroids for value in centroid)]
        known = (0, len(self.colors))
        if (
            any(len(each) not in known for each in (self.centroids, self.counts, self.far))
            or len(dimensions) > 1
            or not all(map(math.isfinite, numbers))
            or not all(is_whole(each, 1, 1 << 62) for each in self.counts)
        ):
            raise SettingsError("The recipe does not have one centroid for each of its colors.")


def found_recipe(
    image: RgbImage,
    found: Segmentation,
    *,
    edits: PaletteEdits = NO_EDITS,
    measure: MeasureSettings,
    edges: EdgeRecipe | None = None,
    far: tuple[float, ...] = (),
    picture: str = "",
) -> Recipe:
    """The recipe of a result, whose edits and classes name the clusters that were found.

    Parameters
    ----------
    image : RgbImage
        Turned and cropped.
    found : Segmentation
        Without edits.
    edits, measure, edges, far, picture
        As in `Recipe`.
    """
    return Recipe(
        settings=found.settings,
        edits=edits,
        framing=image.prepared.framing,
        measure=measure,
        edges=edges,
        centroids=tuple(tuple(map(float, center)) for center in found.centers.tolist()),
        colors=rgb_tuples(found.palette),
        counts=tuple(found.counts.tolist()),
        far=far,
        picture=picture,
        digest=image.digest,
        size=(image.width, image.height),
    )


def recipe_json(recipe: Recipe) -> str:
    """A recipe as JSON. Edits, classes, region and scale are the texts of a link."""
    measure = recipe.measure
    degrees, crop = recipe.framing.texts
    content = {
        "format": FORMAT,
        "version": VERSION,
        "picture": {"name": recipe.picture, "digest": recipe.digest, "size": recipe.size},
        "framing": {"turn": degrees, "crop": crop},
        "segmentation": dataclasses.asdict(recipe.settings),
        "edits": {
            "merged": merges_text(recipe.edits),
            "recolored": replacements_text(recipe.edits),
            "specks": recipe.edits.specks,
        },
        "clusters": {
            "centroids": recipe.centroids,
            "colors": recipe.colors,
            "counts": recipe.counts,
            "far": recipe.far,
        },
        "measure": {
            "classes": classes_text(measure.classes),
            "region": region_text(measure.region),
            "scale": scale_text(measure.scale),
            "objects": dataclasses.asdict(measure.objects),
            "doubt": measure.doubt,
        },
        "edges": None if recipe.edges is None else _edges_record(recipe.edges),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def parse_recipe(text: str | bytes) -> Recipe:
    """The recipe of `recipe_json`, from a text or a file.

    Raises
    ------
    SettingsError
        If the text is something else, or says what no recipe can.
    """
    try:
        content = json.loads(text)
        is_recipe = content["format"] == FORMAT
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        line = f" Line {error.lineno} is not JSON." if isinstance(error, json.JSONDecodeError) else ""
        raise SettingsError(f"{NOT_A_RECIPE}{line}") from error
    if not is_recipe:
        raise SettingsError(NOT_A_RECIPE)
    if content.get("version") != VERSION:
        raise SettingsError("This recipe was made by a newer version of the app, which this one cannot read.")
    try:
        return _recipe(content)
    except KeyError as error:
        raise SettingsError(f"The recipe does not have {error.args[0]!r}.") from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise SettingsError("The recipe says something that cannot be read.") from error


def _recipe(content: dict[str, Any]) -> Recipe:
    edits, measure, clusters = content["edits"], content["measure"], content["clusters"]
    segmentation, edges = content["segmentation"], content["edges"]
    settings = _known(segmentation, KMeansSettings)
    locked = tuple(_color(color) for color in settings.pop("locked"))
    return Recipe(
        settings=KMeansSettings(**settings, locked=locked),
        edits=parse_edits(edits["merged"], edits["recolored"], edits["specks"]),
        framing=_framing(content["framing"]["turn"], content["framing"]["crop"]),
        measure=MeasureSettings(
            classes=check_classes(parse_classes(measure["classes"])),
            region=parse_region(measure["region"], longest=BYTES_MAX),
            scale=parse_scale(measure["scale"]),
            objects=_objects(measure["objects"]),
            doubt=measure["doubt"],
        ),
        edges=None if edges is None else _edges(edges),
        centroids=tuple(tuple(map(float, centroid)) for centroid in clusters["centroids"]),
        colors=tuple(_color(color) for color in clusters["colors"]),
        counts=tuple(clusters.get("counts", ())),
        far=tuple(map(float, clusters.get("far", ()))),
        picture=str(content["picture"]["name"])[:_NAME_MAX],
        digest=str(content["picture"]["digest"]),
        size=_size(content["picture"].get("size", (0, 0))),
    )


def _known(values: dict[str, Any], kind: type[Any]) -> dict[str, Any]:
    """The values of settings of a kind, if it has every name."""
    unknown = values.keys() - {each.name for each in dataclasses.fields(kind)}
    if unknown:
        raise SettingsError(f"The recipe has {', '.join(sorted(unknown))}, which is not known.")
    return dict(values)


def _framing(turn: str, crop: str) -> Framing:
    framing = Framing.from_texts(turn, crop)
    if framing.texts != (turn, crop):
        raise SettingsError("The recipe turns or crops the photo in a way that cannot be read.")
    return framing


def _objects(values: dict[str, Any]) -> ObjectSettings:
    settings = ObjectSettings(**_known(values, ObjectSettings))
    kinds = get_type_hints(ObjectSettings)
    if not all(isinstance(getattr(settings, name), kind) for name, kind in kinds.items()):
        raise SettingsError("The recipe says of objects what cannot be read.")
    return settings


def _edges_record(edges: EdgeRecipe) -> dict[str, Any]:
    record = {"rule": edges.rule, "of_clusters": edges.of_clusters}
    return dataclasses.asdict(edges.settings) | record | {"drawing": dataclasses.asdict(edges.drawing)}


def _edges(values: dict[str, Any]) -> EdgeRecipe:
    rule, of_clusters = values.pop("rule", None), values.pop("of_clusters", False)
    drawing = values.pop("drawing", None)
    settings = CannySettings(**_known(values, CannySettings))
    if not isinstance(settings.l2_gradient, bool):
        raise SettingsError("The recipe says of edges what cannot be read.")
    return EdgeRecipe(
        settings=settings,
        rule=None if rule is None else ThresholdMethod(rule),
        of_clusters=of_clusters,
        drawing=WHITE_LINES if drawing is None else _drawing(**drawing),
    )


def _drawing(view: str, color: list[int], width: int) -> EdgeDrawing:
    return EdgeDrawing(view=EdgeView(view), color=_color(color), width=width)


def _size(values: list[int]) -> tuple[int, int]:
    width, height = values
    if not all(is_whole(each, 0, 1 << 20) for each in values):
        raise SettingsError("The recipe says of the size of its photo what cannot be read.")
    return width, height


def _color(values: list[int]) -> Rgb:
    return check_color(values)
