"""Runs of `cv2.kmeans` from many first centers, when the last of them is done."""

from collections.abc import Iterable
from typing import Any

from kseg_core.elbow.random_starts import TrialRuns, random_start_steps
from kseg_core.image import RgbImage


def random_starts(image: RgbImage, k_values: Iterable[int], **options: Any) -> TrialRuns:
    (*_, last) = random_start_steps(image, k_values, **options)
    return last
