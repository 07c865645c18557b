from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from kseg_core.elbow.judges import (
    FitNumbers,
    JudgeName,
    Judgment,
    judge_all,
    judge_calinski_harabasz,
    judge_davies_bouldin,
    judge_explained,
    judge_kneedle,
    judge_kneedle_log,
    judge_krzanowski_lai,
    judge_silhouette,
)

# Four colors: the error falls by half each time until K = 4, hardly after it.
WCSS = np.array([1000.0, 500.0, 250.0, 20.0, 18.0, 16.5, 15.0])
KS = np.arange(1, 8)
FITS = FitNumbers(
    k_values=KS,
    n_clusters=KS,
    wcss=WCSS,
    total_ss=1000.0,
    n_pixels=500,
    davies_bouldin=np.array([np.nan, 0.9, 0.8, 0.2, 0.7, 0.9, 1.0]),
    silhouette=np.array([np.nan, 0.5, 0.6, 0.9, 0.7, 0.5, 0.4]),
    silhouette_spread=np.full(7, 0.01),
)


@pytest.mark.parametrize(
    "judge",
    [
        judge_kneedle_log,
        judge_explained,
        judge_calinski_harabasz,
        judge_krzanowski_lai,
        judge_davies_bouldin,
        judge_silhouette,
    ],
)
def test_a_plain_case(judge: Callable[[FitNumbers], Judgment]) -> None:
    assert judge(FITS).recommended == 4


def test_kneedle_on_the_curve_itself_likes_small_k() -> None:
    assert judge_kneedle(FITS).recommended in (3, 4)


def test_calinski_harabasz_is_its_formula() -> None:
    values = judge_calinski_harabasz(FITS).values
    assert np.isnan(values[0])
    assert values[3] == pytest.approx(((1000 - 20) / 3) / (20 / (500 - 4)))


def test_krzanowski_lai_is_its_formula() -> None:
    values = judge_krzanowski_lai(FITS).values
    scaled = KS ** (2 / 3) * WCSS
    assert values[3] == pytest.approx(abs((scaled[2] - scaled[3]) / (scaled[3] - scaled[4])))
    assert np.isnan(values[[0, -1]]).all()


def test_explained_variance_abstains_below_ninety_percent() -> None:
    assert judge_explained(replace(FITS, wcss=WCSS + 200.0)).recommended is None


def test_silhouette_abstains_where_nothing_is_separate() -> None:
    assert judge_silhouette(replace(FITS, silhouette=FITS.silhouette / 4)).recommended is None


def test_an_exact_fit_is_recommended() -> None:
    exact = replace(
        FITS,
        wcss=np.array([1000.0, 400.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        n_clusters=np.minimum(KS, 3),
        davies_bouldin=np.array([np.nan, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0]),
        silhouette=np.array([np.nan, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0]),
    )
    named = {judgment.judge: judgment.recommended for judgment in judge_all(exact)}
    assert named.pop(JudgeName.KNEEDLE) in (2, 3)
    assert set(named.values()) == {3}


@pytest.mark.parametrize("n", [1, 2, 3])
def test_short_curves(n: int) -> None:
    short = replace(
        FITS,
        **{
            name: getattr(FITS, name)[:n]
            for name in (
                "k_values",
                "n_clusters",
                "wcss",
                "davies_bouldin",
                "silhouette",
                "silhouette_spread",
            )
        },
    )
    for judgment in judge_all(short):
        assert len(judgment.values) == n
        assert judgment.recommended is None or judgment.recommended <= n


def test_one_color() -> None:
    flat = replace(
        FITS,
        wcss=np.zeros(7),
        total_ss=0.0,
        n_clusters=np.ones(7, dtype=np.intp),
        davies_bouldin=np.full(7, np.nan),
        silhouette=np.full(7, np.nan),
    )
    named = {judgment.recommended for judgment in judge_all(flat)}
    assert named <= {None, 1}


def test_every_judge_says_what_it_measures() -> None:
    judgments = judge_all(FITS)
    assert [judgment.judge for judgment in judgments] == list(JudgeName)
    assert all(60 < len(judgment.about) < 260 for judgment in judgments)
