import cv2
import numpy as np

from kseg_core.samples.gallery import SAMPLES
from kseg_core.samples.seeds import BOTTOM, PIXELS_PER_MM, TOGETHER, seeds


def test_the_row_says_how_many_there_are_and_those_that_touch_are_connected():
    (said,) = (sample.truth for sample in SAMPLES if sample.name == "Seeds")
    image = seeds()
    for kind, (name, groups) in enumerate(zip(("lentils", "peas"), TOGETHER, strict=True), 1):
        assert f"{np.dot(groups, (3, 2, 1))} {name}" in said
        pieces, _ = cv2.connectedComponents((image.truth == kind).astype(np.uint8))
        assert pieces - 1 == sum(groups)
    assert not image.truth[BOTTOM:].any()
    bar = np.flatnonzero((image.pixels[BOTTOM:].max(axis=2) < 90).any(axis=0))
    assert len(bar) == np.ptp(bar) + 1 == 10 * PIXELS_PER_MM
    assert "10 mm" in said
