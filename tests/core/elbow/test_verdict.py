from dataclasses import replace

import numpy as np
import pytest

from kseg_core.elbow.fit_numbers import FitNumbers
from kseg_core.elbow.judges import JUDGES, judge_all
from kseg_core.elbow.structure import FULL, ColorStructure
from kseg_core.elbow.texture import Texture
from kseg_core.elbow.verdict import JUDGES_READ, RULE, ElbowVerdict, VerdictKind, decide
from tests.core.elbow.fit_numbers import first, fit_numbers

FITS = fit_numbers(
    [1000.0, 600.0, 100.0, 90.0, 80.0],
    [np.nan, 0.9, 0.2, 0.7, 0.9],
    [np.nan, 0.5, 0.8, 0.7, 0.5],
    n_pixels=400,
)


def verdict(*fills: float, texture: Texture = Texture.VARIED, fits: FitNumbers = FITS) -> ElbowVerdict:
    structure = ColorStructure(k_values=np.arange(2, 7), fills=np.array(fills), texture=texture)
    return decide(fits, judge_all(fits), structure)


def test_the_largest_k_with_gaps_is_the_elbow() -> None:
    found = verdict(0.1, 0.05, 1.2, 1.4, 1.0)
    assert (found.kind, found.k, found.plausible) == (VerdictKind.CLEAR, 3, (3, 3))
    assert found.sentence == "Clear elbow at K = 3."


def test_a_k_that_explains_little_is_no_elbow() -> None:
    assert verdict(0.1, 1.5, 1.2, 1.4, 1.0).kind is VerdictKind.AMBIGUOUS


def test_a_smooth_picture_has_none_whatever_the_gaps() -> None:
    found = verdict(0.1, 0.05, 1.2, 1.4, 1.0, texture=Texture.SMOOTH)
    assert (found.kind, found.k) == (VerdictKind.NO_STRUCTURE, None)
    assert "smooth gradient" in found.sentence


def test_noise() -> None:
    assert "noise" in verdict(1, 1, 1, 1, 1, texture=Texture.NOISE).sentence


def test_without_gaps_the_judges_give_a_range() -> None:
    found = verdict(1, 1, 1, 1, 1)
    assert (found.kind, found.k) == (VerdictKind.AMBIGUOUS, None)
    assert found.plausible is not None
    assert found.plausible[0] <= found.plausible[1]
    assert found.sentence.startswith("No clear elbow: ")


def test_gaps_beyond_the_curve_send_on() -> None:
    found = verdict(0.1, 0.1, 0.1, 0.1, 0.1)
    assert (found.kind, found.k) == (VerdictKind.AMBIGUOUS, None)
    assert "up to K = 5" in found.sentence


def test_one_color() -> None:
    flat = replace(FITS, wcss=np.zeros(5), total_ss=0.0, n_clusters=np.ones(5, dtype=np.intp))
    found = verdict(FULL, FULL, FULL, FULL, FULL, fits=flat)
    assert (found.kind, found.k) == (VerdictKind.NO_STRUCTURE, None)
    assert "one color" in found.sentence


@pytest.mark.parametrize("n", [1, 2])
def test_a_short_curve(n: int) -> None:
    short = first(FITS, n)
    structure = ColorStructure(k_values=np.arange(2, n + 2), fills=np.ones(n), texture=Texture.VARIED)
    found = decide(short, judge_all(short), structure)
    assert found.k is None
    assert "too short" in found.sentence


def test_the_rule_reads_judges_of_the_table_and_names_them() -> None:
    assert set(JUDGES_READ) <= set(JUDGES)
    assert all(judge.name in RULE for judge in JUDGES_READ)


def test_only_judges_that_are_read_are_asked() -> None:
    structure = ColorStructure(k_values=np.arange(2, 7), fills=np.ones(5), texture=Texture.VARIED)
    known = judge_all(FITS)
    strangers = [replace(each, judge=replace(each.judge, name="new"), recommended=5) for each in known]
    assert decide(FITS, [*known, *strangers], structure) == decide(FITS, known, structure)
