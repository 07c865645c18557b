"""A Gaussian mixture of the colors, fitted by expectation maximization on cells of close colors."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.by_color import segment_in_blocks
from kseg_core.kmeans.cells import Cells, build_cells
from kseg_core.kmeans.fit import fit_colors
from kseg_core.kmeans.label_maps import with_label_map
from kseg_core.kmeans.lloyd import TINY_WEIGHT, Floats, WeightedPoints, column_argmin, nearest
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.kmeans.spatial import spread_numbers
from kseg_core.kmeans.starts import starts_around

FIT_COLORS = 1_000_000
"""Distinct colors the mixture is fitted on, spread evenly over the histogram."""

RANDOM_STARTS = 8
"""Starts by k-means++, beside the clusters of K-means, which may lie across two long clouds side by side."""

ROUNDS = 100
"""Iterations of expectation and maximization at most."""

GAIN = 1e-4
"""Iterations go on as long as each raises the mean log likelihood of a pixel by this, in nats."""

_AT_ONCE = 65_536


def gaussian_mixture(image: RgbImage, settings: KMeansSettings, histogram: ColorHistogram) -> Segmentation:
    """Give every color to the most likely of K Gaussians, each with a mean, a covariance and a weight.

    Parameters
    ----------
    image : RgbImage
    settings : KMeansSettings
        Only ``k``, ``color_space`` and ``seed`` are read.
    histogram : ColorHistogram
        Of the image.

    Returns
    -------
    Segmentation
        Its centroids are the means of the Gaussians.

    Notes
    -----
    1. The cells of K-means (`build_cells`), each with its mean and its scatter.
    2. The clusters of K-means and of `RANDOM_STARTS` as starts.
    3. From each of them expectation maximization, in which the colors of a cell share their
       responsibilities. It raises a bound of the likelihood of all pixels, and takes no longer for more of
       them. The mixture with the highest bound is kept.
    4. The most likely Gaussian for every distinct color.

    No variance gets smaller than that of one 8-bit level, or a Gaussian would shrink to a single color.
    `cv2.ml.EM`, which OpenCV 5 no longer has, took no weights and so needed every pixel or a sample.

    References
    ----------
    J. J. Verbeek, J. R. J. Nunnink, N. Vlassis, "Accelerated EM-based clustering of large data sets", Data
    Mining and Knowledge Discovery 13, 2006.
    """
    space = ColorSpace(settings.color_space)
    chosen = spread_numbers(histogram.n_colors, FIT_COLORS, seed=settings.seed)
    counts, features = histogram.counts[chosen], to_space(histogram.colors[chosen], space)
    cells = build_cells(features, counts)
    kmeans = fit_colors(features, counts, settings, cells=cells)[0] - cells.origin
    del features, chosen
    fitted_pixels, origin = int(counts.sum()), cells.origin
    starts = [kmeans, *_starts(cells.means, settings)]
    mixtures = _fitted(cells, starts, least_variance=(space.definition.scale / 255.0) ** 2)
    _, means, densities = max(mixtures, key=lambda mixture: mixture[0])
    del cells, counts

    def most_likely(
        colors: NDArray[np.uint8], _: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        features = to_space(colors, space)
        x = features.T - origin[:, None]
        return features, column_argmin(-_log_densities(_moments(x, x[:, None] * x), densities))

    result = segment_in_blocks(
        histogram,
        (means + origin).astype(np.float32),
        settings,
        most_likely,
        fitted_pixels=fitted_pixels,
        at_once=_AT_ONCE,
    )
    return with_label_map(image, histogram, result)


def _starts(points: WeightedPoints, settings: KMeansSettings) -> Iterator[Floats]:
    rng = np.random.default_rng(settings.seed)
    for first in rng.choice(len(points.weights), RANDOM_STARTS, p=points.weights / points.weights.sum()):
        yield from starts_around(points, points.x[:, [first]].T, settings.k, 1, rng)


def _fitted(
    cells: Cells, starts: Iterable[Floats], *, least_variance: float
) -> Iterator[tuple[float, Floats, Floats]]:
    """The mixture found from each start.

    Yields
    ------
    likelihood : float
        The bound of the mean log likelihood of a pixel, without a constant.
    means : ndarray of float64, shape (K, 3)
    densities : ndarray of float64, shape (K, 13)
        Coefficients of the weighted log density of each Gaussian.
    """
    moments, weights = _cell_moments(cells), cells.means.weights / cells.means.weights.sum()
    for start in starts:
        labels = nearest(cells.means.x, start)[0]
        shares = np.equal.outer(np.arange(len(start)), labels).astype(np.float64)
        likelihood = -np.inf
        for _ in range(ROUNDS):
            means, densities = _maximized(np.einsum("kn,pn->kp", shares * weights, moments), least_variance)
            shares = _log_densities(moments, densities)
            highest = shares.max(axis=0)
            shares -= highest
            np.exp(shares, out=shares)
            total = shares.sum(axis=0)
            shares /= total
            before, likelihood = likelihood, float(np.einsum("n,n->", weights, highest + np.log(total)))
            if likelihood < before + GAIN:
                break
        yield likelihood, means, densities


def _maximized(sums: Floats, least_variance: float) -> tuple[Floats, Floats]:
    """Means and densities of the Gaussians whose weights, sums and sums of products (K, 13) are known."""
    mass = np.maximum(sums[:, :1], TINY_WEIGHT)
    means = sums[:, 1:4] / mass
    covariances = (sums[:, 4:] / mass).reshape(-1, 3, 3) - means[:, :, None] * means[:, None]
    covariances += least_variance * np.eye(3)
    inverses = np.linalg.inv(covariances)
    linear = np.einsum("kij,kj->ki", inverses, means)
    constant = np.log(mass[:, 0]) - 0.5 * (
        np.linalg.slogdet(covariances)[1] + np.einsum("ki,ki->k", linear, means)
    )
    return means, np.column_stack([constant, linear, -0.5 * inverses.reshape(-1, 9)])


def _log_densities(moments: Floats, densities: Floats) -> Floats:
    return np.einsum("kp,pn->kn", densities, moments)


def _moments(x: Floats, products: Floats) -> Floats:
    """Ones, coordinates (3, N) and their products (3, 3, N) below each other, shape (13, N)."""
    return np.concatenate([np.ones((1, x.shape[1])), x, products.reshape(9, -1)])


def _cell_moments(cells: Cells) -> Floats:
    """The mean moments of each cell's pixels, shape (13, C)."""
    x, w = cells.axes - cells.origin[:, None], cells.weights
    products = [[np.bincount(cells.numbers, w * one * other) for other in x] for one in x]
    return _moments(cells.means.x, np.array(products) / cells.means.weights)
