"""Whether a script can read the visitor's own file, or needs the picture as it was used here."""

import cv2
import numpy as np

from kseg_core.image import RgbImage
from kseg_core.reading.notes import keeps_every_pixel


def opencv_reads_alike(data: bytes, image: RgbImage) -> bool:
    """Whether OpenCV decodes a file to the pixels of an image, as the scripts read it.

    Parameters
    ----------
    data : bytes
        The file that `image` was decoded from.
    image : RgbImage

    Returns
    -------
    bool
        False for what OpenCV cannot read (HEIC), reads without its color profile or from CMYK in its
        own way, and for pictures that were scaled or cropped. Then the scripts need the PNG of
        `encode_lossless`.
    """
    if not keeps_every_pixel(image.notes):
        return False
    file = np.frombuffer(data, np.uint8)
    if image.alpha is None:
        bgr = cv2.imdecode(file, cv2.IMREAD_COLOR)
        return bgr is not None and np.array_equal(bgr[:, :, ::-1], image.pixels)
    bgra = cv2.imdecode(file, cv2.IMREAD_UNCHANGED)
    if bgra is None or bgra.dtype != np.uint8 or bgra.shape != (image.height, image.width, 4):
        return False
    there = image.alpha > 0
    return np.array_equal(bgra[:, :, 3] > 0, there) and np.array_equal(
        bgra[:, :, 2::-1][there], image.pixels[there]
    )
