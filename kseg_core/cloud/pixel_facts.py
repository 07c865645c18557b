"""Distances of colors from the centroids, and facts about one pixel."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.shapes import CloudShape, coordinates
from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import hex_code


def centroid_distances(colors: NDArray[np.uint8], segmentation: Segmentation) -> NDArray[np.float64]:
    """Distances of colors from all centroids, in units of the color space they were clustered in.

    Parameters
    ----------
    colors : ndarray of uint8, shape (N, 3)
        RGB.
    segmentation : Segmentation
        Made without a position weight.

    Returns
    -------
    ndarray of float64, shape (N, K)

    Raises
    ------
    SettingsError
        If it was made with one.
    """
    if segmentation.settings.position_weight > 0.0:
        raise SettingsError("Distances of colors alone are measured without a position weight.")
    features = to_space(colors, ColorSpace(segmentation.settings.color_space)).astype(np.float64)
    differences = features[:, None] - segmentation.centers.astype(np.float64)[None]
    distances: NDArray[np.float64] = np.sqrt(np.einsum("nkd,nkd->nk", differences, differences))
    return distances


def pixel_facts(
    image: RgbImage, segmentation: Segmentation, shape: CloudShape, x: int, y: int
) -> list[tuple[str, str]]:
    """Facts about one pixel, as names and values for people.

    Parameters
    ----------
    image : RgbImage
    segmentation : Segmentation
        Of the same image, without a position weight.
    shape : CloudShape
    x, y : int
        Column and row.

    Returns
    -------
    list of (name, value)
        The pixel, its color, its place in the shape, and the two nearest centroids with their
        distances in the space of the segmentation. For a pixel that is not opaque only that it is not.

    Raises
    ------
    SettingsError
        If the pixel lies outside the picture or the segmentation has a position weight.
    """
    if not (0 <= x < image.width and 0 <= y < image.height):
        raise SettingsError("The pixel must lie inside the picture.")
    pixel = ("Pixel", f"column {x}, row {y}")
    if image.alpha is not None and image.alpha[y, x] < image.opaque_from:
        return [pixel, ("Color", "none: too transparent to take part")]
    color = image.pixels[y, x]
    place = coordinates(color[None], shape)[0]
    values = ", ".join(
        f"{axis.title} {value:.{axis.decimals}f}" for axis, value in zip(shape.axes, place, strict=True)
    )
    facts = [pixel, ("Color", hex_code(color)), ("Place", values)]
    distances = centroid_distances(color[None], segmentation)[0]
    nearest = np.argsort(distances, kind="stable")
    for name, cluster in zip(("Nearest", "Next"), nearest, strict=False):
        centroid = f"centroid {hex_code(segmentation.palette[cluster])}"
        space = segmentation.settings.color_space
        facts.append((name, f"{centroid}, distance {distances[cluster]:.1f} in {space}"))
    return facts
