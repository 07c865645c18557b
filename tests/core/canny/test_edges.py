import math

import cv2
import numpy as np
import pytest

from kseg_core.canny.edges import detect_edges
from kseg_core.canny.gradient import SLOPE_GAIN, smooth_picture
from kseg_core.canny.settings import (
    APERTURES,
    AUTO_SIGMA_MAX,
    AUTO_SIGMA_MIN,
    BLUR_SIGMA_MAX,
    THRESHOLD_MAX,
    CannySettings,
    EdgeChannels,
    automatic_sigma,
)
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from tests.core.canny.edge_pictures import gray_image, opaque, step_image, textured


def test_settings_sort_their_thresholds_and_give_every_default() -> None:
    settings = CannySettings(200, 50)
    assert (settings.low, settings.high) == (50, 200)
    assert (settings.aperture, settings.l2_gradient, settings.blur_sigma) == (3, False, None)
    assert settings.channels is EdgeChannels.GRAY
    assert settings == CannySettings(low=50, high=200, channels=EdgeChannels("Gray"))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"low": -1}, "threshold"),
        ({"high": math.nan}, "threshold"),
        ({"high": math.inf}, "threshold"),
        ({"high": THRESHOLD_MAX * 1.1}, "threshold"),
        ({"aperture": 4}, "aperture"),
        ({"aperture": 9}, "aperture"),
        ({"blur_sigma": -0.1}, "smoothing"),
        ({"blur_sigma": BLUR_SIGMA_MAX + 1}, "smoothing"),
        ({"blur_sigma": math.nan}, "smoothing"),
        ({"channels": "Ultraviolet"}, "Gray"),
    ],
)
def test_settings_out_of_range_say_what_is_allowed(change: dict[str, object], word: str) -> None:
    values: dict[str, object] = {"low": 50, "high": 100} | change
    with pytest.raises(SettingsError, match=word):
        CannySettings(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("aperture", APERTURES)
@pytest.mark.parametrize("l2_gradient", [False, True])
@pytest.mark.parametrize("sigma", [0.0, 0.6, 1.0, 2.5, 4.0])
def test_detect_edges_is_a_gaussian_and_canny(aperture: int, l2_gradient: bool, sigma: float) -> None:
    pixels = textured(90, 120)
    scale = {3: 1, 5: 12, 7: 200}[aperture]
    low, high = 30.5 * scale, 80.0 * scale
    for channels, picture in (
        (EdgeChannels.GRAY, cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)),
        (EdgeChannels.COLOR, pixels),
        (EdgeChannels.BLUE_FIRST, np.ascontiguousarray(pixels[..., ::-1])),
    ):
        smoothed = cv2.GaussianBlur(picture, (0, 0), sigma) if sigma else picture
        expected = cv2.Canny(smoothed, low, high, apertureSize=aperture, L2gradient=l2_gradient)
        settings = CannySettings(
            low, high, aperture=aperture, l2_gradient=l2_gradient, blur_sigma=sigma, channels=channels
        )
        edges = detect_edges(opaque(pixels.copy()), settings)
        assert edges.dtype == np.uint8
        assert expected.any()
        np.testing.assert_array_equal(edges, expected)


def test_detect_edges_finds_a_step_at_any_smoothing() -> None:
    for sigma in (0.0, 1.0, 3.0, 6.0):
        edges = detect_edges(step_image(60, 60), CannySettings(10, 30, blur_sigma=sigma))
        columns = np.nonzero(edges.any(axis=0))[0]
        assert len(columns) == 1
        assert abs(int(columns[0]) - 29.5) <= 1
        assert edges[:, columns[0]].all()


def test_a_lone_pixel_makes_edges_only_without_smoothing() -> None:
    values = np.zeros((21, 21), np.uint8)
    values[10, 10] = 255
    image = gray_image(values)
    assert np.count_nonzero(detect_edges(image, CannySettings(100, 200, blur_sigma=0))) == 8
    assert not detect_edges(image, CannySettings(100, 200, blur_sigma=2)).any()


def test_smooth_picture_is_close_to_the_literal_gaussian_when_wide() -> None:
    picture = textured(500, 701)
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    for sigma in (4.1, 7.0, 12.0, 20.0, 50.0):
        made = smooth_picture(opaque(picture.copy()), CannySettings(1, 2, blur_sigma=sigma))
        smoothed = made.picture(slice(0, 500), slice(0, 701))
        difference = np.abs(smoothed.astype(int) - cv2.GaussianBlur(gray, (0, 0), sigma))
        assert difference.mean() < 0.4, sigma
        assert difference.max() <= 7, sigma


@pytest.mark.parametrize("aperture", APERTURES)
@pytest.mark.parametrize("l2_gradient", [False, True])
@pytest.mark.parametrize("channels", EdgeChannels)
@pytest.mark.parametrize("sigma", [4.5, 8.0, 12.0])
def test_a_wide_gaussian_leaves_thin_closed_lines(
    sigma: float, aperture: int, l2_gradient: bool, channels: EdgeChannels
) -> None:
    rows, columns = np.ogrid[:600, :600]
    from_center = np.hypot(rows - 300.3, columns - 299.6)
    image = gray_image(np.where(from_center < 200, np.uint8(120), np.uint8(80)))
    slope = 40 / (sigma * math.sqrt(2 * math.pi)) * SLOPE_GAIN[aperture]
    edges = detect_edges(
        image,
        CannySettings(
            slope / 3,
            slope / 2,
            aperture=aperture,
            l2_gradient=l2_gradient,
            blur_sigma=sigma,
            channels=channels,
        ),
    )
    assert cv2.connectedComponents(edges, connectivity=8)[0] <= 3
    assert np.abs(from_center[edges > 0] - 200).max() < sigma**2 / 200 + 1.5
    octagonal = 200 * 8 * math.sin(math.pi / 4)
    assert octagonal < np.count_nonzero(edges) < 1.4 * octagonal
    outside = CannySettings(
        slope * 1.6, slope * 1.8, aperture=aperture, l2_gradient=l2_gradient, blur_sigma=sigma
    )
    assert not detect_edges(image, outside).any()


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1, 1), AUTO_SIGMA_MIN),
        ((321, 481), 3.2),
        ((481, 321), 3.2),
        ((1605, 2405), 16.0),
        ((3000, 4000), 16.0),
    ],
)
def test_automatic_sigma_grows_with_the_picture(size: tuple[int, int], expected: float) -> None:
    assert automatic_sigma(*size) == expected <= AUTO_SIGMA_MAX


def test_sigma_for_prefers_the_number_that_is_set() -> None:
    image = step_image(321, 481)
    assert CannySettings(1, 2).sigma_for(image) == 3.2
    assert CannySettings(1, 2, blur_sigma=0).sigma_for(image) == 0


@pytest.mark.parametrize("sigma", [0.0, 1.5, 6.0, None])
@pytest.mark.parametrize("channels", EdgeChannels)
def test_transparent_pixels_make_no_edges(sigma: float | None, channels: EdgeChannels) -> None:
    rng = np.random.default_rng(3)
    rows, columns = np.ogrid[:80, :90]
    disc = (rows - 40) ** 2 + (columns - 45) ** 2 <= 30**2
    pixels = rng.integers(0, 256, (80, 90, 3), dtype=np.uint8)
    pixels[disc] = (200, 30, 90)
    image = RgbImage(pixels=pixels, alpha=np.where(disc, np.uint8(255), np.uint8(0)))
    assert not detect_edges(image, CannySettings(1, 2, blur_sigma=sigma, channels=channels)).any()


def test_what_lies_under_transparency_changes_nothing() -> None:
    pixels = textured(60, 80)
    alpha = np.full((60, 80), 255, np.uint8)
    alpha[20:40, 10:50] = 0
    alpha[:5] = 1
    other = pixels.copy()
    other[alpha == 0] = 255 - other[alpha == 0]
    settings = CannySettings(20, 60, blur_sigma=1.5)
    first, second = (detect_edges(RgbImage(pixels=p, alpha=alpha), settings) for p in (pixels, other))
    np.testing.assert_array_equal(first, second)
    assert first[alpha > 0].any()
    assert not first[alpha == 0].any()


def test_full_alpha_is_no_alpha() -> None:
    pixels = textured(40, 50)
    settings = CannySettings(20, 60)
    with_alpha = RgbImage(pixels=pixels.copy(), alpha=np.full((40, 50), 255, np.uint8))
    np.testing.assert_array_equal(detect_edges(with_alpha, settings), detect_edges(opaque(pixels), settings))


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (7, 1), (2, 2), (3, 3), (1, 3000)])
@pytest.mark.parametrize("sigma", [0.0, 3.0, BLUR_SIGMA_MAX, None])
def test_tiny_and_flat_pictures_give_a_picture(size: tuple[int, int], sigma: float | None) -> None:
    for aperture in APERTURES:
        settings = CannySettings(0, 0, aperture=aperture, blur_sigma=sigma)
        for value in (0, 137, 255):
            edges = detect_edges(gray_image(np.full(size, value, np.uint8)), settings)
            assert edges.shape == size
            assert not edges.any()
