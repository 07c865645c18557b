"""Canny's stages in a part of a picture, exactly as they are in the whole."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.gradient import gradient, strength_gain, threshold_levels
from kseg_core.canny.pixel_explanation import PixelStory, explain_pixel
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.smoothing import Smoothed
from kseg_core.canny.stages import CannyStages, suppress_non_maxima
from kseg_core.errors import SettingsError
from kseg_core.image import Box

Plane = NDArray[np.uint8]
"""One value a pixel, or three."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EdgeWork:
    """What is kept of an edge map: enough to show every stage of any part of it.

    Attributes
    ----------
    smoothed : Smoothed
        The first stage.
    edges : ndarray of uint8, shape (H, W)
        The last stage, 0 or 255.
    opaque : ndarray of bool, shape (H, W), or None
    settings : CannySettings
    sigma : float
        The smoothing that was applied, in pixels.
    """

    smoothed: Smoothed
    edges: NDArray[np.uint8]
    opaque: NDArray[np.bool_] | None
    settings: CannySettings
    sigma: float

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
        """Number of pixels that are there."""
        return self.edges.size if self.opaque is None else int(np.count_nonzero(self.opaque))


def stage_window(work: EdgeWork, box: Box) -> CannyStages:
    """The stages of one part: equal to that part of `canny_stages` of the whole picture.

    Suppression looks one pixel further. Hysteresis looks along whole lines; what it kept is read
    from the edge map.

    Raises
    ------
    SettingsError
        If the box is empty or reaches outside the picture.
    """
    if not (0 <= box.left < box.right <= work.width and 0 <= box.top < box.bottom <= work.height):
        raise SettingsError("The part must lie inside the picture and hold at least one pixel.")
    settings = work.settings
    top, left = max(0, box.top - 1), max(0, box.left - 1)
    rows, columns = slice(top, min(work.height, box.bottom + 1)), slice(left, min(work.width, box.right + 1))
    gx, gy, strength = gradient(work.smoothed, settings, rows, columns)
    gain = strength_gain(settings, work.smoothed.factor)
    direction, maxima = suppress_non_maxima(gx, gy, strength)
    low, high = threshold_levels(settings.low, settings.high, gain=gain, l2_gradient=settings.l2_gradient)
    inner = (slice(box.top - top, box.bottom - top), slice(box.left - left, box.right - left))
    part = (box.rows, box.columns)
    return CannyStages(
        smoothed=work.smoothed.picture(*part),
        gx=gx[inner],
        gy=gy[inner],
        gain=gain,
        strength=strength[inner],
        direction=direction[inner],
        maxima=maxima[inner],
        linked=work.edges[part] > 0,
        low_level=low,
        high_level=high,
        opaque=None if work.opaque is None else work.opaque[part],
        settings=settings,
        sigma=work.sigma,
    )


def explain_in_place(work: EdgeWork, x: int, y: int) -> PixelStory:
    """`explain_pixel` without computing more than the pixel's surroundings.

    Raises
    ------
    SettingsError
        If the pixel lies outside the picture.
    """
    if not (0 <= x < work.width and 0 <= y < work.height):
        raise SettingsError(
            f"Choose a pixel inside the picture: x below {work.width}, y below {work.height}."
        )
    box = Box.around(x, y, 1, width=work.width, height=work.height)
    story = explain_pixel(stage_window(work, box), x - box.left, y - box.top)
    first, second = (
        replace(neighbor, x=neighbor.x + box.left, y=neighbor.y + box.top) for neighbor in story.neighbors
    )
    return replace(story, x=x, y=y, neighbors=(first, second))
