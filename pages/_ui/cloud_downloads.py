"""The cloud as files to take away, made when they are clicked."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from kseg_core import KMeansSettings
from kseg_core.cloud.cloud_files import CloudTable, cloud_csv, cloud_ply
from kseg_core.cloud.picture_points import color_labels, labels_of_points
from kseg_core.cloud.points import describe
from kseg_core.cloud.shapes import CloudShape
from kseg_core.export import file_stem
from kseg_core.figures.cloud import cloud_figure
from pages._ui.cache import get_histogram, get_segmentation
from pages._ui.cloud_viewer import CloudLook, Paint
from pages._ui.explorer_cache import CloudSource
from pages._ui.photo import Photo


def offer_cloud(
    photo: Photo, source: CloudSource, shape: CloudShape, settings: KMeansSettings, look: CloudLook
) -> None:
    """Draw a menu of files; nothing is computed before a click."""
    stem = f"{file_stem(photo.name)}-cloud"
    table = partial(_table, source, shape, settings)
    files: tuple[tuple[str, str, str, str, Callable[[], bytes], str], ...] = (
        (
            "Page to turn it in, HTML",
            ":material/view_in_ar:",
            "html",
            "text/html",
            lambda: _page(table(), photo.name, look),
            "One file of about 6 MB that needs no network.",
        ),
        (
            "Points, PLY",
            ":material/scatter_plot:",
            "ply",
            "application/octet-stream",
            lambda: cloud_ply(table()),
            "For 3-D programs such as Blender, MeshLab and CloudCompare: place, color, pixels, cluster.",
        ),
        (
            "Points, CSV",
            ":material/table:",
            "csv",
            "text/csv",
            lambda: cloud_csv(table()),
            "A row a point: color, place, pixels, share, cluster.",
        ),
    )
    with st.popover("Take away", icon=":material/download:"):
        st.caption("The view as a picture is saved by the PNG button under the cloud.")
        for label, icon, ending, mime, make, about in files:
            st.download_button(
                label,
                data=make,
                file_name=f"{stem}.{ending}",
                mime=mime,
                icon=icon,
                key=f"cloud_file_{ending}",
                on_click="ignore",
                width="stretch",
                help=about,
            )


def _table(source: CloudSource, shape: CloudShape, settings: KMeansSettings) -> CloudTable:
    histogram = get_histogram(source.image)
    result = get_segmentation(source.image, settings).result
    of_colors = color_labels(source.image, histogram, result)
    return CloudTable(
        cloud=source.cloud,
        shape=shape,
        caption=describe(source.cloud, histogram),
        n_pixels=histogram.n_pixels,
        labels=labels_of_points(source.cloud, histogram, of_colors, result.n_clusters),
        segmentation=result,
    )


def _page(table: CloudTable, title: str, look: CloudLook) -> bytes:
    figure = cloud_figure(table, title=title, color_by_cluster=look.paint is Paint.CLUSTER)
    return figure.to_html(include_plotlyjs=True).encode()
