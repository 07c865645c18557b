"""What is known about one pixel among the colors: where it lies and which centroids are near."""

from kseg_core.cloud.distances import CentroidDistance, nearest_centroids
from kseg_core.cloud.shapes import CloudShape, coordinates
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import hex_code

_LONG_AXIS = 200.0


def pixel_facts(
    image: RgbImage, segmentation: Segmentation, shape: CloudShape, x: int, y: int
) -> list[tuple[str, str]]:
    """Names and values for people.

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
        distances in the space of the segmentation. Of a pixel that is not there only that it is not.

    Raises
    ------
    SettingsError
        If the pixel lies outside the picture or the segmentation has a position weight.
    """
    if not (0 <= x < image.width and 0 <= y < image.height):
        raise SettingsError("The pixel must lie inside the picture.")
    pixel = ("Pixel", f"column {x}, row {y}")
    if image.alpha is not None and image.alpha[y, x] == 0:
        return [pixel, ("Color", "none: it is transparent")]
    color = image.pixels[y, x]
    place = coordinates(color[None], shape)[0]
    values = ", ".join(
        f"{axis.title} {value:.{0 if axis.high > _LONG_AXIS else 1}f}"
        for axis, value in zip(shape.axes, place, strict=True)
    )
    near = nearest_centroids(color, segmentation)
    return [
        pixel,
        ("Color", hex_code(color)),
        ("Place", values),
        *((name, _centroid(one, segmentation)) for name, one in zip(("Nearest", "Next"), near, strict=False)),
    ]


def _centroid(near: CentroidDistance, segmentation: Segmentation) -> str:
    name = hex_code(segmentation.palette[near.cluster])
    return f"centroid {name}, distance {near.distance:.1f} in {segmentation.settings.color_space}"
