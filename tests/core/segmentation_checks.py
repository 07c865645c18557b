"""What holds for every segmentation."""

import numpy as np
import pytest

from kseg_core import ColorSpace, RgbImage, Segmentation, color_histogram
from kseg_core.color_spaces import to_space
from kseg_core.image import NO_LABEL
from tests.core.pictures import visible


def features_of(image: RgbImage, result: Segmentation) -> np.ndarray:
    return to_space(visible(image), ColorSpace(result.settings.color_space)).astype(float)


def labels_of(image: RgbImage, result: Segmentation) -> np.ndarray:
    """The labels of the opaque pixels, row by row."""
    return result.labels.ravel() if image.opaque is None else result.labels[image.opaque]


def fingerprint(result: Segmentation) -> tuple[object, ...]:
    arrays = (result.labels, result.centers, result.palette, result.counts)
    return (*(array.tobytes() for array in arrays), result.wcss, result.total_ss, result.rgb_sse)


def check_invariants(image: RgbImage, result: Segmentation) -> None:
    """What holds for every segmentation, computed again pixel by pixel."""
    labels, rgb, features = labels_of(image, result), visible(image).astype(float), features_of(image, result)
    k = result.n_clusters
    assert result.labels.shape == image.pixels.shape[:2]
    if result.color_labels is not None:
        histogram = color_histogram(image)
        codes = visible(image).astype(np.uint32) @ np.array([1, 256, 65536], dtype=np.uint32)
        np.testing.assert_array_equal(result.color_labels[np.searchsorted(histogram.codes, codes)], labels)
    assert 1 <= k <= min(result.settings.k, len(np.unique(rgb, axis=0)))
    assert labels.max() == k - 1
    if image.opaque is not None:
        assert np.all(result.labels[~image.opaque] == NO_LABEL)

    np.testing.assert_array_equal(result.counts, np.bincount(labels, minlength=k))
    assert np.all(np.diff(result.counts) <= 0)
    assert result.counts.min() >= 1
    assert result.n_pixels == len(labels)
    assert result.shares.sum() == pytest.approx(1.0)

    means = np.stack([rgb[labels == label].mean(axis=0) for label in range(k)])
    np.testing.assert_allclose(result.palette, means, atol=0.5 + 1e-9)
    assert result.centers.shape == (k, 3)
    off_center = features - result.centers[labels].astype(float)
    assert result.wcss == pytest.approx((off_center**2).sum(), rel=1e-9, abs=1e-6)
    total = ((features - features.mean(axis=0)) ** 2).sum()
    assert result.total_ss == pytest.approx(max(total, result.wcss), rel=1e-6, abs=1e-4)
    painted = result.palette[labels].astype(float)
    assert result.rgb_sse == pytest.approx(((rgb - painted) ** 2).sum(), rel=1e-9, abs=1e-6)
