"""How much the curve depends on the seed."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.fits import fit_steps
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.settings import SEED_MAX, KMeansSettings

DEFAULT_SEEDS = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeedSpread:
    """The curves of several seeds.

    Attributes
    ----------
    k_values : tuple of int
    seeds : tuple of int
    wcss : ndarray of float64, shape (S, N)
        One row a seed.
    """

    k_values: tuple[int, ...]
    seeds: tuple[int, ...]
    wcss: NDArray[np.float64]

    @property
    def low(self) -> NDArray[np.float64]:
        """Lowest WCSS of each K, shape (N,)."""
        low: NDArray[np.float64] = self.wcss.min(axis=0)
        return low

    @property
    def high(self) -> NDArray[np.float64]:
        """Highest WCSS of each K, shape (N,)."""
        high: NDArray[np.float64] = self.wcss.max(axis=0)
        return high

    @property
    def relative(self) -> NDArray[np.float64]:
        """How far the worst seed is above the best, as a fraction of the best, shape (N,)."""
        return np.divide(self.high - self.low, self.low, out=np.zeros(len(self.low)), where=self.low > 0.0)


def seed_spread_steps(
    image: RgbImage,
    k_values: Iterable[int],
    settings: KMeansSettings,
    *,
    seeds: int = DEFAULT_SEEDS,
    histogram: ColorHistogram | None = None,
) -> Generator[SeedSpread, None, None]:
    """Fit every K from several seeds, one seed after another.

    Parameters
    ----------
    image : RgbImage
    k_values : iterable of int
        1 to 32.
    settings : KMeansSettings
        Its seed is the first; the next ones follow it. ``k`` is not read.
    seeds : int
        At least 1.
    histogram : ColorHistogram, optional
        `color_histogram` of the image, where it is at hand.

    Yields
    ------
    SeedSpread
        Of the seeds so far.

    Raises
    ------
    SettingsError
        If there is no seed or no K, or a K is out of range.
    """
    if seeds < 1:
        raise SettingsError("Choose at least one seed.")
    ks = tuple(sorted(set(k_values)))
    histogram = histogram or color_histogram(image)
    used: tuple[int, ...] = ()
    rows: list[list[float]] = []
    for step in range(seeds):
        seed = (settings.seed + step) % (SEED_MAX + 1)
        fits = fit_steps(image, ks, replace(settings, seed=seed), histogram=histogram)
        rows.append([fit.wcss for fit in fits])
        used = (*used, seed)
        yield SeedSpread(k_values=ks, seeds=used, wcss=np.array(rows))
