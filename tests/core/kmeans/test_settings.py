import dataclasses
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kseg_core
from kseg_core import ColorSpace, Criteria, Engine, Init, KMeansSettings, SettingsError
from kseg_core.kmeans.settings import (
    ATTEMPTS_MAX,
    EPSILON_MAX,
    K_MAX,
    K_MIN,
    MAX_ITER_MAX,
    MAX_ITER_MIN,
    POSITION_WEIGHT_MAX,
    SEED_MAX,
    SMOOTHING_MAX,
)


def test_plain_words_become_choices() -> None:
    settings = KMeansSettings(
        k=5, color_space="HSV (circular hue)", engine="opencv", init="random", criteria="EPS"
    )
    assert settings.color_space is ColorSpace.HSV_CIRCULAR
    assert settings.engine is Engine.OPENCV
    assert settings.init is Init.RANDOM
    assert settings.criteria is Criteria.EPS


def test_defaults() -> None:
    settings = KMeansSettings(k=3)
    assert (settings.color_space, settings.engine, settings.seed) == (ColorSpace.RGB, Engine.FAST, 0)
    assert (settings.init, settings.attempts, settings.criteria) == (Init.KMEANS_PP, 10, Criteria.BOTH)
    assert (settings.max_iter, settings.epsilon, settings.position_weight) == (10, 1.0, 0.0)
    assert (settings.smoothing, settings.locked) == (0.0, ())


def test_settings_are_keys() -> None:
    assert KMeansSettings(k=3, color_space="HSV") == KMeansSettings(k=3, color_space=ColorSpace.HSV)
    assert hash(KMeansSettings(k=3, engine="fast")) == hash(KMeansSettings(k=3))
    assert KMeansSettings(k=3, seed=1) != KMeansSettings(k=3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        KMeansSettings(k=3).k = 4  # type: ignore[misc]


BOUNDS: list[tuple[str, float, float]] = [
    ("k", K_MIN, K_MAX),
    ("seed", 0, SEED_MAX),
    ("attempts", 1, ATTEMPTS_MAX),
    ("max_iter", MAX_ITER_MIN, MAX_ITER_MAX),
    ("epsilon", 0.0, EPSILON_MAX),
    ("position_weight", 0.0, POSITION_WEIGHT_MAX),
    ("smoothing", 0.0, SMOOTHING_MAX),
]


def make(name: str, value: Any) -> KMeansSettings:
    values: dict[str, Any] = {"k": 3, name: value}
    return KMeansSettings(**values)


@pytest.mark.parametrize(("name", "low", "high"), BOUNDS)
def test_both_bounds_are_allowed_and_nothing_beyond(name: str, low: float, high: float) -> None:
    assert getattr(make(name, low), name) == low
    assert getattr(make(name, high), name) == high
    for value in (low - 1, high + 1):
        with pytest.raises(SettingsError, match=rf"^{name} is {value}; it must be .*from {low:g} to "):
            make(name, value)


@pytest.mark.parametrize("name", ["k", "seed", "attempts", "max_iter"])
@pytest.mark.parametrize("value", [2.0, "3", True, None, math.nan])
def test_whole_numbers_are_whole(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is .*whole number"):
        make(name, value)


@pytest.mark.parametrize("name", ["epsilon", "position_weight", "smoothing"])
@pytest.mark.parametrize("value", [math.nan, math.inf, "1", True, None])
def test_ranges_hold_numbers(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is "):
        make(name, value)


@pytest.mark.parametrize("name", ["color_space", "engine", "init", "criteria"])
@pytest.mark.parametrize("value", ["rgb", "", None, 1, ["RGB"]])
def test_unknown_choices_are_refused_with_the_known_ones(name: str, value: object) -> None:
    known = {"color_space": "OKLab", "engine": "opencv", "init": "random", "criteria": "MAX_ITER"}[name]
    with pytest.raises(SettingsError, match=f"^{name} is .*; it can be .*{known}"):
        make(name, value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"locked": ((0, 0, 256),)}, "is no color"),
        ({"locked": ((0, 0),)}, "is no color"),
        ({"locked": ((1, 2, 3), [1, 2, 3])}, "only once"),
        ({"locked": tuple((0, 0, level) for level in range(4))}, "4 colors are locked"),
        ({"locked": ((1, 2, 3),), "engine": "opencv"}, "moves every centroid"),
    ],
)
def test_locked_colors_that_cannot_be_are_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        KMeansSettings(k=3, **values)


def test_locked_colors_are_kept_in_order() -> None:
    settings = KMeansSettings(k=3, locked=[[9, 8, 7], np.array([1, 2, 3])])  # type: ignore[arg-type]
    assert settings.locked == ((9, 8, 7), (1, 2, 3))


def test_numpy_integers_are_whole_numbers() -> None:
    assert KMeansSettings(k=np.int64(4)).k == 4  # type: ignore[arg-type]


def test_the_largest_k_is_written_once() -> None:
    root = Path(kseg_core.__file__).parents[1]
    sources = [*(root / "kseg_core").rglob("*.py"), *(root / "pages").rglob("*.py")]
    again = [
        path.name
        for path in sources
        if re.search(
            rf"\b(?:[12] to|more than) {K_MAX}\b|\b{K_MAX} (?:clusters|values)", path.read_text("utf-8")
        )
    ]
    assert again == []
