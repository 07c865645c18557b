"""Every cached computation of the Edges page, keyed by digest and settings, each with a bound."""

from dataclasses import dataclass, replace

import streamlit as st

from kseg_core import KMeansSettings, RgbImage, Segmentation
from kseg_core.canny.agreement import Agreement, boundary_agreement
from kseg_core.canny.clustered import clustered_digest, clustered_picture
from kseg_core.canny.edge_export import encode_overlap
from kseg_core.canny.edges import edges_of_smoothed
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.smoothing import smooth_picture
from kseg_core.canny.stage_panels import StagePanels, encode_stages
from kseg_core.canny.stage_window import EdgeWork
from kseg_core.canny.threshold_map import ThresholdMap, threshold_map
from kseg_core.canny.thresholds import ThresholdMethod, auto_thresholds
from kseg_core.canny.underexposed import underexposed
from kseg_core.encoding.lines import encode_edges
from kseg_core.encoding.pictures import Encoded
from kseg_core.image import Box, Rgb
from pages._ui.cache import PREVIEW_SIDE, get_segmentation
from pages._ui.cache import computed_now as computed
from pages._ui.compute_queue import compute_place
from pages._ui.small_results import small_result

STAGE_SIDE = 640
"""Longer side, in pixels, of the pictures of the stages."""

REDUCED_WIDTH = 2
"""Pixels of a line in a reduced preview, which the browser may reduce once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeSource:
    """What edges are found in: a photo, or the photo in the colors of its clusters."""

    image: RgbImage
    clusters: KMeansSettings | None = None

    @property
    def digest(self) -> str:
        return self.image.digest if self.clusters is None else clustered_digest(self.image, self.clusters)

    @property
    def n_pixels(self) -> int:
        return self.image.height * self.image.width

    def picture(self) -> RgbImage:
        """The picture itself."""
        if self.clusters is None:
            return self.image
        result = get_segmentation(self.image, self.clusters)
        return computed(
            ("clustered", self.digest), self.n_pixels, lambda: clustered_picture(self.image, result)
        )


def dark_source(image: RgbImage) -> EdgeSource:
    """The photo as if taken in the dark."""
    key = ("underexposed", image.digest)
    dark = computed(key, image.height * image.width, lambda: underexposed(image))
    return EdgeSource(image=dark)


def get_edges(source: EdgeSource, settings: CannySettings) -> EdgeWork:
    """The edge map at full resolution, with what its stages are made from.

    The smoothed picture is kept by itself, so that a move of the thresholds costs `cv2.Canny` alone.
    """
    opaque, sigma = source.image.opaque, settings.sigma_for(source.image)
    key = ("smoothed", source.digest, sigma, settings.channels)
    smoothed = computed(key, source.n_pixels, lambda: smooth_picture(source.picture(), settings))
    edges = computed(
        ("edges", source.digest, settings),
        source.n_pixels,
        lambda: edges_of_smoothed(smoothed, settings, opaque),
    )
    return EdgeWork(smoothed=smoothed, edges=edges, opaque=opaque, settings=settings, sigma=sigma)


def automatic(source: EdgeSource, method: ThresholdMethod, settings: CannySettings) -> tuple[float, float]:
    """The thresholds a rule chooses for the smoothing, aperture, norm and channels of the settings."""
    return _automatic(source.digest, method, replace(settings, low=0, high=0), source)


@st.cache_data(max_entries=2000, show_spinner=False)
def _automatic(
    digest: str, method: ThresholdMethod, settings: CannySettings, _source: EdgeSource
) -> tuple[float, float]:
    picture = _source.picture()
    with compute_place(_source.n_pixels):
        return auto_thresholds(
            picture,
            method,
            blur_sigma=settings.blur_sigma,
            aperture=settings.aperture,
            l2_gradient=settings.l2_gradient,
            channels=settings.channels,
        )


def edges_preview(
    source: EdgeSource,
    work: EdgeWork,
    *,
    line: Rgb,
    ground: Rgb | None,
    width: int,
    box: Box | None = None,
    max_side: int = PREVIEW_SIDE,
) -> Encoded:
    """An edge map, or a part of it, as the browser gets it; lines are thicker where it is reduced."""
    if is_reduced(work, box, max_side):
        width = max(width, REDUCED_WIDTH)
    return _edges_preview(source.digest, work.settings, line, ground, width, box, max_side, work)


def is_reduced(work: EdgeWork, box: Box | None, max_side: int = PREVIEW_SIDE) -> bool:
    """Whether the preview of an edge map, or of a part of it, has fewer pixels than the map."""
    part = work.whole if box is None else box
    return max(part.width, part.height) > max_side


@small_result
def _edges_preview(
    digest: str,
    settings: CannySettings,
    line: Rgb,
    ground: Rgb | None,
    width: int,
    box: Box | None,
    max_side: int,
    _work: EdgeWork,
) -> Encoded:
    part = _work.edges if box is None else _work.edges[box.rows, box.columns]
    return encode_edges(part, line=line, ground=ground, width=width, max_side=max_side)


def get_stages(source: EdgeSource, work: EdgeWork, box: Box) -> StagePanels:
    """The stages of a part of the picture as the browser gets them."""
    return _stages(source.digest, work.settings, box, work)


@small_result
def _stages(digest: str, settings: CannySettings, box: Box, _work: EdgeWork) -> StagePanels:
    with compute_place(box.width * box.height):
        return encode_stages(_work, box, max_side=STAGE_SIDE)


def get_threshold_map(source: EdgeSource, work: EdgeWork) -> ThresholdMap:
    """Histogram of the gradient and edge pixels over the thresholds, whatever these are now."""
    return _threshold_map(source.digest, replace(work.settings, low=0, high=0), work)


@st.cache_data(max_entries=300, show_spinner=False)
def _threshold_map(digest: str, settings: CannySettings, _work: EdgeWork) -> ThresholdMap:
    with compute_place(_work.edges.size):
        return threshold_map(_work)


@st.cache_data(max_entries=3000, show_spinner=False)
def agreement(
    digest: str,
    settings: CannySettings,
    clusters: KMeansSettings,
    tolerance: int,
    _work: EdgeWork,
    _image: RgbImage,
) -> Agreement:
    """How the boundaries of clusters lie on edges."""
    result = get_segmentation(_image, clusters)
    with compute_place(result.labels.size):
        return boundary_agreement(result.labels, _work.edges, tolerance)


@small_result
def overlap_preview(
    digest: str, settings: CannySettings, clusters: KMeansSettings, _work: EdgeWork, _result: Segmentation
) -> Encoded:
    """Boundaries over edges as the browser gets them."""
    return encode_overlap(_result.labels, _work.edges, max_side=PREVIEW_SIDE)
