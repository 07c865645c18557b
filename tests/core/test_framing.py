import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core.errors import SettingsError
from kseg_core.framing import WHOLE, Framing
from tests.core.pictures import noise, picture

RED, GREEN, BLUE, BLACK, WHITE, GRAY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (0,) * 3, (255,) * 3, (9,) * 3
EDGES = st.integers(0, 999_999)
SIDES = st.integers(1, 999_999)
FRAMINGS = st.builds(
    Framing,
    quarter_turns=st.integers(0, 3),
    crop=st.none() | st.tuples(EDGES, EDGES, SIDES, SIDES),
)


@pytest.mark.parametrize(
    ("framing", "expected"),
    [
        (Framing(quarter_turns=1), [[BLACK, RED], [WHITE, GREEN], [GRAY, BLUE]]),
        (Framing(quarter_turns=2), [[GRAY, WHITE, BLACK], [BLUE, GREEN, RED]]),
        (Framing(quarter_turns=3), [[BLUE, GRAY], [GREEN, WHITE], [RED, BLACK]]),
        (Framing(crop=(1, 0, 2, 1)), [[GREEN, BLUE]]),
        (Framing(quarter_turns=1, crop=(0, 1, 1, 2)), [[WHITE], [GRAY]]),
    ],
)
def test_a_picture_is_turned_to_the_right_and_then_cropped(framing: Framing, expected: list) -> None:
    image = picture([[RED, GREEN, BLUE], [BLACK, WHITE, GRAY]], alpha=[[255, 1, 2], [3, 4, 5]])
    framed = image.frame(framing)
    assert framed.pixels.tolist() == [[list(color) for color in row] for row in expected]
    assert framed.pixels.flags.c_contiguous
    assert framed.alpha is not None
    assert framed.alpha.shape == framed.pixels.shape[:2]
    assert framed.prepared.framing == framing
    assert framed.digest not in (
        image.digest,
        image.frame(Framing(quarter_turns=2, crop=(0, 0, 1, 1))).digest,
    )


def test_the_whole_picture_is_not_copied() -> None:
    image = noise(3, 4)
    assert image.frame(WHOLE) is image
    assert image.frame(Framing(crop=(0, 0, 2, 2))) == image.frame(Framing(crop=(0, 0, 2, 2)))


@pytest.mark.parametrize("crop", [(3, 0, 2, 2), (0, 0, 3, 5), (0, 0, 4, 3)])
def test_a_crop_outside_the_turned_picture_is_refused(crop: tuple[int, int, int, int]) -> None:
    with pytest.raises(SettingsError, match="inside the picture"):
        noise(4, 3).frame(Framing(quarter_turns=1, crop=crop))


@pytest.mark.parametrize("wrong", [{"quarter_turns": 4}, {"crop": (-1, 0, 1, 1)}, {"crop": (0, 0, 1, 0)}])
def test_what_is_no_framing_is_refused(wrong: dict) -> None:
    with pytest.raises(SettingsError):
        Framing(**wrong)


def test_a_framing_is_fitted_to_the_turned_picture() -> None:
    def fitted(*crop: int) -> Framing:
        return Framing(quarter_turns=1, crop=crop).fitted(60, 40)  # 40 × 60 when turned

    assert fitted(30, 50, 10, 10).crop == (30, 50, 10, 10)
    assert fitted(30, 50, 99, 99).crop == (30, 50, 10, 10)
    assert fitted(0, 0, 40, 60) == fitted(40, 0, 5, 5) == fitted(0, 0, 99, 99) == Framing(quarter_turns=1)


@given(FRAMINGS)
def test_a_framing_is_read_from_the_texts_that_it_gives(framing: Framing) -> None:
    assert Framing.from_texts(*framing.texts) == framing


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_other_text_is_none(degrees: str, crop: str) -> None:
    framing = Framing.from_texts(degrees, crop)
    assert framing == WHOLE or framing.texts in {(degrees, ""), ("", crop), (degrees, crop)}


@given(st.integers(0, 3), st.none() | st.tuples(*[st.integers(0, 2)] * 2, *[st.integers(1, 3)] * 2))
def test_the_source_does_the_same(quarter_turns: int, crop: tuple[int, int, int, int] | None) -> None:
    framing = Framing(quarter_turns=quarter_turns, crop=crop).fitted(5, 4)
    names = {"np": np, "bgr": noise(4, 5).pixels}
    exec(framing.source("bgr"), names)
    np.testing.assert_array_equal(names["bgr"], framing.cut(noise(4, 5).pixels))
