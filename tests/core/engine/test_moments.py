import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from kseg_core.engine import moments
from kseg_core.engine.moments import place_counts, rgb_moments
from tests.core.edits.label_maps import label_maps
from tests.core.pictures import noise


@given(label_maps())
def test_sums_are_those_of_every_pixel(labels: NDArray[np.uint8]) -> None:
    pixels = noise(*labels.shape).pixels
    counts, sums, squares = rgb_moments(pixels, labels, 4)
    columns, rows = place_counts(labels, 4)
    for label in range(4):
        mine = labels == label
        assert counts[label] == mine.sum()
        assert sums[label].tolist() == pixels[mine].sum(axis=0).tolist()
        assert columns[label].tolist() == mine.sum(axis=0).tolist()
        assert rows[label].tolist() == mine.sum(axis=1).tolist()
    assert squares == (pixels[labels < 4].astype(float) ** 2).sum()


def test_large_pictures_are_counted_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "_COUNTED", 64)
    pixels, labels = noise(50, 20).pixels, np.zeros((50, 20), dtype=np.uint8)
    counts, sums, _ = rgb_moments(pixels, labels, 1)
    assert counts.tolist() == [1000]
    assert sums[0].tolist() == pixels.reshape(-1, 3).sum(axis=0).tolist()
