"""Colors as other color visions see them, and pairs that are then hard to tell apart."""

import numpy as np
import pytest

from kseg_core.ciede2000 import ciede2000
from kseg_core.color_vision import ColorVision, hard_pairs, seen_colors
from kseg_core.image import Rgb

GRAYS = np.arange(0, 256, 5, dtype=np.uint8)[:, None].repeat(3, axis=1)


@pytest.mark.parametrize("vision", ColorVision)
def test_grays_look_the_same_to_everybody(vision: ColorVision):
    assert np.abs(seen_colors(GRAYS, vision).astype(int) - GRAYS).max() <= 1


def test_normal_vision_changes_nothing():
    colors = np.random.default_rng(0).integers(0, 256, (9, 7, 3), np.uint8)
    assert np.array_equal(seen_colors(colors, "Normal"), colors)


@pytest.mark.parametrize(
    ("vision", "one", "other"),
    [
        ("Protan", (200, 60, 50), (110, 100, 40)),
        ("Deutan", (200, 60, 50), (140, 120, 40)),
        ("Tritan", (0, 130, 190), (0, 145, 120)),
    ],
)
def test_colors_that_differ_in_the_missing_cones_come_together(vision: str, one: Rgb, other: Rgb):
    palette = np.array([one, other, (250, 250, 250)], np.uint8)
    assert ciede2000(palette, palette)[0, 1] > 20
    assert hard_pairs(palette, vision) == [(0, 1)]
    assert hard_pairs(palette, "Normal") == []


def test_colors_alike_for_everybody_are_no_finding():
    palette = np.array([(100, 100, 100), (103, 103, 103), (255, 0, 0)], np.uint8)
    assert all(hard_pairs(palette, vision) == [] for vision in ColorVision)


def test_an_unknown_vision_is_refused():
    with pytest.raises(ValueError, match="infrared"):
        seen_colors(GRAYS, "infrared")
