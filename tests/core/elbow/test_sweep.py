import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kseg_core.color_spaces import ColorSpace
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judges import JUDGES
from kseg_core.elbow.sweep import fit_steps, sweep, sweep_steps
from kseg_core.elbow.verdict import VerdictKind
from kseg_core.errors import SettingsError
from kseg_core.histogram import color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import K_MAX, Engine, KMeansSettings
from kseg_core.samples.gallery import load_sample
from tests.benchmarks.elbow import recommended_k
from tests.core.elbow.elbow_pictures import (
    Known,
    known_colors,
    known_shapes,
    no_structure,
    no_structure_either,
)
from tests.core.elbow.made_curves import made_curve
from tests.core.pictures import noise, patches, picture, tiny_pictures

SETTINGS = KMeansSettings(k=1)
KS = (1, 2, 3, 4, 5)
FOUR = patches([(200, 40, 40), (40, 190, 60), (50, 60, 210), (230, 220, 90)])


@pytest.fixture(scope="module")
def four_curve() -> ElbowCurve:
    return sweep(FOUR, KS, SETTINGS)


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS,
        replace(SETTINGS, color_space=ColorSpace.OKLAB, seed=7),
        replace(SETTINGS, engine=Engine.OPENCV, attempts=2),
        replace(SETTINGS, position_weight=0.5),
    ],
    ids=lambda settings: f"{settings.engine} {settings.color_space} {settings.position_weight}",
)
def test_every_fit_is_that_of_segment(settings: KMeansSettings) -> None:
    curve = sweep(FOUR, KS, settings)
    assert curve.k_values == KS
    for point in curve.points:
        alone = segment(FOUR, replace(settings, k=point.k))
        assert point.fit.wcss == alone.wcss
        assert point.fit.rgb_sse == alone.rgb_sse
        assert point.fit.settings == alone.settings
        np.testing.assert_array_equal(point.fit.centers, alone.centers)
        np.testing.assert_array_equal(point.fit.palette, alone.palette)


def test_the_order_of_k_does_not_matter() -> None:
    assert sweep(FOUR, [5, 2, 2, 3], SETTINGS).k_values == (2, 3, 5)


@pytest.mark.parametrize("ks", [[], [0, 1], [3, K_MAX + 1], [-1]])
def test_k_out_of_range(ks: list[int]) -> None:
    with pytest.raises(SettingsError):
        sweep(FOUR, ks, SETTINGS)
    with pytest.raises(SettingsError):
        sweep_steps(FOUR, ks, SETTINGS)


def test_points_come_one_by_one_and_the_rest_can_be_dropped() -> None:
    steps = sweep_steps(noise(60, 60), range(1, K_MAX + 1), SETTINGS)
    assert [next(steps).k, next(steps).k] == [1, 2]
    steps.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("elbow")]


def test_a_growing_curve_has_no_verdict_yet() -> None:
    steps = sweep_steps(FOUR, KS, SETTINGS)
    curve = ElbowCurve(points=(next(steps), next(steps)))
    assert curve.verdict is None
    assert curve.knee is None
    assert [judgment.judge for judgment in curve.judgments] == list(JUDGES)
    steps.close()


def test_twice_the_same(four_curve: ElbowCurve) -> None:
    again = sweep(FOUR, KS, SETTINGS)
    assert again.table().equals(four_curve.table())
    assert again.verdict == four_curve.verdict


def test_the_table_has_a_row_for_each_k(four_curve: ElbowCurve) -> None:
    table = four_curve.table()
    assert table["K"].tolist() == list(KS)
    assert table["Explained variance"].is_monotonic_increasing
    assert table["Palette"].str.count("#").tolist() == list(KS)
    gain = 1 - table["WCSS"][3] / table["WCSS"][2]
    assert table["Gain over K − 1"][3] == pytest.approx(gain)
    assert np.isnan(table["Gain over K − 1"][0])


def test_gains_are_told_only_where_k_minus_one_is_known() -> None:
    assert np.isnan(sweep(FOUR, [2, 4, 5], SETTINGS).gains).tolist() == [True, True, False]


def test_rises_are_found() -> None:
    assert made_curve([9.0, 5.0, 5.5, 5.5], [np.nan] * 4, [np.nan] * 4).rises == (3,)


@pytest.mark.parametrize(
    ("name", "k"), [("Shoreline", 3), ("Discs", 6), ("Two reds", 2), ("Gradient", None), ("Coffee", None)]
)
def test_the_verdict_on_samples(name: str, k: int | None) -> None:
    assert recommended_k(load_sample(name)) == k


@hypothesis_settings(max_examples=12)
@given(image=tiny_pictures(), space=st.sampled_from(ColorSpace))
def test_any_tiny_picture_has_a_falling_curve_and_a_sentence(image: RgbImage, space: ColorSpace) -> None:
    curve = sweep(image, (1, 2, 3, 5, 8), replace(SETTINGS, color_space=space))
    assert curve.rises == () or max(curve.gains[~np.isnan(curve.gains)]) < 1e-9
    assert curve.verdict is not None
    assert curve.verdict.sentence
    curve.table()


@pytest.mark.parametrize(
    ("pixels", "k"),
    [
        ([[(9, 9, 9)]], None),
        (np.full((30, 30, 3), 77), None),
        (np.repeat([[(0, 0, 0), (255, 255, 255)]], 20, axis=0), 2),
        (np.repeat([[(0, 0, 0), (250, 0, 0), (0, 0, 250)]], 20, axis=0), 3),
    ],
    ids=["one pixel", "one color", "two colors", "three colors"],
)
def test_pictures_of_few_colors(pixels: object, k: int | None) -> None:
    curve = sweep(picture(pixels), range(1, 11), SETTINGS)
    assert curve.knee == k
    assert curve.rises == ()


@pytest.mark.parametrize("make", [known_colors, known_shapes])
def test_wcss_never_rises_beyond_the_true_number(make: Known) -> None:
    image = make(3)[0].crop(0, 0, 16, 16)
    k_values = (*range(1, 11), K_MAX - 1, K_MAX)
    fits = fit_steps(image, [replace(SETTINGS, k=k) for k in k_values], color_histogram(image))
    assert (np.diff([fit.wcss for fit in fits]) <= 0.0).all()


def test_an_elbow_beyond_the_curve_is_not_made_up() -> None:
    curve = sweep(FOUR, (1, 2, 3), SETTINGS)
    assert curve.verdict is not None
    assert curve.verdict.kind is VerdictKind.AMBIGUOUS
    assert "larger K" in curve.verdict.sentence


def test_the_short_way_to_the_verdict_is_that_of_the_sweep() -> None:
    image = known_colors(4)[0].crop(0, 0, 100, 100)
    assert recommended_k(image) == sweep(image).knee


def test_known_colors_are_counted_and_nothing_is_found_where_nothing_is() -> None:
    known = [known_colors(500), known_colors(501), known_shapes(504), known_shapes(505)]
    empty = [make(seed) for make in (no_structure, no_structure_either) for seed in (502, 503)]
    assert all(recommended_k(image) == k for image, k in known)
    assert all(recommended_k(image) is None for image in empty)
