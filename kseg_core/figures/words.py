"""Descriptions of the figures in words, for screen readers."""

from collections.abc import Mapping, Sequence

import numpy as np

from kseg_core.canny.agreement import Agreement
from kseg_core.canny.threshold_map import GradientHistogram, ThresholdMap
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judges import Judgment
from kseg_core.elbow.random_starts import RandomStarts
from kseg_core.elbow.seed_spread import SeedSpread
from kseg_core.kmeans.metrics import psnr, psnr_text
from kseg_core.wording import percent


def curve_words(curve: ElbowCurve, *, spread: SeedSpread | None = None) -> str:
    """What `elbow_figure` shows: every share of the first WCSS, the verdict and the widest error bar."""
    first = float(curve.wcss[0])
    shares = [
        f"{percent(wcss / first if first else 0.0)} at K = {k}"
        for k, wcss in zip(curve.k_values, curve.wcss.tolist(), strict=True)
    ]
    words = f"WCSS in percent of the first: {', '.join(shares)}."
    if curve.verdict is not None:
        words += f" {curve.verdict.sentence}"
    if spread is not None:
        k, widest = spread.widest
        words += f" The widest error bar, at K = {k}, spans {percent(widest)}."
    return words


def judges_words(judgments: Sequence[Judgment]) -> str:
    """What `judges_figure` shows: which K each judge recommends."""
    named = [f"{each.judge.name} {each.recommended or 'none'}" for each in judgments]
    return f"A small curve against K for each judge, its K marked: {', '.join(named)}."


def runs_words(sets: Sequence[RandomStarts], best: Mapping[int, float]) -> str:
    """What `random_starts_figure` shows: how far the worst and the middle run are above the best."""
    parts = []
    for runs in sets:
        excess = runs.excess(best)
        middle, worst = float(np.median(excess)), float(excess.max())
        parts.append(f"{runs.name}: {percent(middle)} in the middle, {percent(worst)} at worst")
    return "How far the WCSS of each run is above the best known of its K. " + "; ".join(parts) + "."


def sizes_words(curve: ElbowCurve, sizes: Sequence[int]) -> str:
    """What `compression_figure` shows: size and PSNR of each K."""
    parts = [
        f"K = {point.k}: {size / 1000:,.1f} kB, {psnr_text(point.fit)}"
        for point, size in zip(curve.points, sizes, strict=False)
        if np.isfinite(psnr(point.fit))
    ]
    return "PSNR against the size of the PNG. " + "; ".join(parts) + "."


def gradient_words(histogram: GradientHistogram, low: float, high: float) -> str:
    """What `gradient_histogram_figure` shows: shares of pixels below, between and above the thresholds."""
    starts, pixels = histogram.bin_edges[:-1], histogram.all_pixels
    total = max(1, int(pixels.sum()))
    below, above = (int(pixels[part].sum()) / total for part in (starts < low, starts >= high))
    return (
        f"Histogram of the gradient: {percent(below)} of the pixels lie below the low threshold, {low:g}, "
        f"{percent(max(0.0, 1 - below - above))} between, {percent(above)} above the high one, {high:g}."
    )


def map_words(thresholds: ThresholdMap, n_edges: int, low: float, high: float) -> str:
    """What `threshold_map_figure` shows: the most, the least and the present number of edge pixels."""
    levels = thresholds.levels
    return (
        f"Number of edge pixels for every pair of thresholds, from {int(thresholds.counts[0, 0]):,} at "
        f"{levels[0]:g} and {levels[0]:g} to {int(thresholds.counts[-1, -1]):,} at {levels[-1]:g} and "
        f"{levels[-1]:g}. A ring marks the present ones, {low:g} and {high:g}: {n_edges:,}."
    )


def agreement_words(ks: Sequence[int], agreements: Sequence[Agreement]) -> str:
    """What `agreement_figure` shows: both shares for each K."""
    parts = [
        f"K = {k}: {_share(each.boundaries_on_edges)} of the boundaries on edges, "
        f"{_share(each.edges_on_boundaries)} of the edges on boundaries"
        for k, each in zip(ks, agreements, strict=False)
    ]
    return "; ".join(parts) + "."


def _share(share: float | None) -> str:
    return "none" if share is None else percent(share)
