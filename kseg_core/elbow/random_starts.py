"""The random-initialization trap: `cv2.kmeans` run many times, each from other first centers."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.cluster_statistics import ClusterStatistics
from kseg_core.kmeans.cv_kmeans import run_cv_kmeans
from kseg_core.kmeans.lloyd import nearest_labels
from kseg_core.kmeans.segment import paint_colors
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Init, KMeansSettings
from kseg_core.kmeans.spatial import spread_pixels

TRIAL_PIXELS = 20_000
"""Pixels each run works on unless told otherwise."""

TRIAL_PIXELS_MAX = 200_000
RUNS_MAX = 100
DEFAULT_RUNS = 20

SAME = 1e-3
"""A run found the best known if its WCSS is at most this fraction above it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """One run.

    Attributes
    ----------
    k : int
    seed : int
        Of OpenCV's generator.
    wcss : float
        Over the pixels of the run, as `cv2.kmeans` reports it.
    centers : ndarray of float32, shape (K, D)
    """

    k: int
    seed: int
    wcss: float
    centers: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrialRuns:
    """Many runs for each K, all or the first of them.

    Attributes
    ----------
    trials : tuple of Trial
        In the order they were made: all K once, then all K again.
    init : Init
    attempts : int
    color_space : ColorSpace
    n_pixels : int
        Pixels each run worked on.
    """

    trials: tuple[Trial, ...]
    init: Init
    attempts: int
    color_space: ColorSpace
    n_pixels: int

    @property
    def k_values(self) -> tuple[int, ...]:
        return tuple(sorted({trial.k for trial in self.trials}))

    def of(self, k: int) -> tuple[Trial, ...]:
        """The runs of one K, the lowest WCSS first."""
        return tuple(sorted((trial for trial in self.trials if trial.k == k), key=lambda trial: trial.wcss))

    def wcss(self, k: int) -> NDArray[np.float64]:
        """WCSS of the runs of one K in the order they were made, shape (runs,)."""
        return np.array([trial.wcss for trial in self.trials if trial.k == k])

    def hit_rate(self, k: int, best: Mapping[int, float] | None = None) -> float:
        """Share of the runs within 0.1 % of the best known WCSS, 0 to 1.

        Parameters
        ----------
        k : int
        best : mapping of int to float, optional
            `best_known` of several sets of runs on the same pixels; otherwise the best of these.
        """
        known = best_known([self]) if best is None else best
        return float((self.wcss(k) <= known[k] * (1.0 + SAME)).mean())

    @property
    def rises(self) -> int:
        """How many rounds have a curve that goes up somewhere: the trap, counted.

        Less than a millionth of a squared level a pixel is rounding, not a rise.
        """
        rounds = zip(*(self.wcss(k) for k in self.k_values), strict=False)
        return sum(bool((np.diff(curve) > 1e-6 * self.n_pixels).any()) for curve in rounds)


def random_start_steps(
    image: RgbImage,
    k_values: Iterable[int],
    *,
    runs: int = DEFAULT_RUNS,
    attempts: int = 1,
    init: Init | str = Init.RANDOM,
    color_space: ColorSpace | str = ColorSpace.RGB,
    seed: int = 0,
    max_pixels: int = TRIAL_PIXELS,
) -> Generator[TrialRuns, None, None]:
    """Run `cv2.kmeans` from many first centers, round by round: every K has one run more in each.

    Parameters
    ----------
    image : RgbImage
    k_values : iterable of int
        1 to 32.
    runs : int
        1 to 100 for each K.
    attempts, init
        Of `cv2.kmeans`, as in `KMeansSettings`; criteria are the tutorials' 10 iterations, 1.0.
    color_space : ColorSpace or its value
    seed : int
        Another seed, other runs. It also picks the pixels.
    max_pixels : int
        1 to 200,000: larger pictures are thinned to this many pixels, spread evenly.

    Yields
    ------
    TrialRuns
        All runs so far.

    Raises
    ------
    SettingsError
        At the call, if a value is out of range.
    """
    ks = sorted(set(k_values))
    asked = [
        KMeansSettings(k=k, color_space=color_space, seed=seed, init=init, attempts=attempts) for k in ks
    ]
    if not asked:
        raise SettingsError("Choose at least one K.")
    if not 1 <= runs <= RUNS_MAX:
        raise SettingsError(f"runs is {runs!r}; it must be from 1 to {RUNS_MAX}.")
    if not 1 <= max_pixels <= TRIAL_PIXELS_MAX:
        raise SettingsError(f"max_pixels is {max_pixels!r}; it must be from 1 to {TRIAL_PIXELS_MAX}.")
    chosen = spread_pixels(image, max_pixels, seed=seed)
    features = to_space(image.pixels.reshape(-1, 3)[chosen], ColorSpace(asked[0].color_space))
    return _rounds(features, asked, runs)


def _rounds(
    features: NDArray[np.float32], asked: Sequence[KMeansSettings], runs: int
) -> Generator[TrialRuns, None, None]:
    first = asked[0]
    seeds = np.random.default_rng(first.seed).integers(2**31, size=(runs, len(asked))).tolist()
    trials: tuple[Trial, ...] = ()
    for row in seeds:
        trials += tuple(_run(features, settings, seed) for settings, seed in zip(asked, row, strict=True))
        yield TrialRuns(
            trials=trials,
            init=Init(first.init),
            attempts=first.attempts,
            color_space=ColorSpace(first.color_space),
            n_pixels=len(features),
        )


def _run(features: NDArray[np.float32], settings: KMeansSettings, seed: int) -> Trial:
    _, centers, wcss = run_cv_kmeans(
        features, min(settings.k, len(features)), seed=seed, init=settings.init, attempts=settings.attempts
    )
    return Trial(k=settings.k, seed=seed, wcss=wcss, centers=centers)


def best_known(sets: Iterable[TrialRuns]) -> dict[int, float]:
    """Lowest WCSS of each K in several sets of runs on the same pixels."""
    best: dict[int, float] = {}
    for runs in sets:
        for trial in runs.trials:
            best[trial.k] = min(trial.wcss, best.get(trial.k, np.inf))
    return best


def paint_centers(
    image: RgbImage,
    centers: NDArray[np.float32],
    color_space: ColorSpace | str = ColorSpace.RGB,
    *,
    histogram: ColorHistogram | None = None,
) -> Segmentation:
    """The picture as some centers part it: every pixel goes to the nearest.

    Parameters
    ----------
    image : RgbImage
    centers : ndarray of float32, shape (K, 3)
        In the color space, for instance `Trial.centers`.
    color_space : ColorSpace or its value
    histogram : ColorHistogram, optional
        `color_histogram` of the image, where it is at hand.

    Returns
    -------
    Segmentation
        Its WCSS is over all pixels. Centers without pixels are left out.
    """
    histogram = histogram or color_histogram(image)
    settings = KMeansSettings(k=len(centers), color_space=color_space)
    features = to_space(histogram.colors, ColorSpace(settings.color_space))
    labels = nearest_labels(features.T.astype(np.float64), centers.astype(np.float64))
    tally = ClusterStatistics(centers)
    tally.add(histogram.colors, features, histogram.counts, labels)
    label_map = paint_colors(image, histogram, tally.ranks[labels])
    return tally.segmentation(label_map, fitted_pixels=0, settings=settings)
