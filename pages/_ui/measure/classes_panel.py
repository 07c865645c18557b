"""The classes: which there are, which one is open, and which colors belong to it."""

from dataclasses import replace

import streamlit as st

from kseg_core import SettingsError
from kseg_core.color_names import color_names
from kseg_core.edits.followed import follow_clusters
from kseg_core.image import Rgb
from kseg_core.kmeans.settings import K_MAX
from kseg_core.measure.classes import (
    NAME_MAX,
    REST,
    REST_COLOR,
    Classes,
    MeasureClass,
    check_classes,
    class_of_clusters,
    free_name,
    one_each,
    sort_clusters,
)
from kseg_core.palette import check_color, hex_code, rgb_of, rgb_tuples
from kseg_core.rendering.paint import label_colors
from kseg_core.wording import percent
from pages._ui.detail import history
from pages._ui.detail.detail import Detail
from pages._ui.detail.palette import palette_list, toggled_color
from pages._ui.explorer.selection_controls import link_to
from pages._ui.frame.navigation import page_at
from pages._ui.measure.chosen_objects import take_object
from pages._ui.measure.measuring import Measuring
from pages._ui.measure.picture import take_pixel, takes_objects
from pages._ui.renewed import is_former, renewed_key
from pages._ui.text import plain
from pages._ui.user_edits import OPEN_CLASS, Clustering, edits_on, region_on

_PALETTE = "measure_palette"


def take_clicks(detail: Detail, measuring: Measuring) -> None:
    """Give the colors that were clicked since the last run, in picture and palette, to the open class.

    While a click takes objects, one in the picture chooses an object.
    """
    clicked: tuple[int, Rgb] | None = st.session_state.pop("measure_row", None)
    rows: list[int | None] = []
    pixel = take_pixel(detail)
    if pixel is not None and takes_objects(measuring):
        take_object(measuring, pixel)
    elif pixel is not None:
        rows.append(int(detail.result.labels[pixel[1], pixel[0]]))
    if clicked is not None:
        rows.append(follow_clusters([clicked], rgb_tuples(detail.result.palette))[0])
    for row in rows:
        if row is not None:
            _sort(detail, row)


def draw_classes(measuring: Measuring) -> None:
    """Draw the classes, and the palette with the class of each color."""
    detail, classes = measuring.detail, measuring.classes
    opened = _open_row(classes)
    if opened is None:
        st.markdown(
            "**Click a color** in the picture or in the list. It begins a class; more clicks add to it."
        )
    else:
        _draw_chips(detail.clustering, classes, opened)
        _draw_open(detail.clustering, classes, opened)
        _draw_range(detail.clustering, classes, opened)
    _draw_palette(detail, classes, opened)
    _draw_steps(detail, classes)


def _draw_chips(clustering: Clustering, classes: Classes, opened: int) -> None:
    names = [each.name for each in classes]
    key = renewed_key(
        "measure_chips",
        (clustering.photo, *names),
        lambda drawn: st.session_state.get(drawn) == names[opened],
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="measure_class_row"):
        st.segmented_control(
            "Class",
            names,
            format_func=plain,
            default=names[opened],
            required=True,
            key=key,
            on_change=_open_chosen,
            args=(key,),
            help="The class that is open gets the colors that you click. A color of no class is *other*.",
        )
        st.button(
            "New class",
            icon=":material/add:",
            key="measure_new",
            on_click=_add,
            args=(clustering, classes),
            disabled=len(classes) == K_MAX,
        )


def _draw_open(clustering: Clustering, classes: Classes, row: int) -> None:
    opened = classes[row]
    code = hex_code(opened.color)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="measure_class"):
        of = (clustering.photo, row, len(classes))
        name_key = renewed_key("measure_name", of, lambda drawn: st.session_state.get(drawn) == opened.name)
        st.text_input(
            "Name",
            opened.name,
            max_chars=NAME_MAX,
            key=name_key,
            on_change=_rename,
            args=(name_key, clustering, classes, row),
        )
        color_key = renewed_key("measure_color", of, lambda drawn: st.session_state.get(drawn) == code)
        st.color_picker(
            "Color",
            code,
            key=color_key,
            on_change=_recolor,
            args=(color_key, clustering, classes, row),
            help="In which the class is shown. It changes no number.",
        )
        st.button(
            "Delete",
            icon=":material/delete:",
            key="measure_delete",
            on_click=_delete,
            args=(clustering, classes, row),
            help="Its colors then belong to no class.",
        )
    out_key = renewed_key(
        "measure_left_out", of, lambda drawn: st.session_state.get(drawn) == opened.is_left_out
    )
    st.toggle(
        "Leave out",
        opened.is_left_out,
        key=out_key,
        on_change=_leave_out,
        args=(out_key, clustering, classes, row),
        help="A mask: its pixels do not count, and shares are of all others. For the background around "
        "a leaf, say.",
    )


def _draw_range(clustering: Clustering, classes: Classes, row: int) -> None:
    """Say which color range the class has, with the ways to change it."""
    selection = classes[row].selection
    if selection is None:
        return
    st.markdown(
        f":material/tune: Color range ({selection.shape}): **{plain(selection.words)}**.",
        help="These colors are in the class whatever their cluster is. Where ranges of two classes hold the "
        "same color, the first of them gets it.",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="measure_range"):
        st.page_link(
            page_at("explorer"),
            label="Change the range",
            icon=":material/view_in_ar:",
            query_params=link_to(selection),
            help="Opens it in the 3D Explorer. *Make it a class* there brings it back under the same name.",
        )
        st.button(
            "Forget the range",
            icon=":material/close:",
            key="measure_forget_range",
            type="tertiary",
            on_click=_replace,
            args=(clustering, classes, row, replace(classes[row], selection=None)),
        )


def _draw_palette(detail: Detail, classes: Classes, opened: int | None) -> None:
    result = detail.result
    names = color_names(result.palette)
    shown = [*classes, None]
    rows = []
    for row, (color, number, share) in enumerate(
        zip(result.palette, class_of_clusters(result, classes).tolist(), result.shares.tolist(), strict=True)
    ):
        of = shown[number]
        code = hex_code(color)
        rows.append(
            {
                "hex": code,
                "painted": code if not classes else hex_code(REST_COLOR if of is None else of.color),
                "name": names[row] if not classes else REST if of is None else of.name,
                "share": percent(share),
                "picked": opened is not None and number == opened,
            }
        )
    palette_list(rows, key=_PALETTE, on_toggled=_toggled)
    if region_on(detail.photo) or any(each.is_left_out for each in classes):
        st.caption("Shares in the list are of the whole picture, those below of what is measured.")


def _draw_steps(detail: Detail, classes: Classes) -> None:
    clustering, steps = detail.clustering, history.history_of(detail.clustering)
    picked = tuple(sorted(number for row in detail.picked for number in detail.result.members[row]))
    with st.container(horizontal=True, gap="small", key="measure_steps"):
        if picked:
            st.button(
                "A class of the picked",
                icon=":material/ads_click:",
                on_click=_add,
                args=(clustering, classes, picked),
                help="What is picked in *Look closer*.",
            )
        if not classes and detail.result.n_clusters <= K_MAX:
            st.button(
                "Each color a class",
                icon=":material/splitscreen:",
                on_click=history.classify,
                args=(clustering, one_each(detail.result.palette, detail.result.members)),
            )
        for label, icon, step, is_possible in (
            ("Undo", "undo", history.undo, bool(steps.past)),
            ("Redo", "redo", history.redo, bool(steps.future)),
        ):
            if is_possible:
                st.button(
                    label,
                    icon=f":material/{icon}:",
                    key=f"measure_{label.lower()}",
                    on_click=step,
                    args=(clustering,),
                    type="tertiary",
                )


def _open_row(classes: Classes) -> int | None:
    """The class that is open: the one that was chosen last, or the first."""
    names = [each.name for each in classes]
    chosen = st.session_state.get(OPEN_CLASS)
    return names.index(chosen) if chosen in names else 0 if classes else None


def _sort(detail: Detail, row: int) -> None:
    classes = edits_on(detail.clustering).classes
    opened, members = _open_row(classes), detail.result.members[row]
    if opened is None:
        name = color_names(detail.result.palette)[row]
        _add(detail.clustering, classes, members, name=name)
    else:
        history.classify(detail.clustering, sort_clusters(classes, opened, members))


def _add(
    clustering: Clustering, classes: Classes, clusters: tuple[int, ...] = (), *, name: str = "class"
) -> None:
    color = check_color(label_colors(len(classes) + 1)[-1].tolist())
    added = MeasureClass(name=free_name(classes, name), color=color)
    more = (*classes, added)
    history.classify(clustering, sort_clusters(more, len(classes), clusters) if clusters else more)
    st.session_state[OPEN_CLASS] = added.name


def _delete(clustering: Clustering, classes: Classes, row: int) -> None:
    history.classify(clustering, (*classes[:row], *classes[row + 1 :]))


def _rename(key: str, clustering: Clustering, classes: Classes, row: int) -> None:
    if is_former(key):
        return
    name = st.session_state[key].strip()
    try:
        _replace(clustering, classes, row, replace(classes[row], name=name))
        st.session_state[OPEN_CLASS] = name
    except SettingsError as error:
        st.toast(plain(str(error)), icon=":material/error:")


def _recolor(key: str, clustering: Clustering, classes: Classes, row: int) -> None:
    if not is_former(key):
        _replace(clustering, classes, row, replace(classes[row], color=rgb_of(st.session_state[key])))


def _leave_out(key: str, clustering: Clustering, classes: Classes, row: int) -> None:
    if not is_former(key):
        _replace(clustering, classes, row, replace(classes[row], is_left_out=st.session_state[key]))


def _replace(clustering: Clustering, classes: Classes, row: int, changed: MeasureClass) -> None:
    history.classify(clustering, check_classes([*classes[:row], changed, *classes[row + 1 :]]))


def _open_chosen(key: str) -> None:
    if not is_former(key):
        st.session_state[OPEN_CLASS] = st.session_state[key]


def _toggled() -> None:
    st.session_state.measure_row = toggled_color(_PALETTE)
