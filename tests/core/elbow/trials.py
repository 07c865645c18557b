"""Runs of `cv2.kmeans` from many first centers, when the last of them is done."""

from collections.abc import Iterable

from kseg_core.elbow.random_starts import RandomStarts, random_start_steps
from kseg_core.image import RgbImage
from kseg_core.kmeans.settings import Init, KMeansSettings

SETTINGS = KMeansSettings(k=1, init=Init.RANDOM, attempts=1)


def random_starts(
    image: RgbImage, k_values: Iterable[int], *, runs: int, settings: KMeansSettings = SETTINGS
) -> RandomStarts:
    (*_, last) = random_start_steps(image, k_values, settings, runs=runs)
    return last
