import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import SettingsError
from kseg_core.ciede2000 import ciede2000
from kseg_core.palette import (
    alike_groups,
    contrast_ratios,
    hex_code,
    hsv,
    least_distance,
    rgb_of,
)
from tests.core.pictures import BLACK, BLUE, GRAY, RED, WHITE


def colors(*rows: tuple[int, int, int]) -> np.ndarray:
    return np.array(rows, dtype=np.uint8)


def test_hex_code() -> None:
    assert hex_code(colors((165, 2, 255))[0]) == "#a502ff"


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        (RED, (0, 100, 100)),
        (BLUE, (240, 100, 100)),
        (GRAY, (0, 0, 50.2)),
        ((165, 42, 42), (0, 74.5, 64.7)),
        ((255, 0, 255), (300, 100, 100)),
    ],
)
def test_hsv_is_in_degrees_and_percent(
    color: tuple[int, int, int], expected: tuple[float, float, float]
) -> None:
    assert hsv(colors(color)[0]) == pytest.approx(expected, abs=0.05)


def test_contrast_ratios() -> None:
    white, black = colors(WHITE, BLACK)
    assert contrast_ratios(colors(BLACK, WHITE, (119, 119, 119)), white) == pytest.approx(
        [21, 1, 4.478], abs=1e-3
    )
    assert contrast_ratios(colors(RED), black) == pytest.approx([5.252])


def test_alike_groups_are_linked_in_chains() -> None:
    shades = colors((100, 100, 100), RED, (104, 104, 104), (108, 108, 108), (250, 8, 0), BLUE)
    steps = ciede2000(shades, shades)
    reach = max(steps[0, 2], steps[2, 3], steps[1, 4])
    assert steps[0, 3] > reach
    assert alike_groups(shades, reach) == [(0, 2, 3), (1, 4)]
    assert alike_groups(shades, 0.0) == []
    assert alike_groups(shades, 100.0) == [(0, 1, 2, 3, 4, 5)]


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=8), st.floats(0, 60))
def test_alike_groups_are_apart(rows: list[tuple[int, int, int]], distance: float) -> None:
    distances = ciede2000(colors(*rows), colors(*rows))
    groups = alike_groups(colors(*rows), distance)
    group_of = {row: number for number, group in enumerate(groups) for row in group}
    for one in range(len(rows)):
        alone = not (np.delete(distances[one], one) <= distance).any()
        assert alone == (one not in group_of)
        for other in np.flatnonzero(distances[one] <= distance):
            assert group_of.get(one) == group_of.get(other)


@pytest.mark.parametrize("distance", [-0.1, 101.0, float("nan")])
def test_a_distance_out_of_range_is_refused(distance: float) -> None:
    with pytest.raises(SettingsError, match="must lie between 0 and 100"):
        alike_groups(colors(RED, BLUE), distance)


def test_least_distance_is_where_colors_begin_to_be_alike() -> None:
    colors = np.array([BLACK, (9, 9, 9), RED, (250, 4, 4), WHITE], dtype=np.uint8)
    least = least_distance(colors)
    assert least > 0
    assert alike_groups(colors, least) == [(2, 3)]
    assert alike_groups(colors, least * 0.999) == []
    assert least_distance(colors[:1]) == np.inf


def test_a_hex_code_is_read_as_it_was_written() -> None:
    assert hex_code((200, 16, 46)) == hex_code(np.array([200, 16, 46], np.uint8)) == "#c8102e"
    assert rgb_of("#c8102e") == rgb_of("c8102e") == (200, 16, 46)
    assert rgb_of("#f0a") == rgb_of("f0a") == (255, 0, 170)
