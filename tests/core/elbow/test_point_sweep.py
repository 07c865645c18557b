"""The elbow of points that are no colors, by the rule and the judges of pictures."""

import numpy as np

from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judges import JUDGES
from kseg_core.elbow.point_sweep import sweep_points
from kseg_core.elbow.structure import EMPTY_GAP
from kseg_core.elbow.sweep import sweep
from kseg_core.elbow.verdict import VerdictKind
from kseg_core.image import RgbImage
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.steps.point_sets import CUSTOMERS, MOONS, PointSet


def curve_of(point_set: PointSet) -> ElbowCurve:
    return sweep_points(point_set.draw()[0], span=point_set.span, one=point_set.words.one)


def test_the_customers_have_a_clear_elbow_at_their_groups():
    curve = curve_of(CUSTOMERS)
    assert curve.verdict is not None
    assert curve.verdict.sentence == "Clear elbow at K = 5."
    assert curve.structure is not None
    assert (curve.structure.fills < EMPTY_GAP).tolist() == [k == 5 for k in curve.structure.k_values]
    assert not curve.rises
    named = {each.judge.name: each.recommended for each in curve.judgments}
    assert list(named) == [judge.name for judge in JUDGES]
    assert list(named.values()).count(5) >= 5


def test_the_moons_have_none():
    verdict = curve_of(MOONS).verdict
    assert verdict is not None
    assert (verdict.kind, verdict.k) == (VerdictKind.AMBIGUOUS, None)


def test_wcss_of_points_that_can_be_counted_by_hand():
    corners = np.array([[0.0, 0.0], [0.0, 2.0], [10.0, 0.0], [10.0, 2.0]])
    curve = sweep_points(corners, range(1, 5), span=10.0)
    np.testing.assert_allclose(curve.wcss, [104.0, 4.0, 2.0, 0.0])
    assert curve.n_pixels == 4
    assert curve.n_clusters.tolist() == [1, 2, 3, 4]


def test_pixels_and_points_of_the_same_values_have_the_same_verdict():
    rng = np.random.default_rng(1)
    pixels = np.clip(rng.normal(rng.choice([60, 190], size=(20, 20, 3)), 12), 0, 255).astype(np.uint8)
    of_pixels = sweep(RgbImage(pixels=pixels), range(1, 10), KMeansSettings(k=1)).verdict
    of_points = sweep_points(pixels.reshape(-1, 3).astype(np.float64), range(1, 10), span=255.0).verdict
    assert of_points == of_pixels
    assert of_points is not None
    assert of_points.k == 8
