"""A result that a visitor wants to export, and what its files need."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_names import color_names
from kseg_core.edits.cut import NO_CUT, Cut
from kseg_core.export.palettes.swatches import Swatches
from kseg_core.framing import WHOLE, Framing
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.measure.measured import Measured
from kseg_core.measure.series import ClassModel
from kseg_core.measure.settings import MeasureSettings
from kseg_core.reading.decode import opencv_pixels
from kseg_core.recipe import Recipe, found_recipe

WORKING_ENDING = "-working.png"
"""Ending of the name of the PNG that holds the pixels as they were segmented."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportRequest:
    """A result and what its files need.

    Attributes
    ----------
    image : RgbImage
    segmentation : Segmentation
        Of that image, from `segment`.
    edited : Segmentation
        The same with the visitor's edits.
    title : str
        Name of the photo, for people.
    stem : str
        `file_stem` of the title: how all file names begin.
    photo_file : str
        Name of the visitor's own file if the scripts can read it (`opencv_reads_alike`). If empty,
        they read the working PNG.
    link : str
        Address of the view.
    picked : tuple of int
        Labels of `edited` to cut out.
    cut : Cut
        Pieces to cut out besides, and how the edge is.
    chosen : tuple of int
        Rows of the measured objects to cut out.
    measure : MeasureSettings
        How the view measures; for the recipe.
    measured : Measured or None
        The measurement; None = nothing was measured.
    model : ClassModel or None
        The centroids that are kept for many photos; None = they are the photo's own.
    """

    image: RgbImage
    segmentation: Segmentation
    edited: Segmentation
    title: str
    stem: str
    photo_file: str = ""
    link: str = ""
    picked: tuple[int, ...] = ()
    cut: Cut = NO_CUT
    chosen: tuple[int, ...] = ()
    measure: MeasureSettings = field(default_factory=MeasureSettings)
    measured: Measured | None = None
    model: ClassModel | None = None

    @property
    def result_stem(self) -> str:
        return f"{self.stem}-k{self.edited.n_clusters}"

    @property
    def script_source(self) -> str:
        """Name of the picture that the scripts read: the photo's own file or the working PNG."""
        return self.photo_file or self.stem + WORKING_ENDING

    @property
    def script_framing(self) -> Framing:
        """How the scripts turn and crop what they read: not at all if it is the working PNG."""
        return self.image.prepared.framing if self.photo_file else WHOLE

    @property
    def recipe(self) -> Recipe:
        """Everything that made the result."""
        return found_recipe(
            self.image,
            self.segmentation if self.model is None else self.model.fitted,
            edits=self.edited.edits,
            measure=self.measure,
            far=() if self.model is None else tuple(self.model.far.tolist()),
            picture=self.title,
        )

    @property
    def swatches(self) -> Swatches:
        """The colors under their `color_names`."""
        edited = self.edited
        return Swatches(
            title=self.title,
            names=color_names(edited.palette),
            colors=edited.palette,
            shares=edited.shares,
        )


def opencv_reads_alike(
    data: bytes, image: RgbImage, read: Callable[..., NDArray[np.uint8] | None] = opencv_pixels
) -> bool:
    """Whether OpenCV, which the scripts use, decodes a file to the pixels of an image.

    Parameters
    ----------
    data : bytes
        The file that `image` was decoded from.
    image : RgbImage
    read : Callable
        `opencv_pixels`, or what does the same elsewhere.

    Returns
    -------
    bool
        False for files that OpenCV cannot read (HEIC), and for pictures whose colors were converted or that
        were scaled. Then the scripts need the PNG of `encode_lossless`. The scripts turn and crop as the
        visitor did.
    """
    if not image.prepared.has_pixels_of_file:
        return False
    stored = read(data, with_alpha=image.alpha is not None)
    if stored is None:
        return False
    stored = image.prepared.framing.cut(stored)
    if image.alpha is None:
        return np.array_equal(stored[:, :, ::-1], image.pixels)
    if stored.shape[:2] != image.alpha.shape:
        return False
    opaque = image.opaque
    return np.array_equal(stored[:, :, 3], image.alpha) and np.array_equal(
        stored[:, :, 2::-1][opaque], image.pixels[opaque]
    )
