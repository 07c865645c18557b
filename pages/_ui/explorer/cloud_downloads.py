"""The cloud as files to take away, made when they are clicked."""

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from kseg_core import KMeansSettings, RgbImage
from kseg_core.cloud.cloud_files import CloudTable, cloud_csv, cloud_ply
from kseg_core.cloud.picture_points import labels_of_points
from kseg_core.cloud.points import CloudKind, describe
from kseg_core.cloud.shapes import CloudShape
from kseg_core.export.file_names import file_stem
from kseg_core.figures.cloud import cloud_figure
from pages._ui.cache import get_histogram, get_segmentation, when_clicked
from pages._ui.components.cloud_viewer import CloudLook, Paint, lacks_webgl
from pages._ui.explorer.cache import CloudSource
from pages._ui.photo import Photo

_WHOLE_WINDOW = "<style>body { margin: 0; overflow: hidden }</style>"


def offer_cloud(
    photo: Photo, source: CloudSource, shape: CloudShape, settings: KMeansSettings, look: CloudLook
) -> None:
    """Draw a menu of files; nothing is computed before a click."""
    stem = f"{file_stem(photo.name)}-cloud"
    table = partial(_table, source.kind, shape, settings)
    files: tuple[tuple[str, str, str, str, Callable[[RgbImage], bytes], str], ...] = (
        (
            "Page to turn it in, HTML",
            ":material/view_in_ar:",
            "html",
            "text/html",
            lambda image: _page(table(image), photo.name, look),
            "One file of about 6 MB that needs no network.",
        ),
        (
            "Points, PLY",
            ":material/scatter_plot:",
            "ply",
            "application/octet-stream",
            lambda image: cloud_ply(table(image)),
            "For 3-D programs such as Blender, MeshLab and CloudCompare: place, color, pixels, cluster.",
        ),
        (
            "Points, CSV",
            ":material/table:",
            "csv",
            "text/csv",
            lambda image: cloud_csv(table(image)),
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
                file_name=f"{stem}.{ending}",
                mime=mime,
                icon=icon,
                key=f"cloud_file_{ending}",
                on_click="ignore",
                width="stretch",
                help=about,
            )


def _table(kind: CloudKind, shape: CloudShape, settings: KMeansSettings, image: RgbImage) -> CloudTable:
    source, histogram = CloudSource(image=image, kind=kind), get_histogram(image)
    result = get_segmentation(image, settings)
    return CloudTable(
        cloud=source.cloud,
        shape=shape,
        caption=describe(source.cloud, histogram),
        n_pixels=histogram.n_pixels,
        labels=labels_of_points(source.cloud, histogram, result),
        segmentation=result,
    )


def _page(table: CloudTable, title: str, look: CloudLook) -> bytes:
    figure = cloud_figure(
        table, title=title, color_by_cluster=look.paint is Paint.CLUSTER, hidden=look.hidden
    )
    page = figure.to_html(include_plotlyjs=True, default_height="100vh")
    return page.replace("<head>", f"<head><title>{escape(title)}</title>{_WHOLE_WINDOW}", 1).encode()
