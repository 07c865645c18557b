"""How far colors lie from the centroids, in the space they were clustered in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.errors import SettingsError
from kseg_core.kmeans.segmentation import Segmentation


@dataclass(frozen=True, slots=True, kw_only=True)
class CentroidDistance:
    """A cluster and how far its centroid is, in units of the color space."""

    cluster: int
    distance: float


def nearest_centroids(color: NDArray[np.uint8], segmentation: Segmentation) -> tuple[CentroidDistance, ...]:
    """The two centroids nearest to a color, the nearer first; one where there is one cluster.

    Parameters
    ----------
    color : ndarray of uint8, shape (3,)
        RGB.
    segmentation : Segmentation
        Made without a position weight.

    Raises
    ------
    SettingsError
        If it was made with one.
    """
    distances = _distances(color[None], segmentation)[0]
    nearest = np.argsort(distances, kind="stable")[:2]
    return tuple(CentroidDistance(cluster=int(row), distance=float(distances[row])) for row in nearest)


def distances_to_own(
    colors: NDArray[np.uint8], labels: NDArray[np.uint8], segmentation: Segmentation
) -> NDArray[np.float32]:
    """Distance of colors to the centroid of their cluster.

    Parameters
    ----------
    colors : ndarray of uint8, shape (N, 3)
        RGB.
    labels : ndarray of uint8, shape (N,)
        Rows of ``segmentation.centers``.
    segmentation : Segmentation
        Made without a position weight.

    Returns
    -------
    ndarray of float32, shape (N,)

    Raises
    ------
    SettingsError
        If it was made with one.
    """
    own = _distances(colors, segmentation)[np.arange(len(colors)), labels]
    return own.astype(np.float32)


def _distances(colors: NDArray[np.uint8], segmentation: Segmentation) -> NDArray[np.float64]:
    if segmentation.settings.position_weight > 0.0:
        raise SettingsError("Distances of colors alone are measured without a position weight.")
    features = to_space(colors, ColorSpace(segmentation.settings.color_space)).astype(np.float64)
    steps = features[:, None] - segmentation.centers.astype(np.float64)[None]
    distances: NDArray[np.float64] = np.sqrt(np.einsum("nkd,nkd->nk", steps, steps))
    return distances
