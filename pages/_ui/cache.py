"""The cached computations that pages share, keyed by digest and settings, each with a bound."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import cast

import streamlit as st

from kseg_core import (
    ColorHistogram,
    ImageError,
    KMeansSettings,
    RgbImage,
    Segmentation,
    color_histogram,
    decode_image,
    segment,
)
from kseg_core.encoding.pictures import Encoded, encode_label_map, encode_photo, encode_preview
from kseg_core.image import Box
from kseg_core.samples.gallery import load_sample
from pages._ui.compute_queue import admitted, turn
from pages._ui.photo import Photo
from pages._ui.process.small_results import small_result
from pages._ui.process.store import ByteBoundStore, Value
from pages._ui.uploads import GONE, upload_shelf

STORE_BYTES = 150_000_000
LEAST_STORE_BYTES = 100_000_000
UPLOADS_BESIDE = 150_000_000
"""Bytes of compressed photos above which the store gets smaller."""
PREVIEW_SIDE = 1200
"""Longer side, in pixels, of the pictures sent to the browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A segmentation and the seconds it took when it was computed."""

    result: Segmentation
    seconds: float

    @property
    def nbytes(self) -> int:
        return self.result.nbytes


@st.cache_resource
def shared_store() -> ByteBoundStore:
    """The large arrays of all visitors."""
    return ByteBoundStore(STORE_BYTES, taken=_taken_by_uploads)


def _taken_by_uploads() -> int:
    excess = upload_shelf().nbytes - UPLOADS_BESIDE
    return min(max(0, excess), STORE_BYTES - LEAST_STORE_BYTES)


def computed(key: Hashable, pixels: int, make: Callable[[], Value]) -> Value:
    """What the store holds under a key, or else makes now, on one of the places for computing.

    The place comes before the key: who waits for a place keeps nobody waiting who has one.

    Parameters
    ----------
    key : Hashable
    pixels : int
        Of the picture, for `turn`.
    make : Callable
        What it raises is raised here.
    """
    found = shared_store().find(key)
    if found is not None:
        return cast(Value, found)
    with turn(pixels):
        return shared_store().get(key, make)


def get_image(photo: Photo) -> RgbImage:
    """The decoded and cropped picture. Raises `ImageError` if it cannot be read."""
    key = ("image", photo.digest)
    if photo.is_sample:
        whole = shared_store().get(key, lambda: load_sample(photo.name))
    else:
        whole = computed(key, photo.n_pixels, lambda: _decode(photo))
    if not photo.is_cropped:
        return whole
    part = ("crop", photo.digest, photo.crop_x, photo.crop_y)
    return shared_store().get(part, lambda: photo.crop(whole))


def _decode(photo: Photo) -> RgbImage:
    if photo.data is None:
        raise ImageError(GONE)
    return decode_image(photo.data)


def get_histogram(image: RgbImage) -> ColorHistogram:
    """The distinct colors of a picture."""
    key = ("histogram", image.digest)
    return computed(key, image.height * image.width, lambda: color_histogram(image))


def has_segmentation(image: RgbImage, settings: KMeansSettings) -> bool:
    """Whether `get_segmentation` would answer at once."""
    return ("segmentation", image.digest, settings) in shared_store()


def get_segmentation(image: RgbImage, settings: KMeansSettings) -> Timed:
    """A segmentation, with the time it took."""

    def compute() -> Timed:
        histogram = get_histogram(image)
        start = time.perf_counter()
        result = segment(image, settings, histogram=histogram)
        return Timed(result=result, seconds=time.perf_counter() - start)

    return computed(("segmentation", image.digest, settings), image.height * image.width, compute)


@small_result
def photo_preview(digest: str, _image: RgbImage, box: Box | None = None) -> Encoded:
    """The picture, or a part of it at full resolution, as the browser gets it."""
    if box is None:
        return encode_preview(_image, max_side=PREVIEW_SIDE)
    return encode_photo(_image, box=box, max_side=PREVIEW_SIDE, quality=92)


@small_result
def segmentation_preview(
    digest: str, settings: KMeansSettings, _result: Segmentation, box: Box | None = None
) -> Encoded:
    """A segmentation, or a part of it at full resolution: an indexed PNG of exactly the palette's colors."""
    labels = _result.labels if box is None else _result.labels[box.rows, box.columns]
    return encode_label_map(labels, _result.palette, max_side=PREVIEW_SIDE)


@small_result
def sample_thumbnail(name: str) -> Encoded:
    """The middle of a sample for the gallery, four wide and three high."""
    whole = load_sample(name)
    width = min(whole.width, whole.height * 4 // 3)
    height = min(whole.height, whole.width * 3 // 4)
    left, top = (whole.width - width) // 2, (whole.height - height) // 2
    return encode_photo(whole.crop(left, top, left + width, top + height), max_side=320)


def when_clicked(photo: Photo, make: Callable[[RgbImage], bytes]) -> Callable[[], bytes]:
    """A file for a download button, made from the picture when it is clicked.

    A download outlives the run of the page, so `make` must not refer to a picture itself.
    """

    def made() -> bytes:
        with admitted(photo):
            return make(get_image(photo))

    return made


def full_png(image: RgbImage, settings: KMeansSettings) -> bytes:
    """The segmentation at full resolution."""
    return _full_png(image.digest, settings, image)


@small_result
def _full_png(digest: str, settings: KMeansSettings, _image: RgbImage) -> bytes:
    result = get_segmentation(_image, settings).result
    return encode_label_map(result.labels, result.palette).data
