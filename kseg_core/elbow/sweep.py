"""The elbow method: the error of K-means for many K, and which K it speaks for."""

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.elbow.color_gaps import color_structure
from kseg_core.elbow.elbow_curve import ElbowCurve, ElbowPoint
from kseg_core.elbow.fit_quality import JudgeSample, judge_sample, separation
from kseg_core.elbow.fits import fit_steps
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings

DEFAULT_K_VALUES = tuple(range(1, 11))


def sweep(
    image: RgbImage, k_values: Iterable[int] = DEFAULT_K_VALUES, settings: KMeansSettings | None = None
) -> ElbowCurve:
    """Fit every K and judge the curve.

    Parameters
    ----------
    image : RgbImage
    k_values : iterable of int
        1 to 32, in any order.
    settings : KMeansSettings, optional
        ``k`` is not read.

    Returns
    -------
    ElbowCurve
        The same for the same image and settings, whatever the number of threads.

    Raises
    ------
    SettingsError
        If there is no K, one is out of range, or smoothing or locked colors are asked for.
    """
    settings = settings or KMeansSettings(k=1)
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
    """Fit one K after another, so that a curve can grow and be given up halfway.

    Parameters
    ----------
    image, k_values, settings
        As for `sweep`.
    histogram : ColorHistogram, optional
        `color_histogram` of the image, where it is at hand.

    Yields
    ------
    ElbowPoint
        In ascending order of K. Each WCSS is that of `segment` with the same K and settings.

    Raises
    ------
    SettingsError
        At the call, if there is no K, one is out of range, or smoothing or locked colors are asked for.

    Notes
    -----
    No label map is painted: color alone needs only the histogram. Two fits run at a time; closing
    the iterator drops those that have not begun.
    """
    histogram = histogram or color_histogram(image)
    fits = fit_steps(image, k_values, settings, histogram=histogram)
    features = to_space(histogram.colors, ColorSpace(settings.color_space))
    return _judged(fits, judge_sample(image, histogram, features, settings))


def _judged(
    fits: Generator[Segmentation, None, None], sample: JudgeSample
) -> Generator[ElbowPoint, None, None]:
    with closing(fits):
        for fit in fits:
            yield ElbowPoint(k=fit.settings.k, fit=fit, separation=separation(sample, fit.centers))
