"""Every cached computation about selected colors, keyed by digest and settings, each with a bound.

Arrays come as they are stored and are not to be changed.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from kseg_core import RgbImage
from kseg_core.cloud.points import CloudKind
from kseg_core.cloud.projections import (
    Binned,
    Window,
    channel_histograms,
    draw_projection,
    project,
    window_around,
)
from kseg_core.cloud.selection import ColorSelection, select, selected_points
from kseg_core.cloud.selection_picture import (
    color_mask,
    encode_mask,
    encode_veil,
)
from kseg_core.cloud.shapes import CloudShape, coordinates
from kseg_core.cloud.view_data import pack_selection
from kseg_core.encoding.pictures import Encoded, encode_lossless
from kseg_core.export.result_files import encode_cut_out
from kseg_core.image import Box
from pages._ui.cache import PREVIEW_SIDE, get_histogram
from pages._ui.cache import computed_now as computed
from pages._ui.compute_queue import compute_place
from pages._ui.explorer.cache import CloudSource
from pages._ui.process.small_results import small_result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Three:
    """The histograms of a shape's channels."""

    binned: tuple[Binned, Binned, Binned]

    @property
    def nbytes(self) -> int:
        return sum(binned.nbytes for binned in self.binned)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedColors:
    """What a selection comes to in a picture.

    Attributes
    ----------
    flags : ndarray of bool, shape (U,)
        For each color of the histogram.
    n_colors, n_pixels : int
        Selected ones.
    """

    flags: Any
    n_colors: int
    n_pixels: int

    @property
    def nbytes(self) -> int:
        return int(self.flags.nbytes)


def get_coordinates(image: RgbImage, shape: CloudShape) -> Any:
    """Where the colors of the histogram lie in a shape."""
    histogram, key = get_histogram(image), ("coordinates", image.digest, shape)
    return computed(key, histogram.n_colors, lambda: coordinates(histogram.colors, shape))


def get_selected(image: RgbImage, selection: ColorSelection) -> SelectedColors:
    """The colors that are selected."""
    histogram, coords = get_histogram(image), get_coordinates(image, selection.shape)

    def choose() -> SelectedColors:
        flags = select(coords, selection)
        return SelectedColors(
            flags=flags, n_colors=int(flags.sum()), n_pixels=int(histogram.counts[flags].sum())
        )

    return computed(("selected", image.digest, selection), histogram.n_colors, choose)


def get_channels(image: RgbImage, shape: CloudShape) -> tuple[Binned, Binned, Binned]:
    """The histograms of the channels of a shape."""
    histogram, coords = get_histogram(image), get_coordinates(image, shape)

    def count() -> _Three:
        return _Three(binned=channel_histograms(histogram, coords, shape))

    return computed(("channels", image.digest, shape), histogram.n_colors, count).binned


@st.cache_data(max_entries=1000, show_spinner=False)
def window_in(digest: str, shape: CloudShape, axes: tuple[int, int], _image: RgbImage) -> Window:
    """The part of a plane where the colors of a photo lie."""
    return window_around(get_coordinates(_image, shape), shape, axes)


@small_result
def projection_picture(digest: str, selection: ColorSelection, window: Window, _image: RgbImage) -> Encoded:
    """A projection as a picture, what is not selected faint."""
    histogram, coords = get_histogram(_image), get_coordinates(_image, selection.shape)
    key = ("projection", digest, selection.shape, window)
    flat = computed(key, histogram.n_colors, lambda: project(histogram, coords, window))
    if selection.is_everything:
        return encode_lossless(draw_projection(flat))
    flags = get_selected(_image, selection).flags
    return encode_lossless(draw_projection(flat, flat.selected_pixels(histogram, flags)))


@small_result
def lit_points(digest: str, kind: CloudKind, selection: ColorSelection, _source: CloudSource) -> bytes:
    """Which points of the cloud are selected, packed for the browser."""
    image = _source.image
    flags = get_selected(image, selection).flags
    return pack_selection(selected_points(_source.cloud, get_histogram(image), flags))


@small_result
def veil(digest: str, selection: ColorSelection, box: Box | None, _image: RgbImage) -> Encoded:
    """What lies over colors that are not selected, in the whole picture or a part of it."""
    histogram, flags = get_histogram(_image), get_selected(_image, selection).flags
    with compute_place(PREVIEW_SIDE**2):
        return encode_veil(_image, histogram, flags, box=box, max_side=PREVIEW_SIDE)


def mask_file(image: RgbImage, selection: ColorSelection) -> bytes:
    """The mask at full resolution, encoded when it is clicked."""
    histogram, flags = get_histogram(image), get_selected(image, selection).flags
    with compute_place(image.width * image.height):
        return encode_mask(color_mask(image, histogram, flags)).data


def cutout_file(image: RgbImage, selection: ColorSelection) -> bytes:
    """The selected pixels at full resolution on nothing, encoded when it is clicked."""
    histogram, flags = get_histogram(image), get_selected(image, selection).flags
    with compute_place(image.width * image.height):
        mask = color_mask(image, histogram, flags)
        return encode_cut_out(image, mask.view("uint8"), [1]).data
