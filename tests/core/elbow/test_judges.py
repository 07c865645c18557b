import numpy as np
import pytest

from kseg_core.elbow import judges
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judge_sample import Floats, JudgeSample
from kseg_core.elbow.judges import (
    DAVIES_BOULDIN,
    EXPLAINED_VARIANCE,
    JUDGES,
    KNEEDLE,
    SILHOUETTE,
    Judge,
    judge_curve,
    largest,
)
from kseg_core.elbow.sweep import sweep
from kseg_core.samples.gallery import load_sample
from tests.core.elbow.made_curves import (
    FOUR_COLORS,
    FOUR_COLORS_DAVIES_BOULDIN,
    FOUR_COLORS_SILHOUETTE,
    FOUR_COLORS_WCSS,
    SILHOUETTE_SPREAD,
    made_curve,
)


@pytest.mark.parametrize(
    "judge", [judge for judge in JUDGES if judge is not KNEEDLE], ids=lambda each: each.name
)
def test_a_plain_case(judge: Judge) -> None:
    assert judge_curve(judge, FOUR_COLORS).recommended == 4


def test_kneedle_on_the_curve_itself_likes_small_k() -> None:
    assert judge_curve(KNEEDLE, FOUR_COLORS).recommended in (3, 4)


def test_explained_variance_abstains_below_ninety_percent() -> None:
    wcss = [error + 200.0 for error in FOUR_COLORS_WCSS]
    curve = made_curve(wcss, FOUR_COLORS_DAVIES_BOULDIN, FOUR_COLORS_SILHOUETTE)
    assert judge_curve(EXPLAINED_VARIANCE, curve).recommended is None


def test_silhouette_abstains_where_nothing_is_separate() -> None:
    silhouette = [each / 4 for each in FOUR_COLORS_SILHOUETTE]
    curve = made_curve(FOUR_COLORS_WCSS, FOUR_COLORS_DAVIES_BOULDIN, silhouette)
    assert judge_curve(SILHOUETTE, curve).recommended is None


def test_several_parts_of_a_sample_have_a_mean_and_a_spread() -> None:
    found = judge_curve(SILHOUETTE, FOUR_COLORS)
    assert found.values[3] == pytest.approx(0.9)
    assert found.spread is not None
    assert found.spread[3] == pytest.approx(SILHOUETTE_SPREAD)
    assert judge_curve(DAVIES_BOULDIN, FOUR_COLORS).spread is None


def test_an_exact_fit_is_recommended() -> None:
    exact = made_curve(
        [1000.0, 400.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [np.nan, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0],
        [np.nan, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0],
        n_clusters=[1, 2, 3, 3, 3, 3, 3],
    )
    named = {judgment.judge: judgment.recommended for judgment in exact.judgments}
    assert named.pop(KNEEDLE) in (2, 3)
    assert set(named.values()) == {3}


@pytest.mark.parametrize("n", [1, 2, 3])
def test_short_curves(n: int) -> None:
    for judgment in ElbowCurve(points=FOUR_COLORS.points[:n]).judgments:
        assert len(judgment.values) == n
        assert judgment.recommended is None or judgment.recommended <= n


def test_one_color() -> None:
    flat = made_curve([0.0] * 7, [np.nan] * 7, [np.nan] * 7, total_ss=0.0, n_clusters=[1] * 7)
    named = {judgment.recommended for judgment in flat.judgments}
    assert named <= {None, 1}


@pytest.mark.parametrize("judge", JUDGES, ids=lambda each: each.name)
def test_a_row_says_what_it_measures_and_reads_one_thing(judge: Judge) -> None:
    assert 60 < len(judge.about) < 260
    assert (judge.of_curve is None) != (judge.of_sample is None)
    assert judge.number_format == "compact" or isinstance(judge.number_format % 0.5, str)


def test_no_name_stands_twice() -> None:
    columns = [name for judge in JUDGES for name in (judge.name, judge.spread_name)]
    assert len(set(columns)) == len(columns)


def hartigan(curve: ElbowCurve) -> Floats:
    gains = curve.wcss[:-1] / curve.wcss[1:] - 1.0
    return np.append(gains * (curve.n_pixels - np.array(curve.k_values[:-1]) - 1), np.nan)


def widths(sample: JudgeSample, labels: np.ndarray, centers: Floats) -> list[float]:
    return [float(np.ptp(sample.points[labels == number])) for number in (0, len(centers) - 1)]


NEW_ROWS = (
    Judge(name="New of the curve", about="How much one more K gains.", of_curve=hartigan, recommend=largest),
    Judge(name="New of a sample", about="How wide clusters are.", of_sample=widths, recommend=largest),
)


def test_new_rows_are_in_the_table_and_move_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    image = load_sample("Cat").crop(100, 60, 260, 180)
    curve = sweep(image, range(1, 7))
    columns, verdict = curve.table().columns, curve.verdict
    monkeypatch.setattr(judges, "JUDGES", (*JUDGES, *NEW_ROWS))
    after = sweep(image, range(1, 7))
    of_curve, of_sample = NEW_ROWS
    added = [of_curve.name, of_sample.name, of_sample.spread_name]
    assert after.table().columns.difference(columns, sort=False).tolist() == added
    assert all(each.recommended is not None for each in after.judgments[-len(NEW_ROWS) :])
    assert after.verdict == verdict
