"""What is taken away from the Edges page, made when it is clicked: one row of `EDGE_FILES` a file."""

from dataclasses import dataclass

from kseg_core import KMeansSettings, RgbImage
from kseg_core.canny.edge_paths import edge_paths, svg_of_paths
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.canny.edges import EdgeMap
from kseg_core.canny.settings import CannySettings
from kseg_core.encoding.lines import BLACK, WHITE, encode_edges
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.export.contours import contours_json
from kseg_core.export.edge_script import edge_script
from kseg_core.framing import WHOLE
from kseg_core.image import Rgb
from kseg_core.palette import hex_code
from kseg_core.recipe import Recipe, recipe_json
from kseg_core.smoothing import LITERAL_SIGMA_MAX
from kseg_core.wording import size_text
from pages._ui.downloads import PhotoFile, offer_menu
from pages._ui.edges.controls import EdgeChoice, EdgeView
from pages._ui.edges.results import EdgeSource, get_edges
from pages._ui.frame.share import current_link
from pages._ui.photo import Photo
from pages._ui.results import full_png, opencv_reads


@dataclass(frozen=True, slots=True, kw_only=True)
class _EdgeRequest:
    """What files are made from: no pixels, because a download outlives the run of the page.

    `clusters` is what edges were found in, None if that is the photo; `beside` are the page's own clusters.
    """

    photo: Photo
    clusters: KMeansSettings | None
    beside: KMeansSettings
    settings: CannySettings
    view: EdgeView
    color: Rgb
    width: int
    link: str

    @property
    def stem(self) -> str:
        """How the names of all files begin."""
        return self.photo.stem + ("" if self.clusters is None else f"-k{self.clusters.k}")

    @property
    def line(self) -> Rgb:
        """The color of lines on nothing."""
        return self.color if self.view.plain_colors is None else BLACK


def _plain_png(image: RgbImage, request: _EdgeRequest) -> bytes:
    line, background = request.view.plain_colors or (WHITE, BLACK)
    return encode_edges(_edge_map(image, request).edges, line=line, background=background).data


def _clear_png(image: RgbImage, request: _EdgeRequest) -> bytes:
    edges = _edge_map(image, request).edges
    return encode_edges(edges, line=request.line, background=None, width=request.width).data


def _svg(image: RgbImage, request: _EdgeRequest) -> bytes:
    edge_map = _edge_map(image, request)
    return svg_of_paths(
        edge_paths(edge_map.edges),
        width=edge_map.width,
        height=edge_map.height,
        color=hex_code(request.line),
        line_width=request.width,
    ).encode()


def _json(image: RgbImage, request: _EdgeRequest) -> bytes:
    paths = edge_paths(_edge_map(image, request).edges)
    return contours_json(
        image,
        paths,
        request.settings,
        name=request.photo.name,
        clusters=request.clusters,
        link=request.link,
    ).encode()


def _recipe(image: RgbImage, request: _EdgeRequest) -> bytes:
    recipe = Recipe(
        settings=request.beside,
        framing=image.prepared.framing,
        edges=EdgeRecipe(settings=request.settings, of_clusters=request.clusters is not None),
        picture=request.photo.name,
        digest=image.digest,
    )
    return recipe_json(recipe).encode()


def _script(image: RgbImage, request: _EdgeRequest) -> bytes:
    photo = request.photo
    own = request.clusters is None and opencv_reads(photo, image)
    return edge_script(
        request.settings,
        sigma=request.settings.sigma_for(image),
        file_name=photo.name if own else f"{request.stem}.png",
        opaque_from=None if image.alpha is None else image.opaque_from,
        framing=image.prepared.framing if own else WHOLE,
    ).encode()


def _picture(image: RgbImage, request: _EdgeRequest) -> bytes:
    return encode_lossless(image).data if request.clusters is None else full_png(image, request.clusters)


_SCRIPT_HELP = (
    "A short Python program with OpenCV and NumPy. On the picture below it makes the same map, pixel for "
    f"pixel; it takes other pictures too. With σ above {LITERAL_SIGMA_MAX:g} it measures gradients in a "
    "reduced picture, in fractions of a level, so its thresholds are larger numbers than those of the "
    "slider; a comment in it says how they are reckoned."
)
_PICTURE_HELP = (
    "Exactly the pixels that edges were found in: turned, cropped and converted as here. The script reads "
    "your own file if OpenCV reads the same pixels in it, and this one otherwise."
)
_RECIPE_HELP = "The settings of edges and clusters. *Recipe* in *Measure* takes them back."

EDGE_FILES = (
    PhotoFile("Edge map, 1-bit PNG", "image", "-edges.png", "image/png", _plain_png),
    PhotoFile(
        "Edges alone, transparent PNG",
        "texture",
        "-edges-transparent.png",
        "image/png",
        _clear_png,
    ),
    PhotoFile("Lines, SVG paths", "polyline", "-edges.svg", "image/svg+xml", _svg),
    PhotoFile("Contours, JSON", "data_object", "-contours.json", "application/json", _json),
    PhotoFile("Recipe, JSON", "receipt_long", "-recipe.json", "application/json", _recipe, _RECIPE_HELP),
    PhotoFile("Script that makes this map", "code", "-edges.py", "text/x-python", _script, _SCRIPT_HELP),
    PhotoFile("Picture for the script, PNG", "photo", ".png", "image/png", _picture, _PICTURE_HELP),
)


def offer_downloads(photo: Photo, choice: EdgeChoice) -> None:
    """Draw a menu of files; nothing is computed before a click."""
    request = _EdgeRequest(
        photo=photo,
        clusters=choice.source.clusters,
        beside=choice.clusters,
        settings=choice.settings,
        view=choice.view,
        color=choice.color,
        width=choice.width,
        link=current_link(),
    )
    image = choice.source.image
    offer_menu(
        photo,
        EDGE_FILES,
        request,
        stem=request.stem,
        key="edge_file",
        caption=f"At {size_text(image.width, image.height)}.",
    )


def _edge_map(image: RgbImage, request: _EdgeRequest) -> EdgeMap:
    return get_edges(EdgeSource(image=image, clusters=request.clusters), request.settings)
