import numpy as np
from hypothesis import given
from numpy.typing import NDArray

from kseg_core.kmeans.cluster_statistics import rgb_moments
from tests.core.edits.label_maps import label_maps
from tests.core.pictures import noise


@given(label_maps())
def test_sums_are_those_of_every_pixel(labels: NDArray[np.uint8]) -> None:
    pixels = noise(*labels.shape).pixels
    counts, sums, squares = rgb_moments(pixels, labels, 4)
    for label in range(4):
        mine = labels == label
        assert counts[label] == mine.sum()
        assert sums[label].tolist() == pixels[mine].sum(axis=0).tolist()
    assert squares == (pixels[labels < 4].astype(float) ** 2).sum()


def test_counts_of_a_flat_picture_are_exact_beyond_what_a_float32_counts() -> None:
    pixels = np.full((4099, 4099, 3), 255, dtype=np.uint8)
    counts, sums, squares = rgb_moments(pixels, np.zeros((4099, 4099), dtype=np.uint8), 1)
    assert counts.tolist() == [4099**2]
    assert sums.tolist() == [[255.0 * 4099**2] * 3]
    assert squares == 3 * 255.0**2 * 4099**2
