"""The elbow curve: WCSS against K, what each judge recommends, and the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow import judges
from kseg_core.elbow.structure import ColorStructure
from kseg_core.elbow.verdict import ElbowVerdict, decide
from kseg_core.kmeans.metrics import psnr, rgb_wcss_per_pixel
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import hex_code
from kseg_core.wording import Column

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ElbowPoint:
    """One K of the curve.

    Attributes
    ----------
    fit : Segmentation
        The result of `segment` for this K, but without a label map: ``fit.labels`` is empty.
    measured : mapping of str to ndarray of float64, shape (P,)
        The result of `measure_fit`.
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
    """WCSS against K, what each judge recommends, and the verdict.

    A curve may have only the first points of a sweep, to be shown while the others are computed.

    Attributes
    ----------
    points : tuple of ElbowPoint
        At least one, K strictly ascending.
    structure : ColorStructure or None
        None while it is being computed: there is no verdict yet.
    one : str
        What the WCSS is divided by, in the singular.
    kinds : str
        What clusters are clusters of, in the plural.
    is_picture : bool
        Whether the palettes of the points are colors of a picture.
    """

    points: tuple[ElbowPoint, ...]
    structure: ColorStructure | None = None
    one: str = "pixel"
    kinds: str = "colors"
    is_picture: bool = True

    @property
    def k_values(self) -> tuple[int, ...]:
        return tuple(point.k for point in self.points)

    @property
    def n_clusters(self) -> NDArray[np.intp]:
        """Clusters found, shape (N,); fewer than K where the picture has fewer colors."""
        return np.array([point.fit.n_clusters for point in self.points], dtype=np.intp)

    @property
    def is_full(self) -> NDArray[np.bool_]:
        """Where as many clusters were found as were asked for, shape (N,)."""
        full: NDArray[np.bool_] = self.n_clusters == np.array(self.k_values)
        return full

    @property
    def n_pixels(self) -> int:
        """Opaque pixels."""
        return self.points[0].fit.n_pixels

    @property
    def wcss(self) -> NDArray[np.float64]:
        """Within-cluster sum of squares over all opaque pixels, shape (N,), in squared units of the space."""
        return np.array([point.fit.wcss for point in self.points])

    @property
    def wcss_per_pixel(self) -> NDArray[np.float64]:
        """The same divided by the number of pixels, as every page shows it."""
        return self.wcss / self.n_pixels

    @property
    def total_ss(self) -> float:
        """The WCSS of a single cluster."""
        return self.points[0].fit.total_ss

    @property
    def explained(self) -> NDArray[np.float64]:
        """Share of the variance that the clusters explain, shape (N,), 0 to 1."""
        wcss, total = self.wcss, self.total_ss
        return 1.0 - wcss / total if total > 0.0 else np.ones(len(wcss))

    @property
    def gains(self) -> NDArray[np.float64]:
        """Fraction by which K lowers the WCSS of K - 1, shape (N,); NaN where K - 1 is not in the curve."""
        wcss = self.wcss
        gains = np.full(len(wcss), np.nan)
        known = (np.diff(self.k_values) == 1) & (wcss[:-1] > 0.0)
        gains[1:][known] = 1.0 - wcss[1:][known] / wcss[:-1][known]
        return gains

    @property
    def rises(self) -> tuple[int, ...]:
        """The K whose WCSS is above that of the K before. With optimal fits there would be none."""
        return tuple(self.k_values[at + 1] for at in np.flatnonzero(np.diff(self.wcss) > 0.0).tolist())

    def up_to(self, k: int) -> "ElbowCurve":
        """The part of the curve up to a K, without a verdict of its own."""
        points = tuple(point for point in self.points if point.k <= k)
        return replace(self, points=points, structure=None)

    @property
    def judgments(self) -> tuple[judges.Judgment, ...]:
        """What each judge recommends, in the order of `JUDGES`; they may disagree."""
        return tuple(judges.judge_curve(judge, self) for judge in judges.JUDGES)

    @property
    def verdict(self) -> ElbowVerdict | None:
        """The verdict by `RULE`, or None while the structure is not known."""
        return None if self.structure is None else decide(self, self.structure)

    @property
    def knee(self) -> int | None:
        """The recommended K; None = no clear elbow."""
        verdict = self.verdict
        return None if verdict is None else verdict.k

    def table(self) -> "pd.DataFrame":
        """One row for each K: errors, palette and the number of every judge."""
        import pandas as pd

        return pd.DataFrame(self.columns())

    def columns(self) -> dict[str, Column]:
        """The columns of `table`, by their names."""
        fits = [point.fit for point in self.points]
        columns: dict[str, Column] = {
            "K": np.array(self.k_values, dtype=np.int64),
            "Clusters": self.n_clusters.astype(np.int64),
            "WCSS": self.wcss,
            "WCSS per pixel": self.wcss_per_pixel,
            "Gain over K − 1": self.gains,
            "WCSS per pixel in RGB": np.array([rgb_wcss_per_pixel(fit) for fit in fits]),
            "PSNR (dB)": np.array([psnr(fit) for fit in fits]),
        }
        for judgment in self.judgments:
            columns[judgment.judge.name] = judgment.values
            if judgment.spread is not None:
                columns[judgment.judge.spread_name] = judgment.spread
        columns["Palette"] = [" ".join(point.palette_hex) for point in self.points]
        return columns
