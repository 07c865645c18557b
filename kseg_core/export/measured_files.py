"""A measurement as tables and label images."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.csv_table import csv_table
from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL
from kseg_core.measure.measured import Measured
from kseg_core.measure.objects import numbers_map
from kseg_core.measure.tables import areas_table, objects_table
from kseg_core.wording import Column


def areas_csv(measured: Measured, photo: str) -> bytes:
    """The areas, with the photo in the first column."""
    return csv_table(_with_photo(areas_table(measured), photo))


def objects_csv(measured: Measured, photo: str) -> bytes:
    """The objects, with the photo in the first column."""
    return csv_table(_with_photo(objects_table(measured), photo))


def class_numbers(measured: Measured) -> NDArray[np.uint16]:
    """The class of each pixel, shape (H, W): 1 to C, C + 1 = in none, 0 = not measured."""
    table = np.zeros(NO_LABEL + 1, np.uint16)
    table[: len(measured.settings.classes) + 1] = np.arange(1, len(measured.settings.classes) + 2)
    return table[measured.class_map]


def encode_numbers_png(numbers: NDArray[np.uint16 | np.uint32]) -> bytes:
    """Numbers (H, W) as 16-bit gray PNG.

    Raises
    ------
    SettingsError
        If there are too many for 16 bits.
    """
    if numbers.dtype != np.uint16:
        raise SettingsError("16 bits number at most 65,535 objects.")
    _, file = cv2.imencode(".png", numbers, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return file.tobytes()


def object_numbers(measured: Measured) -> NDArray[np.uint16 | np.uint32]:
    """The object of each pixel, shape (H, W): 1 to N, 0 = in none."""
    if measured.objects is None:
        raise ValueError("the measurement has no objects")
    return numbers_map(measured.objects)


def _with_photo(table: dict[str, Column], photo: str) -> dict[str, Column]:
    first = next(iter(table.values()))
    return {"photo": [photo] * len(first), **table}
