"""The computed results that pages share: the picture, its colors, its segmentations, and their previews."""

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
from kseg_core.methods.method import Method, segment_by
from kseg_core.reading.decode import decode_file
from kseg_core.samples.gallery import load_sample
from pages._ui.cache import computed
from pages._ui.photo import Photo
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
    return decode_file(photo.data, photo.header)


@computed(key=lambda photo: (photo.digest, *photo.framing.texts), queued=False)
def _framed(photo: Photo) -> RgbImage:
    return get_image(photo.whole).frame(photo.framing)


@computed()
def opencv_reads(photo: Photo, image: RgbImage) -> bool:
    """Whether OpenCV finds the very pixels of a picture in the visitor's file, so scripts can read it."""
    return photo.data is not None and opencv_reads_alike(photo.data, image)


@computed()
def get_histogram(image: RgbImage) -> ColorHistogram:
    """The distinct colors of a picture."""
    return color_histogram(image)


def _finding(image: RgbImage, settings: KMeansSettings, method: Method = Method.KMEANS) -> object:
    return image, settings, method.definition.find


@computed(key=_finding)
def get_segmentation(
    image: RgbImage, settings: KMeansSettings, method: Method = Method.KMEANS
) -> Segmentation:
    """The picture segmented, without edits. Methods that differ in their settings only share it."""
    return segment_by(method, image, settings, histogram=get_histogram(image))


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
) -> Encoded:
    """A segmentation, or a part of it at full resolution: an indexed PNG of exactly the palette's colors."""
    result = get_segmentation(image, settings, method)
    labels = result.labels if box is None else result.labels[box.rows, box.columns]
    return encode_label_map(labels, result.palette, alpha=image.alpha_in(box), max_side=PREVIEW_SIDE)


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
