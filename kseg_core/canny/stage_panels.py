"""Canny's stages as picture files with their names."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.stage_pictures import EdgeClass, stage_pictures
from kseg_core.canny.stage_window import EdgeWork
from kseg_core.encoding.pictures import Encoded, encode_label_map, encode_photo
from kseg_core.image import Box, Rgb, RgbImage

WEAK_COLOR = (242, 163, 58)
KEPT_COLOR = (46, 196, 182)
DROPPED_COLOR = (196, 60, 60)
STRONG_COLOR = (255, 255, 255)
_GROUND = (14, 14, 14)

STAGE_TITLES = (
    "1 · Smoothed",
    "2 · Gradient",
    "2 · Its direction",
    "3 · Thinned",
    "4 · Two thresholds",
    "5 · Hysteresis",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePanels:
    """The stages of one part of a picture, encoded, in the order of `STAGE_TITLES`."""

    pictures: tuple[Encoded, ...]


def encode_stages(work: EdgeWork, box: Box, *, max_side: int) -> StagePanels:
    """Pictures of all stages of a part, no side longer than `max_side`."""
    made = stage_pictures(work, box, max_side=max_side)
    plain = max(made.classes.shape) < max_side // 4
    planes = (made.smoothed, made.magnitude, made.direction, made.maxima)
    by_strength = _palette(weak=WEAK_COLOR, kept=WEAK_COLOR)
    by_fate = _palette(weak=DROPPED_COLOR, kept=KEPT_COLOR)
    return StagePanels(
        pictures=(
            *(_encode_plane(plane, quality=100 if plain else 88) for plane in planes),
            encode_label_map(made.classes, by_strength),
            encode_label_map(made.classes, by_fate),
        )
    )


def _palette(*, weak: Rgb, kept: Rgb) -> NDArray[np.uint8]:
    colors = {
        EdgeClass.NOTHING: _GROUND,
        EdgeClass.DROPPED: weak,
        EdgeClass.KEPT: kept,
        EdgeClass.STRONG: STRONG_COLOR,
    }
    return np.array([colors[edge_class] for edge_class in EdgeClass], np.uint8)


def _encode_plane(values: NDArray[np.uint8], *, quality: int) -> Encoded:
    pixels = values if values.ndim == 3 else np.repeat(values[..., None], 3, axis=2)
    return encode_photo(RgbImage(pixels=np.ascontiguousarray(pixels), digest="stage"), quality=quality)
