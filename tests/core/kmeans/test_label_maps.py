import numpy as np

from kseg_core import KMeansSettings, color_histogram, segment
from kseg_core.kmeans.label_maps import with_label_maps
from kseg_core.kmeans.segment import segment_each
from tests.core.pictures import noise


def test_label_maps_of_many_results_at_once_are_those_of_each_alone() -> None:
    image = noise(9, 10)
    histogram = color_histogram(image)
    asked = [KMeansSettings(k=k) for k in (3, 1, 16, 5, 17, 15, 8)]
    without = list(segment_each(image, asked, histogram=histogram, label_maps=False))
    already = segment(image, KMeansSettings(k=2))
    found = list(with_label_maps(image, histogram, [*without[:5], already, *without[5:]]))
    assert found.pop(5) is already
    for settings, each in zip(asked, found, strict=True):
        np.testing.assert_array_equal(each.labels, segment(image, settings).labels)
        assert each.counts.tolist() == np.bincount(each.labels.ravel()).tolist()
