"""Gaps between clusters, on which the verdict rests: slices of a continuous distribution have none."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.elbow.texture import Texture, texture_of
from kseg_core.image import RgbImage, filled_pixels
from kseg_core.kmeans.cv_kmeans import run_cv_kmeans
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.kmeans.spatial import pixel_features, spread_pixels

FULL = 9.0
"""The fill of clusters too close or too small to have a gap."""

LEAST_DISTANCE = 10.0
"""Smallest distance of two centroids with a gap between them, in 255ths of black to white."""

LEAST_PIXELS = 12
"""Fewest sampled pixels of a cluster, unless they are all of one color."""

DRAWN = 32_768
"""Pixels sampled, spread evenly over the picture."""

KEPT = 4096
"""Most interior pixels kept of them."""

BORDER_CONTRAST = 30.0
"""Color difference across a pixel, in RGB levels, above which it lies on a border."""

JUDGED_K_MAX = 10
"""Largest K that the verdict looks at, however far the curve is drawn, unless gaps go on beyond it."""

EMPTY_GAP = 0.3
"""Clusters are separate when the `gap_fill` of their K is below this."""

_GAPS_GO_ON = 3
_LEAST_SHARE = 0.02
_LEAST = 512
_NEAR, _SIDE = (2, 3), (-1, 0, 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColorStructure:
    """What the verdict reads besides the curve.

    Attributes
    ----------
    k_values : ndarray of intp, shape (N,)
        2, 3, …
    fills : ndarray of float64, shape (N,)
        `gap_fill` for each K.
    texture : Texture
    """

    k_values: NDArray[np.intp]
    fills: NDArray[np.float64]
    texture: Texture


def color_structure(image: RgbImage, settings: KMeansSettings, *, k_max: int) -> ColorStructure:
    """Look for gaps between clusters, for K = 2 to `k_max` + 1, where there are some.

    One K beyond `k_max` shows whether the largest K with gaps is larger than that. Beyond
    `JUDGED_K_MAX` + 1 the search ends where three K in a row have no gap.

    Parameters
    ----------
    image : RgbImage
    settings : KMeansSettings
        Only the color space, the position weight and the seed are used.
    k_max : int

    Notes
    -----
    Up to `KEPT` pixels away from borders (`interior_pixels`) are clustered by `cv2.kmeans`, best of
    ten. Borders are full of mixtures of two colors, which would fill every gap.
    """
    index = interior_pixels(image, seed=settings.seed)
    space = ColorSpace(settings.color_space)
    if settings.position_weight > 0.0:
        features = pixel_features(image, index, settings)
    else:
        features = to_space(image.pixels.reshape(-1, 3)[index], space)
    least_distance = LEAST_DISTANCE * space.definition.scale / 255.0
    k_values, fills = gap_fills(features, k_max=k_max, seed=settings.seed, least_distance=least_distance)
    return ColorStructure(k_values=k_values, fills=fills, texture=texture_of(image))


def gap_fills(
    features: NDArray[np.float32], *, k_max: int, seed: int, least_distance: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """`gap_fill` for K = 2 to `k_max` + 1, as far as `color_structure` looks.

    Parameters
    ----------
    features : ndarray of float32, shape (N, D)
    k_max, seed : int
    least_distance : float
        As for `gap_fill`.

    Returns
    -------
    k_values : ndarray of intp, shape (k_max,)
    fills : ndarray of float64, shape (k_max,)
        `FULL` where nothing was looked for.
    """
    distinct = len(np.unique(features, axis=0))
    k_values = np.arange(2, k_max + 2)
    fills = np.full(len(k_values), FULL)
    last_gap = 0
    for position, k in enumerate(k_values[k_values <= distinct].tolist()):
        if k > JUDGED_K_MAX + 1 and k - last_gap > _GAPS_GO_ON:
            break
        labels, centers, _ = run_cv_kmeans(features, k, seed=seed, attempts=10, max_iter=50, epsilon=0.1)
        fills[position] = gap_fill(features, labels, centers, least_distance=least_distance)
        if fills[position] < EMPTY_GAP:
            last_gap = k
    return k_values, fills


def gap_fill(
    features: NDArray[np.float32],
    labels: NDArray[np.intp],
    centers: NDArray[np.float32],
    *,
    least_distance: float,
) -> float:
    """How densely the space between two clusters is filled, for the pair where it is filled most.

    The pixels of two clusters are projected onto the line through their centroids. The number of
    pixels in the middle third between the centroids is divided by the number in a stretch of the
    same length around the centroid of the sparser cluster.

    Parameters
    ----------
    features : ndarray of float32, shape (N, D)
    labels : ndarray of intp, shape (N,)
    centers : ndarray of float32, shape (K, D)
    least_distance : float
        Centroids closer than this have no gap, in units of the features.

    Returns
    -------
    float
        0 = nothing lies between any two clusters; 1 = as dense as the clusters themselves, which
        is what slices of a gradient or of noise give. `FULL` for clusters too close or too small.
    """
    k = len(centers)
    counts = np.bincount(labels, minlength=k)
    points = features.astype(np.float64)
    own = [points[labels == number] for number in range(k)]
    small = [len(part) < LEAST_PIXELS and bool(np.ptp(part, axis=0).any()) for part in own if len(part)]
    if not counts.all() or any(small):
        return FULL
    middles = centers.astype(np.float64)
    worst = 0.0
    for first in range(k):
        for second in range(first + 1, k):
            axis = middles[second] - middles[first]
            square = float((axis**2).sum())
            if square < least_distance**2:
                return FULL
            from_first = np.einsum("nd,d->n", own[first] - middles[first], axis) / square
            from_second = np.einsum("nd,d->n", middles[second] - own[second], axis) / square
            between = (from_first > 1 / 3).sum() + (from_second > 1 / 3).sum()
            cores = (np.abs(from_first) < 1 / 6).sum(), (np.abs(from_second) < 1 / 6).sum()
            worst = max(worst, float(between) / max(1.0, float(min(cores))))
    return min(worst, FULL)


def interior_pixels(image: RgbImage, *, seed: int) -> NDArray[np.intp]:
    """Draw pixels and leave out those on a border.

    Blur, anti-aliasing and the halved color resolution of most JPEGs fill borders with mixtures
    of the colors beside them. Such pixels belong to no region.

    Parameters
    ----------
    image : RgbImage
    seed : int

    Returns
    -------
    ndarray of intp, shape (N,), N <= `KEPT`
        Flat indices, ascending. Where hardly any pixel is interior, as in noise, border pixels are
        included.
    """
    drawn = spread_pixels(image, DRAWN, seed=seed)
    inside = drawn[border_contrast(image, drawn) <= BORDER_CONTRAST]
    if len(inside) < _LEAST_SHARE * len(drawn) or len(inside) < min(_LEAST, len(drawn) // 4):
        inside = drawn
    if len(inside) > KEPT:
        inside = inside[((np.arange(KEPT) + 0.5) * len(inside) / KEPT).astype(np.intp)]
    return inside


def border_contrast(image: RgbImage, index: NDArray[np.intp]) -> NDArray[np.float32]:
    """Color difference across each pixel, the larger of left to right and top to bottom.

    The means of 2 × 3 pixels on either side are compared, two pixels away from the pixel, so that
    noise and the mixtures on a border have little effect. The rim is repeated outside the picture.

    Parameters
    ----------
    image : RgbImage
    index : ndarray of intp, shape (N,)
        Flat indices.

    Returns
    -------
    ndarray of float32, shape (N,)
        Euclidean distance in RGB levels, 0 to 442. What is not opaque takes the nearest color.
    """
    pixels = filled_pixels(image)
    y, x = np.divmod(index, image.width)
    backward = tuple(-step for step in _NEAR)
    across = _mean(pixels, y, x, _SIDE, _NEAR) - _mean(pixels, y, x, _SIDE, backward)
    down = _mean(pixels, y, x, _NEAR, _SIDE) - _mean(pixels, y, x, backward, _SIDE)
    squares = np.maximum(np.einsum("nc,nc->n", across, across), np.einsum("nc,nc->n", down, down))
    contrast: NDArray[np.float32] = np.sqrt(squares)
    return contrast


def _mean(
    pixels: NDArray[np.uint8],
    y: NDArray[np.intp],
    x: NDArray[np.intp],
    rows: tuple[int, ...],
    columns: tuple[int, ...],
) -> NDArray[np.float32]:
    total = np.zeros((len(y), 3), dtype=np.float32)
    for down in rows:
        for right in columns:
            total += pixels[
                np.clip(y + down, 0, pixels.shape[0] - 1), np.clip(x + right, 0, pixels.shape[1] - 1)
            ]
    return total / np.float32(len(rows) * len(columns))
