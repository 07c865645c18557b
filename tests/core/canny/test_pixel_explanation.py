import numpy as np
import pytest

from kseg_core.canny.edges import EdgeMap, find_edges
from kseg_core.canny.pixel_explanation import PixelExplanation, Verdict, explain_pixel
from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.canny.stages import canny_stages
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from tests.core.canny.edge_pictures import step_image, textured

ASKED = CannySettings(30, 160, l2_gradient=True, blur_sigma=0.8)


@pytest.fixture(scope="module")
def image() -> RgbImage:
    alpha = np.full((40, 50), 255, np.uint8)
    alpha[:6, :7] = 0
    return RgbImage(pixels=textured(40, 50), alpha=alpha)


@pytest.fixture(scope="module")
def edge_map(image: RgbImage) -> EdgeMap:
    return find_edges(image, ASKED)


@pytest.fixture(scope="module")
def explanations(edge_map: EdgeMap) -> list[PixelExplanation]:
    return [explain_pixel(edge_map, x, y) for y in range(edge_map.height) for x in range(edge_map.width)]


def test_explain_pixel_tells_of_a_step() -> None:
    edge_map = find_edges(step_image(10, 10, 50, 200), CannySettings(100, 300, blur_sigma=0))
    explained = explain_pixel(edge_map, 4, 5)
    assert (explained.gx, explained.gy, explained.magnitude, explained.direction, explained.sector) == (
        600,
        0,
        600.0,
        0.0,
        0,
    )
    assert [(n.x, n.y, n.magnitude) for n in explained.neighbors] == [(3, 5, 0.0), (5, 5, 600.0)]
    assert explained.smoothed == (50,)
    assert explained.verdict is Verdict.STRONG
    assert explained.why == "A crest whose gradient of 600 is above the high threshold of 300: an edge."
    beside = explain_pixel(edge_map, 5, 5)
    assert beside.verdict is Verdict.NOT_A_MAXIMUM
    assert "left to right (600 and 0)" in beside.why
    flat = explain_pixel(edge_map, 0, 0)
    assert flat.verdict is Verdict.BELOW_LOW
    assert flat.neighbors[0].magnitude == 0.0


def test_every_number_and_verdict_agrees_with_the_stages(
    image: RgbImage, explanations: list[PixelExplanation]
) -> None:
    stages = canny_stages(image, ASKED)
    for explained in explanations:
        here = explained.y, explained.x
        assert explained.magnitude == stages.magnitude[here]
        assert (explained.direction, explained.sector) == (stages.angle[here], stages.direction[here])
        assert (explained.gx, explained.gy) == (stages.gx[here], stages.gy[here])
        assert explained.smoothed == (stages.smoothed[here],)
        for neighbor in explained.neighbors:
            assert max(abs(neighbor.x - explained.x), abs(neighbor.y - explained.y)) == 1
            inside = 0 <= neighbor.x < image.width and 0 <= neighbor.y < image.height
            assert neighbor.magnitude == (stages.magnitude[neighbor.y, neighbor.x] if inside else 0)
    assert {explained.verdict for explained in explanations} == set(Verdict)
    for verdict, mask in (
        (Verdict.STRONG, stages.strong),
        (Verdict.WEAK_KEPT, stages.kept),
        (Verdict.WEAK_DROPPED, stages.dropped),
    ):
        told = np.array([explained.verdict is verdict for explained in explanations]).reshape(mask.shape)
        np.testing.assert_array_equal(told, mask)
    is_edge = np.array([explained.verdict.is_edge for explained in explanations]).reshape(stages.edges.shape)
    np.testing.assert_array_equal(is_edge, stages.edges > 0)


def test_every_explanation_is_one_sentence_and_true_to_its_numbers(
    explanations: list[PixelExplanation],
) -> None:
    for explained in explanations:
        assert explained.why.endswith(".")
        assert np.hypot(explained.gx, explained.gy) == pytest.approx(explained.magnitude, abs=1e-3)
        if explained.verdict is Verdict.BELOW_LOW:
            assert explained.magnitude <= 30
        if explained.verdict is Verdict.STRONG:
            assert explained.magnitude > 160
            assert all(explained.magnitude >= neighbor.magnitude for neighbor in explained.neighbors)
        if explained.verdict is Verdict.NOT_A_MAXIMUM:
            assert any(explained.magnitude <= neighbor.magnitude for neighbor in explained.neighbors)


@pytest.mark.parametrize("channels", [EdgeChannels.COLOR, EdgeChannels.BLUE_FIRST])
def test_color_pixels_show_red_green_and_blue(channels: EdgeChannels) -> None:
    image = RgbImage(pixels=np.full((4, 4, 3), (10, 20, 30), np.uint8))
    edge_map = find_edges(image, CannySettings(1, 2, blur_sigma=0, channels=channels))
    assert explain_pixel(edge_map, 0, 0).smoothed == (10, 20, 30)


@pytest.mark.parametrize(("x", "y"), [(-1, 0), (0, -1), (50, 0), (0, 40)])
def test_a_pixel_outside_is_refused_in_words(edge_map: EdgeMap, x: int, y: int) -> None:
    with pytest.raises(SettingsError, match="inside the picture: x below 50, y below 40"):
        explain_pixel(edge_map, x, y)
