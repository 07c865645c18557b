"""What stands beside every page: the photo, where it comes from, and the settings pages share."""

import streamlit as st

from kseg_core import ColorSpace, RgbImage
from kseg_core.address.names import COMPARE_SPACES, MEASURE_PARAMETERS, WORK_PARAMETERS, Mode
from kseg_core.kmeans.settings import SEED_MAX
from kseg_core.reading.decode import MAX_UPLOAD_BYTES
from kseg_core.reading.formats import list_names
from kseg_core.samples.gallery import DEFAULT_SAMPLE, SAMPLES
from kseg_core.wording import count, size_text
from pages._ui import address, widgets
from pages._ui import photo as photos
from pages._ui.components.drop_zone import drop_zone
from pages._ui.components.wheel import share_the_wheel
from pages._ui.declarations.cluster import CLUSTER
from pages._ui.declarations.lessons import LESSON
from pages._ui.frame import left_views, presentation, view_history
from pages._ui.frame.crop_dialog import offer_crop
from pages._ui.frame.lessons import show_lessons
from pages._ui.frame.scroll import expect_scroll
from pages._ui.frame.share import share
from pages._ui.results import get_histogram, get_image, sample_thumbnail
from pages._ui.state import (
    EVERYTHING,
    FRESH,
    coming_value,
    forget_several,
    forget_work,
    reset,
    start_fresh_if_asked,
    take_former_names,
)
from pages._ui.streamlit_internals import DeletedFile, forget_file
from pages._ui.text import plain
from pages._ui.uploads import given_name

PRIVACY = (
    "Photos are held in the server's memory for their visitor alone and never shown to anyone else. While a "
    "large file arrives it may pass through a temporary file, which is deleted at once. Nothing else is "
    "written to disk. *Start over* removes your photo; until your next step it can be undone."
)
_GALLERY_COLUMNS = 4


def draw_sources(page: st.Page) -> None:
    """Draw where photos come from, and take what the address and a new file say."""
    take_former_names()
    if view_history.has_returned():
        view_history.bring_back(page)
    elif st.query_params.get(FRESH) == EVERYTHING:
        left_views.begin_visit(page.title)
    else:
        left_views.end_visit_elsewhere(page.title)
    fresh = start_fresh_if_asked()
    if fresh:
        expect_scroll()
    if fresh:
        forget_work()
        photos.show_sample(st.query_params.get("sample", DEFAULT_SAMPLE))
    photos.read_address()
    with st.sidebar:
        _draw_sources()


def draw(page: st.Page) -> None:
    """Draw the rest of the sidebar beside a page and settle which photo that is about."""
    if photos.settle_offer(_read):
        left_views.end_visit_with_new_photo()
    photos.settle_framing(get_image)
    with st.sidebar:
        facts = st.container(gap="xsmall")
        _draw_settings(compares_spaces=page.title == CLUSTER.title and _compares_spaces())
        about = st.empty()  # nothing that is said of a sample stays beside another photo
    if st.session_state.get("photo_error"):
        st.error(st.session_state.photo_error, icon=":material/broken_image:")
    photos.write_address()
    current = photos.current_photo()
    drop_zone(uploader=_uploader(), photo=current.digest)
    with facts:
        _draw_facts(current, get_image(current))
    if current.is_sample:
        with about:
            _draw_about(current)
    if st.session_state.awaited:
        _ask_again()


def _read(photo: photos.Photo) -> RgbImage:
    with st.spinner("Reading the photo …"):
        return get_image(photo)


def _draw_sources() -> None:
    key = _uploader()
    st.file_uploader(
        "Your photo",
        key=key,
        on_change=_take_file,
        args=(key,),
        help="Choose a file, drop one anywhere on the page, or paste a picture: "
        f"{list_names('or')}, whatever its name. Up to {MAX_UPLOAD_BYTES >> 20} MB. {PRIVACY}",
    )
    share_the_wheel()
    view_history.keep_views()
    presentation.listen_for_keys()
    with st.container(horizontal=True, gap="small"):
        if st.button("Samples", icon=":material/photo_library:", width="stretch"):
            _gallery()
        if st.button("Camera", icon=":material/photo_camera:", width="stretch"):
            _camera()


def _uploader() -> str:
    return f"upload_{st.session_state.setdefault('upload_round', 0)}"


def _compares_spaces() -> bool:
    return (coming_value("mode"), coming_value("compare")) == (Mode.COMPARE, COMPARE_SPACES)


def _draw_settings(*, compares_spaces: bool) -> None:
    widgets.menu_choice(
        "Color space",
        ColorSpace,
        key="space",
        help="Where distances between colors are measured. Clusters are painted in RGB, whatever the space. "
        "*How it works* on the Cluster page says when HSV helps and when not.",
        disabled=compares_spaces,
    )
    if compares_spaces:
        st.caption("The color spaces that are compared are chosen on the page.")
    with st.expander("Seed", icon=":material/tune:"):
        widgets.number(
            "Seed",
            0,
            SEED_MAX,
            key="seed",
            help="K-means starts from random numbers, and the seed decides which. The same seed gives the "
            "same result, on any machine.",
        )
    with st.container(horizontal=True, gap="small"):
        if st.button("Share", icon=":material/share:", width="stretch"):
            share()
        if st.button("Lessons", icon=":material/school:", width="stretch"):
            show_lessons()
    if left_views.can_undo_start_over():
        st.button(
            "Undo starting over", icon=":material/undo:", on_click=left_views.undo_start_over, width="content"
        )
    else:
        st.button(
            "Start over",
            icon=":material/restart_alt:",
            type="tertiary",
            on_click=left_views.start_over,
            args=(_empty,),
            width="content",
            help="Back to the first view, without your photo. It can be undone until you do something else.",
        )


def _draw_facts(photo: photos.Photo, image: RgbImage) -> None:
    st.markdown(f"**{plain(photo.name)}**")
    colors = count(get_histogram(image).n_colors, "distinct color")
    st.caption(f"{size_text(image.width, image.height)} · {colors}")
    for note in image.notes:
        st.caption(f":material/info: {plain(note)}")
    offer_crop(photo, place="sidebar")
    if photo.is_sample:
        _offer_own()


def _draw_about(photo: photos.Photo) -> None:
    """What to look for in a sample, what is true about it, and whose it is."""
    sample = next(sample for sample in SAMPLES if sample.name == photo.name)
    credit = f"[{sample.credit}]({sample.url})" if sample.url else sample.credit
    st.caption(" ".join(filter(None, (sample.about, sample.truth, credit))))


def _offer_own() -> None:
    own = st.session_state.own
    if own is not None:
        st.button(
            f"Back to {plain(own.name)}",
            icon=":material/undo:",
            on_click=left_views.end_visit if left_views.is_visiting() else photos.show_own,
            width="stretch",
            key="back_to_own",
        )


def _ask_again() -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/add_photo_alternate: **Choose {_awaited_name()} to restore this view.** It was made "
            "with an uploaded photo, which a reload forgets and a link never carries. Until then it shows a "
            "sample."
        )
        st.button("Stay with the sample", on_click=photos.show_sample, args=(st.session_state.sample,))


def _awaited_name() -> str:
    name = st.session_state.get("awaited_name", "")
    return f"the file {plain(name)}" if name else "the same file again"


def _take_file(key: str) -> None:
    file = st.session_state[key]
    if isinstance(file, DeletedFile):  # it was taken over before
        return
    if file is not None:
        photos.offer(given_name(file), file.getvalue())
        forget_file(file.file_id)
    elif st.session_state.get("photo_error"):
        st.session_state.photo_error = ""
    else:
        photos.set_own_aside()


@st.dialog("Samples", width="large", icon=":material/photo_library:")
def _gallery() -> None:
    own = st.session_state.own
    if own is not None and st.button(
        f"Back to {plain(own.name)}", icon=":material/undo:", on_click=photos.show_own
    ):
        st.rerun()
    gallery = st.container(key="gallery")
    for start in range(0, len(SAMPLES), _GALLERY_COLUMNS):
        columns = gallery.columns(_GALLERY_COLUMNS, gap="small")
        for column, sample in zip(columns, SAMPLES[start : start + _GALLERY_COLUMNS], strict=False):
            with column:
                st.image(sample_thumbnail(sample.name).data, width="stretch", alt=sample.name)
                if st.button(
                    sample.name,
                    key=f"sample_{sample.name}",
                    width="stretch",
                    on_click=photos.show_sample,
                    args=(sample.name,),
                ):
                    st.rerun()
                st.caption(sample.about)


@st.dialog("Camera", icon=":material/photo_camera:")
def _camera() -> None:
    shot = st.camera_input("Take a photo", label_visibility="collapsed", resolution="1080p")
    if shot is not None:
        photos.offer("Camera photo", shot.getvalue())
        forget_file(shot.file_id)
        st.rerun()


def _empty() -> None:
    reset()
    photos.forget_own()
    forget_work()
    forget_several()
    for name in (*WORK_PARAMETERS, *MEASURE_PARAMETERS, LESSON):
        address.write(name)
    photos.show_sample(DEFAULT_SAMPLE)
