"""The files of an edge map: one row of `EDGE_FILES` a file."""

from collections.abc import Callable
from dataclasses import dataclass

from kseg_core.canny.edge_drawing import WHITE_LINES, EdgeDrawing
from kseg_core.canny.edge_paths import edge_paths, svg_of_paths
from kseg_core.canny.edges import EdgeMap
from kseg_core.encoding.lines import encode_edges
from kseg_core.encoding.pictures import encode_label_map, encode_lossless
from kseg_core.export.contours import contours_json
from kseg_core.export.edge_script import edge_script
from kseg_core.framing import WHOLE
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.palette import hex_code
from kseg_core.recipe import FILE_ENDING, FILE_LABEL, Recipe, recipe_json
from kseg_core.smoothing import LITERAL_SIGMA_MAX


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EdgeRequest:
    """An edge map and what its files need.

    Attributes
    ----------
    image : RgbImage
    edge_map : EdgeMap
    clustered : Segmentation or None
        Of the image, if the edges are those of the image painted with its colors.
    recipe : Recipe
        What made the map.
    title : str
        Name of the photo, for people.
    stem : str
        `file_stem` of the title.
    photo_file : str
        Name of the photo's file if the script can read it (`opencv_reads_alike`) and edges are found in it.
        If empty, the script reads the picture for the script.
    link : str
        Address of the view.
    """

    image: RgbImage
    edge_map: EdgeMap
    clustered: Segmentation | None
    recipe: Recipe
    title: str
    stem: str
    photo_file: str = ""
    link: str = ""

    @property
    def clusters(self) -> KMeansSettings | None:
        """Of what edges are found in; None = in the photo."""
        return None if self.clustered is None else self.clustered.settings

    @property
    def drawing(self) -> EdgeDrawing:
        """How edges are drawn."""
        return WHITE_LINES if self.recipe.edges is None else self.recipe.edges.drawing

    @property
    def result_stem(self) -> str:
        """How the names of all files begin."""
        return result_stem(self.stem, self.clusters)


def result_stem(stem: str, clusters: KMeansSettings | None) -> str:
    """How the names of the files of edges begin, found in a photo or in its clusters."""
    return stem if clusters is None else f"{stem}-k{clusters.k}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeFile:
    """A file of an edge map: a row of the table.

    Attributes
    ----------
    label, icon : str
        Of its button; the icon is a name of Material Symbols.
    ending : str
        Of the file name, after `EdgeRequest.result_stem`; no two files have the same.
    mime : str
    make : Callable
        Makes the content.
    help : str, optional
        Its use, in words for the visitor.
    word : str
        What the command line calls it; empty if it is of one view only.
    """

    label: str
    icon: str
    ending: str
    mime: str
    make: Callable[[EdgeRequest], bytes]
    help: str | None = None
    word: str = ""

    def name(self, request: EdgeRequest) -> str:
        """Name of the file."""
        return request.result_stem + self.ending


def _plain_png(request: EdgeRequest) -> bytes:
    line, background = request.drawing.map_colors
    return encode_edges(request.edge_map.edges, line=line, background=background).data


def _clear_png(request: EdgeRequest) -> bytes:
    edges, drawing = request.edge_map.edges, request.drawing
    return encode_edges(edges, line=drawing.color, background=None, width=drawing.width).data


def _svg(request: EdgeRequest) -> bytes:
    return svg_of_paths(
        edge_paths(request.edge_map.edges),
        width=request.edge_map.width,
        height=request.edge_map.height,
        color=hex_code(request.drawing.color),
        line_width=request.drawing.width,
    ).encode()


def _json(request: EdgeRequest) -> bytes:
    return contours_json(
        request.image,
        edge_paths(request.edge_map.edges),
        request.edge_map.settings,
        name=request.title,
        clusters=request.clusters,
        link=request.link,
    ).encode()


def _script(request: EdgeRequest) -> bytes:
    image, settings = request.image, request.edge_map.settings
    return edge_script(
        settings,
        sigma=settings.sigma_for(image),
        file_name=request.photo_file or SCRIPT_PICTURE.name(request),
        opaque_from=None if image.alpha is None else image.opaque_from,
        framing=image.prepared.framing if request.photo_file else WHOLE,
    ).encode()


def _picture(request: EdgeRequest) -> bytes:
    image, clustered = request.image, request.clustered
    if clustered is None:
        return encode_lossless(image).data
    return encode_label_map(clustered.labels, clustered.palette, alpha=image.alpha).data


EDGE_MAP = EdgeFile(
    label="Edge map, 1-bit PNG",
    icon="image",
    ending="-edges.png",
    mime="image/png",
    make=_plain_png,
    word="edges",
)
SCRIPT_PICTURE = EdgeFile(
    label="Picture for the script, PNG",
    icon="photo",
    ending=".png",
    mime="image/png",
    make=_picture,
    help="Exactly the pixels that edges were found in: turned, cropped and converted as here. The script "
    "reads your own file if OpenCV reads the same pixels in it, and this one otherwise.",
)

EDGE_FILES = (
    EDGE_MAP,
    EdgeFile(
        label="Edges alone, transparent PNG",
        icon="texture",
        ending="-edges-transparent.png",
        mime="image/png",
        make=_clear_png,
    ),
    EdgeFile(
        label="Lines, SVG paths",
        icon="polyline",
        ending="-edges.svg",
        mime="image/svg+xml",
        make=_svg,
        word="edges.svg",
    ),
    EdgeFile(
        label="Contours, JSON",
        icon="data_object",
        ending="-contours.json",
        mime="application/json",
        make=_json,
    ),
    EdgeFile(
        label=FILE_LABEL,
        icon="receipt_long",
        ending=FILE_ENDING,
        mime="application/json",
        make=lambda request: recipe_json(request.recipe).encode(),
        help="The settings of edges and clusters. *Recipe* in *Measure* takes them back.",
    ),
    EdgeFile(
        label="Script that makes this map",
        icon="code",
        ending="-edges.py",
        mime="text/x-python",
        make=_script,
        help="A short Python program with OpenCV and NumPy. On the picture below it makes the same map, "
        "pixel for pixel; it takes other pictures too. With σ above "
        f"{LITERAL_SIGMA_MAX:g} it measures gradients in a reduced picture, in fractions of a level, so its "
        "thresholds are larger numbers than those of the slider; a comment in it says how they are reckoned.",
    ),
    SCRIPT_PICTURE,
)
