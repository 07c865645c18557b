import pytest

from kseg_core.wording import percent, round_percent


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0.0 %"),
        (1e-9, "< 0.1 %"),
        (0.001, "0.1 %"),
        (0.2849, "28.5 %"),
        (0.9999, "> 99.9 %"),
        (1, "100.0 %"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_chosen_share_is_written_without_decimals() -> None:
    assert round_percent(0.3) == "30 %"
