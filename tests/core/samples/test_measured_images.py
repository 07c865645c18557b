import cv2
import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage, segment
from kseg_core.samples.gallery import SAMPLES
from kseg_core.samples.measured_images import (
    PLOT,
    PLOT_PIXELS_PER_CM,
    SEEDS,
    SEEDS_BELOW,
    SEEDS_PIXELS_PER_MM,
    SyntheticImage,
    plants,
    seeds,
)

PLANTS, LEAVES = plants(), 1
COUNTED = seeds()
TRUTHS = {sample.name: sample.truth for sample in SAMPLES}


def share_of_leaves(labels: np.ndarray, image: SyntheticImage, *, least: float) -> float:
    """Share in the frame of the clusters of which at least so much is leaves."""
    inside = image.truth < 2
    is_leaf = [
        np.mean(image.truth[inside & (labels == label)] == LEAVES) >= least
        for label in range(labels.max() + 1)
    ]
    return float(np.array(is_leaf)[labels[inside]].mean())


def test_the_row_of_the_plants_says_how_much_they_cover():
    left, top, right, bottom = PLOT
    inside = PLANTS.truth[top : bottom + 1, left : right + 1]
    assert (PLANTS.truth == 2).sum() == PLANTS.truth.size - inside.size
    assert f"{100 * np.mean(inside == LEAVES):.1f} %" in TRUTHS["Plants"]
    width, height = (side // PLOT_PIXELS_PER_CM for side in inside.shape[::-1])
    assert inside.shape == (height * PLOT_PIXELS_PER_CM, width * PLOT_PIXELS_PER_CM)
    assert f"{width} × {height} cm" in TRUTHS["Plants"]


def test_shadow_hides_leaves_at_k_4_and_no_longer_at_k_6():
    image = RgbImage(pixels=PLANTS.pixels)
    true = np.mean(PLANTS.truth[PLANTS.truth < 2] == LEAVES)
    at = {k: share_of_leaves(segment(image, KMeansSettings(k=k)).labels, PLANTS, least=0.5) for k in (4, 6)}
    assert at[4] < 0.65 * true
    assert at[6] == pytest.approx(true, abs=0.005)


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
