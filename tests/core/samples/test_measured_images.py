import cv2
import numpy as np

from kseg_core.samples.gallery import SAMPLES
from kseg_core.samples.measured_images import (
    PLOT,
    PLOT_PIXELS_PER_CM,
    SEEDS,
    SEEDS_BELOW,
    SEEDS_PIXELS_PER_MM,
    plants,
    seeds,
)

PLANTS, LEAVES = plants(), 1
COUNTED = seeds()
TRUTHS = {sample.name: sample.truth for sample in SAMPLES}


def test_the_row_of_the_plants_says_how_much_they_cover():
    left, top, right, bottom = PLOT
    inside = PLANTS.truth[top : bottom + 1, left : right + 1]
    assert (PLANTS.truth == 2).sum() == PLANTS.truth.size - inside.size
    assert f"{100 * np.mean(inside == LEAVES):.1f} %" in TRUTHS["Plants"]
    width, height = (side // PLOT_PIXELS_PER_CM for side in inside.shape[::-1])
    assert inside.shape == (height * PLOT_PIXELS_PER_CM, width * PLOT_PIXELS_PER_CM)
    assert f"{width} × {height} cm" in TRUTHS["Plants"]


def test_the_row_of_the_seeds_says_how_many_there_are_and_some_touch():
    lentils, peas = SEEDS
    assert f"{lentils} lentils and {peas} peas" in TRUTHS["Seeds"]
    for kind, count in enumerate(SEEDS, 1):
        pieces, _ = cv2.connectedComponents((COUNTED.truth == kind).astype(np.uint8))
        assert 0.7 * count < pieces - 1 < 0.8 * count
    assert not COUNTED.truth[SEEDS_BELOW:].any()
    bar = np.flatnonzero((COUNTED.pixels[SEEDS_BELOW:].max(axis=2) < 90).any(axis=0))
    assert len(bar) == np.ptp(bar) + 1 == 10 * SEEDS_PIXELS_PER_MM
    assert "10 mm" in TRUTHS["Seeds"]
