"""What is taken away from the Edges page, made when it is clicked."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from kseg_core import KMeansSettings, RgbImage
from kseg_core.canny.edge_paths import edge_paths, json_of_paths, svg_of_paths
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stage_window import EdgeWork, Plane
from kseg_core.encoding.lines import BLACK, WHITE, encode_edges
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.export.edge_script import edge_script
from kseg_core.export.file_names import file_stem
from kseg_core.export.request import opencv_reads_alike
from kseg_core.image import Rgb
from kseg_core.palette import hex_code
from pages._ui import cache
from pages._ui.edges.cache import EdgeSource, get_edges
from pages._ui.edges.controls import EdgeChoice, EdgeView
from pages._ui.photo import Photo


@dataclass(frozen=True, slots=True, kw_only=True)
class _EdgeFiles:
    """What files are made from: no pixels, because a download outlives the run of the page."""

    clusters: KMeansSettings | None
    settings: CannySettings
    view: EdgeView
    color: Rgb
    width: int

    def edges(self, image: RgbImage) -> Plane:
        return get_edges(EdgeSource(image=image, clusters=self.clusters), self.settings).edges

    @property
    def line(self) -> Rgb:
        return self.color if self.view.is_overlay else BLACK


def offer_downloads(photo: Photo, choice: EdgeChoice, work: EdgeWork) -> None:
    """Draw a menu of files; nothing is computed before a click."""
    stem = file_stem(photo.name)
    if choice.source.clusters is not None:
        stem += f"-k{choice.clusters.k}"
    files = _EdgeFiles(
        clusters=choice.source.clusters,
        settings=choice.settings,
        view=choice.view,
        color=choice.color,
        width=choice.width,
    )
    kinds = (
        ("Edge map, 1-bit PNG", ":material/image:", "edges.png", "image/png", _plain_png),
        (
            "Edges on nothing, transparent PNG",
            ":material/texture:",
            "edges-transparent.png",
            "image/png",
            _clear_png,
        ),
        ("Lines, SVG paths", ":material/polyline:", "edges.svg", "image/svg+xml", _svg),
        ("Contours, JSON", ":material/data_object:", "contours.json", "application/json", _json),
    )
    with st.popover("Take away", icon=":material/download:"):
        st.caption(f"At {work.width:,} × {work.height:,} pixels.")
        for label, icon, name, mime, make in kinds:
            st.download_button(
                label,
                data=cache.when_clicked(photo, partial(make, files)),
                file_name=f"{stem}-{name}",
                mime=mime,
                icon=icon,
                key=f"edge_file_{name}",
                on_click="ignore",
                width="stretch",
            )
        _offer_script(photo, choice, work, stem)


def _offer_script(photo: Photo, choice: EdgeChoice, work: EdgeWork, stem: str) -> None:
    reduced = (
        f" With σ = {work.sigma:g} it measures gradients in a picture reduced by {work.smoothed.factor}, "
        "in fractions of a level, so its thresholds are larger numbers than those of the slider; a comment "
        "in it says how they are reckoned."
        if work.smoothed.factor > 1
        else ""
    )
    st.download_button(
        "Script that makes this map",
        data=cache.when_clicked(photo, partial(_script, photo, choice.source.clusters, work.settings, stem)),
        file_name=f"{stem}-edges.py",
        mime="text/x-python",
        icon=":material/code:",
        key="edge_file_script",
        on_click="ignore",
        width="stretch",
        help="A short Python program with OpenCV and NumPy. On the picture below it makes the same map, "
        f"pixel for pixel; it takes other pictures too.{reduced}",
    )
    st.download_button(
        "Picture for the script, PNG",
        data=cache.when_clicked(photo, partial(_picture, choice.source.clusters)),
        file_name=f"{stem}.png",
        mime="image/png",
        icon=":material/photo:",
        key="edge_file_picture",
        on_click="ignore",
        width="stretch",
        help="Exactly the pixels that edges were found in: turned, cropped and converted as here. The script "
        "reads your own file if OpenCV reads the same pixels in it, and this one otherwise.",
    )


def _script(
    photo: Photo, clusters: KMeansSettings | None, settings: CannySettings, stem: str, image: RgbImage
) -> bytes:
    own = clusters is None and photo.data is not None and opencv_reads_alike(photo.data, image)
    return edge_script(
        settings,
        sigma=settings.sigma_for(image),
        file_name=photo.name if own else f"{stem}.png",
        has_alpha=image.alpha is not None,
    ).encode()


def _plain_png(files: _EdgeFiles, image: RgbImage) -> bytes:
    ground = WHITE if files.view is EdgeView.BLACK_ON_WHITE else BLACK
    return encode_edges(files.edges(image), line=BLACK if ground == WHITE else WHITE, ground=ground).data


def _clear_png(files: _EdgeFiles, image: RgbImage) -> bytes:
    return encode_edges(files.edges(image), line=files.line, ground=None, width=files.width).data


def _svg(files: _EdgeFiles, image: RgbImage) -> bytes:
    edges = files.edges(image)
    height, width = edges.shape
    return svg_of_paths(
        edge_paths(edges), width=width, height=height, color=hex_code(files.line), line_width=files.width
    ).encode()


def _json(files: _EdgeFiles, image: RgbImage) -> bytes:
    edges = files.edges(image)
    height, width = edges.shape
    return json_of_paths(edge_paths(edges), width=width, height=height).encode()


def _picture(clusters: KMeansSettings | None, image: RgbImage) -> bytes:
    return encode_lossless(image).data if clusters is None else cache.full_png(image, clusters)
