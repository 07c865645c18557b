"""The area of each class."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL, row_blocks


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassAreas:
    """How much each class covers.

    Attributes
    ----------
    pixels : ndarray of int64, shape (C + 1,)
        Pixels of each class; last those in no class.
    """

    pixels: NDArray[np.int64]

    @property
    def measured(self) -> int:
        """Pixels of the measured region."""
        return int(self.pixels.sum())

    @property
    def shares(self) -> NDArray[np.float64]:
        """Fraction of the measured region in each class, shape (C + 1,); 0 if nothing is measured."""
        shares: NDArray[np.float64] = self.pixels / max(1, self.measured)
        return shares


def class_areas(class_map: NDArray[np.uint8], n_classes: int) -> ClassAreas:
    """The area of each class of a `class_map`."""
    counts = np.zeros(NO_LABEL + 1, np.int64)
    for rows in row_blocks(class_map.shape):  # NumPy counts a copy of eight bytes a pixel.
        counts += np.bincount(class_map[rows].ravel(), minlength=NO_LABEL + 1)
    return ClassAreas(pixels=counts[: n_classes + 1])
