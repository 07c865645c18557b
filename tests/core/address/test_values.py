"""Settings become values and texts of an address, and these become the same settings."""

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kseg_core import ColorSpace, Criteria, Engine, Init, KMeansSettings, SettingsError
from kseg_core.address.names import THRESHOLDS, Fit
from kseg_core.address.parameters import PARAMETERS, read_values, value_texts
from kseg_core.address.reading import read_address
from kseg_core.address.values import (
    canny_of,
    edge_values,
    edges_of,
    object_values,
    objects_of,
    segmentation_of,
    segmentation_values,
    series_settings,
)
from kseg_core.canny.edge_drawing import EdgeDrawing, EdgeView
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.canny.settings import APERTURES, CannySettings, EdgeChannels
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.edits.link_text import colors_text
from kseg_core.kmeans.settings import Swatch, Weighting
from kseg_core.measure.objects import Connectivity, ObjectSettings

SHARED = {
    "k": st.integers(2, 32),
    "color_space": st.sampled_from(ColorSpace),
    "seed": st.integers(0, 2**31 - 1),
    "position_weight": st.floats(0, 4),
    "smoothing": st.floats(0, 20),
    "swatch": st.sampled_from(Swatch),
}
COLORS = st.lists(st.tuples(*[st.integers(0, 255)] * 3), max_size=2, unique=True).map(tuple)
FAST = st.builds(KMeansSettings, **SHARED, locked=COLORS, weighting=st.sampled_from(Weighting))
OPENCV = st.builds(
    KMeansSettings,
    **SHARED,
    engine=st.just(Engine.OPENCV),
    init=st.sampled_from(Init),
    attempts=st.integers(1, 50),
    criteria=st.sampled_from(Criteria),
    max_iter=st.integers(2, 100),
    epsilon=st.floats(0, 100),
)
SIZES = st.none() | st.integers(1, 100)
OBJECTS = st.builds(
    ObjectSettings,
    fills_holes=st.booleans(),
    splits=st.booleans(),
    connectivity=st.sampled_from(Connectivity),
    smooths=st.none() | st.booleans(),
    smallest=SIZES,
    largest=SIZES.map(lambda size: size and size + 100),
    keeps_border=st.booleans(),
)
CANNY = st.builds(
    CannySettings,
    low=st.integers(0, 999_999).map(float),
    high=st.integers(0, 999_999).map(float),
    aperture=st.sampled_from(APERTURES),
    l2_gradient=st.booleans(),
    blur_sigma=st.none() | st.floats(0, 20),
    channels=st.sampled_from(EdgeChannels),
)
DRAWINGS = st.sampled_from(
    [
        EdgeDrawing(),
        EdgeDrawing(view=EdgeView.BLACK_ON_WHITE),
        EdgeDrawing(view=EdgeView.OVER_PHOTO, color=(1, 2, 30), width=3),
    ]
)
BY_HAND = st.builds(EdgeRecipe, settings=CANNY, of_clusters=st.booleans(), drawing=DRAWINGS)
BY_RULE = st.builds(
    EdgeRecipe,
    settings=CANNY.map(lambda each: replace(each, low=0, high=0)),
    rule=st.sampled_from(ThresholdMethod),
    of_clusters=st.booleans(),
)


def query(values: Mapping[str, Any], **others: str | list[str]) -> str:
    """What the browser shows for these values."""
    texts = {key: value_texts(value, PARAMETERS[key].default) for key, value in values.items()}
    return "?" + urlencode(texts | others, doseq=True)


@given(found=FAST | OPENCV, specks=st.integers(0, 10_000))
@settings(max_examples=60)
def test_a_segmentation_comes_back(found: KMeansSettings, specks: int) -> None:
    values = segmentation_values(found, specks)
    assert segmentation_of(values, found.k, found.locked) == found
    address = query(values, mode="Look closer", locked=colors_text(found.locked))
    view = read_address(address)
    assert (view.settings, view.edits.specks) == (found, specks)


@given(found=OBJECTS)
@settings(max_examples=30)
def test_what_counts_as_an_object_comes_back(found: ObjectSettings) -> None:
    values = object_values(found)
    assert objects_of(values) == found
    assert read_address(query(values, mode="Measure")).measure.objects == found


@given(found=BY_HAND | BY_RULE)
@settings(max_examples=60)
def test_edges_come_back(found: EdgeRecipe) -> None:
    values = edge_values(found)
    if found.settings.blur_sigma is not None:
        assert edges_of({"edge_color": "f00", "edge_width": 2} | values) == found
        assert canny_of(values) == replace(found.settings, low=0, high=0)
    by_hand = values.pop("edge_hand")
    texts = [] if by_hand is None else [str(each) for each in by_hand]
    assert read_address("/edges" + query(values, **{THRESHOLDS: texts})).edges == found


def test_a_largest_size_below_the_smallest_counts_as_that() -> None:
    values = object_values(ObjectSettings()) | {"objects_smallest": 9, "objects_largest": 5}
    assert objects_of(values) == ObjectSettings(smallest=9, largest=9)


def test_only_the_engine_that_knows_a_setting_has_it() -> None:
    values = {"accents": True, "attempts": 3, "epsilon": 9.0}
    assert segmentation_of(values, 4) == KMeansSettings(k=4, weighting="keep accents")
    opencv = segmentation_of(values | {"engine": "opencv"}, 4, ((1, 2, 3),))
    assert opencv == KMeansSettings(k=4, engine="opencv", attempts=3, epsilon=9.0)


def test_a_series_has_no_position_and_only_one_photo_can_be_fitted_by_opencv() -> None:
    found = KMeansSettings(k=4, engine="opencv", position_weight=1)
    assert series_settings(found, Fit.PHOTO) == replace(found, position_weight=0)
    assert series_settings(found, Fit.TOGETHER) == KMeansSettings(k=4)


def test_a_single_cluster_is_below_the_slider() -> None:
    with pytest.raises(SettingsError, match="2 or more"):
        segmentation_values(KMeansSettings(k=1), specks=0)


def test_every_default_is_a_value_that_can_be_chosen() -> None:
    shown = {key: value_texts(row.default, default=None) for key, row in PARAMETERS.items()}
    assert read_values(shown) == {key: row.default for key, row in PARAMETERS.items()}


TEXTS = st.text(max_size=12) | st.sampled_from(["1e999", "nan", "-1", "٣", "²", "0" * 400, "r.1.2", "a.b.c~"])
NAMES = st.sampled_from(
    [*PARAMETERS, THRESHOLDS, "turn", "crop", "crop_x", "classes", "region", "scale", "merged", "recolored"]
)


@given(
    path=st.sampled_from(["", "/edges", "/explorer", "/elbow"]),
    named=st.dictionaries(NAMES, TEXTS, max_size=4),
)
@example(path="/edges", named={THRESHOLDS: "²"})
@settings(max_examples=60)
def test_nonsense_is_refused_and_raises_nothing_else(path: str, named: dict[str, str]) -> None:
    with contextlib.suppress(SettingsError):
        read_address(f"{path}?{urlencode(named)}")
