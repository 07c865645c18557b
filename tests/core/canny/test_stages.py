from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import APERTURES, CannySettings, EdgeChannels
from kseg_core.canny.stages import canny_stages
from kseg_core.image import RgbImage
from kseg_core.smoothing import LITERAL_SIGMA_MAX
from tests.core.canny.edge_pictures import gray_image, opaque, step_image, textured


@pytest.fixture(autouse=True, scope="module")
def two_threads() -> Iterator[None]:
    """On one thread OpenCV hands Canny to IPP."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(max(2, threads))
    yield
    cv2.setNumThreads(threads)


def picture(kind: str, height: int, width: int, seed: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    match kind:
        case "noise":
            return rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        case "black and white":
            return rng.choice(np.array([0, 255], np.uint8), (height, width, 3))
        case "faint":
            return rng.integers(100, 104, (height, width, 3), dtype=np.uint8)
        case "stripes":
            rows, columns = np.ogrid[:height, :width]
            wave = (rows * rng.integers(-3, 4) + columns * rng.integers(-3, 4)) * rng.integers(1, 60)
            return np.repeat((np.abs(wave) % 256).astype(np.uint8)[..., None], 3, axis=2)
        case _:
            return textured(height, width, seed)


sizes = st.integers(1, 48)
thresholds = st.one_of(
    st.floats(0, 500), st.integers(0, 300).map(float), st.floats(0, 40_000), st.sampled_from([0.0, 0.5, 1e9])
)


@settings(max_examples=600, deadline=None)
@given(
    kind=st.sampled_from(["noise", "black and white", "faint", "stripes", "textured"]),
    height=sizes,
    width=sizes,
    seed=st.integers(0, 2**32 - 1),
    first=thresholds,
    second=thresholds,
    aperture=st.sampled_from(APERTURES),
    l2_gradient=st.booleans(),
    channels=st.sampled_from(list(EdgeChannels)),
    blur_sigma=st.sampled_from([0.0, 0.0, None, 1.3, 9.0]),
    transparent=st.booleans(),
)
def test_the_last_stage_is_canny_bit_for_bit(
    kind: str,
    height: int,
    width: int,
    seed: int,
    first: float,
    second: float,
    aperture: int,
    l2_gradient: bool,
    channels: EdgeChannels,
    blur_sigma: float | None,
    transparent: bool,
) -> None:
    alpha = None
    if transparent:
        alpha = np.random.default_rng(seed).choice(np.array([0, 1, 255], np.uint8), (height, width))
        alpha[-1, -1] = 255
    image = RgbImage(pixels=picture(kind, height, width, seed), alpha=alpha)
    asked = CannySettings(
        first,
        second,
        aperture=aperture,
        l2_gradient=l2_gradient,
        blur_sigma=blur_sigma,
        channels=channels,
    )
    stages = canny_stages(image, asked)
    if stages.sigma <= LITERAL_SIGMA_MAX:
        canny = cv2.Canny(stages.smoothed, first, second, apertureSize=aperture, L2gradient=l2_gradient)
    else:
        limits = (min(threshold * stages.gain, 2e9) for threshold in (first, second))
        canny = cv2.Canny(stages.gx, stages.gy, *limits, L2gradient=l2_gradient)
    np.testing.assert_array_equal(stages.linked, canny > 0)
    np.testing.assert_array_equal(stages.edges, detect_edges(image, asked))
    if alpha is None:
        np.testing.assert_array_equal(stages.edges, canny)
    else:
        assert not stages.edges[alpha == 0].any()


@pytest.mark.parametrize("l2_gradient", [False, True])
@pytest.mark.parametrize("channels", EdgeChannels)
def test_blocks_of_rows_leave_no_seam(l2_gradient: bool, channels: EdgeChannels) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (700, 800, 3), dtype=np.uint8)
    asked = CannySettings(200, 500, l2_gradient=l2_gradient, blur_sigma=0, channels=channels)
    image = opaque(noise)
    np.testing.assert_array_equal(canny_stages(image, asked).edges, detect_edges(image, asked))


def test_the_stages_fit_each_other() -> None:
    alpha = np.full((90, 120), 255, np.uint8)
    alpha[30:50, 40:80] = 0
    image = RgbImage(pixels=textured(90, 120), alpha=alpha)
    stages = canny_stages(image, CannySettings(30, 90, blur_sigma=1.0))
    assert (stages.smoothed.dtype, stages.gx.dtype, stages.gy.dtype) == (np.uint8, np.int16, np.int16)
    assert stages.sigma == 1.0
    np.testing.assert_array_equal(stages.magnitude, abs(stages.gx.astype(int)) + abs(stages.gy.astype(int)))
    maxima = stages.nms > 0
    np.testing.assert_array_equal(stages.nms[maxima], stages.magnitude[maxima])
    np.testing.assert_array_equal(stages.strong, stages.nms > 90)
    np.testing.assert_array_equal(stages.weak, (stages.nms > 30) & (stages.nms <= 90))
    np.testing.assert_array_equal(stages.kept | stages.dropped, stages.weak)
    assert stages.kept.any()
    assert stages.dropped.any()
    assert not (stages.kept & stages.dropped).any()
    np.testing.assert_array_equal(stages.edges, np.where(stages.strong | stages.kept, 255, 0))
    for mask in (maxima, stages.strong, stages.weak, stages.kept, stages.dropped):
        assert not mask[alpha == 0].any()


@pytest.mark.parametrize(("turn", "direction", "angle"), [(0, 0, 0), (1, 2, 270), (2, 0, 180), (3, 2, 90)])
def test_direction_points_to_where_it_gets_brighter(turn: int, direction: int, angle: float) -> None:
    image = opaque(np.ascontiguousarray(np.rot90(step_image().pixels, turn)))
    stages = canny_stages(image, CannySettings(50, 100, blur_sigma=0))
    on_edge = stages.edges > 0
    assert set(stages.direction[on_edge]) == {direction}
    assert set(stages.angle[on_edge]) == {angle}


def test_direction_of_diagonals() -> None:
    rows, columns = np.ogrid[:40, :40]
    falling = gray_image(np.where(rows + columns > 40, np.uint8(200), np.uint8(50)))
    rising = gray_image(np.where(columns - rows > 0, np.uint8(200), np.uint8(50)))
    for image, direction, angle in ((falling, 1, 45), (rising, 3, 315)):
        stages = canny_stages(image, CannySettings(50, 100, blur_sigma=1))
        inner = np.zeros((40, 40), bool)
        inner[8:-8, 8:-8] = stages.edges[8:-8, 8:-8] > 0
        assert inner.any()
        assert set(stages.direction[inner]) == {direction}
        np.testing.assert_allclose(stages.angle[inner], angle, atol=1)


@pytest.mark.parametrize("aperture", APERTURES)
@pytest.mark.parametrize("l2_gradient", [False, True])
def test_magnitude_is_in_the_units_of_the_thresholds(aperture: int, l2_gradient: bool) -> None:
    image = opaque(textured(60, 70))
    asked = CannySettings(0, 0, aperture=aperture, l2_gradient=l2_gradient, blur_sigma=1)
    magnitude = canny_stages(image, asked).nms.max()
    above, below = (
        CannySettings(value, value, aperture=aperture, l2_gradient=l2_gradient, blur_sigma=1)
        for value in (float(magnitude) + 20, float(magnitude) - 20)
    )
    assert not detect_edges(image, above).any()
    assert detect_edges(image, below).any()
