"""The cloud of colors in three dimensions beside the picture it comes from, each lighting up in the other."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import streamlit as st

from kseg_core.encoding.pictures import Encoded
from kseg_core.image import Rgb
from pages._ui.components.component_value import component_cluster, component_numbers, component_value, ignore
from pages._ui.components.scripts import script, style_sheet
from pages._ui.components.sent_file import send_arrays, send_picture, send_script

_HTML = """<div class="viewer">
<div class="panes">
<div class="cloud">
<div class="stage" tabindex="0" role="group">
<div class="heat" hidden><span class="name"></span><span class="bar"></span><span class="ends"></span></div>
<div class="tip" hidden></div>
<div class="wait" role="status">Laying out the colors …</div>
</div>
<div class="tools" role="toolbar" aria-label="The view of the cloud">
<span class="group views"></span>
<button type="button" class="turn" aria-pressed="false" title="Turn slowly">Turn</button>
<button type="button" class="closer" aria-label="Closer" title="Closer">+</button>
<button type="button" class="farther" aria-label="Farther away" title="Farther away">−</button>
<button type="button" class="full" title="Fill the screen">Full screen</button>
<button type="button" class="png" title="Save this view as a picture">PNG</button>
</div>
</div>
<div class="side">
<div class="picture" tabindex="0" role="group" aria-label="The picture">
<canvas></canvas><div class="cross" hidden></div></div>
<div class="tools"><span class="group paint" role="group" aria-label="The picture shows">
<button type="button" class="plain">Photo</button>
<button type="button" class="painted">As in the cloud</button>
</span></div>
<div class="legend" role="group" aria-label="Clusters"></div>
<div class="said" role="status"></div>
</div>
</div>
</div>
"""

_viewer = st.components.v2.component(
    "cloud_viewer", html=_HTML, css=style_sheet("cloud_viewer"), js=script("mount")
)


class PointColor(StrEnum):
    """What gives points their color."""

    OWN = "Own color"
    CLUSTER = "Cluster"
    DISTANCE = "Distance"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudPieces:
    """What `kseg_core.cloud.view_data` made: each is sent again only when it changes."""

    points: bytes
    shape: bytes
    clusters: bytes
    selection: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudLook:
    """How the cloud is drawn.

    Attributes
    ----------
    paint : PointColor
    centroids, members, outline : bool
        Whether spheres, lines from points to their centroid and the sRGB gamut are drawn.
    size : float
        Of the points; 1 = as usual.
    hidden : tuple of int
        Clusters that are not drawn.
    """

    paint: PointColor
    centroids: bool
    members: bool
    outline: bool
    size: float
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PickedPixel:
    """A pixel of the picture and what is known about it, as pairs of a name and a value."""

    x: int
    y: int
    facts: Sequence[tuple[str, str]]


def cloud_viewer(
    *,
    key: str,
    photo: Encoded,
    painted: Encoded | None = None,
    width: int,
    height: int,
    pieces: CloudPieces,
    look: CloudLook,
    pixel: PickedPixel | None = None,
    file_name: str,
    alt: str,
    on_pick: Callable[[], None] | None = None,
    on_hide: Callable[[], None] | None = None,
) -> None:
    """Show the cloud beside its picture.

    A click on a point or a sphere lights up its pixels; a click in the picture marks the pixel's point
    and calls `on_pick` (`picked_pixel` has it). The camera stays whatever changes.

    Parameters
    ----------
    key : str
    photo : Encoded
    painted : Encoded, optional
        The picture in the colors of the cloud; without it every pixel takes the color of its point.
    width, height : int
        Size of the whole picture in its own pixels.
    pieces : CloudPieces
    look : CloudLook
    pixel : PickedPixel, optional
    file_name : str
        Of the PNG that the visitor may save.
    alt : str
        What is to be seen, in a sentence.
    on_pick, on_hide : callable, optional
        Called when a pixel is chosen or given up, and when clusters are shown or hidden; without
        `on_hide` there is no legend of clusters.
    """
    with st.container(key=f"{key}_layers", gap=None):
        described: dict[str, Any] = {
            "script": send_script(f"{key}_script", "cloud_viewer"),
            "photo": send_picture(f"{key}_photo", photo),
            "painted": None if painted is None else send_picture(f"{key}_painted", painted),
            "pieces": {
                piece: send_arrays(f"{key}_{piece}", packed)
                for piece, packed in asdict(pieces).items()
                if packed is not None
            },
        }
    described |= {
        "width": width,
        "height": height,
        "paint": look.paint.name.lower(),
        "centroids": look.centroids,
        "members": look.members,
        "outline": look.outline,
        "size": look.size,
        "hidden": list(look.hidden),
        "pixel": None if pixel is None else {"x": pixel.x, "y": pixel.y, "facts": [*map(list, pixel.facts)]},
        "legend": on_hide is not None,
        "file": file_name,
        "alt": alt,
    }
    _viewer(
        key=key,
        data=[described],
        on_picked_change=on_pick or ignore,
        on_hidden_change=on_hide or ignore,
        on_webgl_change=ignore,
    )


def picked_pixel(key: str, *, width: int, height: int) -> tuple[int, int] | None:
    """Column and row of the pixel that was chosen last, None if it was given up. In a callback."""
    value = component_numbers(key, "picked", 2)
    if value is None:
        return None
    x, y = value
    return (x, y) if 0 <= x < width and 0 <= y < height else None


def hidden_clusters(key: str) -> tuple[tuple[int, Rgb], ...]:
    """Number and color of the clusters that are not to be drawn. In a callback."""
    value = component_value(key, "hidden")
    clusters = [component_cluster(each) for each in value] if isinstance(value, list) else []
    return tuple(cluster for cluster in clusters if cluster is not None)


def lacks_webgl(key: str) -> bool:
    """Whether the browser has said that it cannot draw in three dimensions."""
    return component_value(key, "webgl") is False
