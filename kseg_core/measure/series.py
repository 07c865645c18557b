"""A series: pictures measured with the same classes, because their centroids are fitted once and kept."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.edited import cluster_groups, edit_result, shown_colors
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import NO_LABEL, RgbImage
from kseg_core.kmeans.cluster_statistics import rgb_moments, squared_rgb_error
from kseg_core.kmeans.kept import nearest_kept, segment_kept
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.measure.measured import Measured
from kseg_core.measure.ranged import measure_with_ranges
from kseg_core.measure.settings import MeasureSettings

REFERENCE_SHARE = 0.99
"""Of the pixels of each cluster of the fit, so many lie within `ClassModel.far` of its centroid."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassModel:
    """Centroids that are kept for all pictures of a series.

    Attributes
    ----------
    fitted : Segmentation
        What they were fitted as, without edits and label map.
    edits : PaletteEdits
        Of its clusters, made in every picture.
    palette : ndarray of uint8, shape (K, 3)
        The colors of the edited clusters, in the order of their first members.
    far : ndarray of float32, shape (C,)
        Distance from each of the C centroids, in units of the color space, within which `REFERENCE_SHARE`
        lie of the pixels that it was fitted on; infinite where that is not known.
    """

    fitted: Segmentation
    edits: PaletteEdits
    palette: NDArray[np.uint8]
    far: NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return self.fitted.nbytes + self.palette.nbytes + self.far.nbytes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoMeasured:
    """A picture of a series.

    Attributes
    ----------
    segmentation, edited : Segmentation
        By the kept centroids; the same number is the same cluster in every picture.
    measured : Measured
    """

    segmentation: Segmentation
    edited: Segmentation
    measured: Measured


def class_model(fitted: Segmentation, histogram: ColorHistogram) -> ClassModel:
    """The centroids of a segmentation, to be kept.

    Parameters
    ----------
    fitted : Segmentation
        Without edits and without a position weight, which means nothing in another picture.
    histogram : ColorHistogram
        Of what it was fitted on, smoothed as its settings say.
    """
    labels, distances, _ = nearest_kept(histogram, fitted)
    far = np.zeros(fitted.n_clusters, np.float32)
    for number in np.unique(labels):
        mine = np.flatnonzero(labels == number)
        mine = mine[np.argsort(distances[mine])]
        pixels = np.cumsum(histogram.counts[mine])
        far[number] = distances[mine[np.searchsorted(pixels, REFERENCE_SHARE * pixels[-1])]]
    bare = replace(fitted, labels=np.empty((0, 0), np.uint8), color_labels=None)
    return ClassModel(fitted=bare, edits=NO_EDITS, palette=fitted.palette, far=far)


def with_edits(model: ClassModel, edits: PaletteEdits) -> ClassModel:
    """The same centroids, whose clusters are edited alike in every picture."""
    fitted = model.fitted
    groups = cluster_groups(fitted.n_clusters, edits)
    means = [
        np.average(fitted.palette[list(group)], axis=0, weights=fitted.counts[list(group)])
        for group in groups
    ]
    palette = shown_colors(np.rint(means).astype(np.uint8), tuple(groups), fitted, edits)
    return replace(model, edits=edits, palette=palette)


def measure_photo(
    image: RgbImage, model: ClassModel, settings: MeasureSettings, *, finds_objects: bool = True
) -> PhotoMeasured:
    """Measure a picture with kept centroids: each pixel belongs to the nearest.

    Parameters
    ----------
    image : RgbImage
    model : ClassModel
    settings : MeasureSettings
        Its classes name clusters of ``model.fitted``.
    finds_objects : bool
        As for `measure_with_ranges`.
    """
    histogram = color_histogram(image)
    segmentation, is_far = segment_kept(image, histogram, model.fitted, model.far)
    edited = edit_result(image, segmentation, model.edits, keeps_numbers=True)
    if edited is not segmentation:
        counts, sums, squares = rgb_moments(image.pixels, edited.labels, edited.n_clusters)
        error = squared_rgb_error(model.palette, counts, sums, squares)
        edited = replace(edited, palette=model.palette, rgb_sse=error)
    measured = measure_with_ranges(
        image, histogram, segmentation, edited, settings, tries_others=False, finds_objects=finds_objects
    )
    if np.isfinite(model.far).all():
        n_far = np.count_nonzero(is_far & (measured.class_map != NO_LABEL))
        measured = replace(measured, far_share=n_far / max(1, measured.areas.measured))
    return PhotoMeasured(segmentation=segmentation, edited=edited, measured=measured)
