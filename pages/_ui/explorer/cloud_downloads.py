"""The cloud as files to take away, made when they are clicked."""

from collections.abc import Callable
from html import escape

import streamlit as st

from kseg_core import KMeansSettings, RgbImage
from kseg_core.cloud.cloud_files import cloud_csv, cloud_ply
from kseg_core.cloud.points import CloudKind
from kseg_core.cloud.shapes import CloudShape
from kseg_core.export.file_names import file_stem
from kseg_core.figures.cloud import cloud_figure
from pages._ui.components.cloud_viewer import CloudLook, PointColor, lacks_webgl
from pages._ui.explorer.cache import get_cloud
from pages._ui.photo import Photo
from pages._ui.results import get_histogram, get_segmentation, when_clicked

_WHOLE_WINDOW = "<style>body { margin: 0; overflow: hidden }</style>"


def offer_cloud(
    photo: Photo, kind: CloudKind, settings: KMeansSettings, shape: CloudShape, look: CloudLook
) -> None:
    """Draw a menu of files; nothing is computed before a click."""

    def page(image: RgbImage) -> bytes:
        figure = cloud_figure(
            get_cloud(image, kind),
            get_histogram(image),
            get_segmentation(image, settings),
            shape,
            title=photo.name,
            color_by_cluster=look.paint is PointColor.CLUSTER,
            hidden=look.hidden,
        )
        html = figure.to_html(include_plotlyjs=True, default_height="100vh")
        head = f"<head><title>{escape(photo.name)}</title>{_WHOLE_WINDOW}"
        return html.replace("<head>", head, 1).encode()

    def ply(image: RgbImage) -> bytes:
        result = get_segmentation(image, settings)
        return cloud_ply(get_cloud(image, kind), get_histogram(image), result, shape)

    def table(image: RgbImage) -> bytes:
        result = get_segmentation(image, settings)
        return cloud_csv(get_cloud(image, kind), get_histogram(image), result, shape)

    files: tuple[tuple[str, str, str, str, Callable[[RgbImage], bytes], str], ...] = (
        (
            "Page to turn it in, HTML",
            ":material/view_in_ar:",
            "html",
            "text/html",
            page,
            "One file of about 6 MB that needs no network.",
        ),
        (
            "Points, PLY",
            ":material/scatter_plot:",
            "ply",
            "application/octet-stream",
            ply,
            "For 3-D programs such as Blender, MeshLab and CloudCompare: place, color, pixels, cluster.",
        ),
        (
            "Points, CSV",
            ":material/table:",
            "csv",
            "text/csv",
            table,
            "A row a point: color, place, pixels, share, cluster.",
        ),
    )
    with st.popover("Take away", icon=":material/download:"):
        if not lacks_webgl("cloud_viewer"):
            st.caption("The view as a picture is saved by the PNG button under the cloud.")
        for label, icon, ending, mime, make, about in files:
            st.download_button(
                label,
                data=when_clicked(photo, make),
                file_name=f"{file_stem(photo.name)}-cloud.{ending}",
                mime=mime,
                icon=icon,
                key=f"cloud_file_{ending}",
                on_click="ignore",
                width="stretch",
                help=about,
            )
