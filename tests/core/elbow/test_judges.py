from dataclasses import replace

import numpy as np
import pytest

from kseg_core.elbow import judges
from kseg_core.elbow.fit_numbers import FitNumbers, Floats, JudgeSample
from kseg_core.elbow.judges import (
    DAVIES_BOULDIN,
    EXPLAINED_VARIANCE,
    JUDGES,
    KNEEDLE,
    SILHOUETTE,
    Judge,
    judge_all,
    judge_fits,
    largest,
)
from kseg_core.elbow.sweep import sweep
from kseg_core.elbow.verdict import JUDGES_READ, VerdictKind
from kseg_core.samples.gallery import load_sample
from tests.core.elbow.fit_numbers import FOUR_COLORS as FITS
from tests.core.elbow.fit_numbers import first, measured


@pytest.mark.parametrize(
    "judge", [judge for judge in JUDGES if judge is not KNEEDLE], ids=lambda each: each.name
)
def test_a_plain_case(judge: Judge) -> None:
    assert judge_fits(judge, FITS).recommended == 4


def test_kneedle_on_the_curve_itself_likes_small_k() -> None:
    assert judge_fits(KNEEDLE, FITS).recommended in (3, 4)


def test_explained_variance_abstains_below_ninety_percent() -> None:
    assert judge_fits(EXPLAINED_VARIANCE, replace(FITS, wcss=FITS.wcss + 200.0)).recommended is None


def test_silhouette_abstains_where_nothing_is_separate() -> None:
    parts = {name: numbers / 4 for name, numbers in FITS.measured.items()}
    assert judge_fits(SILHOUETTE, replace(FITS, measured=parts)).recommended is None


def test_several_parts_of_a_sample_have_a_mean_and_a_spread() -> None:
    found = judge_fits(SILHOUETTE, FITS)
    assert found.values[3] == pytest.approx(0.9)
    assert found.spread is not None
    assert found.spread[3] == pytest.approx(0.01)
    assert judge_fits(DAVIES_BOULDIN, FITS).spread is None


def test_an_exact_fit_is_recommended() -> None:
    exact = replace(
        FITS,
        wcss=np.array([1000.0, 400.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        n_clusters=np.minimum(FITS.k_values, 3),
        measured=measured(np.array([np.nan, 0.5, 0, 0, 0, 0, 0]), np.array([np.nan, 0.5, 1, 1, 1, 1, 1])),
    )
    named = {judgment.judge: judgment.recommended for judgment in judge_all(exact)}
    assert named.pop(KNEEDLE) in (2, 3)
    assert set(named.values()) == {3}


@pytest.mark.parametrize("n", [1, 2, 3])
def test_short_curves(n: int) -> None:
    for judgment in judge_all(first(FITS, n)):
        assert len(judgment.values) == n
        assert judgment.recommended is None or judgment.recommended <= n


def test_one_color() -> None:
    flat = replace(
        FITS,
        wcss=np.zeros(7),
        total_ss=0.0,
        n_clusters=np.ones(7, dtype=np.intp),
        measured=measured(np.full(7, np.nan), np.full(7, np.nan)),
    )
    named = {judgment.recommended for judgment in judge_all(flat)}
    assert named <= {None, 1}


@pytest.mark.parametrize("judge", JUDGES, ids=lambda each: each.name)
def test_a_row_says_what_it_measures_and_reads_one_thing(judge: Judge) -> None:
    assert 60 < len(judge.about) < 260
    assert (judge.of_curve is None) != (judge.of_sample is None)
    assert isinstance(judge.number_format % 0.5, str)


def test_no_name_stands_twice() -> None:
    columns = [name for judge in JUDGES for name in (judge.name, judge.spread_name)]
    assert len(set(columns)) == len(columns)


def hartigan(fits: FitNumbers) -> Floats:
    values = np.full(len(fits.k_values), np.nan)
    values[:-1] = (fits.wcss[:-1] / fits.wcss[1:] - 1.0) * (fits.n_pixels - fits.k_values[:-1] - 1)
    return values


def widths(sample: JudgeSample, labels: np.ndarray, centers: Floats) -> list[float]:
    return [float(np.ptp(sample.points[labels == number])) for number in (0, len(centers) - 1)]


NEW_ROWS = (
    Judge(name="Hartigan", about="How much one more K gains.", of_curve=hartigan, recommend=largest),
    Judge(name="Width", about="How wide clusters are.", of_sample=widths, recommend=largest),
)


@pytest.mark.parametrize("row", NEW_ROWS, ids=lambda each: each.name)
@pytest.mark.parametrize("sample", ["Discs", "Cat"])
def test_a_new_row_is_in_the_table_and_moves_no_verdict(
    row: Judge, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    curve = sweep(load_sample(sample), range(1, 7))
    columns, verdict = curve.table().columns, curve.verdict
    monkeypatch.setattr(judges, "JUDGES", (*JUDGES, row))
    after = sweep(load_sample(sample), range(1, 7))
    added = [row.name] if row.of_sample is None else [row.name, row.spread_name]
    assert after.table().columns.difference(columns, sort=False).tolist() == added
    assert after.judgments[-1].recommended is not None
    assert after.verdict == verdict


def test_another_judge_would_move_a_verdict_that_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    curve = sweep(load_sample("Cat"), range(1, 7))
    before = curve.verdict
    assert before is not None
    assert before.kind is VerdictKind.AMBIGUOUS
    far = [Judge(name=f"Far {n}", about="", of_curve=hartigan, recommend=lambda *_: 6) for n in range(30)]
    monkeypatch.setattr(judges, "JUDGES", (*JUDGES, *far))
    monkeypatch.setattr("kseg_core.elbow.verdict.JUDGES_READ", (*JUDGES_READ, *far))
    after = curve.verdict
    assert after is not None
    assert after.plausible == (6, 6) != before.plausible
