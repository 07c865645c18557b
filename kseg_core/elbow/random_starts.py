"""The random-initialization trap: `cv2.kmeans` run many times, each time from different first centers."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.by_color import segment_by_color
from kseg_core.kmeans.cv_kmeans import run_cv_kmeans
from kseg_core.kmeans.label_maps import with_label_map
from kseg_core.kmeans.lloyd import nearest_labels
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.kmeans.spatial import spread_pixels

RUN_PIXELS = 20_000
"""Pixels each run works on at most."""

RUNS_MAX = 100

HIT_TOLERANCE = 1e-3
"""A run is a hit if its WCSS is at most this fraction above the best known."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RandomStarts:
    """R runs of `cv2.kmeans` for each of N values of K, from different first centers.

    Attributes
    ----------
    k_values : tuple of int, length N
        Ascending.
    wcss : ndarray of float64, shape (R, N)
        Over the pixels of the runs, as `cv2.kmeans` reports it.
    centers : sequence of R sequences of N ndarrays of float32, shape (K, D)
    settings : KMeansSettings
        Of all runs, except for K and the seed of OpenCV's generator.
    n_pixels : int
        Pixels each run worked on.
    """

    k_values: tuple[int, ...]
    wcss: NDArray[np.float64]
    centers: Sequence[Sequence[NDArray[np.float32]]]
    settings: KMeansSettings
    n_pixels: int

    @property
    def name(self) -> str:
        """The kind of start and the attempts, in words."""
        return f"{self.settings.init}, attempts = {self.settings.attempts}"

    @property
    def wcss_per_pixel(self) -> NDArray[np.float64]:
        """The same divided by the number of pixels, shape (R, N)."""
        return self.wcss / self.n_pixels

    @property
    def rising(self) -> NDArray[np.bool_]:
        """Where the WCSS of a round rises from one K to the next, shape (R, N - 1).

        A rise of less than a millionth of a squared level per pixel is rounding.
        """
        rising: NDArray[np.bool_] = np.diff(self.wcss_per_pixel, axis=1) > 1e-6
        return rising

    @property
    def rises(self) -> int:
        """In how many of the R rounds the WCSS rises with K somewhere."""
        return int(self.rising.any(axis=1).sum())

    def first(self, rounds: int) -> "RandomStarts":
        """The same with the first rounds alone, at least one."""
        return replace(self, wcss=self.wcss[:rounds], centers=self.centers[:rounds])

    def wcss_of(self, k: int) -> NDArray[np.float64]:
        """WCSS of the runs of one K in the order they were made, shape (R,)."""
        return self.wcss[:, self.k_values.index(k)]

    def excess(self, best: Mapping[int, float]) -> NDArray[np.float64]:
        """How far each WCSS is above the `best_known`, as a fraction of it, shape (R, N)."""
        lowest = np.array([best[k] for k in self.k_values])
        return np.divide(self.wcss, lowest, out=np.ones_like(self.wcss), where=lowest > 0.0) - 1.0

    def hit_rate(self, k: int, best: Mapping[int, float]) -> float:
        """Share of the runs of one K that are hits (`HIT_TOLERANCE`), 0 to 1."""
        return float((self.wcss_of(k) <= best[k] * (1.0 + HIT_TOLERANCE)).mean())


def random_start_steps(
    image: RgbImage, k_values: Iterable[int], settings: KMeansSettings, *, runs: int
) -> Generator[RandomStarts, None, None]:
    """Run `cv2.kmeans` from many first centers, in rounds of one run for every K.

    Parameters
    ----------
    image : RgbImage
        Of larger pictures, `RUN_PIXELS` pixels are used, spread evenly.
    k_values : iterable of int
        `K_MIN` to `K_MAX`.
    settings : KMeansSettings
        Init, attempts, color space and seed are used; the seed decides pixels and first centers. The
        criteria are those of the tutorials: 10 iterations or epsilon 1.0.
    runs : int
        For each K, 1 to `RUNS_MAX`.

    Yields
    ------
    RandomStarts
        All runs so far.

    Raises
    ------
    SettingsError
        At the call, if there is no K or a value is out of range.
    """
    asked = [replace(settings, k=k) for k in sorted(set(k_values))]
    if not asked:
        raise SettingsError("Choose at least one K.")
    if not 1 <= runs <= RUNS_MAX:
        raise SettingsError(f"runs is {runs!r}; it must be from 1 to {RUNS_MAX}.")
    return _rounds(image, asked, runs)


def _rounds(
    image: RgbImage, asked: Sequence[KMeansSettings], runs: int
) -> Generator[RandomStarts, None, None]:
    settings = asked[0]
    chosen = spread_pixels(image, RUN_PIXELS, seed=settings.seed)
    features = to_space(image.pixels.reshape(-1, 3)[chosen], ColorSpace(settings.color_space))
    seeds = np.random.default_rng(settings.seed).integers(2**31, size=(runs, len(asked))).tolist()
    wcss: list[list[float]] = []
    centers: list[list[NDArray[np.float32]]] = []
    for row in seeds:
        found = [
            run_cv_kmeans(
                features,
                min(each.k, len(features)),
                seed=seed,
                init=settings.init,
                attempts=settings.attempts,
            )
            for each, seed in zip(asked, row, strict=True)
        ]
        wcss.append([compactness for _, _, compactness in found])
        centers.append([run_centers for _, run_centers, _ in found])
        yield RandomStarts(
            k_values=tuple(each.k for each in asked),
            wcss=np.array(wcss),
            centers=tuple(centers),
            settings=settings,
            n_pixels=len(features),
        )


def best_known(sets: Iterable[RandomStarts]) -> dict[int, float]:
    """The lowest WCSS of each K in several sets of runs on the same pixels."""
    best: dict[int, float] = {}
    for runs in sets:
        for k, lowest in zip(runs.k_values, runs.wcss.min(axis=0).tolist(), strict=True):
            best[k] = min(lowest, best.get(k, np.inf))
    return best


def most_divided(sets: Sequence[RandomStarts]) -> int:
    """The K at which the WCSS of the best and the worst run lie furthest apart, the smallest of several."""
    every = np.concatenate([runs.wcss for runs in sets])
    return sets[0].k_values[int(np.ptp(every, axis=0).argmax())]


def segment_by_centers(
    image: RgbImage, histogram: ColorHistogram, centers: NDArray[np.float32], settings: KMeansSettings
) -> Segmentation:
    """Segment a picture by given centers: every pixel goes to the nearest one.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram
        Of the image.
    centers : ndarray of float32, shape (K, 3)
        In the color space of the settings, for instance those of a run.
    settings : KMeansSettings
        Only the color space is read.

    Returns
    -------
    Segmentation
        Its WCSS is over all pixels. Centers without pixels are left out.
    """
    settings = KMeansSettings(k=len(centers), color_space=settings.color_space)
    features = to_space(histogram.colors, ColorSpace(settings.color_space))
    labels = nearest_labels(features.T.astype(np.float64), centers.astype(np.float64))
    result = segment_by_color(histogram, features, centers, labels, settings, fitted_pixels=0)
    return with_label_map(image, histogram, result)
