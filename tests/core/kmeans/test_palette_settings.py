import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import ColorSpace, KMeansSettings, RgbImage, SettingsError, segment
from kseg_core.color_spaces import to_space
from kseg_core.kmeans.settings import K_MAX, palette_settings
from tests.core.kmeans.plain_kmeans import squared_distances
from tests.core.pictures import BLACK, BLUE, RED, WHITE, noise, picture, tiny_pictures, visible


def colors(*rows: tuple[int, int, int]) -> np.ndarray:
    return np.array(rows, dtype=np.uint8)


def test_every_pixel_takes_the_nearest_color() -> None:
    photo = picture([[(10, 10, 10), (250, 250, 250), (200, 30, 30), (5, 0, 0)]])
    result = segment(photo, palette_settings(colors(WHITE, RED, BLACK, BLUE)))
    assert result.palette[result.labels].tolist() == [[list(c) for c in (BLACK, WHITE, RED, BLACK)]]
    assert result.counts.tolist() == [2, 1, 1]
    assert result.rgb_sse == 3 * 100 + 3 * 25 + 55**2 + 2 * 30**2 + 25


@given(
    tiny_pictures(),
    st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=6),
    st.sampled_from(ColorSpace),
)
def test_no_other_color_is_nearer(
    image: RgbImage, rows: list[tuple[int, int, int]], space: ColorSpace
) -> None:
    palette = colors(*rows)
    result = segment(image, palette_settings(palette, space))
    seen = result.labels.ravel() if image.opaque is None else result.labels[image.opaque]
    distances = squared_distances(
        to_space(visible(image), space).astype(float), to_space(palette, space).astype(float)
    )
    chosen = to_space(result.palette, space).astype(float)[seen]
    own = ((to_space(visible(image), space) - chosen) ** 2).sum(axis=1)
    np.testing.assert_allclose(np.sqrt(own), np.sqrt(distances.min(axis=1)), atol=1e-2)
    assert result.wcss == pytest.approx(distances.min(axis=1).sum(), rel=1e-4, abs=1e-2)


def test_a_palette_goes_from_photo_to_photo() -> None:
    first = segment(picture([[RED, RED, BLUE, WHITE]]), KMeansSettings(k=3))
    again = segment(noise(20, 30), palette_settings(first.palette))
    assert {tuple(color) for color in again.palette.tolist()} == {RED, BLUE, WHITE}
    assert again.n_pixels == 600


def test_equal_colors_count_once() -> None:
    assert palette_settings(colors(RED, RED, BLUE)).locked == (RED, BLUE)


@pytest.mark.parametrize("count", [0, K_MAX + 1])
def test_a_palette_of_no_or_too_many_colors_is_refused(count: int) -> None:
    palette = np.arange(3 * count, dtype=np.uint8).reshape(-1, 3)
    with pytest.raises(SettingsError, match=f"not {count}"):
        palette_settings(palette)
