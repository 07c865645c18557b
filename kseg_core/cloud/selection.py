"""The selection of colors by ranges of channels and an outline, and its place in the picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.outline import Outline, inside_polygon
from kseg_core.cloud.picture_points import nearest_neighbor_grid
from kseg_core.cloud.points import ColorCloud
from kseg_core.cloud.shapes import CloudShape, channel_values
from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram
from kseg_core.image import NO_LABEL, Box, RgbImage
from kseg_core.kmeans.label_maps import map_labels

VEIL_COLORS = ((34, 34, 40), (62, 62, 70))
VEIL_OPACITY = 222
_CHECK = 8

Selected = NDArray[np.bool_]
"""Whether each color of a histogram is selected, shape (U,)."""

_Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """A range of each channel of a shape; bounds belong to it.

    Attributes
    ----------
    low, high : tuple of three float
    around : bool
        Whether the first range wraps around: from its upper bound over the end of the scale to its lower
        bound. For hue, where 360 degrees are 0.

    Raises
    ------
    SettingsError
        If a lower bound lies above its upper one.
    """

    low: _Triple
    high: _Triple
    around: bool = False

    def __post_init__(self) -> None:
        if not all(low <= high for low, high in zip(self.low, self.high, strict=True)):
            raise SettingsError("The lower end of a range must not lie above its upper end.")

    def covers(self, shape: CloudShape) -> bool:
        """Whether every color lies within the ranges."""
        axes = shape.channels
        return not self.around and all(
            low <= axis.low and axis.high <= high
            for axis, low, high in zip(axes, self.low, self.high, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ColorSelection:
    """Colors that lie in all ranges and inside the outline; None = not restricted.

    Attributes
    ----------
    shape : CloudShape
        The shape whose units both have.
    ranges : Ranges or None
    outline : Outline or None
    """

    shape: CloudShape
    ranges: Ranges | None = None
    outline: Outline | None = None

    @property
    def is_everything(self) -> bool:
        return self.outline is None and (self.ranges is None or self.ranges.covers(self.shape))

    @property
    def words(self) -> str:
        """What is selected, for people: "Hue 60 to 160°, Saturation 20 to 100 %"."""
        parts, axes = [], self.shape.channels
        if self.ranges is not None:
            for axis, low, high in zip(axes, self.ranges.low, self.ranges.high, strict=True):
                if axis is axes[0] and self.ranges.around:
                    parts.append(f"{axis.title} up to {low:g}{axis.unit} or from {high:g}{axis.unit}")
                elif low > axis.low or high < axis.high:
                    parts.append(f"{axis.title} {low:g} to {high:g}{axis.unit}")
        if self.outline is not None:
            across, up = (self.shape.axes[number].title for number in self.outline.axes)
            parts.append(f"inside an outline over {across} and {up}")
        return ", ".join(parts) or "every color"


def select(coords: NDArray[np.float32], selection: ColorSelection) -> Selected:
    """Whether each color is selected, shape (N,), from the `coordinates` (N, 3) in the selection's shape."""
    selected = np.ones(len(coords), dtype=np.bool_)
    ranges, outline = selection.ranges, selection.outline
    if ranges is not None and not ranges.covers(selection.shape):
        values = channel_values(coords, selection.shape)
        selected = in_ranges(values, ranges.low, ranges.high, ranges.around)
    if outline is not None:
        rows = np.flatnonzero(selected)
        selected[rows] = inside_polygon(coords[rows][:, outline.axes], outline.corners)
    return selected


# Exported scripts carry the source of the next function, so it may use only NumPy.


def in_ranges(
    values: np.ndarray, low: tuple[float, ...], high: tuple[float, ...], around: bool
) -> np.ndarray:
    """Whether each row of values (N, 3) lies in all `Ranges`."""
    is_in = np.ones(len(values), np.bool_)
    for number, channel in enumerate(values.T):
        if number == 0 and around:
            is_in &= (channel <= low[0]) | (channel >= high[0])
        else:
            is_in &= (channel >= low[number]) & (channel <= high[number])
    return is_in


def selected_points(cloud: ColorCloud, histogram: ColorHistogram, selected: Selected) -> NDArray[np.bool_]:
    """Points of which at least half of the pixels are selected, shape (N,)."""
    rows = np.flatnonzero(selected & (cloud.point_of_color >= 0))
    selected_pixels = np.bincount(cloud.point_of_color[rows], histogram.counts[rows], cloud.n_points)
    return (2 * selected_pixels >= cloud.counts) & (selected_pixels > 0)


def selection_map(image: RgbImage, histogram: ColorHistogram, selected: Selected) -> NDArray[np.uint8]:
    """The pixels of a picture, or of a part of it, whose color is selected, as a label map.

    Returns
    -------
    ndarray of uint8, shape (H, W)
        1 = selected, 0 = not selected, `NO_LABEL` = transparent pixel.
    """
    return map_labels(image, histogram, selected.view(np.uint8))


def encode_veil(
    image: RgbImage,
    histogram: ColorHistogram,
    selected: Selected,
    *,
    box: Box | None = None,
    max_side: int,
) -> Encoded:
    """A PNG to lay over the picture: a dark checkerboard on colors that are not selected, else transparent.

    Parameters
    ----------
    image, histogram, selected
        Of one picture.
    box : Box, optional
        The part of the picture to cover; None = all of it.
    max_side : int
        Longest side of the result, which is scaled down by nearest neighbor.
    """
    box = box or image.box
    rows, columns = nearest_neighbor_grid(box.height, box.width, max_side)
    part = box.top + rows, box.left + columns
    alpha = None if image.opaque_alpha is None else image.opaque_alpha[part]
    if alpha is not None and not alpha.any():
        labels = np.full(alpha.shape, NO_LABEL, dtype=np.uint8)
    else:
        small = RgbImage(pixels=image.pixels[part], alpha=alpha, digest="part")
        is_selected = selection_map(small, histogram, selected)
        rows_of_checks, columns_of_checks = (np.arange(length) // _CHECK for length in is_selected.shape)
        checks = ((rows_of_checks[:, None] + columns_of_checks) % 2).astype(np.uint8)
        labels = np.where(is_selected == 0, checks, np.uint8(NO_LABEL))
    return encode_label_map(
        labels, np.array(VEIL_COLORS, dtype=np.uint8), alpha=np.full_like(labels, VEIL_OPACITY)
    )
