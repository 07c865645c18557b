"""White balance by a point of the picture."""

import numpy as np
import pytest

from kseg_core import RgbImage, SettingsError
from kseg_core.color_spaces import linear_rgb, srgb_from_linear
from kseg_core.measure.white_balance import PointKind, WhitePoint, balanced


def lit(light: tuple[float, float, float]) -> RgbImage:
    """A gray card above a green field, under a light."""
    scene = np.zeros((20, 20, 3))
    scene[:10], scene[10:] = linear_rgb(np.array([180])), linear_rgb(np.array([60, 120, 40]))
    return RgbImage(pixels=np.rint(255 * srgb_from_linear(np.minimum(scene * light, 1))).astype(np.uint8))


def test_a_gray_point_takes_the_color_of_the_light_away_and_keeps_the_brightness():
    image = balanced(lit((1.1, 0.9, 0.6)), WhitePoint(x=5, y=5))
    card = image.pixels[5, 5]
    assert np.ptp(card) == 0
    luminance = np.array([0.2126, 0.7152, 0.0722]) @ (np.array([1.1, 0.9, 0.6]) * linear_rgb(np.array([180])))
    assert abs(linear_rgb(card)[0] - luminance) < 0.005
    assert image.digest != lit((1.1, 0.9, 0.6)).digest


def test_a_white_point_makes_pictures_in_any_light_alike():
    point = WhitePoint(x=5, y=5, kind=PointKind.WHITE)
    one, other = balanced(lit((1.0, 1.0, 1.0)), point), balanced(lit((0.7, 0.6, 0.4)), point)
    assert one.pixels[5, 5].tolist() == [255] * 3
    assert np.abs(one.pixels.astype(int) - other.pixels).max() <= 2


@pytest.mark.parametrize(
    ("light", "x", "words"),
    [
        ((3.0, 1.0, 1.0), 5, "overexposed"),
        ((0.001, 0.5, 0.5), 5, "too dark"),
        ((1.0, 1.0, 1.0), 20, "outside"),
    ],
)
def test_a_point_that_tells_nothing_is_refused(light: tuple[float, float, float], x: int, words: str):
    with pytest.raises(SettingsError, match=words):
        balanced(lit(light), WhitePoint(x=x, y=5))


def test_a_transparent_point_is_refused():
    alpha = np.full((20, 20), 255, np.uint8)
    alpha[:10] = 0
    with pytest.raises(SettingsError, match="transparent"):
        balanced(RgbImage(pixels=lit((1.0, 1.0, 1.0)).pixels, alpha=alpha), WhitePoint(x=5, y=5))
