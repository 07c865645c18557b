import io

import numpy as np
import pytest
from PIL import Image

from kseg_core import SettingsError
from kseg_core.encoding.pictures import Encoded
from kseg_core.image import NO_LABEL, Box
from kseg_core.rendering.boundaries import encode_outlines

ORANGE = (255, 128, 0)
LABELS = np.zeros((12, 20), dtype=np.uint8)
LABELS[:, 10:] = 1
LABELS[:, 16:] = NO_LABEL


def drawn(encoded: Encoded) -> np.ndarray:
    pixels = np.array(Image.open(io.BytesIO(encoded.data)).convert("RGBA"))
    on = pixels[..., 3] > 0
    assert np.all(pixels[on] == [*ORANGE, 255])
    return on


def test_a_line_stands_where_segments_meet_and_not_at_holes() -> None:
    on = drawn(encode_outlines(LABELS, color=ORANGE))
    assert np.flatnonzero(on.any(axis=0)).tolist() == [9]
    assert on[:, 9].all()


def test_the_width_is_that_asked_for_at_any_size() -> None:
    for max_side in (None, 10):
        on = drawn(encode_outlines(LABELS, color=ORANGE, width=3, max_side=max_side))
        assert on[3].sum() == 3
    assert on.shape == (6, 10)


def test_a_part_is_as_in_the_whole() -> None:
    whole = drawn(encode_outlines(LABELS, color=ORANGE))
    box = Box(left=5, top=2, right=15, bottom=8)
    np.testing.assert_array_equal(drawn(encode_outlines(LABELS, color=ORANGE, box=box)), whole[2:8, 5:15])


@pytest.mark.parametrize("width", [0, 99])
def test_a_width_out_of_range_is_refused(width: int) -> None:
    with pytest.raises(SettingsError, match="width of a line"):
        encode_outlines(LABELS, color=ORANGE, width=width)
