import cv2
import numpy as np
import pytest

from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import APERTURES, CannySettings, EdgeChannels
from kseg_core.canny.thresholds import ThresholdMethod, auto_thresholds
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from tests.core.canny.edge_pictures import gray_image, opaque, textured


def ramp(slope: int, height: int = 32, width: int = 32) -> RgbImage:
    return gray_image(np.repeat((np.arange(width) * slope).astype(np.uint8)[None], height, axis=0))


def test_mean_rule_is_the_formula_in_its_docstring() -> None:
    image = opaque(textured(120, 160))
    gray = cv2.GaussianBlur(cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY), (0, 0), 2)
    gx, gy = (
        cv2.Sobel(gray, cv2.CV_32F, dx, 1 - dx, borderType=cv2.BORDER_REPLICATE).astype(float)
        for dx in (1, 0)
    )
    high = 2.5 * np.mean(abs(gx) + abs(gy)) ** 0.75 * 30**0.25
    assert auto_thresholds(image, blur_sigma=2) == (round(high / 2), round(high))


def test_defaults_fit_the_defaults_of_the_settings() -> None:
    image = opaque(textured(160, 200))
    low, high = auto_thresholds(image)
    assert (low, high) == auto_thresholds(image, blur_sigma=CannySettings(low, high).sigma_for(image))
    share = np.count_nonzero(detect_edges(image, CannySettings(low=low, high=high))) / (160 * 200)
    assert 0.005 < share < 0.15


@pytest.mark.parametrize("method", ThresholdMethod)
@pytest.mark.parametrize("value", [0, 255])
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (40, 50)])
def test_flat_and_tiny_pictures_have_thresholds_and_no_edges(
    method: ThresholdMethod, value: int, size: tuple[int, int]
) -> None:
    image = gray_image(np.full(size, value, np.uint8))
    low, high = auto_thresholds(image, method)
    assert 0 <= low <= high
    assert not detect_edges(image, CannySettings(low=low, high=high)).any()


def test_median_rule_fails_on_a_mostly_black_picture_and_the_default_does_not() -> None:
    rng = np.random.default_rng(0)
    values = (rng.random((120, 120)) < 0.2).astype(np.uint8)
    values[40:60, 40:60] = 200
    image = gray_image(values)
    assert auto_thresholds(image, ThresholdMethod.MEDIAN, blur_sigma=0) == (0, 0)
    low, high = auto_thresholds(image)
    edges = detect_edges(image, CannySettings(low=low, high=high))
    assert edges[36:64, 36:64].any()
    assert not edges[:30].any()


def test_median_rule_is_a_third_either_side() -> None:
    image = gray_image(np.full((5, 5), 100, np.uint8))
    assert auto_thresholds(image, ThresholdMethod.MEDIAN, blur_sigma=0) == (67, 133)
    bright = gray_image(np.full((5, 5), 250, np.uint8))
    assert auto_thresholds(bright, ThresholdMethod.MEDIAN, blur_sigma=0) == (167, 255)


def test_percentile_leaves_a_tenth_above() -> None:
    image = opaque(textured(200, 200))
    _, high = auto_thresholds(image, ThresholdMethod.PERCENTILE, blur_sigma=1)
    gray = cv2.GaussianBlur(cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY), (0, 0), 1)
    magnitude = sum(
        abs(cv2.Sobel(gray, cv2.CV_32F, dx, 1 - dx, borderType=cv2.BORDER_REPLICATE)) for dx in (1, 0)
    )
    assert np.mean(magnitude > high) <= 0.1 < np.mean(magnitude > high - 1)


def test_otsu_parts_two_slopes() -> None:
    values = np.concatenate([np.arange(64), 63 + 3 * np.arange(1, 64)]).astype(np.uint8)
    image = gray_image(np.repeat(values[None], 20, axis=0))
    _, high = auto_thresholds(image, ThresholdMethod.OTSU, blur_sigma=0)
    assert 8 <= high < 24


@pytest.mark.parametrize("method", [each for each in ThresholdMethod if each is not ThresholdMethod.MEDIAN])
def test_thresholds_follow_the_gain_of_the_aperture(method: ThresholdMethod) -> None:
    image = ramp(4)
    high = {a: auto_thresholds(image, method, blur_sigma=0, aperture=a)[1] for a in APERTURES}
    assert high[5] == pytest.approx(16 * high[3], rel=0.12)
    assert high[7] == pytest.approx(256 * high[3], rel=0.25)


@pytest.mark.parametrize("aperture", APERTURES)
@pytest.mark.parametrize("l2_gradient", [False, True])
@pytest.mark.parametrize("channels", EdgeChannels)
def test_every_setting_gives_a_usable_edge_map(
    aperture: int, l2_gradient: bool, channels: EdgeChannels
) -> None:
    image = opaque(textured(160, 200))
    low, high = auto_thresholds(image, aperture=aperture, l2_gradient=l2_gradient, channels=channels)
    asked = CannySettings(low, high, aperture=aperture, l2_gradient=l2_gradient, channels=channels)
    assert 0.005 < np.count_nonzero(detect_edges(image, asked)) / (160 * 200) < 0.15


@pytest.mark.parametrize("method", ThresholdMethod)
def test_transparent_pixels_do_not_count(method: ThresholdMethod) -> None:
    visible = ramp(3, 40, 60).pixels
    alpha = np.zeros((40, 90), np.uint8)
    alpha[:, :60] = 255
    pixels = np.random.default_rng(0).integers(0, 256, (40, 90, 3), dtype=np.uint8)
    pixels[:, :60] = visible
    padded = RgbImage(pixels=pixels, alpha=alpha)
    thresholds = auto_thresholds(padded, method, blur_sigma=0)
    assert thresholds == pytest.approx(auto_thresholds(ramp(3, 40, 60), method, blur_sigma=0), abs=1)


@pytest.mark.parametrize("method", ThresholdMethod)
def test_every_rule_tells_people_what_it_does_and_is_found_by_its_name(method: ThresholdMethod) -> None:
    assert method.about.endswith(".")
    assert ThresholdMethod(str(method)) is method
    image = opaque(textured(40, 50))
    assert auto_thresholds(image, str(method)) == auto_thresholds(image, method)  # type: ignore[arg-type]


def test_arguments_out_of_range_are_refused_in_words() -> None:
    image = ramp(1)
    with pytest.raises(SettingsError, match="Choose one of: Mean"):
        auto_thresholds(image, "magic")  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="aperture"):
        auto_thresholds(image, aperture=2)
    with pytest.raises(SettingsError, match="smoothing"):
        auto_thresholds(image, blur_sigma=-1)
