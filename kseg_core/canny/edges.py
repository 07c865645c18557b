"""Edges of a picture: Gaussian smoothing, then ``cv2.Canny``."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.gradient import derivatives, smooth_picture, strength_gain, threshold_limits
from kseg_core.canny.settings import CannySettings
from kseg_core.image import Box, ImageLike, RgbImage
from kseg_core.smoothing import Smoothed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EdgeMap:
    """An edge map with all that is needed to show every stage of any part of it.

    Attributes
    ----------
    smoothed : Smoothed
        The first stage.
    edges : ndarray of uint8, shape (H, W)
        The last stage, 0 or 255.
    opaque : ndarray of bool, shape (H, W), or None
    settings : CannySettings
    """

    smoothed: Smoothed
    edges: NDArray[np.uint8]
    opaque: NDArray[np.bool_] | None
    settings: CannySettings

    @property
    def height(self) -> int:
        return len(self.edges)

    @property
    def width(self) -> int:
        return int(self.edges.shape[1])

    @property
    def whole(self) -> Box:
        return Box(left=0, top=0, right=self.width, bottom=self.height)

    @property
    def n_edges(self) -> int:
        """Number of edge pixels."""
        return int(np.count_nonzero(self.edges))

    @property
    def n_pixels(self) -> int:
        """Number of opaque pixels."""
        return self.edges.size if self.opaque is None else int(np.count_nonzero(self.opaque))

    @property
    def share(self) -> float:
        """Share of the pixels that are edges, 0 to 1."""
        return self.n_edges / max(1, self.n_pixels)


def detect_edges(image: ImageLike, settings: CannySettings) -> NDArray[np.uint8]:
    """Edge map: the picture is smoothed (`smooth_picture`), then `cv2.Canny` decides.

    Parameters
    ----------
    image : RgbImage or ndarray of uint8, shape (H, W, 3)
    settings : CannySettings

    Returns
    -------
    ndarray of uint8, shape (H, W)
        255 on an edge, 0 elsewhere. Always 0 where the picture is transparent.

    References
    ----------
    J. Canny, "A Computational Approach to Edge Detection", IEEE TPAMI 8(6), 1986,
    doi:10.1109/TPAMI.1986.4767851
    """
    return find_edges(RgbImage.of(image), settings).edges


def find_edges(image: RgbImage, settings: CannySettings) -> EdgeMap:
    """`detect_edges`, with what shows its stages."""
    smoothed, opaque = smooth_picture(image, settings), image.opaque
    edges = edges_of_smoothed(smoothed, settings, opaque)
    return EdgeMap(smoothed=smoothed, edges=edges, opaque=opaque, settings=settings)


def edges_of_smoothed(
    smoothed: Smoothed, settings: CannySettings, opaque: NDArray[np.bool_] | None
) -> NDArray[np.uint8]:
    """`detect_edges` of a picture that is smoothed already, so that new thresholds cost `cv2.Canny` alone.

    Parameters
    ----------
    smoothed : Smoothed
    settings : CannySettings
        With the smoothing and the channels that were given to `smooth_picture`.
    opaque : ndarray of bool, shape (H, W), or None
        Mask of the opaque pixels; None if all are.
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
