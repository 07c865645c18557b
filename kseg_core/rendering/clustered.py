"""A segmentation as a picture of its own, so that other work can be done on it."""

import hashlib

import numpy as np

from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation


def clustered_picture(image: RgbImage, result: Segmentation) -> RgbImage:
    """The photo in which every pixel has the color of its cluster; transparent where the photo is.

    Parameters
    ----------
    image : RgbImage
        What was segmented.
    result : Segmentation
        Its segmentation.
    """
    colors = np.zeros((256, 3), np.uint8)
    colors[: len(result.palette)] = result.palette
    return RgbImage(
        pixels=colors[result.labels],
        alpha=image.alpha,
        digest=hashlib.sha256(f"{image.digest} clustered {result.settings!r}".encode()).hexdigest(),
    )
