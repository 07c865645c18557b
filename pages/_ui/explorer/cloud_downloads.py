"""The cloud as files to take away, made when they are clicked."""

from dataclasses import dataclass
from html import escape

from kseg_core import KMeansSettings, RgbImage
from kseg_core.cloud.cloud_files import cloud_csv, cloud_ply
from kseg_core.cloud.points import CloudKind
from kseg_core.cloud.shapes import CloudShape
from kseg_core.figures.cloud import cloud_figure
from pages._ui.components.cloud_viewer import CloudLook, PointColor, lacks_webgl
from pages._ui.downloads import PhotoFile, offer_menu
from pages._ui.explorer.results import get_cloud
from pages._ui.photo import Photo
from pages._ui.results import get_clusters, get_histogram

_WHOLE_WINDOW = "<style>body { margin: 0; overflow: hidden }</style>"


@dataclass(frozen=True, slots=True, kw_only=True)
class _CloudRequest:
    """What files are made from beside the picture."""

    title: str
    kind: CloudKind
    settings: KMeansSettings
    shape: CloudShape
    look: CloudLook


def _page(image: RgbImage, request: _CloudRequest) -> bytes:
    figure = cloud_figure(
        get_cloud(image, request.kind),
        get_histogram(image),
        get_clusters(image, request.settings),
        request.shape,
        title=request.title,
        color_by_cluster=request.look.paint is PointColor.CLUSTER,
        hidden=request.look.hidden,
    )
    html = figure.to_html(include_plotlyjs=True, default_height="100vh")
    head = f"<head><title>{escape(request.title)}</title>{_WHOLE_WINDOW}"
    return html.replace("<head>", head, 1).encode()


def _ply(image: RgbImage, request: _CloudRequest) -> bytes:
    result = get_clusters(image, request.settings)
    return cloud_ply(get_cloud(image, request.kind), get_histogram(image), result, request.shape)


def _table(image: RgbImage, request: _CloudRequest) -> bytes:
    result = get_clusters(image, request.settings)
    return cloud_csv(get_cloud(image, request.kind), get_histogram(image), result, request.shape)


_FILES = (
    PhotoFile(
        "Cloud to turn in a browser, HTML",
        "view_in_ar",
        "-cloud.html",
        "text/html",
        _page,
        "One file of about 6 MB that needs no network.",
    ),
    PhotoFile(
        "Points, PLY",
        "scatter_plot",
        "-cloud.ply",
        "application/octet-stream",
        _ply,
        "For 3-D programs such as Blender, MeshLab and CloudCompare: place, color, pixels, cluster.",
    ),
    PhotoFile(
        "Points, CSV",
        "table",
        "-cloud.csv",
        "text/csv",
        _table,
        "One row for each point: color, place, pixels, share, cluster.",
    ),
)


def offer_cloud(
    photo: Photo, kind: CloudKind, settings: KMeansSettings, shape: CloudShape, look: CloudLook
) -> None:
    """Draw a menu of files; nothing is computed before a click."""
    request = _CloudRequest(title=photo.name, kind=kind, settings=settings, shape=shape, look=look)
    hint = "The view as a picture is saved by the PNG button under the cloud."
    offer_menu(
        photo,
        _FILES,
        request,
        stem=photo.stem,
        key="cloud_file",
        caption="" if lacks_webgl("cloud_viewer") else hint,
    )
