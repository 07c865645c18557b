"""Numbers that say how good a segmentation is."""

import math

from kseg_core.kmeans.segmentation import Segmentation


def wcss_per_pixel(result: Segmentation) -> float:
    """Within-cluster sum of squares divided by the number of opaque pixels, in squared units of the space."""
    return result.wcss / result.n_pixels


def explained_variance(result: Segmentation) -> float:
    """Share of the variance in the feature space that the clusters account for, 0 to 1.

    A picture of one color has no variance; all of it counts as explained.
    """
    return 1.0 if result.total_ss == 0.0 else 1.0 - result.wcss / result.total_ss


def rgb_wcss_per_pixel(result: Segmentation) -> float:
    """The same in RGB for every space, in squared 8-bit levels; in RGB itself the same number."""
    return result.rgb_wcss / result.n_pixels


def psnr(result: Segmentation) -> float:
    """Peak signal-to-noise ratio of the painted picture in RGB, in dB; infinite if it is exact.

    It is taken of the mean squared error of a channel, between picture and palette.
    """
    mse = result.rgb_sse / (3 * result.n_pixels)
    return math.inf if mse == 0.0 else 10.0 * math.log10(255.0**2 / mse)


def psnr_text(result: Segmentation) -> str:
    """`psnr` as text: ``"31.2 dB"``, or ``"exact"``."""
    decibels = psnr(result)
    return "exact" if math.isinf(decibels) else f"{decibels:.1f} dB"
