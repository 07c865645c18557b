"""The settings of an edge map, and their bounds."""

import math
from dataclasses import dataclass, field
from enum import StrEnum

from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage

APERTURES = (3, 5, 7)
THRESHOLD_MAX = 1e9
"""Above any gradient there is."""
BLUR_SIGMA_MAX = 50.0
AUTO_SIGMA_MIN, AUTO_SIGMA_MAX = 0.8, 16.0
DIAGONAL_PER_SIGMA = 180.0


class EdgeChannels(StrEnum):
    """What the gradient is taken of.

    In color each pixel takes the channel that changes most; of two alike the first one. That is red, or blue
    as in a picture that `cv2.imread` reads.
    """

    GRAY = "Gray"
    COLOR = "Color (strongest channel)"
    BLUE_FIRST = "Color in BGR order"


@dataclass(frozen=True, slots=True, kw_only=True)
class CannySettings:
    """Everything that decides an edge map.

    Attributes
    ----------
    low, high : float, 0 … THRESHOLD_MAX
        Hysteresis thresholds on the gradient, in the units `cv2.Canny` takes. May come in either
        order (and by position); afterwards ``low <= high``.
    aperture : {3, 5, 7}
        Size of the Sobel kernel. A larger one gives larger gradients, so it needs larger thresholds.
    l2_gradient : bool
        Euclidean length of the gradient instead of ``|gx| + |gy|``.
    blur_sigma : float, 0 … BLUR_SIGMA_MAX, or None
        Standard deviation of the smoothing in pixels; 0 = none. None = `automatic_sigma`.
    channels : EdgeChannels

    Raises
    ------
    SettingsError
        If a value is out of range.
    """

    low: float = field(kw_only=False)
    high: float = field(kw_only=False)
    aperture: int = 3
    l2_gradient: bool = False
    blur_sigma: float | None = None
    channels: EdgeChannels = EdgeChannels.GRAY

    def __post_init__(self) -> None:
        for threshold in (self.low, self.high):
            if not 0 <= threshold <= THRESHOLD_MAX:
                raise SettingsError(f"An edge threshold must lie between 0 and {THRESHOLD_MAX:.0f}.")
        if self.aperture not in APERTURES:
            raise SettingsError("The Sobel aperture must be 3, 5 or 7.")
        if self.blur_sigma is not None and not 0 <= self.blur_sigma <= BLUR_SIGMA_MAX:
            raise SettingsError(f"The smoothing σ must lie between 0 and {BLUR_SIGMA_MAX:.0f} pixels.")
        try:
            object.__setattr__(self, "channels", EdgeChannels(self.channels))
        except ValueError:
            choices = " or ".join(f"“{choice}”" for choice in EdgeChannels)
            raise SettingsError(f"Edges are found in {choices}.") from None
        if self.low > self.high:
            low, high = self.high, self.low
            object.__setattr__(self, "low", low)
            object.__setattr__(self, "high", high)

    def sigma_for(self, image: RgbImage) -> float:
        """The smoothing σ in pixels that applies to this picture."""
        return automatic_sigma(image.height, image.width) if self.blur_sigma is None else self.blur_sigma


def automatic_sigma(height: int, width: int) -> float:
    """Smoothing σ in pixels that grows with the picture: its diagonal / 180, to one decimal.

    Limited to 0.8 … 16, because more would take away much of the detail of a large photo.
    """
    sigma = math.hypot(height, width) / DIAGONAL_PER_SIGMA
    return round(min(max(sigma, AUTO_SIGMA_MIN), AUTO_SIGMA_MAX), 1)
