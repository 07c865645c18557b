"""Every cached computation about the color cloud, keyed by digest and settings, each with a bound."""

from dataclasses import dataclass

from kseg_core import KMeansSettings, RgbImage, Segmentation
from kseg_core.cloud import view_data
from kseg_core.cloud.points import CloudKind, ColorCloud, color_cloud
from kseg_core.cloud.shapes import CloudShape
from kseg_core.encoding.pictures import Encoded, encode_label_map, encode_photo
from pages._ui.cache import computed_now as computed
from pages._ui.cache import get_histogram, get_segmentation
from pages._ui.process.small_results import small_result

PICTURE_SIDE = 600
"""Longer side, in pixels, of the photo beside the cloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudSource:
    """A picture, and what the points of its cloud are."""

    image: RgbImage
    kind: CloudKind

    @property
    def cloud(self) -> ColorCloud:
        """The points."""
        histogram = get_histogram(self.image)
        key = ("cloud", self.image.digest, self.kind)
        return computed(key, histogram.n_colors, lambda: color_cloud(histogram, self.kind))


def points_data(source: CloudSource) -> bytes:
    """Colors, pixel counts and the point of each pixel, packed for the browser."""
    return _points_data(source.image.digest, source.kind, source)


@small_result
def _points_data(digest: str, kind: CloudKind, _source: CloudSource) -> bytes:
    return view_data.pack_points(_source.cloud, _source.image, get_histogram(_source.image))


def shape_data(source: CloudSource, shape: CloudShape) -> bytes:
    """Where the points lie in a shape, its axes and outline, packed for the browser."""
    return _shape_data(source.image.digest, source.kind, shape, source)


@small_result
def _shape_data(digest: str, kind: CloudKind, shape: CloudShape, _source: CloudSource) -> bytes:
    return view_data.pack_shape(_source.cloud, shape)


def clusters_data(source: CloudSource, shape: CloudShape, settings: KMeansSettings) -> bytes:
    """Clusters of the points, their distances and centroids, packed for the browser."""
    return _clusters_data(source.image.digest, source.kind, shape, settings, source)


@small_result
def _clusters_data(
    digest: str, kind: CloudKind, shape: CloudShape, settings: KMeansSettings, _source: CloudSource
) -> bytes:
    result = get_segmentation(_source.image, settings)
    return view_data.pack_clusters(_source.cloud, get_histogram(_source.image), result, shape)


@small_result
def picture(digest: str, _image: RgbImage) -> Encoded:
    """The photo beside the cloud as the browser gets it."""
    return encode_photo(_image, max_side=PICTURE_SIDE, quality=75)


@small_result
def painted_picture(digest: str, settings: KMeansSettings, _result: Segmentation) -> Encoded:
    """The photo in the mean colors of its clusters, as large as `picture`."""
    return encode_label_map(_result.labels, _result.palette, max_side=PICTURE_SIDE)
