"""Taking a result away: a button for every file of the table, and the code that makes the result."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import Literal

import streamlit as st

from kseg_core import RgbImage
from kseg_core.export.archive import ZIP_MIME
from kseg_core.export.export_file import ExportFile, ExportGroup
from kseg_core.export.request import ExportRequest
from kseg_core.export.table import EXPORT_FILES
from kseg_core.wording import count, size_text
from pages._ui.detail.export_files import RequestOf, file_of, file_when_clicked, zip_when_clicked
from pages._ui.downloads import offer_file
from pages._ui.errors import photo_part
from pages._ui.photo import Photo
from pages._ui.text import plain

_CODE = (ExportGroup.SCRIPTS, ExportGroup.SCRIPT_INPUT)
_CODE_HEIGHT = 420
_LONG = 20_000
"""Characters of a script above which its longest lines are cut short on the page."""

_LINE = 160
_CUT = " …  # the file has all of it"


@st.dialog("Take it away", width="large", icon=":material/download:")
@photo_part
def export_dialog(photo: Photo, image: RgbImage, request_of: RequestOf) -> None:
    """Offer everything that can be made of a result."""
    with st.spinner("Getting the result …"):
        request = request_of(image)
    st.caption(
        f"**{plain(request.title)}** in {count(request.edited.n_clusters, 'color')}, at full resolution: "
        f"{size_text(image.width, image.height)}, with all edits, in the colors of the palette. Files are "
        "made when you click and carry nothing of the photo's EXIF data."
    )
    offer = partial(_offer, photo, request_of, request)
    groups = [group for group in ExportGroup if group not in _CODE]
    for group, column in zip(groups, st.columns(len(groups), gap="medium"), strict=True):
        with column, st.container(border=True, gap="small"):
            st.markdown(f"**{group}**")
            if reason := _why_none(group, request):
                st.caption(reason)
                continue
            for choice, files in groupby(_on(group), lambda file: file.choice):
                for file in [_choose(choice, list(files))] if choice else files:
                    offer(file, choice or file.label, width="stretch", help=file.help_for(request))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _offer_everything(photo, request_of, request)
    st.markdown(f"**{ExportGroup.SCRIPTS}:** Python with OpenCV and NumPy, nothing else.")
    scripts = _on(ExportGroup.SCRIPTS)
    tabs = st.tabs([file.label for file in scripts], key="take_code", on_change="rerun")
    for file, tab in zip(scripts, tabs, strict=True):
        if tab.open:
            with tab:
                st.caption(file.help_for(request))
                _draw_script(photo, request, file, offer)


def _on(group: ExportGroup) -> list[ExportFile]:
    return [file for file in EXPORT_FILES if file.group is group]


def _why_none(group: ExportGroup, request: ExportRequest) -> str:
    """Why this result has no file of a group, if that has one reason."""
    reasons = {file.why_not(request) for file in _on(group)}
    return reasons.pop() if len(reasons) == 1 else ""


def _choose(choice: str, files: Sequence[ExportFile]) -> ExportFile:
    name = st.selectbox(
        f"Format of the {choice.lower()}",
        [file.label for file in files],
        key=f"take_{choice.lower()}",
        label_visibility="collapsed",
    )
    return next(file for file in files if file.label == name)


def _offer(
    photo: Photo,
    request_of: RequestOf,
    request: ExportRequest,
    file: ExportFile,
    label: str,
    *,
    width: Literal["content", "stretch"] = "content",
    help: str | None = None,
    key: str = "",
) -> None:
    """Draw the button for a file."""
    offer_file(
        label,
        file_when_clicked(photo, request_of, file),
        name=file.name(request),
        mime=file.mime,
        icon=file.icon,
        key=f"take{file.ending}{key}",
        width=width,
        help=help,
        disabled=bool(file.why_not(request)),
    )


def _offer_everything(photo: Photo, request_of: RequestOf, request: ExportRequest) -> None:
    offer_file(
        "Everything, ZIP",
        zip_when_clicked(photo, request_of),
        name=f"{request.result_stem}.zip",
        mime=ZIP_MIME,
        icon="folder_zip",
        key="take_everything",
        type="primary",
    )
    links = [file.label for file in EXPORT_FILES if file.has_link]
    without = [
        str(file.group) if _why_none(file.group, request) else file.label
        for file in EXPORT_FILES
        if file.why_not(request) and file.group not in _CODE
    ]
    st.caption(
        "All of these files, the scripts and every format of the palette too. The link to this view is in: "
        + "; ".join(links)
        + (f". Without: {'; '.join(dict.fromkeys(without))}." if without else "."),
        width="stretch",
    )


def _draw_script(photo: Photo, request: ExportRequest, file: ExportFile, offer: Callable[..., None]) -> None:
    with st.spinner("Writing the script …"):
        text = file_of(request, file).decode()
    st.code(_shortened(text), language="python", height=_CODE_HEIGHT)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        offer(file, f"{file.label}, Python")
        for read in _on(ExportGroup.SCRIPT_INPUT):
            if not read.why_not(request):
                offer(read, read.label, key=file.ending)
                st.caption(_why_read(photo), width="stretch")


def _why_read(photo: Photo) -> str:
    """Why the scripts read a picture of ours."""
    if photo.is_sample:
        return "The sample as a file, for the scripts to read."
    return (
        f"The scripts read this picture instead of {plain(photo.name)}, which OpenCV reads in another way; "
        "the PNG has the very pixels that were segmented."
    )


def _shortened(text: str) -> str:
    """A script as it is shown: packed numbers of many lines' length are cut."""
    if len(text) <= _LONG:
        return text
    lines = (line if len(line) <= _LINE else line[:_LINE] + _CUT for line in text.split("\n"))
    return "\n".join(lines)
