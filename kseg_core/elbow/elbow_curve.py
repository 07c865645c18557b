"""WCSS against K, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.fit_numbers import FitNumbers
from kseg_core.elbow.judges import Judgment, judge_all
from kseg_core.elbow.structure import ColorStructure
from kseg_core.elbow.verdict import ElbowVerdict, decide
from kseg_core.kmeans.metrics import explained_variance, psnr, rgb_mse, wcss_per_pixel
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import hex_code

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ElbowPoint:
    """The fit of one K.

    Attributes
    ----------
    fit : Segmentation
        As `segment` gives it for this K, but without a label map: ``fit.labels`` is empty.
    measured : mapping of str to ndarray of float64, shape (P,)
        What `measure_fit` found.
    """

    fit: Segmentation
    measured: Mapping[str, NDArray[np.float64]]

    @property
    def k(self) -> int:
        """Clusters asked for."""
        return self.fit.settings.k

    @property
    def palette_hex(self) -> tuple[str, ...]:
        """The palette as ``#rrggbb``, the largest cluster first."""
        return tuple(hex_code(color) for color in self.fit.palette)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ElbowCurve:
    """WCSS against K, and what it says.

    A curve may be made of the first few points of a sweep, to be shown while the others are
    computed.

    Attributes
    ----------
    points : tuple of ElbowPoint
        At least one, K strictly ascending.
    structure : ColorStructure or None
        None while it is not known: then there is no verdict yet.
    """

    points: tuple[ElbowPoint, ...]
    structure: ColorStructure | None = None

    @property
    def k_values(self) -> tuple[int, ...]:
        return tuple(point.k for point in self.points)

    @property
    def wcss(self) -> NDArray[np.float64]:
        """Within-cluster sum of squares over all opaque pixels, shape (N,), in squared units of the space."""
        return np.array([point.fit.wcss for point in self.points])

    @property
    def explained(self) -> NDArray[np.float64]:
        """Share of the variance that the clusters account for, shape (N,), 0 to 1."""
        return np.array([explained_variance(point.fit) for point in self.points])

    @property
    def gains(self) -> NDArray[np.float64]:
        """Fraction of the WCSS of K - 1 that K saves, shape (N,); NaN where K - 1 is not in the curve."""
        wcss, k_values = self.wcss, np.array(self.k_values)
        gains = np.full(len(wcss), np.nan)
        known = (np.diff(k_values) == 1) & (wcss[:-1] > 0.0)
        gains[1:][known] = 1.0 - wcss[1:][known] / wcss[:-1][known]
        return gains

    @property
    def rises(self) -> tuple[int, ...]:
        """The K whose WCSS is above that of the K before."""
        return rises(self.k_values, self.wcss)

    @property
    def numbers(self) -> FitNumbers:
        """What the judges read."""
        first = self.points[0]
        return FitNumbers(
            k_values=np.array(self.k_values, dtype=np.intp),
            n_clusters=np.array([point.fit.n_clusters for point in self.points], dtype=np.intp),
            wcss=self.wcss,
            total_ss=first.fit.total_ss,
            n_pixels=first.fit.n_pixels,
            measured={
                name: np.stack([point.measured[name] for point in self.points]) for name in first.measured
            },
        )

    @property
    def judgments(self) -> tuple[Judgment, ...]:
        """What each judge recommends; they may disagree."""
        return judge_all(self.numbers)

    @property
    def verdict(self) -> ElbowVerdict | None:
        """The answer of the one rule, or None while the structure is not known."""
        return None if self.structure is None else decide(self.numbers, self.judgments, self.structure)

    @property
    def knee(self) -> int | None:
        """The recommended K; None = no clear elbow."""
        verdict = self.verdict
        return None if verdict is None else verdict.k

    def table(self) -> "pd.DataFrame":
        """One row for each K: errors, palette and the number of every judge."""
        import pandas as pd

        fits = [point.fit for point in self.points]
        columns: dict[str, object] = {
            "K": self.k_values,
            "Clusters": [fit.n_clusters for fit in fits],
            "WCSS": self.wcss,
            "WCSS per pixel": [wcss_per_pixel(fit) for fit in fits],
            "Gain over K − 1": self.gains,
            "RGB MSE": [rgb_mse(fit) for fit in fits],
            "PSNR (dB)": [psnr(fit) for fit in fits],
        }
        for judgment in self.judgments:
            columns[judgment.judge.name] = judgment.values
            if judgment.spread is not None:
                columns[judgment.judge.spread_name] = judgment.spread
        columns["Palette"] = [" ".join(point.palette_hex) for point in self.points]
        return pd.DataFrame(columns)


def rises(k_values: Sequence[int], wcss: NDArray[np.float64]) -> tuple[int, ...]:
    """The K at which a curve goes up; with more clusters the best error can only fall.

    Parameters
    ----------
    k_values : sequence of int, length N
    wcss : ndarray of float64, shape (N,)
    """
    return tuple(k_values[at + 1] for at in np.flatnonzero(np.diff(wcss) > 0.0).tolist())
