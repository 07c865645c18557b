"""The fits of a curve: K-means for many K, without label maps, two at a time."""

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.cells import build_cells
from kseg_core.kmeans.cluster_statistics import ClusterStatistics
from kseg_core.kmeans.segment import fit_colors, segment
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Engine, KMeansSettings

WORKERS = 2
"""Fits that run at once."""

_NO_MAP = np.empty((0, 0), dtype=np.uint8)


def fit_steps(
    image: RgbImage,
    k_values: Iterable[int],
    settings: KMeansSettings,
    *,
    histogram: ColorHistogram | None = None,
) -> Generator[Segmentation, None, None]:
    """Fit one K after another.

    Parameters
    ----------
    image : RgbImage
    k_values : iterable of int
        1 to 32, in any order.
    settings : KMeansSettings
        ``k`` is not read.
    histogram : ColorHistogram, optional
        `color_histogram` of the image, where it is at hand.

    Yields
    ------
    Segmentation
        In ascending order of K: that of `segment`, but its label map is empty and it has no labels of colors.

    Raises
    ------
    SettingsError
        At the call, if there is no K, one is out of range, or smoothing or locked colors are asked for.
    """
    if settings.smoothing > 0.0 or settings.locked:
        raise SettingsError("The elbow is that of the photo as it is: without smoothing and locked colors.")
    asked = [replace(settings, k=k) for k in sorted(set(k_values))]
    if not asked:
        raise SettingsError("Choose at least one K.")
    return _fits(image, asked, histogram or color_histogram(image))


def _fits(
    image: RgbImage, asked: Sequence[KMeansSettings], histogram: ColorHistogram
) -> Generator[Segmentation, None, None]:
    features = to_space(histogram.colors, ColorSpace(asked[0].color_space))
    by_histogram = asked[0].engine is Engine.FAST and asked[0].position_weight == 0.0
    cells = build_cells(features, histogram.counts) if by_histogram else None

    def fit(settings: KMeansSettings) -> Segmentation:
        if not by_histogram:
            return replace(
                segment(image, settings, histogram=histogram), labels=_NO_MAP.copy(), color_labels=None
            )
        centers, labels = fit_colors(features, histogram.counts, settings, cells=cells)
        tally = ClusterStatistics(centers)
        tally.add(histogram.colors, features, histogram.counts, labels)
        return tally.segmentation(_NO_MAP.copy(), fitted_pixels=histogram.n_pixels, settings=settings)

    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="elbow")
    try:
        yield from pool.map(fit, asked)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
