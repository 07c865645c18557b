"""Taking a result away: its files by what they are for, and the code that makes it."""

from dataclasses import dataclass

import streamlit as st

from kseg_core.encoding.pictures import JPEG_MAX_SIDE, WEBP_MAX_SIDE
from kseg_core.export import bundle
from kseg_core.export.archive import ARCHIVE_MIME
from kseg_core.export.bundle import FileKind
from kseg_core.export.palettes.formats import PALETTE_FORMATS
from kseg_core.export.segments_svg import NODES_MAX, TOLERANCE
from kseg_core.export.taken import TakeAway
from pages._ui.cache import get_image
from pages._ui.compute_queue import photo_place
from pages._ui.detail import files
from pages._ui.detail.files import Wanted
from pages._ui.detail.scripts import draw_code
from pages._ui.errors import guarded
from pages._ui.text import count, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """What can be taken away, and how it is offered."""

    wanted: Wanted
    taken: TakeAway

    def offer(
        self, label: str, kind: FileKind, *, icon: str, help: str | None = None, disabled: bool = False
    ) -> None:
        """Draw the button for a file."""
        st.download_button(
            label,
            data=files.file_when_clicked(self.wanted, kind),
            file_name=self.taken.result_stem + kind.ending,
            mime=kind.mime,
            icon=f":material/{icon}:",
            key=f"take{kind.ending}",
            on_click="ignore",
            width="stretch",
            help=help,
            disabled=disabled,
        )


@st.dialog("Take it away", width="large", icon=":material/download:")
def take_away(wanted: Wanted) -> None:
    """Offer everything that can be made of a result."""
    with guarded(), photo_place(wanted.photo):
        _draw(wanted)


def _draw(wanted: Wanted) -> None:
    image = get_image(wanted.photo)
    with st.spinner("Getting the result …"):
        taken = wanted.taken(image)
    shelf = _Shelf(wanted=wanted, taken=taken)
    st.caption(
        f"**{plain(taken.title)}** in {count(taken.edited.n_clusters, 'color')}, at full resolution: "
        f"{image.width:,} × {image.height:,} pixels, with all edits, in the colors of the palette. Files are "
        "made when you click and carry nothing of the photo's EXIF data."
    )
    pictures, numbers, palette = st.columns(3, gap="medium")
    with pictures, st.container(border=True, gap="small"):
        _draw_pictures(shelf)
    with numbers, st.container(border=True, gap="small"):
        _draw_numbers(shelf)
    with palette, st.container(border=True, gap="small"):
        _draw_palette(shelf)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _draw_whole(shelf)
    draw_code(wanted, taken)


def _draw_pictures(shelf: _Shelf) -> None:
    longest = max(shelf.taken.image.width, shelf.taken.image.height)
    st.markdown("**Pictures**")
    shelf.offer(
        "PNG",
        bundle.PNG,
        icon="image",
        help="An indexed PNG: exactly the colors shown, and transparent where the photo is.",
    )
    shelf.offer(
        "JPEG",
        bundle.JPEG,
        icon="image",
        help="Close to the colors shown; white where the photo is transparent.",
        disabled=longest > JPEG_MAX_SIDE,
    )
    shelf.offer(
        "WebP",
        bundle.WEBP,
        icon="image",
        help=f"Lossless: exactly the colors shown. A WebP has at most {WEBP_MAX_SIDE:,} pixels a side.",
        disabled=longest > WEBP_MAX_SIDE,
    )
    shelf.offer(
        "Cut-out of the picked, PNG",
        bundle.CUT_OUT,
        icon="content_cut",
        help="The photo's own pixels in the picked segments, transparent elsewhere."
        if shelf.wanted.picked
        else "Pick segments first: in the picture, the palette or the table.",
        disabled=not shelf.wanted.picked,
    )


def _draw_numbers(shelf: _Shelf) -> None:
    last = shelf.taken.edited.n_clusters - 1
    st.markdown("**Masks, labels, outlines**")
    shelf.offer(
        "Masks, ZIP of PNG",
        bundle.MASKS,
        icon="filter_none",
        help="A black and white picture for each cluster.",
    )
    shelf.offer(
        "Label map, PNG",
        bundle.LABELS_PNG,
        icon="grid_on",
        help=f"8-bit gray: the number of each pixel's cluster, 0 to {last} as in the table, 255 where the "
        "photo is transparent. Numbers this small look black in a viewer; a program reads them.",
    )
    shelf.offer(
        "Label map, NumPy",
        bundle.LABELS_NPY,
        icon="data_array",
        help="The same for `numpy.load`: uint8, height × width.",
    )
    shelf.offer(
        "Outlines, SVG",
        bundle.SVG,
        icon="polyline",
        help="Closed paths, those of a cluster in one, without specks. They stay within "
        f"{TOLERANCE:g} pixel of the borders, or as near as {NODES_MAX:,} nodes allow. "
        "The file says how near that is.",
    )


_READ_BY = (
    "Read by "
    + "; ".join(f"{each.programs} (.{each.suffix})" for each in PALETTE_FORMATS if each.programs)
    + ". In the SVG each square is a shape filled with its color."
)


def _draw_palette(shelf: _Shelf) -> None:
    st.markdown("**Palette and report**")
    chosen = st.selectbox(
        "Format of the palette", list(bundle.PALETTES), key="take_palette", label_visibility="collapsed"
    )
    shelf.offer("Palette", bundle.PALETTES[chosen], icon="palette", help=_READ_BY)
    shelf.offer(
        "Report to print, HTML",
        bundle.REPORT,
        icon="print",
        help="One page that needs no network: photo, result, palette, numbers and the link to this view.",
    )
    shelf.offer(
        "Settings and numbers, JSON",
        bundle.SETTINGS,
        icon="data_object",
        help="What was asked for and what came out.",
    )


def _draw_whole(shelf: _Shelf) -> None:
    wanted = shelf.wanted
    st.download_button(
        "Everything, ZIP",
        data=files.archive_when_clicked(wanted),
        file_name=f"{shelf.taken.result_stem}.zip",
        mime=ARCHIVE_MIME,
        icon=":material/folder_zip:",
        key="take_everything",
        on_click="ignore",
        type="primary",
    )
    st.caption(
        f"All of these files, the scripts too, the palette in all {len(PALETTE_FORMATS)} formats. Report and "
        "settings carry the link to this view."
        + ("" if wanted.picked else " Nothing is picked, so there is no cut-out."),
        width="stretch",
    )
