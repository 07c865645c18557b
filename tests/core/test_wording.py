import pytest

from kseg_core.wording import count, percent, percent_range, round_percent, short_number, size_text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0.0 %"),
        (1e-9, "< 0.1 %"),
        (0.001, "0.1 %"),
        (0.2849, "28.5 %"),
        (0.9999, "> 99.9 %"),
        (22.234, "2,223.4 %"),
        (1, "100.0 %"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_range_is_written_behind_its_share() -> None:
    assert percent_range(0.4131, 0.398, 0.43) == "41.3 % (39.8 to 43.0)"


def test_a_chosen_share_is_written_without_decimals() -> None:
    assert round_percent(0.3) == "30 %"


def test_a_size_is_width_by_height():
    assert size_text(4000, 3000) == "4,000 × 3,000 pixels"


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "color", "0 colors"),
        (1, "color", "1 color"),
        (2, "pixel", "2 pixels"),
        (1234567, "c", "1,234,567 cs"),
    ],
)
def test_count_takes_the_plural_where_it_needs_one(number, noun, words):
    assert count(number, noun) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (143274.4, "143,274"),
        (108.42, "108.4"),
        (3.0, "3.000"),
        (0.030521, "0.03052"),
        (0, "0"),
        (-7.25, "-7.250"),
    ],
)
def test_measured_numbers_have_four_digits(value: float, text: str) -> None:
    assert short_number(value) == text
