from functools import partial

import numpy as np
import pytest

from kseg_core import ColorSpace, KMeansSettings, RgbImage, color_histogram
from kseg_core.color_spaces import to_space
from kseg_core.kmeans.cells import FEW_POINTS, build_cells
from kseg_core.methods import gaussian_mixture as mixtures
from kseg_core.methods.method import Method, segment_by
from tests.core.pictures import noise, patches, picture
from tests.core.segmentation_checks import check_invariants, fingerprint


def mixture(image: RgbImage, k: int, **asked: object):
    return segment_by(Method.GAUSSIAN_MIXTURE, image, KMeansSettings(k=k, **asked))


def two_surfaces() -> RgbImage:
    """Two surfaces, each from dark to bright red: long thin clouds of colors, 60 levels apart."""
    rng = np.random.default_rng(0)
    upper = np.dstack([rng.uniform(20, 230, (40, 60)), np.full((40, 60, 2), 40.0)])
    both = np.concatenate([upper, upper + np.array([0.0, 42.0, 42.0])])
    return picture((both + rng.normal(0.0, 3.0, both.shape)).clip(0, 255))


def test_a_surface_from_shade_to_light_is_one_cluster_where_kmeans_cuts_it():
    image, surfaces = two_surfaces(), np.repeat([0, 1], 40 * 60)
    by_mixture = mixture(image, 2).labels.ravel()
    by_kmeans = segment_by(Method.KMEANS, image, KMeansSettings(k=2)).labels.ravel()
    assert max(np.mean(by_mixture == surfaces), np.mean(by_mixture != surfaces)) > 0.99
    assert 0.4 < np.mean(by_kmeans == surfaces) < 0.6


@pytest.mark.parametrize("space", [ColorSpace.RGB, ColorSpace.CIELAB])
def test_it_is_expectation_maximization_written_out(space: ColorSpace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mixtures, "RANDOM_STARTS", 0)
    image = noise(20, 30)  # few enough colors that each is a cell of its own
    result = mixture(image, 3, color_space=space)
    x = to_space(image.pixels.reshape(-1, 3), space).astype(float)
    start = segment_by(Method.KMEANS, image, KMeansSettings(k=3, color_space=space)).labels.ravel()
    densities, means = plain_mixture(x, np.eye(3)[start], (space.definition.scale / 255) ** 2)
    order = np.argsort(-np.bincount(densities.argmax(axis=1)))
    np.testing.assert_allclose(result.centers, means[order], atol=1e-3)
    np.testing.assert_array_equal(order[result.labels.ravel()], densities.argmax(axis=1))


def plain_mixture(x: np.ndarray, shares: np.ndarray, least_variance: float) -> tuple[np.ndarray, np.ndarray]:
    likelihood = -np.inf
    for _ in range(mixtures.ROUNDS):
        mass = shares.sum(axis=0)
        means = shares.T @ x / mass[:, None]
        densities = np.empty_like(shares)
        for k, mean in enumerate(means):
            off = x - mean
            covariance = (shares[:, k, None] * off).T @ off / mass[k] + least_variance * np.eye(3)
            densities[:, k] = mass[k] / len(x) / np.sqrt(np.linalg.det(covariance))
            densities[:, k] *= np.exp(-0.5 * np.einsum("ni,ij,nj->n", off, np.linalg.inv(covariance), off))
        shares = densities / densities.sum(axis=1, keepdims=True)
        before, likelihood = likelihood, np.log(densities.sum(axis=1)).mean()
        if likelihood < before + mixtures.GAIN:
            break
    return densities, means


def test_cells_change_next_to_nothing(monkeypatch: pytest.MonkeyPatch):
    image = patches([[90, 60, 60], [120, 90, 60], [130, 130, 130]], side=60, sigma=20.0)
    assert color_histogram(image).n_colors > FEW_POINTS
    in_cells = mixture(image, 3)
    monkeypatch.setattr(mixtures, "build_cells", partial(build_cells, few=20_000))
    one_by_one = mixture(image, 3)
    assert fingerprint(one_by_one) != fingerprint(in_cells)
    np.testing.assert_allclose(in_cells.centers, one_by_one.centers, atol=0.5)
    assert np.mean(in_cells.labels != one_by_one.labels) < 0.01


def test_more_colors_than_are_fitted_or_labeled_at_once(monkeypatch: pytest.MonkeyPatch):
    image = two_surfaces()
    whole = mixture(image, 2)
    monkeypatch.setattr(mixtures, "_AT_ONCE", 1000)
    assert fingerprint(mixture(image, 2))[:4] == fingerprint(whole)[:4]
    monkeypatch.setattr(mixtures, "FIT_COLORS", 1000)
    sampled = mixture(image, 2)
    assert sampled.fitted_pixels < sampled.n_pixels == whole.fitted_pixels
    assert np.mean(sampled.labels != whole.labels) < 0.02
    check_invariants(image, sampled)
