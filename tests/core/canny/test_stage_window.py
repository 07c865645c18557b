import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core.canny.edges import detect_edges, find_edges
from kseg_core.canny.settings import APERTURES, CannySettings, EdgeChannels
from kseg_core.canny.stages import canny_stages, stage_window
from kseg_core.errors import SettingsError
from kseg_core.image import Box, RgbImage
from tests.core.canny.edge_pictures import textured

ARRAYS = ("smoothed", "gx", "gy", "strength", "direction", "maxima")


def picture(height: int, width: int, *, seed: int = 0, hole: bool = False) -> RgbImage:
    alpha = np.full((height, width), 255, np.uint8)
    alpha[: height // 3, : width // 3] = 0
    return RgbImage(pixels=textured(height, width, seed), alpha=alpha if hole else None)


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(2, 40),
    width=st.integers(2, 40),
    seed=st.integers(0, 1000),
    aperture=st.sampled_from(APERTURES),
    l2_gradient=st.booleans(),
    channels=st.sampled_from(EdgeChannels),
    sigma=st.sampled_from([0.8, 0.8, 6.0, 20.0]),
    hole=st.booleans(),
    data=st.data(),
)
def test_stage_window_is_a_part_of_the_whole(
    height: int,
    width: int,
    seed: int,
    aperture: int,
    l2_gradient: bool,
    channels: EdgeChannels,
    sigma: float,
    hole: bool,
    data: st.DataObject,
) -> None:
    gain = {3: 1, 5: 16, 7: 256}[aperture] / max(1, sigma)
    asked = CannySettings(
        20 * gain, 60 * gain, aperture=aperture, l2_gradient=l2_gradient, blur_sigma=sigma, channels=channels
    )
    image = picture(height, width, seed=seed, hole=hole)
    edge_map, stages = find_edges(image, asked), canny_stages(image, asked)
    left, right = sorted(data.draw(st.lists(st.integers(0, width), min_size=2, max_size=2, unique=True)))
    top, bottom = sorted(data.draw(st.lists(st.integers(0, height), min_size=2, max_size=2, unique=True)))
    box = Box(left=left, top=top, right=right, bottom=bottom)
    part = stage_window(edge_map, box)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(part, name), getattr(stages, name)[box.rows, box.columns])
    for name in ("strong", "weak", "kept", "dropped", "edges"):
        np.testing.assert_array_equal(getattr(part, name), getattr(stages, name)[box.rows, box.columns])
    assert (part.low_level, part.high_level) == (stages.low_level, stages.high_level)


def test_parts_outside_are_refused_in_words() -> None:
    edge_map = find_edges(picture(8, 9), CannySettings(10, 20))
    for box in (Box(left=0, top=0, right=10, bottom=8), Box(left=3, top=3, right=3, bottom=5)):
        with pytest.raises(SettingsError, match="inside the picture"):
            stage_window(edge_map, box)


def test_box_around_is_cut_off_at_the_borders() -> None:
    assert Box.around(1, 5, 3, width=10, height=7) == Box(left=0, top=2, right=5, bottom=7)
    box = Box.around(4, 4, 2, width=10, height=10)
    assert (box.width, box.height) == (5, 5)


def test_edge_map_counts_edges_and_pixels() -> None:
    image = picture(30, 30, hole=True)
    edge_map = find_edges(image, CannySettings(10, 30))
    assert edge_map.n_edges == np.count_nonzero(detect_edges(image, CannySettings(10, 30)))
    assert edge_map.n_pixels == 30 * 30 - 100
    assert edge_map.share == edge_map.n_edges / edge_map.n_pixels
    assert edge_map.whole == Box(left=0, top=0, right=30, bottom=30)
