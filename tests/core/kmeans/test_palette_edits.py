from typing import Any

import pytest

from kseg_core import SettingsError
from kseg_core.kmeans.palette_edits import SPECKS_MAX, PaletteEdits
from kseg_core.kmeans.settings import K_MAX
from tests.core.pictures import BLUE, RED


def test_equal_edits_are_equal() -> None:
    one = PaletteEdits(merges=((4, 3), (2, 0)), replacements=((3, (1, 2, 3)), (1, (4, 5, 6))))
    other = PaletteEdits(merges=((0, 2), (3, 4)), replacements=((1, (4, 5, 6)), (3, (1, 2, 3))))
    assert one == other
    assert hash(one) == hash(other)
    assert (one.highest, PaletteEdits().highest) == (4, -1)


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ({"merges": ((0, 1), (1, 2))}, "one group only"),
        ({"merges": ((1, 1),)}, "one group only"),
        ({"merges": ((1,),)}, "At least two"),
        ({"merges": ((0, K_MAX),)}, f"{K_MAX} is not a cluster"),
        ({"merges": ((0, -1),)}, "-1 is not a cluster"),
        ({"merges": ((0, True),)}, "True is not a cluster"),
        ({"replacements": ((0, RED), (0, BLUE))}, "one color only"),
        ({"replacements": ((0, (0, 0, 256)),)}, "is no color"),
        ({"replacements": ((0, (0, 0)),)}, "is no color"),
        ({"replacements": ((0, (0, 0, 1.0)),)}, "is no color"),
        ({"specks": -1}, "whole number"),
        ({"specks": SPECKS_MAX + 1}, "whole number"),
        ({"specks": 2.0}, "whole number"),
    ],
)
def test_bad_edits_are_refused(edits: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        PaletteEdits(**edits)
