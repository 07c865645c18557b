import pytest

from kseg_core.framing import Framing
from kseg_core.preparation import UNTOUCHED, Preparation


def test_of_an_untouched_picture_there_is_nothing_to_say() -> None:
    assert UNTOUCHED.notes == ()
    assert UNTOUCHED.has_pixels_of_file


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_that_was_turned_and_cropped_has_pixels_of_file(orientation: int) -> None:
    framing = Framing(quarter_turns=3, crop=(5, 7, 20, 30))
    turned = Preparation(orientation=orientation, framing=framing)
    assert turned.has_pixels_of_file
    assert turned.notes[0].endswith(" by its EXIF tag")
    assert turned.notes[1:] == ("turned left by 90°", "cropped to 20 × 30 pixels")


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (Preparation(profile="Display P3"), "colors converted from Display P3 to sRGB"),
        (
            Preparation(profile="Display P3", clipped=True),
            "colors converted from Display P3 to sRGB, those outside sRGB clipped",
        ),
        (Preparation(from_cmyk=True), "converted from CMYK"),
        (
            Preparation(from_cmyk=True, profile_is_unusable=True),
            "converted from CMYK without its color profile, which cannot be used",
        ),
        (Preparation(bits=16), "16-bit reduced to 8-bit"),
        (Preparation(bits=32, stretched=(-2.0, 7e4)), "values from -2 to 70000 scaled to 8-bit"),
        (Preparation(pictures=3), "first of 3 pictures in the file"),
        (Preparation(pictures=3, picture=2), "picture 2 of 3 pictures in the file"),
        (Preparation(pictures=1000), "first of more than 999 pictures in the file"),
        (Preparation(pictures=2, animated=True), "first frame of an animation"),
        (Preparation(scaled=(48_000_000, 24_000_000)), "scaled from 48 to 24 megapixels"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_any_other_change_is_said_and_changes_pixels(change: Preparation, note: str) -> None:
    assert change.notes == (note,)
    assert not change.has_pixels_of_file
