"""What a visitor wants to take away: a result, with all that its files need to know."""

from dataclasses import dataclass

import cv2
import numpy as np

from kseg_core.export.palettes.swatches import Swatches
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import distinct_names

WORKING_ENDING = "-working.png"
"""Of the name of the PNG that holds the pixels as they were used."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportRequest:
    """A result with all that its files need to know.

    Attributes
    ----------
    image : RgbImage
    segmentation : Segmentation
        Of that image, as `segment` made it.
    edited : Segmentation
        The same with the visitor's edits.
    title : str
        Name of the photo, for people.
    stem : str
        `file_stem` of it: how all names begin.
    photo_file : str
        Name of the visitor's own file if the scripts can read it (`opencv_reads_alike`); else empty,
        and they read the working PNG.
    link : str
        Address of the view.
    picked : tuple of int
        Labels of `edited` to cut out.
    """

    image: RgbImage
    segmentation: Segmentation
    edited: Segmentation
    title: str
    stem: str
    photo_file: str = ""
    link: str = ""
    picked: tuple[int, ...] = ()

    @property
    def result_stem(self) -> str:
        return f"{self.stem}-k{self.edited.n_clusters}"

    @property
    def script_source(self) -> str:
        """Name of the picture that the scripts read: the photo's own file or the working PNG."""
        return self.photo_file or self.stem + WORKING_ENDING

    @property
    def swatches(self) -> Swatches:
        """The colors under their `distinct_names`."""
        edited = self.edited
        return Swatches(
            title=self.title,
            names=distinct_names(edited.palette),
            colors=edited.palette,
            shares=edited.shares,
        )


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
    if not image.prepared.keeps_every_pixel:
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
