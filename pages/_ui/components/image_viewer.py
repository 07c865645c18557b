"""One picture to look into: wiped against another, zoomed down to its pixels, clicked on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from kseg_core import RgbImage
from kseg_core.cloud.packed import pack_arrays
from kseg_core.encoding.pictures import Encoded
from kseg_core.image import Box
from pages._ui.components.component_value import component_numbers, component_value, ignore
from pages._ui.components.scripts import script, style_sheet
from pages._ui.components.sent_file import send_arrays, send_picture, send_script

_HTML = """<div class="viewer">
<div class="stage" tabindex="0" role="group">
<div class="before"></div>
<div class="after"></div>
<canvas class="numbers" aria-hidden="true"></canvas>
<svg class="shapes" aria-hidden="true"></svg><i class="aim"></i><span class="length" hidden></span>
<div class="marker" hidden><span></span></div>
<span class="tag left"></span><span class="tag right"></span>
<div class="handle" tabindex="0" role="slider" aria-valuenow="50" aria-label="Wipe between the two pictures"
 aria-valuemin="0" aria-valuemax="100"><svg viewBox="0 0 36 36" fill="none" stroke="currentColor"
 stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="M14 12l-6 6 6 6M22 12l6 6-6 6"/>
</svg></div>
</div>
<div class="bar">
<button type="button" class="out" aria-label="Zoom out">−</button>
<button type="button" class="in" aria-label="Zoom in">+</button>
<button type="button" class="fit">Fit</button>
<button type="button" class="real" title="One pixel of the picture to one of the screen">1 : 1</button>
<span class="scale"></span><span class="unseen"></span><span class="place"></span>
</div>
</div>
"""

_viewer = st.components.v2.component(
    "image_viewer",
    html=_HTML,
    css=style_sheet("image_viewer"),
    js=script("mount"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """An encoded picture and the part of the whole picture that it shows; None = all of it.

    With an opacity, 0 to 1, it lies over those below like tinted glass.
    """

    encoded: Encoded
    box: Box | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A chosen pixel with a few words beside it."""

    x: int
    y: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An outline over the picture.

    Attributes
    ----------
    kind : str
        ``"rectangle"``, ``"ellipse"``, ``"polygon"`` or ``"line"``.
    points : sequence of (x, y)
        Pixels: two opposite corners, all corners, or two ends.
    is_left_out : bool
        Whether its line has the color of what does not count.
    text : str
        What stands at a line.
    """

    kind: str
    points: Sequence[tuple[int, int]]
    is_left_out: bool = False
    text: str = ""


def layers(box: Box | None, *pictures: Callable[[Box | None], Encoded]) -> list[Layer]:
    """Pictures of the whole, one over the other; then, over these, those of the part that is seen enlarged.

    Parameters
    ----------
    box : Box or None
        What `seen_box` says.
    pictures : Callable
        From a part, or None for the whole, to its encoded picture; the lowest first.
    """
    parts = [None] if box is None else [None, box]
    return [Layer(encoded=picture(part), box=part) for part in parts for picture in pictures]


def image_viewer(
    *,
    key: str,
    image: RgbImage,
    after: Sequence[Layer],
    before: Sequence[Layer] = (),
    names: tuple[str, str] = ("", ""),
    alt: str,
    start: float = 0.5,
    marker: Marker | None = None,
    checkered: bool = False,
    shapes: Sequence[Shape] = (),
    drawing: str | None = None,
    ruler: tuple[float, str] | None = None,
    numbers: bytes | None = None,
    lit: Sequence[int] = (),
    on_pick: Callable[[], None] | None = None,
    on_draw: Callable[[], None] | None = None,
) -> None:
    """Show layers of pictures, the first lowest, with a wipe between `before` and `after`.

    Zoom is by wheel, pinch, buttons or keys; a click or Enter chooses a pixel (`picked`). Zoomed in
    beyond the encoded pictures, the viewer asks for the part that is seen (`seen_box`).

    Parameters
    ----------
    key : str
    image : RgbImage
        The whole picture, in whose pixels places are told. When another comes, the view goes back to the
        whole.
    after, before : sequence of Layer
        Without `before` there is no wipe.
    names : tuple of two str
        What stands in the lower corners.
    alt : str
        What is to be seen, in a sentence.
    start : float
        Where the wipe stands at first, 0 … 1.
    marker : Marker, optional
    checkered : bool
        Put a checkerboard under transparent parts.
    shapes : sequence of Shape
    drawing : str, optional
        The kind of shape that is drawn now: clicks and Enter set its points, arrows move the cross.
    ruler : (float, str), optional
        The side of a pixel and its unit, in which sizes are told while they are drawn. There is a scale bar,
        too, unless the unit is ``"px"``.
    numbers : bytes, optional
        From `packed_numbers`. They stand over the picture, as large at any zoom. Where one would cover
        another, the later in order is left out, and the viewer says how many are.
    lit : sequence of int
        Rows whose numbers stand out.
    on_pick : callable, optional
        Called when a pixel is chosen; `picked` has it.
    on_draw : callable, optional
        Called when a shape is drawn; `drawn` has it.
    """
    width, height = image.width, image.height
    pictures = dict.fromkeys(layer.encoded for layer in [*before, *after])
    with st.container(key=f"{key}_layers", gap=None):
        viewer_script = send_script(f"{key}_script", "image_viewer")
        sent = {
            encoded: send_picture(f"{key}_layer_{number}", encoded) for number, encoded in enumerate(pictures)
        }
        sent_numbers = None if numbers is None else send_arrays(f"{key}_numbers", numbers)
    described: dict[str, Any] = {
        side: [
            {"name": sent[layer.encoded], "box": _corners(layer.box, width, height), "opacity": layer.opacity}
            for layer in side_layers
        ]
        for side, side_layers in (("before", before), ("after", after))
    }
    described |= {
        "script": viewer_script,
        "image": image.digest,
        "width": width,
        "height": height,
        "names": list(names),
        "alt": alt,
    }
    described |= {"start": start, "checkered": checkered, "preview": _preview_width(after, width)}
    described["detail"] = described["preview"] < width
    box = seen_box(key, image)
    described["box"] = None if box is None else _corners(box, width, height)
    described["marker"] = None if marker is None else {"x": marker.x, "y": marker.y, "text": marker.text}
    described["drawing"] = drawing
    described["ruler"] = None if ruler is None else list(ruler)
    described["shapes"] = [
        {"kind": shape.kind, "points": [list(point) for point in shape.points]}
        | {"out": shape.is_left_out, "text": shape.text}
        for shape in shapes
    ]
    described |= {"numbers": sent_numbers, "lit": list(lit)}
    # In a list: Streamlit searches a dict for data frames, and imports pandas (77 MB) to do so.
    _viewer(
        key=key,
        data=[described],
        on_picked_change=on_pick or ignore,
        on_drawn_change=on_draw or ignore,
        on_box_change=ignore,
    )


def packed_numbers(places: NDArray[np.float64], order: NDArray[np.intp]) -> bytes:
    """Numbers 1 to N over a picture.

    Parameters
    ----------
    places : ndarray of float64, shape (N, 2)
        x and y of each number, in pixels.
    order : ndarray of int, shape (N,)
        Their rows, those first that are left out last.
    """
    return pack_arrays({}, {"places": places.astype(np.float32), "order": order.astype(np.uint32)})


def picked(key: str) -> tuple[int, int] | None:
    """The pixel that was chosen last, in a callback."""
    pixel = component_numbers(key, "picked", 2)
    return None if pixel is None else (pixel[0], pixel[1])


def drawn(key: str) -> tuple[str, tuple[tuple[int, int], ...]] | None:
    """The kind and the points of the shape that was drawn last, in a callback; no kind if it was given up."""
    match component_value(key, "drawn"):
        case [str(kind), *rest]:
            numbers = [each for each in rest if isinstance(each, int)]
            if len(numbers) == len(rest) and len(rest) % 2 == 0:
                return kind, tuple(zip(numbers[::2], numbers[1::2], strict=True))
    return None


def seen_box(key: str, image: RgbImage) -> Box | None:
    """The part that is seen, while it is seen larger than the encoded pictures are."""
    value = component_numbers(key, "box", 4)
    if value is None:
        return None
    left, top, right, bottom = value
    if not (0 <= left < right <= image.width and 0 <= top < bottom <= image.height):
        return None
    return Box(left=left, top=top, right=right, bottom=bottom)


def _corners(box: Box | None, width: int, height: int) -> list[int]:
    return [0, 0, width, height] if box is None else [box.left, box.top, box.right, box.bottom]


def _preview_width(layers: Sequence[Layer], width: int) -> int:
    return min((layer.encoded.width for layer in layers if layer.box is None), default=width)
