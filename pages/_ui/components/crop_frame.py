"""A photo with a rectangle to drag and resize: which part to keep, and which way up."""

from collections.abc import Callable

import streamlit as st

from kseg_core.encoding.pictures import Encoded
from kseg_core.framing import Framing
from pages._ui.components.component_value import component_numbers
from pages._ui.components.scripts import script, style_sheet
from pages._ui.components.sent_file import send_picture, send_script

_SHAPES = ((1, 1), (4, 3), (3, 4), (3, 2), (2, 3), (16, 9), (9, 16))
"""Width and height of the shapes on offer: for each the one that lies on its side too."""

_ARROW = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"'
    ' stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>'
)
_LEFT = _ARROW.format("M4 4v5h5M4.6 9A8 8 0 1 1 4 14")
_RIGHT = _ARROW.format("M20 4v5h-5M19.4 9A8 8 0 1 0 20 14")


def _option(shape: tuple[int, int]) -> str:
    width, height = shape
    return f'<option value="{width / height!r}">{width} : {height}</option>'


def _number(name: str) -> str:
    least = 1 if name in ("width", "height") else 0
    return (
        f'<label>{name.capitalize()}<input class="{name}" type="number" inputmode="numeric" step="1" '
        f'min="{least}"></label>'
    )


_HTML = f"""<div class="crop">
<div class="row">
<button type="button" class="turn-left">{_LEFT}Turn left</button>
<button type="button" class="turn-right">{_RIGHT}Turn right</button>
<label>Shape<select class="shape"><option value="0">Free</option>{"".join(map(_option, _SHAPES))}
</select></label>
<span class="said" role="status" aria-live="polite"></span>
</div>
<div class="around"><div class="stage">
<div class="picture"><img alt="The whole photo" draggable="false"><div class="kept"></div></div>
<div class="frame" tabindex="0" role="group" aria-label="The part to keep. Arrow keys move it, with Shift they
 resize it."></div>
</div></div>
<div class="row">
{"".join(map(_number, ("left", "top", "width", "height")))}
<button type="button" class="apply">Apply</button>
<button type="button" class="all">Whole photo</button>
</div>
</div>
"""

# A dialog of Streamlit keeps Tab out of a shadow root, so that this component has none.
_component = st.components.v2.component(
    "crop_frame", html=_HTML, css=style_sheet("crop_frame"), js=script("mount"), isolate_styles=False
)


def crop_frame(
    *,
    key: str,
    photo: str,
    size: tuple[int, int],
    picture: Encoded,
    framing: Framing,
    on_apply: Callable[[], None],
) -> None:
    """Show a photo with the part that is kept, to be dragged, resized, turned and applied.

    Parameters
    ----------
    key : str
    photo : str
        Stands for the photo. When another comes, what was dragged is gone.
    size : tuple of int
        Width and height of the whole photo in pixels, before it is turned.
    picture : Encoded
        The whole photo, not turned; it may be smaller.
    framing : Framing
        How it is turned and cropped now.
    on_apply : callable
        Called when the visitor applies another; `applied_framing` has it.
    """
    width, height = size
    with st.container(key=f"{key}_viewer_layers", gap=None):
        sent = {
            "script": send_script(f"{key}_script", "crop_frame"),
            "picture": send_picture(f"{key}_picture", picture),
        }
    data = sent | {
        "image": " ".join([photo, *framing.texts]),
        "width": width,
        "height": height,
        "turn": framing.quarter_turns,
        "crop": framing.crop,
    }
    # In a list: Streamlit searches a dict for data frames, and imports pandas (77 MB) to do so.
    _component(key=key, data=[data], on_applied_change=on_apply)


def applied_framing(key: str) -> Framing | None:
    """What the visitor applied, in a callback; None if the browser says anything else."""
    numbers = component_numbers(key, "applied", 5)
    if numbers is None:
        return None
    turns, left, top, width, height = numbers
    if turns not in range(4) or min(left, top) < 0 or min(width, height) < 1:
        return None
    return Framing(quarter_turns=turns, crop=(left, top, width, height))
