from dataclasses import fields

import numpy as np
import pytest

from kseg_core import KMeansSettings, Segmentation, segment
from kseg_core.kmeans.palette_edits import NO_EDITS
from tests.core.pictures import noise


def test_a_segmentation_knows_its_shares_and_is_read_only() -> None:
    result = Segmentation(
        labels=np.array([[0, 0, 1, 255]], dtype=np.uint8),
        centers=np.zeros((2, 3), dtype=np.float32),
        palette=np.zeros((2, 3), dtype=np.uint8),
        means=np.zeros((2, 3), dtype=np.uint8),
        counts=np.array([2, 1], dtype=np.int64),
        wcss=0.0,
        total_ss=0.0,
        rgb_sse=0.0,
        rgb_wcss=0.0,
        fitted_pixels=3,
        settings=KMeansSettings(k=2),
        color_labels=np.array([0, 1], dtype=np.uint8),
    )
    assert (result.n_clusters, result.n_pixels) == (2, 3)
    assert (result.members, result.edits) == (((0,), (1,)), NO_EDITS)
    assert result.shares.tolist() == [2 / 3, 1 / 3]
    assert result.nbytes == 4 + 2 * 3 * 4 + 2 * (2 * 3) + 2 * 8 + 2
    for array in (result.labels, result.centers, result.palette, result.means, result.counts):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    assert result.color_labels is not None
    assert not result.color_labels.flags.writeable


def test_the_time_of_a_fit_is_no_part_of_the_result() -> None:
    result = segment(noise(30, 40), KMeansSettings(k=3, smoothing=1.0))
    assert result.seconds > 0.0
    (seconds,) = (field for field in fields(Segmentation) if field.name == "seconds")
    assert not seconds.compare
