from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import ColorSpace, Engine, KMeansSettings, RgbImage, Segmentation, SettingsError, segment
from kseg_core.edits.edited import edit_result
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.kmeans.spatial import pixel_features
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, picture, tiny_pictures, visible

STRIPES = picture([[RED] * 4 + [BLUE] * 3 + [GREEN] * 2 + [WHITE]])
"""Four clusters 0 to 3 of 4, 3, 2 and 1 pixels."""


def edited(image: RgbImage, k: int = 4, **edits: Any) -> Segmentation:
    return edit_result(image, segment(image, KMeansSettings(k=k)), PaletteEdits(**edits))


def features_of(image: RgbImage, settings: KMeansSettings) -> np.ndarray:
    seen = np.arange(image.height * image.width) if image.opaque is None else np.flatnonzero(image.opaque)
    dims = 5 if settings.position_weight else 3
    return pixel_features(smoothed(image, settings.smoothing), seen, settings)[:, :dims].astype(float)


def check_invariants(image: RgbImage, result: Segmentation) -> None:
    """What holds after any edits, computed again pixel by pixel."""
    opaque = np.ones(result.labels.shape, bool) if image.opaque is None else image.opaque
    k, labels, rgb = result.n_clusters, result.labels[opaque], visible(image).astype(float)
    assert np.all(result.labels[~opaque] == NO_LABEL)
    np.testing.assert_array_equal(result.counts, np.bincount(labels, minlength=k))
    assert len(result.counts) == len(result.palette) == len(result.means) == len(result.members) == k
    assert np.all(np.diff(result.counts) <= 0)
    assert result.counts.min() >= 1
    assert result.shares.sum() == pytest.approx(1.0)
    assert result.n_pixels == len(labels)
    means = np.stack([rgb[labels == label].mean(axis=0) for label in range(k)])
    np.testing.assert_allclose(result.means, means, atol=0.5 + 1e-9)
    assert result.rgb_sse == pytest.approx(((rgb - result.palette[labels]) ** 2).sum(), rel=1e-9, abs=1e-6)
    features = features_of(image, result.settings)
    off_center = features - result.centers[labels].astype(float)
    assert result.wcss == pytest.approx((off_center**2).sum(), rel=1e-6, abs=1e-3)
    assert result.total_ss >= result.wcss


ANY_EDITS = st.builds(
    PaletteEdits,
    merges=st.sampled_from([(), ((0, 1),), ((2, 0),), ((1, 2), (0, 3))]),
    replacements=st.sampled_from([(), ((1, (1, 2, 3)),)]),
    specks=st.integers(0, 6),
)


@given(
    tiny_pictures(),
    ANY_EDITS,
    st.sampled_from(ColorSpace),
    st.sampled_from(Engine),
    st.sampled_from([0.0, 0.5]),
    st.sampled_from([0.0, 1.0]),
)
def test_numbers_stay_true_after_any_edits(
    image: RgbImage, edits: PaletteEdits, space: ColorSpace, engine: Engine, weight: float, smoothing: float
) -> None:
    settings = KMeansSettings(
        k=4,
        color_space=space,
        engine=engine,
        attempts=1,
        position_weight=weight,
        smoothing=smoothing,
        locked=((200, 100, 50),) if engine is Engine.FAST else (),
    )
    result = segment(image, settings)
    if edits.highest >= result.n_clusters:
        with pytest.raises(SettingsError, match="name cluster"):
            edit_result(image, result, edits)
    else:
        check_invariants(image, edit_result(image, result, edits))


@given(tiny_pictures(), st.integers(1, 8), st.sampled_from(ColorSpace), st.sampled_from(Engine))
def test_without_edits_everything_is_as_in_the_segmentation(
    image: RgbImage, k: int, space: ColorSpace, engine: Engine
) -> None:
    before = segment(image, KMeansSettings(k=k, color_space=space, engine=engine, attempts=1))
    after = edit_result(image, before, PaletteEdits())
    assert after is before
    np.testing.assert_array_equal(after.means, before.palette)
    assert after.members == tuple((number,) for number in range(before.n_clusters))


def test_merging_makes_one_cluster_with_the_mean_of_all_its_pixels() -> None:
    result = edited(STRIPES, merges=((2, 1),))
    assert result.members == ((1, 2), (0,), (3,))
    assert result.counts.tolist() == [5, 4, 1]
    assert result.labels.tolist() == [[1] * 4 + [0] * 5 + [2]]
    assert result.palette.tolist() == [[0, 102, 153], list(RED), list(WHITE)]
    # Three blue and two green pixels: each axis has 5 p (1 - p) 255^2.
    assert result.wcss == pytest.approx(2 * 5 * 0.6 * 0.4 * 255**2)


def test_everything_merged_has_the_error_of_a_single_cluster() -> None:
    result = edited(STRIPES, merges=((0, 1, 2, 3),))
    one = segment(STRIPES, KMeansSettings(k=1))
    assert result.n_clusters == 1
    assert result.wcss == pytest.approx(one.wcss)
    np.testing.assert_array_equal(result.means, one.palette)


def test_a_replacement_changes_the_color_shown_and_nothing_else() -> None:
    before, after = edited(STRIPES), edited(STRIPES, replacements=((2, BLACK),))
    assert after.labels is not None
    np.testing.assert_array_equal(after.labels, before.labels)
    np.testing.assert_array_equal(after.means, before.means)
    assert after.palette.tolist() == [list(RED), list(BLUE), list(BLACK), list(WHITE)]
    assert after.wcss == before.wcss == 0.0
    assert (before.rgb_sse, after.rgb_sse) == (0.0, 2 * 255**2)


def test_a_locked_color_is_shown_unless_it_is_replaced() -> None:
    settings = KMeansSettings(k=4, locked=((250, 10, 10),))
    result = segment(STRIPES, settings)
    assert edit_result(STRIPES, result, PaletteEdits()).means[0].tolist() == list(RED)
    for edits, color in (
        (PaletteEdits(), (250, 10, 10)),
        (PaletteEdits(merges=((0, 1),)), (250, 10, 10)),
        (PaletteEdits(merges=((0, 1),), replacements=((1, BLACK),)), BLACK),
    ):
        assert edit_result(STRIPES, result, edits).palette[0].tolist() == list(color)


def test_a_merged_cluster_takes_the_color_of_its_lowest_member_that_was_given_one() -> None:
    result = edited(STRIPES, merges=((0, 2, 3),), replacements=((3, BLACK), (2, GREEN)))
    assert result.members == ((0, 2, 3), (1,))
    assert result.palette.tolist() == [list(GREEN), list(BLUE)]


def test_specks_go_to_their_neighbor_and_an_empty_cluster_is_gone() -> None:
    result = edited(STRIPES, specks=2, replacements=((3, BLACK),))
    assert result.members == ((0,), (1,), (2,))
    assert result.labels.tolist() == [[0] * 4 + [1] * 3 + [2] * 3]
    assert result.means[2].tolist() == [85, 255, 85]
    assert result.wcss == pytest.approx(2 * 3 * (2 / 9) * 255**2)


def test_specks_are_looked_for_after_merging() -> None:
    # The white pixel and the two green ones become one region of three pixels.
    result = edited(STRIPES, specks=3, merges=((2, 3),))
    assert result.counts.tolist() == [4, 3, 3]


def test_a_cluster_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsError, match="name cluster 5, but this result has 4"):
        edited(STRIPES, replacements=((4, RED),))


def test_the_arrays_are_read_only() -> None:
    result = edited(STRIPES, merges=((0, 1),))
    for array in (result.labels, result.palette, result.means, result.counts, result.centers):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    assert result.nbytes == sum(a.nbytes for a in (result.labels, result.palette, result.means)) + 3 * 20


def test_edits_of_an_edited_result_are_refused() -> None:
    with pytest.raises(ValueError, match="without edits"):
        edit_result(STRIPES, edited(STRIPES, merges=((0, 1),)), PaletteEdits(specks=2))
