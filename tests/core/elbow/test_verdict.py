from dataclasses import replace

import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage
from kseg_core.elbow import judges
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judges import JUDGES
from kseg_core.elbow.structure import FULL, ColorStructure
from kseg_core.elbow.sweep import sweep
from kseg_core.elbow.texture import Texture
from kseg_core.elbow.verdict import JUDGES_READ, RULE, ElbowVerdict, VerdictKind, decide
from tests.core.elbow.made_curves import made_curve

CURVE = made_curve(
    [1000.0, 600.0, 100.0, 90.0, 80.0], [np.nan, 0.9, 0.2, 0.7, 0.9], [np.nan, 0.5, 0.8, 0.7, 0.5]
)


def verdict(*fills: float, texture: Texture = Texture.VARIED, curve: ElbowCurve = CURVE) -> ElbowVerdict:
    return decide(curve, ColorStructure(k_values=np.arange(2, 7), fills=np.array(fills), texture=texture))


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
    flat = made_curve([0.0] * 5, [np.nan] * 5, [np.nan] * 5, total_ss=0.0, n_clusters=[1] * 5)
    found = verdict(FULL, FULL, FULL, FULL, FULL, curve=flat)
    assert (found.kind, found.k) == (VerdictKind.NO_STRUCTURE, None)
    assert "one color" in found.sentence


@pytest.mark.parametrize("n", [1, 2])
def test_a_short_curve(n: int) -> None:
    structure = ColorStructure(k_values=np.arange(2, n + 2), fills=np.ones(n), texture=Texture.VARIED)
    found = decide(ElbowCurve(points=CURVE.points[:n]), structure)
    assert found.k is None
    assert "too short" in found.sentence


def test_the_rule_reads_judges_of_the_table_and_names_them() -> None:
    assert set(JUDGES_READ) <= set(JUDGES)
    assert all(judge.name in RULE for judge in JUDGES_READ)


def test_only_judges_that_are_read_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    before = verdict(1, 1, 1, 1, 1)
    assert before.kind is VerdictKind.AMBIGUOUS
    strangers = [replace(judges.KNEEDLE, name=f"new {n}", recommend=lambda *_: 5) for n in range(30)]
    monkeypatch.setattr(judges, "JUDGES", (*JUDGES, *strangers))
    assert verdict(1, 1, 1, 1, 1) == before
    monkeypatch.setattr("kseg_core.elbow.verdict.JUDGES_READ", (*JUDGES_READ, *strangers))
    assert verdict(1, 1, 1, 1, 1).plausible == (5, 5) != before.plausible


@pytest.mark.parametrize("name", ["photo", "gradient", "patches"])
def test_the_verdict_is_the_same_however_far_the_curve_is_drawn(name: str) -> None:
    y, x = np.mgrid[:12, :21]
    waves = np.stack([127 + 90 * np.cos(x / 9 + s) + 30 * np.sin(y / 5 * s) for s in (0, 2, 4)], axis=2)
    pixels = {
        "photo": np.clip(waves + np.random.default_rng(3).normal(0, 6, waves.shape), 0, 255),
        "gradient": np.stack([x * 8, y * 12, x + y], axis=2),
        "patches": np.array([[9, 9, 9], [240, 30, 30], [30, 40, 230]])[(x // 7)],
    }[name].astype(np.uint8)
    image = RgbImage(pixels=pixels)
    short, long = (sweep(image, range(1, k_max + 1), KMeansSettings(k=1)).verdict for k_max in (10, 12))
    assert short == long
