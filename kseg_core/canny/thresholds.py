"""Canny's two thresholds chosen from the picture itself."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.gradient import SLOPE_GAIN, gradient, strength_gain
from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.canny.smoothing import smooth_picture
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage, row_blocks

MEDIAN_FRACTION = 0.33
EDGE_PERCENTILE = 90.0
HIGH_PER_MEAN = 2.5
LOW_PER_HIGH = 0.5
TYPICAL_MEAN_TIMES_SIGMA = 60.0
"""On photos the mean gradient (aperture 3, L1) is roughly this over the smoothing σ."""
TYPICAL_WEIGHT = 0.25


class ThresholdMethod(StrEnum):
    """How `auto_thresholds` chooses."""

    MEAN = "Mean of the gradient, tempered"
    PERCENTILE = "Percentile of the gradient"
    OTSU = "Otsu on the gradient"
    MEDIAN = "Median of the picture ± 33 %"


def auto_thresholds(
    image: RgbImage,
    method: ThresholdMethod = ThresholdMethod.MEAN,
    *,
    blur_sigma: float | None = None,
    aperture: int = 3,
    l2_gradient: bool = False,
    channels: EdgeChannels = EdgeChannels.GRAY,
) -> tuple[float, float]:
    """Thresholds for `CannySettings` with the same smoothing, aperture, norm and channels.

    Transparent pixels do not count.

    Returns
    -------
    low, high : float
        Whole numbers, in the units of `CannySettings`.

    Raises
    ------
    SettingsError
        If an argument is out of range.

    Notes
    -----
    MEAN: ``high = 2.5 × mean^¾ × typical^¼``, where `mean` is the mean gradient magnitude of this
    smoothed picture and `typical` that of photos, 60 / σ. Of the rules tried on photos with
    human-drawn boundaries it agreed best; tempering keeps an almost flat picture from being judged
    by its noise. Never below the gradient of a step of one gray level, which is rounding.

    PERCENTILE: ``high`` leaves a tenth of the pixels above it. OTSU: ``high`` parts the magnitudes
    into two classes with the largest variance between them. In these three ``low = high / 2``.

    MEDIAN: the median gray value minus and plus a third. It looks at brightness, not at contrast,
    so a mostly black picture gets 0 and 0, and everything in it becomes an edge.

    References
    ----------
    N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", IEEE Trans. SMC 9(1), 1979,
    doi:10.1109/TSMC.1979.4310076
    """
    if method not in list(ThresholdMethod):
        raise SettingsError("Choose one of: " + ", ".join(ThresholdMethod) + ".")
    settings = CannySettings(
        low=0,
        high=0,
        aperture=aperture,
        l2_gradient=l2_gradient,
        blur_sigma=blur_sigma,
        channels=channels,
    )
    smoothed = smooth_picture(image, settings)
    if method == ThresholdMethod.MEDIAN:
        values = smoothed.picture(slice(0, image.height), slice(0, image.width))
        if image.opaque is not None:
            values = values[image.opaque]
        median = float(np.median(values))
        return float(int((1 - MEDIAN_FRACTION) * median)), float(
            min(255, int((1 + MEDIAN_FRACTION) * median))
        )
    tally = _tally_magnitudes(gradient(smoothed, settings)[2], image.opaque, l2_gradient)
    unit = 1 / strength_gain(settings, smoothed.factor)
    if method == ThresholdMethod.MEAN:
        high = _tempered_mean(_mean(tally) * unit, settings.sigma_for(image), SLOPE_GAIN[aperture] / 8)
    elif method == ThresholdMethod.PERCENTILE:
        high = float(_percentile(tally, EDGE_PERCENTILE) * unit)
    else:
        high = float(_otsu(tally) * unit)
    return float(round(high * LOW_PER_HIGH)), float(round(high))


def _tally_magnitudes(
    strength: NDArray[np.int32], opaque: NDArray[np.bool_] | None, l2_gradient: bool
) -> NDArray[np.int64]:
    """How many pixels have the magnitude 0, 1, 2, … (rounded, where L2 is not whole)."""
    counts = np.zeros(1, np.int64)
    for rows in row_blocks(strength.shape):
        values = strength[rows].ravel() if opaque is None else strength[rows][opaque[rows]]
        if l2_gradient:
            values = np.rint(np.sqrt(values)).astype(np.int32)
        block = np.bincount(values, minlength=len(counts))
        block[: len(counts)] += counts
        counts = block
    return counts


def _tempered_mean(mean: float, sigma: float, unit: float) -> float:
    typical: float = unit * TYPICAL_MEAN_TIMES_SIGMA / max(sigma, 1.0)
    high: float = HIGH_PER_MEAN * mean ** (1 - TYPICAL_WEIGHT) * typical**TYPICAL_WEIGHT
    one_level = unit * 4
    return max(high, one_level)


def _mean(tally: NDArray[np.int64]) -> float:
    return float(tally @ np.arange(len(tally)) / tally.sum())


def _percentile(tally: NDArray[np.int64], percent: float) -> int:
    """The smallest magnitude that at least `percent` of the pixels do not exceed."""
    cumulative = np.cumsum(tally)
    return int(np.searchsorted(cumulative, cumulative[-1] * percent / 100))


def _otsu(tally: NDArray[np.int64]) -> int:
    """The largest magnitude of the lower class; 0 when all are equal."""
    magnitudes = np.arange(len(tally))
    below = np.cumsum(tally).astype(np.float64)
    total = below[-1]
    sum_below = np.cumsum(tally * magnitudes).astype(np.float64)
    above = total - below
    split = (below > 0) & (above > 0)
    if not split.any():
        return 0
    between = np.zeros(len(tally))
    between[split] = (sum_below[-1] * below - total * sum_below)[split] ** 2 / (below * above)[split]
    return int(between.argmax())
