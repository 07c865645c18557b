import numpy as np

from kseg_core.samples.gallery import SAMPLES
from kseg_core.samples.plants import PIXELS_PER_CM, PLOT, plants


def test_the_row_says_how_much_the_leaves_cover():
    (said,) = (sample.truth for sample in SAMPLES if sample.name == "Plants")
    left, top, right, bottom = PLOT
    truth = plants().truth
    inside = truth[top : bottom + 1, left : right + 1]
    assert (truth == 2).sum() == truth.size - inside.size
    assert f"{100 * np.mean(inside == 1):.1f} %" in said
    width, height = (side // PIXELS_PER_CM for side in inside.shape[::-1])
    assert inside.shape == (height * PIXELS_PER_CM, width * PIXELS_PER_CM)
    assert f"{width} × {height} cm" in said
