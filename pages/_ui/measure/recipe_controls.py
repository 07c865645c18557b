"""A recipe given back to the page: it sets everything that made another result."""

from dataclasses import replace
from typing import Any

import streamlit as st

from kseg_core import RgbImage, SettingsError
from kseg_core.address.values import edge_values, object_values, segmentation_values
from kseg_core.measure.region import region_mask
from kseg_core.recipe import BYTES_MAX, Recipe, parse_recipe
from kseg_core.wording import count
from pages._ui import framing
from pages._ui.detail.history import forget_steps
from pages._ui.frame.left_views import LeftView, bring_back, present_view
from pages._ui.frame.sidebar import PRIVACY
from pages._ui.measure.chosen_objects import OPEN
from pages._ui.photo import Photo
from pages._ui.presets import set_widgets
from pages._ui.text import plain
from pages._ui.user_edits import (
    Clustering,
    lock_colors,
    save_classes,
    save_edits,
    save_region,
    save_scale,
)

_UPLOAD = "measure_recipe"
_USED = "measure_recipe_used"
"""In the state: the recipe that was given, until the photo is there."""

_BEFORE = "measure_recipe_before"
"""In the state: the digest of a photo, and the view of it before a recipe was used."""

_ERROR = "measure_recipe_error"


def take_recipe(photo: Photo, image: RgbImage) -> None:
    """Say what was set by a recipe that was given since the last run, and what of it does not fit."""
    recipe: Recipe | None = st.session_state.pop(_USED, None)
    if recipe is None:
        return
    measure = recipe.measure
    parts = [
        f"K = {recipe.settings.k} in {recipe.settings.color_space}",
        count(len(measure.classes), "class") if measure.classes else "",
        count(len(measure.region), "shape") if measure.region else "",
        "a scale" if measure.scale else "",
        "edges" if recipe.edges else "",
    ]
    of = f" of {plain(recipe.picture)}" if recipe.picture else ""
    _say(f"Recipe{of}: {', '.join(part for part in parts if part)}.")
    if recipe.digest != image.digest:
        _say("Another photo: classes and edits are now those of the clusters with the nearest colors.")
    try:
        fits = image.prepared.framing == recipe.framing
        mask = region_mask(measure.region, image.height, image.width)
        fits &= mask is None or bool(mask.any())
    except SettingsError:
        fits = False
    if not fits:
        save_region(photo, ())
        _say("Its crop or region does not fit into this photo and is left out.")


def draw_recipe_controls(photo: Photo) -> None:
    """Draw the popover's contents."""
    st.caption(
        "A recipe has everything that makes a result: settings, edits, crop, classes, region, scale and "
        "objects. *Take away* has the one of this view. Give one back to measure this photo, or the next, "
        "in the same way."
    )
    st.file_uploader("Use a recipe", key=_UPLOAD, on_change=_use, args=(photo,), help=PRIVACY)
    if error := st.session_state.get(_ERROR):
        st.error(error, icon=":material/error:")
    of, _ = st.session_state.get(_BEFORE, ("", {}))
    if of == photo.digest:
        st.button(
            "Back to before the recipe",
            icon=":material/undo:",
            key="measure_recipe_undo",
            type="tertiary",
            on_click=_go_back,
        )


def _use(photo: Photo) -> None:
    """Set what the given file says, or say why it cannot be used."""
    state = st.session_state
    state.pop(_ERROR, None)
    file = state[_UPLOAD]
    if file is None:
        return
    try:
        recipe = parse_recipe(file.getvalue() if file.size <= BYTES_MAX else b"")
        values = _values(recipe)
    except SettingsError as error:
        state[_ERROR] = f"{plain(file.name)}: {plain(str(error))}"
        return
    state.update({_BEFORE: (photo.digest, present_view()), _USED: recipe})
    of = Clustering(photo=photo.digest, colors=recipe.colors)
    forget_steps(of)
    lock_colors(recipe.settings.locked)
    save_edits(of, replace(recipe.edits, specks=0))
    save_classes(of, recipe.measure.classes)
    save_region(replace(photo, framing=recipe.framing), recipe.measure.region)
    save_scale(photo, recipe.measure.scale)
    framing.ask_for(recipe.framing)
    set_widgets(values)


def _values(recipe: Recipe) -> dict[str, Any]:
    """Key of a widget -> value."""
    return {
        **segmentation_values(recipe.settings, recipe.edits.specks),
        **object_values(recipe.measure.objects),
        "doubt": recipe.measure.doubt,
        **({OPEN: True} if recipe.measure.classes else {}),
        **({} if recipe.edges is None else {"edge_k": recipe.settings.k, **edge_values(recipe.edges)}),
    }


def _go_back() -> None:
    view: LeftView
    _, view = st.session_state.pop(_BEFORE)
    bring_back(view)
    st.rerun()


def _say(text: str) -> None:
    st.toast(text, icon=":material/receipt_long:", duration="long")
