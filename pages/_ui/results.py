"""The computed results that pages share: the picture, its colors, its segmentations, and their previews."""

from collections.abc import Iterable, Iterator

from kseg_core import (
    ColorHistogram,
    ImageError,
    KMeansSettings,
    RgbImage,
    Segmentation,
    color_histogram,
)
from kseg_core.encoding.pictures import Encoded, encode_label_map, encode_photo, encode_preview
from kseg_core.export.request import opencv_reads_alike
from kseg_core.framing import WHOLE
from kseg_core.image import Box
from kseg_core.kmeans.label_maps import labels_seen, with_label_map
from kseg_core.kmeans.segment import segment_each
from kseg_core.methods.method import Method, segment_by
from kseg_core.samples.gallery import load_sample
from pages._ui.cache import computed
from pages._ui.compute_queue import compute_place
from pages._ui.photo import Photo
from pages._ui.process import decoder
from pages._ui.uploads import GONE

PREVIEW_SIDE = 1200
"""Longer side, in pixels, of the pictures sent to the browser."""


def get_image(photo: Photo) -> RgbImage:
    """The picture, decoded, turned and cropped. Raises `ImageError` if it cannot be read."""
    if photo.framing != WHOLE:
        return _framed(photo)
    return _sample(photo.name) if photo.is_sample else _decoded(photo)


@computed(queued=False)
def _sample(name: str) -> RgbImage:
    return load_sample(name)


@computed(key=lambda photo: photo.digest)
def _decoded(photo: Photo) -> RgbImage:
    if photo.data is None or photo.header is None:
        raise ImageError(GONE)
    return decoder.decode_file(photo.data, photo.header)


@computed(key=lambda photo: (photo.digest, *photo.framing.texts), queued=False)
def _framed(photo: Photo) -> RgbImage:
    return get_image(photo.whole).frame(photo.framing)


@computed()
def opencv_reads(photo: Photo, image: RgbImage) -> bool:
    """Whether OpenCV finds the very pixels of a picture in the visitor's file, so scripts can read it."""
    return photo.data is not None and opencv_reads_alike(photo.data, image, decoder.opencv_pixels)


@computed()
def get_histogram(image: RgbImage) -> ColorHistogram:
    """The distinct colors of a picture."""
    return color_histogram(image)


def _finding(image: RgbImage, settings: KMeansSettings, method: Method = Method.KMEANS) -> object:
    return image, settings, method.definition.find


@computed(key=_finding)
def get_clusters(image: RgbImage, settings: KMeansSettings, method: Method = Method.KMEANS) -> Segmentation:
    """The picture segmented, without edits; its label map is left out where the colors say all.

    Methods that differ in their settings only share it.
    """
    histogram = get_histogram(image)
    if not method.is_kmeans:
        return segment_by(method, image, settings, histogram=histogram)
    (result,) = segment_each(image, [settings], histogram=histogram, label_maps=False)
    return result


def clusters_in_turn(
    image: RgbImage, asked: Iterable[tuple[KMeansSettings, Method]]
) -> Iterator[Segmentation]:
    """`get_clusters` for several settings. What K-means has not found yet, it finds in one go."""
    asked = list(asked)
    fits: Iterator[Segmentation] | None = None
    for number, (settings, method) in enumerate(asked):
        if method.is_kmeans and get_clusters.known(image, settings) is None:
            with compute_place(image.height * image.width):
                fits = fits or _fits(image, [each for each, by in asked[number:] if by.is_kmeans])
                while get_clusters.known(image, settings) is None and (found := next(fits, None)):
                    get_clusters.keep(found, image, found.settings)
        yield get_clusters(image, settings, method)


def _fits(image: RgbImage, asked: Iterable[KMeansSettings]) -> Iterator[Segmentation]:
    missing = [settings for settings in asked if get_clusters.known(image, settings) is None]
    return segment_each(image, missing, histogram=get_histogram(image), label_maps=False)


def get_segmentation(
    image: RgbImage, settings: KMeansSettings, method: Method = Method.KMEANS
) -> Segmentation:
    """`get_clusters` with the label map."""
    clusters = get_clusters(image, settings, method)
    return clusters if clusters.labels.size else _with_label_map(image, settings, method)


@computed(key=_finding)
def _with_label_map(image: RgbImage, settings: KMeansSettings, method: Method) -> Segmentation:
    return with_label_map(image, get_histogram(image), get_clusters(image, settings, method))


@computed(queued=False)
def photo_preview(image: RgbImage, box: Box | None = None) -> Encoded:
    """The picture, or a part of it at full resolution, as the browser gets it."""
    if box is None:
        return encode_preview(image, max_side=PREVIEW_SIDE)
    return encode_photo(image, box=box, max_side=PREVIEW_SIDE, quality=92)


@computed(queued=False)
def segmentation_preview(
    image: RgbImage,
    settings: KMeansSettings,
    box: Box | None = None,
    method: Method = Method.KMEANS,
    *,
    max_side: int = PREVIEW_SIDE,
) -> Encoded:
    """A segmentation, or a part of it at full resolution: an indexed PNG of exactly the palette's colors."""
    clusters = get_clusters(image, settings, method)
    labels, alpha = labels_seen(image, get_histogram(image), clusters, box=box, max_side=max_side)
    return encode_label_map(labels, clusters.palette, alpha=alpha)


@computed(queued=False)
def sample_thumbnail(name: str, *, max_side: int = 320) -> Encoded:
    """The middle of a sample in the ratio 4 : 3, for the gallery."""
    whole = load_sample(name)
    width = min(whole.width, whole.height * 4 // 3)
    height = min(whole.height, whole.width * 3 // 4)
    left, top = (whole.width - width) // 2, (whole.height - height) // 2
    return encode_photo(whole.crop(left, top, left + width, top + height), max_side=max_side)


@computed(queued=False)
def full_png(image: RgbImage, settings: KMeansSettings, method: Method = Method.KMEANS) -> bytes:
    """The segmentation at full resolution."""
    result = get_segmentation(image, settings, method)
    return encode_label_map(result.labels, result.palette, alpha=image.alpha).data
