"""Canny's two thresholds chosen from the picture itself: one row of `ThresholdMethod` a rule."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.gradient import (
    SLOPE_GAIN,
    added,
    count_magnitudes,
    gradient,
    smooth_picture,
    strength_gain,
)
from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.errors import SettingsError
from kseg_core.image import ImageLike, RgbImage, row_blocks
from kseg_core.smoothing import Smoothed

MEDIAN_FRACTION = 0.33
EDGE_PERCENTILE = 90.0
HIGH_PER_MEAN = 2.5
LOW_PER_HIGH = 0.5
TYPICAL_MEAN_TIMES_SIGMA = 60.0
"""On photos the mean gradient (aperture 3, L1) is roughly this number divided by the smoothing σ."""
TYPICAL_WEIGHT = 0.25

_PIXELS_AT_ONCE = 1 << 21
"""The gradient is taken of so many at a time, since it needs 8 bytes a pixel."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SmoothedPhoto:
    """What a rule reads: a smoothed picture, its opaque pixels, and all settings except the thresholds."""

    smoothed: Smoothed
    opaque: NDArray[np.bool_] | None
    settings: CannySettings

    def levels(self) -> NDArray[np.uint8]:
        """Gray levels, or those of all three channels, of the opaque pixels."""
        picture = self.smoothed.picture(slice(0, self.smoothed.height), slice(0, self.smoothed.width))
        return picture if self.opaque is None else picture[self.opaque]

    def magnitudes(self) -> tuple[NDArray[np.int64], float]:
        """Number of pixels with gradient magnitude 0, 1, 2, …, and the threshold units of one step."""
        smoothed, settings = self.smoothed, self.settings
        counts = np.zeros(1, np.int64)
        for block in row_blocks((smoothed.height, smoothed.width), _PIXELS_AT_ONCE):
            rows = slice(block.start, min(block.stop, smoothed.height))
            strength = gradient(smoothed, settings, rows)[2]
            opaque = None if self.opaque is None else self.opaque[rows]
            counts = added(counts, count_magnitudes(strength, opaque, l2_gradient=settings.l2_gradient))
        return counts, 1 / strength_gain(settings, smoothed.factor)


def _by_mean(photo: SmoothedPhoto) -> tuple[float, float]:
    counts, unit = photo.magnitudes()
    mean = float(counts @ np.arange(len(counts)) / counts.sum()) * unit
    slope = SLOPE_GAIN[photo.settings.aperture] / 8
    typical: float = slope * TYPICAL_MEAN_TIMES_SIGMA / max(photo.smoothed.sigma, 1.0)
    high: float = HIGH_PER_MEAN * mean ** (1 - TYPICAL_WEIGHT) * typical**TYPICAL_WEIGHT
    one_level = slope * 4
    return _with_low(max(high, one_level))


def _by_percentile(photo: SmoothedPhoto) -> tuple[float, float]:
    counts, unit = photo.magnitudes()
    cumulative = np.cumsum(counts)
    return _with_low(int(np.searchsorted(cumulative, cumulative[-1] * EDGE_PERCENTILE / 100)) * unit)


def _by_otsu(photo: SmoothedPhoto) -> tuple[float, float]:
    counts, unit = photo.magnitudes()
    return _with_low(_otsu(counts) * unit)


def _by_median(photo: SmoothedPhoto) -> tuple[float, float]:
    median = float(np.median(photo.levels()))
    return int((1 - MEDIAN_FRACTION) * median), min(255, int((1 + MEDIAN_FRACTION) * median))


def _with_low(high: float) -> tuple[float, float]:
    return high * LOW_PER_HIGH, high


class ThresholdMethod(StrEnum):
    """The rules by which `auto_thresholds` chooses. The values are the names shown to people.

    Attributes
    ----------
    about : str
        What the rule does, in a sentence or two for people.
    choose : Callable
        From a `SmoothedPhoto` to low and high in the units of the thresholds, not yet rounded.
    """

    about: str
    choose: Callable[[SmoothedPhoto], tuple[float, float]]

    # ThresholdMethod("Otsu on the gradient") finds a member and does not come here.
    def __new__(cls, name: str, *row: object) -> Self:
        method = str.__new__(cls, name)
        method._value_ = name
        method.about, method.choose = row  # type: ignore[assignment]
        return method

    def thresholds_of(self, photo: SmoothedPhoto) -> tuple[float, float]:
        """`auto_thresholds` of a picture that is smoothed already."""
        low, high = self.choose(photo)
        return float(round(low)), float(round(high))

    MEAN = (
        "Mean gradient",
        "High is 2.5 times the mean gradient, pulled toward that of a typical photo.",
        _by_mean,
    )
    PERCENTILE = (
        "Percentile of the gradient",
        "A tenth of all pixels have a gradient above high.",
        _by_percentile,
    )
    OTSU = (
        "Otsu on the gradient",
        "High splits the gradients into the two classes that differ most.",
        _by_otsu,
    )
    MEDIAN = (
        "Median of the picture ± 33 %",
        "A third below and above the median brightness. But brightness is not contrast: a dark photo floods "
        "with edges, and a bright one with gentle gradients loses them.",
        _by_median,
    )


def auto_thresholds(
    image: ImageLike,
    method: ThresholdMethod = ThresholdMethod.MEAN,
    *,
    blur_sigma: float | None = None,
    aperture: int = 3,
    l2_gradient: bool = False,
    channels: EdgeChannels = EdgeChannels.GRAY,
) -> tuple[float, float]:
    """Thresholds for `CannySettings` with the same smoothing, aperture, norm and channels.

    Transparent pixels do not count.

    Parameters
    ----------
    image : RgbImage or ndarray of uint8, shape (H, W, 3)
    method : ThresholdMethod
    blur_sigma, aperture, l2_gradient, channels
        As in `CannySettings`.

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
    by its noise. `high` is never below the gradient of one gray level, which may be rounding.

    PERCENTILE: ``high`` leaves a tenth of the pixels above it. OTSU: ``high`` splits the magnitudes
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
    image = RgbImage.of(image)
    settings = CannySettings(
        low=0,
        high=0,
        aperture=aperture,
        l2_gradient=l2_gradient,
        blur_sigma=blur_sigma,
        channels=channels,
    )
    photo = SmoothedPhoto(smoothed=smooth_picture(image, settings), opaque=image.opaque, settings=settings)
    return ThresholdMethod(method).thresholds_of(photo)


def _otsu(counts: NDArray[np.int64]) -> int:
    """The largest magnitude of the lower class; 0 when all are equal."""
    magnitudes = np.arange(len(counts))
    below = np.cumsum(counts).astype(np.float64)
    total = below[-1]
    sum_below = np.cumsum(counts * magnitudes).astype(np.float64)
    above = total - below
    split = (below > 0) & (above > 0)
    if not split.any():
        return 0
    between = np.zeros(len(counts))
    between[split] = (sum_below[-1] * below - total * sum_below)[split] ** 2 / (below * above)[split]
    return int(between.argmax())
