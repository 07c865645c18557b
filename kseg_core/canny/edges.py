"""Edges of a picture: Gaussian smoothing, then ``cv2.Canny``."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.gradient import derivatives, strength_gain, threshold_limits
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.smoothing import Smoothed, smooth_picture
from kseg_core.image import RgbImage


def detect_edges(image: RgbImage, settings: CannySettings) -> NDArray[np.uint8]:
    """Edge map: the picture is smoothed (`smooth_picture`), then `cv2.Canny` decides.

    Returns
    -------
    ndarray of uint8, shape (H, W)
        255 on an edge, 0 elsewhere. Always 0 where the picture is transparent.

    References
    ----------
    J. Canny, "A Computational Approach to Edge Detection", IEEE TPAMI 8(6), 1986,
    doi:10.1109/TPAMI.1986.4767851
    """
    return edges_of_smoothed(smooth_picture(image, settings), settings, image.opaque)


def edges_of_smoothed(
    smoothed: Smoothed, settings: CannySettings, opaque: NDArray[np.bool_] | None
) -> NDArray[np.uint8]:
    """`detect_edges` of a picture that `smooth_picture` has smoothed; for moving the thresholds alone.

    Parameters
    ----------
    smoothed : Smoothed
    settings : CannySettings
        Those of `smooth_picture` but for the thresholds, the aperture and the norm.
    opaque : ndarray of bool, shape (H, W), or None
        The pixels that are there.
    """
    if smoothed.factor == 1:
        edges = cv2.Canny(
            smoothed.plane,
            settings.low,
            settings.high,
            apertureSize=settings.aperture,
            L2gradient=settings.l2_gradient,
        )
    else:
        gx, gy = derivatives(smoothed, settings)
        low, high = threshold_limits(settings, strength_gain(settings, smoothed.factor))
        edges = cv2.Canny(gx, gy, low, high, L2gradient=settings.l2_gradient)
    if opaque is not None:
        edges[~opaque] = 0
    return cast(NDArray[np.uint8], edges)
