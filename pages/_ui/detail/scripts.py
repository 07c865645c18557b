"""The code that makes a result: shown, and taken away."""

import streamlit as st

from kseg_core import Engine
from kseg_core.export import bundle
from kseg_core.export.bundle import FileKind
from kseg_core.export.taken import TakeAway
from pages._ui.detail import files
from pages._ui.detail.files import Wanted
from pages._ui.text import plain

_CODE_HEIGHT = 420
_LONG = 20_000
"""Characters of a script above which its longest lines are cut short on the page."""

_LINE = 160
_CUT = " …  # the file has all of it"


def draw_code(wanted: Wanted, taken: TakeAway) -> None:
    """Draw the script that repeats the result and the one that finds it anew, one at a time."""
    st.markdown("**The code:** Python with OpenCV and NumPy, nothing else.")
    replay, tutorial = st.tabs(["Replay", "Tutorial"], key="take_code", on_change="rerun")
    if replay.open:
        with replay:
            st.caption(_replay_text(taken))
            _draw_script(wanted, taken, "Replay", bundle.REPLAY)
    if tutorial.open:
        with tutorial:
            st.caption(_tutorial_text(taken))
            _draw_script(wanted, taken, "Tutorial", bundle.TUTORIAL)


def _replay_text(taken: TakeAway) -> str:
    source = f"your file {plain(taken.photo_file)}" if taken.photo_file else "the working PNG"
    return (
        "Carries the centroids and every edit, assigns each pixel and paints. "
        f"On {source} it makes the very pixels of the PNG above."
    )


def _tutorial_text(taken: TakeAway) -> str:
    settings = taken.segmentation.settings
    about = "Finds the clusters itself with `cv2.kmeans` and makes what the engine *opencv* makes"
    about += (
        "."
        if settings.engine == Engine.OPENCV
        else ", close to what *fast* has made here but not the same pixels: it stops earlier, so colors "
        "often differ by a level or more, and pixels between two clusters may go to the other. *Replay* "
        "gives the very pixels."
    )
    edits = taken.edited.edits
    if edits.merges or edits.replacements or edits.specks or settings.locked:
        about += " It knows no merged, replaced or locked colors and removes no specks."
    return about


def _draw_script(wanted: Wanted, taken: TakeAway, name: str, kind: FileKind) -> None:
    with st.spinner("Writing the script …"):
        text = files.file_of(taken, kind).decode()
    st.code(_shortened(text), language="python", height=_CODE_HEIGHT)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            f"{name}, Python",
            data=text,
            file_name=taken.result_stem + kind.ending,
            mime=kind.mime,
            icon=":material/code:",
            key=f"take{kind.ending}",
            on_click="ignore",
        )
        if not taken.photo_file:
            st.download_button(
                "Working PNG",
                data=files.working_when_clicked(wanted),
                file_name=taken.working_file,
                mime="image/png",
                icon=":material/photo:",
                key=f"take_working{kind.ending}",
                on_click="ignore",
            )
            st.caption(_why_working(wanted), width="stretch")


def _why_working(wanted: Wanted) -> str:
    if wanted.photo.is_sample:
        return "The sample as a file, for the scripts to read."
    why = "It was cropped here" if wanted.photo.is_cropped else "OpenCV reads it in another way"
    return (
        f"The scripts read this picture instead of {plain(wanted.photo.name)}. {why}; the PNG has the very "
        "pixels that were segmented."
    )


def _shortened(text: str) -> str:
    """A script as it is shown: packed numbers of many lines' length are cut."""
    if len(text) <= _LONG:
        return text
    lines = (line if len(line) <= _LINE else line[:_LINE] + _CUT for line in text.split("\n"))
    return "\n".join(lines)
