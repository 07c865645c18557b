"""How much the curve depends on the seed."""

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.sweep import fit_steps
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import SEED_MAX, KMeansSettings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeedSpread:
    """The curves of several seeds.

    Attributes
    ----------
    k_values : tuple of int, length N
    seeds : tuple of int, length S
    wcss : ndarray of float64, shape (S, N)
    """

    k_values: tuple[int, ...]
    seeds: tuple[int, ...]
    wcss: NDArray[np.float64]

    @property
    def relative(self) -> NDArray[np.float64]:
        """How far the worst seed is above the best, as a fraction of the best, shape (N,)."""
        low = self.wcss.min(axis=0)
        return np.divide(np.ptp(self.wcss, axis=0), low, out=np.zeros(len(low)), where=low > 0.0)

    @property
    def widest(self) -> tuple[int, float]:
        """The K at which the seeds differ most, and its `relative`."""
        worst = int(self.relative.argmax())
        return self.k_values[worst], float(self.relative[worst])


def seed_spread_steps(
    image: RgbImage,
    k_values: Iterable[int],
    settings: KMeansSettings,
    *,
    seeds: int,
    histogram: ColorHistogram | None = None,
) -> Generator[SeedSpread, None, None]:
    """Fit every K from several seeds, one seed after another.

    Parameters
    ----------
    image : RgbImage
    k_values : iterable of int
        `K_MIN` to `K_MAX`.
    settings : KMeansSettings
        Its seed is the first; the others count up from it. ``k`` is ignored.
    seeds : int
        At least 1.
    histogram : ColorHistogram, optional
        `color_histogram` of the image, if already computed.

    Yields
    ------
    SeedSpread
        With the seeds so far.

    Raises
    ------
    SettingsError
        At the call, if there is no seed or no K, or a K is out of range.
    """
    if seeds < 1:
        raise SettingsError("Choose at least one seed.")
    ks = tuple(sorted(set(k_values)))
    used = tuple((settings.seed + step) % (SEED_MAX + 1) for step in range(seeds))
    asked = [replace(settings, k=k, seed=seed) for seed in used for k in ks]
    return _spreads(ks, used, fit_steps(image, asked, histogram or color_histogram(image)))


def _spreads(
    ks: tuple[int, ...], seeds: tuple[int, ...], fits: Generator[Segmentation, None, None]
) -> Generator[SeedSpread, None, None]:
    rows: list[list[float]] = []
    with closing(fits):
        for _ in seeds:
            rows.append([fit.wcss for fit in islice(fits, len(ks))])
            yield SeedSpread(k_values=ks, seeds=seeds[: len(rows)], wcss=np.array(rows))
