"""The link to the view: to copy, as a QR code, and what it carries."""

from urllib.parse import urlencode

import segno
import streamlit as st

from kseg_core.address.names import NAME_PARAMETER
from pages._ui.components.scripts import script, style_sheet
from pages._ui.declarations.page import Example
from pages._ui.photo import LONGEST_NAME
from pages._ui.text import plain

_HTML = """<div class="share">
<div class="code" role="img" aria-label="QR code of the link"></div>
<div class="row"><input type="text" readonly aria-label="Link to this view"><button type="button"
 aria-live="polite">Copy link</button></div>
</div>
"""

# A dialog of Streamlit keeps Tab out of a shadow root, so that this component has none.
_card = st.components.v2.component(
    "share_card", html=_HTML, css=style_sheet("share_card"), js=script("share_card"), isolate_styles=False
)


@st.dialog("Share this view", icon=":material/share:")
def share() -> None:
    """Show the link of the page as it is now."""
    state = st.session_state
    _draw_card(current_link(photo_name=state.own.name if state.show_own else ""))
    if state.show_own:
        st.markdown(
            f":material/lock: **Your photo does not travel with the link.** Whoever opens it sees the sample "
            f"{plain(state.sample)} with these settings, and is asked to choose the file "
            f"**{plain(state.own.name)}**. The link carries this name."
        )
    st.caption(
        "The link carries the page, the sample and every setting that is not at its default; of *Look "
        "closer* also the picked segments and the merged, replaced and locked colors; of the *3D Explorer* "
        "also the outline drawn, the starts clicked and the step, but not how the cloud is turned. It "
        "carries no picture, no steps to undo and nothing about you."
    )


@st.dialog("Share this lesson", icon=":material/qr_code_2:")
def share_lesson(example: Example) -> None:
    """Show the link of the lesson that is open, whatever was changed in it."""
    _draw_card(_link(urlencode(example.view, doseq=True)))
    st.caption(
        "It opens the lesson as it begins, with its sample and its settings. To pass on what you have "
        "changed in it, use *Share* in the sidebar."
    )


def current_link(*, photo_name: str = "") -> str:
    """The address in the visitor's browser; a link to share also names the file to choose."""
    address = st.query_params
    pairs = [(key, value) for key in address for value in address.get_all(key)]
    if photo_name:
        pairs.append((NAME_PARAMETER, photo_name[:LONGEST_NAME]))
    return _link(urlencode(pairs))


def _link(query: str) -> str:
    """The present page with these parameters."""
    base = st.context.url or ""
    return f"{base}?{query}" if query else base


def _draw_card(link: str) -> None:
    code = qr_code(link)
    _card(key="share_card", data=[{"link": link, "code": code}])
    if not code:
        st.caption("This link is too long for a QR code.")


def qr_code(text: str) -> str:
    """A text as a QR code, black on white, in SVG; empty if it is too long for one."""
    try:
        code = segno.make(text, error="l", boost_error=True, micro=False)
    except segno.DataOverflowError:
        return ""
    return code.svg_inline(scale=4, border=3, omitsize=True, title="QR code of the link")
