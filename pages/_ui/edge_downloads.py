"""What is taken away from the Edges page, made when it is clicked."""

from functools import partial

import streamlit as st

from kseg_core.canny.edge_export import BLACK, WHITE, Color, encode_edges
from kseg_core.canny.edge_paths import edge_paths, json_of_paths, svg_of_paths
from kseg_core.canny.edge_script import edge_script
from kseg_core.canny.stage_window import EdgeWork, Plane
from kseg_core.export import encode_lossless, file_stem
from pages._ui import cache
from pages._ui.edge_cache import get_edges
from pages._ui.edge_controls import EdgeChoice, EdgeView
from pages._ui.photo import Photo


def offer_downloads(photo: Photo, choice: EdgeChoice, work: EdgeWork) -> None:
    """Draw a menu of files; nothing is computed before a click."""
    stem = file_stem(photo.name)
    if choice.source.clusters is not None:
        stem += f"-k{choice.clusters.k}"
    files = (
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
        for label, icon, name, mime, make in files:
            st.download_button(
                label,
                data=partial(make, choice),
                file_name=f"{stem}-{name}",
                mime=mime,
                icon=icon,
                key=f"edge_file_{name}",
                on_click="ignore",
                width="stretch",
            )
        _offer_script(choice, work, stem)


def _offer_script(choice: EdgeChoice, work: EdgeWork, stem: str) -> None:
    image = choice.source.image
    st.download_button(
        "Script that makes this map",
        data=edge_script(
            work.settings, sigma=work.sigma, file_name=f"{stem}.png", has_alpha=image.alpha is not None
        ),
        file_name=f"{stem}-edges.py",
        mime="text/x-python",
        icon=":material/code:",
        key="edge_file_script",
        on_click="ignore",
        width="stretch",
        help="A short Python program with OpenCV and NumPy. On the picture below it makes the same map, "
        "pixel for pixel; it takes other pictures too.",
    )
    st.download_button(
        "Picture for the script, PNG",
        data=partial(_picture, choice),
        file_name=f"{stem}.png",
        mime="image/png",
        icon=":material/photo:",
        key="edge_file_picture",
        on_click="ignore",
        width="stretch",
        help="Exactly the pixels that edges were found in: turned, cropped and converted as here.",
    )


def _edges(choice: EdgeChoice) -> Plane:
    return get_edges(choice.source, choice.settings).edges


def _line(choice: EdgeChoice) -> Color:
    return choice.color if choice.view.is_overlay else BLACK


def _plain_png(choice: EdgeChoice) -> bytes:
    ground = WHITE if choice.view is EdgeView.BLACK_ON_WHITE else BLACK
    return encode_edges(_edges(choice), line=BLACK if ground == WHITE else WHITE, ground=ground).data


def _clear_png(choice: EdgeChoice) -> bytes:
    return encode_edges(_edges(choice), line=_line(choice), ground=None, width=choice.width).data


def _svg(choice: EdgeChoice) -> bytes:
    edges = _edges(choice)
    height, width = edges.shape
    red, green, blue = _line(choice)
    color = f"#{red:02x}{green:02x}{blue:02x}"
    return svg_of_paths(
        edge_paths(edges), width=width, height=height, color=color, line_width=choice.width
    ).encode()


def _json(choice: EdgeChoice) -> bytes:
    edges = _edges(choice)
    height, width = edges.shape
    return json_of_paths(edge_paths(edges), width=width, height=height).encode()


def _picture(choice: EdgeChoice) -> bytes:
    clusters, image = choice.source.clusters, choice.source.image
    if clusters is not None:
        return cache.full_png(image.digest, clusters, image)
    return encode_lossless(image).data
