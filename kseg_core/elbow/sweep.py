"""The elbow method: the WCSS of K-means for many K, and which K it recommends."""

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import numpy as np

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.elbow.elbow_curve import ElbowCurve, ElbowPoint
from kseg_core.elbow.judge_sample import JudgeSample, judge_sample
from kseg_core.elbow.judges import measure_fit
from kseg_core.elbow.structure import color_structure
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import ImageLike, RgbImage
from kseg_core.kmeans.by_color import segment_by_color
from kseg_core.kmeans.cells import build_cells
from kseg_core.kmeans.fit import fit_colors
from kseg_core.kmeans.segment import COLORS_AT_ONCE, segment_each
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Engine, KMeansSettings
from kseg_core.kmeans.weighting import color_weights
from kseg_core.threads import WORKERS

DEFAULT_K_VALUES = tuple(range(1, 11))


def sweep(
    image: ImageLike, k_values: Iterable[int] = DEFAULT_K_VALUES, settings: KMeansSettings | None = None
) -> ElbowCurve:
    """Fit every K and judge the curve.

    Parameters
    ----------
    image : RgbImage or ndarray of uint8, shape (H, W, 3)
    k_values : iterable of int
        `K_MIN` to `K_MAX`, in any order.
    settings : KMeansSettings, optional
        ``k`` is ignored.

    Returns
    -------
    ElbowCurve
        The same for the same image and settings, whatever the number of threads.

    Raises
    ------
    SettingsError
        If there is no K, one is out of range, or smoothing or locked colors are asked for.
    """
    image, settings = RgbImage.of(image), settings or KMeansSettings(k=1)
    ks = sorted(set(k_values))
    steps = sweep_steps(image, ks, settings)
    with ThreadPoolExecutor(1, thread_name_prefix="structure") as pool:
        structure = pool.submit(color_structure, image, settings, k_max=ks[-1])
        return ElbowCurve(points=tuple(steps), structure=structure.result())


def sweep_steps(
    image: RgbImage,
    k_values: Iterable[int],
    settings: KMeansSettings,
    *,
    histogram: ColorHistogram | None = None,
) -> Generator[ElbowPoint, None, None]:
    """Fit one K after another, so that a curve can be shown as it grows and be given up halfway.

    Parameters
    ----------
    image, k_values, settings
        As for `sweep`.
    histogram : ColorHistogram, optional
        `color_histogram` of the image, if already computed.

    Yields
    ------
    ElbowPoint
        In ascending order of K. Each WCSS is that of `segment` with the same K and settings.

    Raises
    ------
    SettingsError
        At the call, as for `sweep`.
    """
    histogram = histogram or color_histogram(image)
    asked = [replace(settings, k=k) for k in sorted(set(k_values))]
    fits = fit_steps(image, asked, histogram)
    return _measured(fits, judge_sample(image, histogram, settings))


def _measured(
    fits: Generator[Segmentation, None, None], sample: JudgeSample
) -> Generator[ElbowPoint, None, None]:
    with closing(fits):
        for fit in fits:
            yield ElbowPoint(fit=fit, measured=measure_fit(sample, fit.centers))


def fit_steps(
    image: RgbImage, asked: Sequence[KMeansSettings], histogram: ColorHistogram
) -> Generator[Segmentation, None, None]:
    """Fit a picture with many settings, two at a time. Closing the iterator drops the fits not begun yet.

    Parameters
    ----------
    image : RgbImage
    asked : sequence of KMeansSettings
        They differ only in ``k`` and ``seed``.
    histogram : ColorHistogram
        Of the image.

    Yields
    ------
    Segmentation
        In the order asked: the result of `segment`, without its label map and the labels of the colors.

    Raises
    ------
    SettingsError
        At the call, if `asked` is empty, or has smoothing or locked colors.
    """
    if not asked:
        raise SettingsError("Choose at least one K.")
    if asked[0].smoothing > 0.0 or asked[0].locked:
        raise SettingsError("The elbow is that of the photo as it is: without smoothing and locked colors.")
    return _fits(image, asked, histogram)


def _fits(
    image: RgbImage, asked: Sequence[KMeansSettings], histogram: ColorHistogram
) -> Generator[Segmentation, None, None]:
    by_histogram = (
        asked[0].engine is Engine.FAST
        and asked[0].position_weight == 0.0
        and histogram.n_colors <= COLORS_AT_ONCE
    )
    if by_histogram:
        features = to_space(histogram.colors, ColorSpace(asked[0].color_space))
        weights = color_weights(histogram.colors, histogram.counts, asked[0].weighting)
        cells = build_cells(features, weights)

    def fit(settings: KMeansSettings) -> Segmentation:
        if by_histogram:
            centers, labels = fit_colors(features, weights, settings, cells=cells)
            result = segment_by_color(
                histogram, features, centers, labels, settings, fitted_pixels=histogram.n_pixels
            )
        else:
            (result,) = segment_each(image, [settings], histogram=histogram, label_maps=False)
        return replace(result, labels=np.empty((0, 0), np.uint8), color_labels=None)

    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="elbow")
    try:
        yield from pool.map(fit, asked)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
