"""What is kept for all photos of a series: centroids, classes, region and scale."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import KMeansSettings
from kseg_core.address.names import Fit, Mode
from kseg_core.address.values import segmentation_of, series_settings
from kseg_core.edits.edited import cluster_groups
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.classes import Classes, one_each
from kseg_core.measure.objects import ObjectSettings
from kseg_core.measure.region import Region
from kseg_core.measure.ruler import Scale
from kseg_core.measure.series import ClassModel, with_edits
from kseg_core.measure.settings import MeasureSettings
from kseg_core.palette import hex_code, rgb_tuples
from kseg_core.wording import count
from pages._ui import widgets
from pages._ui.components.swatches import class_words
from pages._ui.detail.controls import choose_segmentation
from pages._ui.detail.view import SETTINGS_WIDTH
from pages._ui.linked_edits import take_link, write_address
from pages._ui.photo import Photo, current_photo
from pages._ui.results import get_image
from pages._ui.several.results import Fitting, Keeping, SeriesPhoto, fit_in_steps
from pages._ui.several.white_points import point_of
from pages._ui.state import locked_colors
from pages._ui.text import plain
from pages._ui.user_edits import Clustering, edits_on, region_on, scale_on


def choose_settings(fit: Fit) -> tuple[KMeansSettings, int]:
    """Draw K, and where centroids are kept what else changes the segmentation, and return it.

    Returns
    -------
    settings : KMeansSettings
    specks : int
        Regions of fewer pixels are removed.
    """
    key = "closer_k" if fit is Fit.PHOTO else "several_k"
    if fit is Fit.ANEW:
        k = widgets.k_slider(key)
        return segmentation_of(widgets.sidebar_values(), k, locked_colors()), 0
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        k = widgets.k_slider(key)
        how = st.popover("Segmentation", icon=":material/settings:", key="series_segmentation")
    with how, st.container(width=SETTINGS_WIDTH):
        settings, specks, _ = choose_segmentation(k)
        if settings.position_weight:
            st.caption(":material/info: In a series pixels cluster by color alone, without the position.")
    return series_settings(settings, fit), specks


def keep(
    fit: Fit,
    settings: KMeansSettings,
    specks: int,
    photos: Sequence[SeriesPhoto],
    objects: ObjectSettings | None,
    doubt: float,
    progress: DeltaGenerator,
) -> Keeping:
    """Find the clusters, and take the classes of the photo in the sidebar, which the address names too."""
    photo = current_photo()
    on = [SeriesPhoto(photo=photo, point=point_of(photo))] if fit is Fit.PHOTO else photos
    fitting = Fitting(photos=tuple(replace(each, stem="") for each in on), settings=settings)
    model = _fit(fitting, progress)
    colors = rgb_tuples(model.fitted.palette)
    take_link(photo, settings, lambda _: colors)
    user_edits = edits_on(Clustering(photo=photo.digest, colors=colors))
    write_address(photo, user_edits, measures=True)
    edits = replace(user_edits.edits if fit is Fit.PHOTO else PaletteEdits(), specks=specks)
    edited = with_edits(model, edits)
    _draw_classes(photo, user_edits.classes)
    classes = user_edits.classes or one_each(edited.palette, cluster_groups(model.fitted.n_clusters, edits))
    region, scale = _place(photo)
    image = get_image(photo) if region else None
    return Keeping(
        fitting=fitting,
        edits=edits,
        measure=MeasureSettings(
            classes=classes,
            region=region,
            scale=scale,
            objects=objects or ObjectSettings(),
            doubt=doubt,
        ),
        size=(0, 0) if image is None else (image.width, image.height),
        finds_objects=objects is not None,
    )


def _fit(fitting: Fitting, progress: DeltaGenerator) -> ClassModel:
    for state in fit_in_steps(fitting):
        if isinstance(state, ClassModel):
            progress.empty()
            return state
        n = len(fitting.photos)
        progress.progress(state / n, f"Finding the clusters of {count(n, 'photo')}: {state + 1} of {n}")
    raise AssertionError("the last state is the centroids")


def _place(photo: Photo) -> tuple[Region, Scale | None]:
    """Region and scale of the photo in the sidebar, as far as the visitor wants them for all."""
    region, scale, name = region_on(photo), scale_on(photo), plain(photo.name)
    with st.container(horizontal=True, gap="medium", key="series_place"):
        if region and not widgets.toggle(
            f"Region of {name} for all", key="series_region", help="For photos from the same place."
        ):
            region = ()
        if scale and not widgets.toggle(
            f"Scale of {name} for all", key="series_scale", help="For photos from the same distance."
        ):
            scale = None
    return region, scale


def _draw_classes(photo: Photo, classes: Classes) -> None:
    """Say which classes are measured, with the way to change them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="series_classes"):
        if classes:
            st.markdown(f"Classes of **{plain(photo.name)}**:", width="content")
            st.html(
                class_words(
                    (hex_code(each.color), each.name + ", left out" * each.is_left_out) for each in classes
                ),
                width="content",
            )
        else:
            st.markdown("Every color is a class of its own.", width="content")
        st.button(
            "Change the classes" if classes else "Name classes",
            icon=":material/label:",
            type="tertiary",
            key="series_to_measure",
            on_click=_measure,
            help=f"In *Measure*, on the photo in the sidebar, {plain(photo.name)}. The series then has them.",
        )


def _measure() -> None:
    st.session_state.mode = str(Mode.MEASURE)
