"""What is computed for the Edges page, each result once for all visitors."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kseg_core import KMeansSettings, RgbImage
from kseg_core.canny.agreement import Agreement, boundary_agreement, encode_overlap
from kseg_core.canny.edges import EdgeMap, edges_of_smoothed
from kseg_core.canny.gradient import smooth_picture
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stage_pictures import encode_stages
from kseg_core.canny.threshold_map import ThresholdMap, threshold_map
from kseg_core.canny.thresholds import SmoothedPhoto, ThresholdMethod
from kseg_core.encoding.lines import BLACK, WHITE, encode_edges
from kseg_core.encoding.pictures import Encoded
from kseg_core.image import Box, Rgb
from kseg_core.rendering.paint import clustered_picture
from kseg_core.smoothing import Smoothed
from pages._ui.cache import computed
from pages._ui.results import PREVIEW_SIDE, get_segmentation

STAGE_SIDE = 640
"""Longer side, in pixels, of the pictures of the stages."""

REDUCED_WIDTH = 2
"""Pixels of a line in a reduced preview, which the browser may reduce once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeSource:
    """What edges are found in: a photo, or the photo in the colors of its clusters."""

    image: RgbImage
    clusters: KMeansSettings | None = None

    def picture(self) -> RgbImage:
        """The picture itself."""
        return self.image if self.clusters is None else _clustered(self.image, self.clusters)


@computed()
def _clustered(image: RgbImage, clusters: KMeansSettings) -> RgbImage:
    return clustered_picture(image, get_segmentation(image, clusters))


def get_edges(source: EdgeSource, settings: CannySettings) -> EdgeMap:
    """The edge map at full resolution, with what its stages are made from.

    The smoothed picture is kept by itself, so that a move of the thresholds costs `cv2.Canny` alone.
    """
    return EdgeMap(
        smoothed=_smoothed(source, settings),
        edges=_edges(source, settings),
        opaque=source.image.opaque,
        settings=settings,
    )


def _smoothing(source: EdgeSource, settings: CannySettings) -> object:
    return source, settings.sigma_for(source.image), settings.channels


def _but_thresholds(source: EdgeSource, settings: CannySettings) -> object:
    return source, replace(settings, low=0, high=0)


@computed(key=_smoothing)
def _smoothed(source: EdgeSource, settings: CannySettings) -> Smoothed:
    return smooth_picture(source.picture(), settings)


@computed()
def _edges(source: EdgeSource, settings: CannySettings) -> NDArray[np.uint8]:
    return edges_of_smoothed(_smoothed(source, settings), settings, source.image.opaque)


@computed(key=lambda source, method, settings: (_but_thresholds(source, settings), method))
def get_thresholds(
    source: EdgeSource, method: ThresholdMethod, settings: CannySettings
) -> tuple[float, float]:
    """The thresholds a rule chooses for the smoothing, aperture, norm and channels of the settings."""
    smoothed, opaque = _smoothed(source, settings), source.image.opaque
    return method.thresholds_of(SmoothedPhoto(smoothed=smoothed, opaque=opaque, settings=settings))


@computed(queued=False)
def edges_preview(
    source: EdgeSource,
    settings: CannySettings,
    *,
    line: Rgb,
    background: Rgb | None,
    width: int,
    box: Box | None = None,
    max_side: int = PREVIEW_SIDE,
) -> Encoded:
    """An edge map, or a part of it, as the browser gets it; lines are thicker where it is reduced."""
    edges = _edges(source, settings)
    part = edges if box is None else edges[box.rows, box.columns]
    if max(part.shape) > max_side:
        width = max(width, REDUCED_WIDTH)
    return encode_edges(part, line=line, background=background, width=width, max_side=max_side)


def is_reduced(edge_map: EdgeMap, box: Box | None, max_side: int = PREVIEW_SIDE) -> bool:
    """Whether the preview of an edge map, or of a part of it, has fewer pixels than the map."""
    part = edge_map.whole if box is None else box
    return max(part.width, part.height) > max_side


def small_preview(source: EdgeSource, settings: CannySettings) -> Encoded:
    """An edge map in white on black, as large as the pictures of the stages."""
    return edges_preview(source, settings, line=WHITE, background=BLACK, width=1, max_side=STAGE_SIDE)


@computed(pixels=lambda source, settings, box: box.width * box.height)
def get_stages(source: EdgeSource, settings: CannySettings, box: Box) -> dict[str, Encoded]:
    """The stages of a part of the picture as the browser gets them, by their titles."""
    return encode_stages(get_edges(source, settings), box, max_side=STAGE_SIDE)


@computed(key=_but_thresholds)
def get_threshold_map(source: EdgeSource, settings: CannySettings) -> ThresholdMap:
    """Histogram of the gradient and edge pixels over the thresholds, whatever these are now."""
    return threshold_map(get_edges(source, settings))


@computed()
def get_agreement(
    source: EdgeSource, settings: CannySettings, clusters: KMeansSettings, tolerance: int
) -> Agreement:
    """How the boundaries of clusters lie on edges."""
    labels = get_segmentation(source.image, clusters).labels
    return boundary_agreement(labels, _edges(source, settings), tolerance)


@computed(queued=False)
def overlap_preview(source: EdgeSource, settings: CannySettings, clusters: KMeansSettings) -> Encoded:
    """Boundaries over edges as the browser gets them."""
    labels = get_segmentation(source.image, clusters).labels
    return encode_overlap(labels, _edges(source, settings), max_side=PREVIEW_SIDE)
