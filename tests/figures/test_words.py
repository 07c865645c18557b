"""The words of a figure hold the numbers it draws."""

import numpy as np

from kseg_core.canny.agreement import Agreement
from kseg_core.canny.threshold_map import GradientHistogram, ThresholdMap
from kseg_core.elbow.random_starts import best_known
from kseg_core.elbow.seed_spread import SeedSpread
from kseg_core.elbow.sweep import sweep
from kseg_core.figures.words import (
    agreement_words,
    curve_words,
    gradient_words,
    judges_words,
    map_words,
    runs_words,
    sizes_words,
)
from kseg_core.kmeans.settings import KMeansSettings
from tests.core.elbow.trials import random_starts
from tests.core.pictures import picture

# The grays are 20, 10, 0 and 30 from their mean: 1,400 squared. Two clusters leave 200 of that, three 50.
IMAGE = picture([[[level] * 3 for level in (0, 10, 20, 50)]])
CURVE = sweep(IMAGE, range(1, 5), KMeansSettings(k=1))
HISTOGRAM = GradientHistogram(
    bin_edges=np.array([0.0, 10.0, 20.0, 30.0]), all_pixels=np.array([6, 3, 1]), maxima=np.array([0, 1, 1])
)


def test_the_curve_is_told_in_percent_of_its_first_point_with_its_verdict():
    assert CURVE.verdict is not None
    assert curve_words(CURVE) == (
        "WCSS in percent of the first: 100.0 % at K = 1, 14.3 % at K = 2, 3.6 % at K = 3, 0.0 % at K = 4. "
        + CURVE.verdict.sentence
    )
    spread = SeedSpread(k_values=(1, 2, 3), seeds=(0, 1), wcss=np.array([[4.0, 2.0, 1.0], [4.0, 3.0, 1.0]]))
    assert curve_words(CURVE, spread=spread).endswith("The widest error bar, at K = 2, spans 50.0 %.")


def test_each_judge_is_named_with_its_k():
    said = judges_words(CURVE.judgments)
    for each in CURVE.judgments:
        assert f"{each.judge.name} {each.recommended or 'none'}" in said


def test_runs_are_told_by_their_middle_and_their_worst():
    runs = random_starts(IMAGE, [1], runs=3)
    said = runs_words([runs], best_known([runs]))
    assert said.endswith(f"{runs.name}: 0.0 % in the middle, 0.0 % at worst.")


def test_sizes_leave_out_what_is_exact():
    decibels = [10 * np.log10(255**2 / (each / 4)) for each in (1400, 200, 50)]
    assert sizes_words(CURVE, [1500, 2000, 2500, 3000]) == (
        f"PSNR against the size of the PNG. K = 1: 1.5 kB, {decibels[0]:.1f} dB; "
        f"K = 2: 2.0 kB, {decibels[1]:.1f} dB; K = 3: 2.5 kB, {decibels[2]:.1f} dB."
    )


def test_the_gradient_is_told_below_between_and_above():
    assert gradient_words(HISTOGRAM, 10, 20) == (
        "Histogram of the gradient: 60.0 % of the pixels lie below the low threshold, 10, 30.0 % between, "
        "10.0 % above the high one, 20."
    )


def test_the_map_is_told_by_its_corners_and_the_present_choice():
    levels = np.array([1.0, 9.0])
    thresholds = ThresholdMap(histogram=HISTOGRAM, levels=levels, counts=np.array([[1200, 30], [7, 5]]))
    assert map_words(thresholds, 30, 1, 9) == (
        "Number of edge pixels for every pair of thresholds, from 1,200 at 1 and 1 to 5 at 9 and 9. "
        "A ring marks the present ones, 1 and 9: 30."
    )


def test_agreement_is_told_for_each_k_there_is():
    there = Agreement(boundaries_on_edges=0.5, edges_on_boundaries=None, boundary_pixels=2, edge_pixels=0)
    assert (
        agreement_words((2, 3), [there])
        == "K = 2: 50.0 % of the boundaries on edges, none of the edges on boundaries."
    )
