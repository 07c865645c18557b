import numpy as np
import pytest

from kseg_core.canny.pixel_explanation import PixelStory, Verdict, explain_pixel
from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.canny.stages import CannyStages, canny_stages
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from tests.core.canny.edge_pictures import step_image, textured


@pytest.fixture(scope="module")
def stages() -> CannyStages:
    alpha = np.full((40, 50), 255, np.uint8)
    alpha[:6, :7] = 0
    image = RgbImage(pixels=textured(40, 50), alpha=alpha)
    return canny_stages(image, CannySettings(30, 160, l2_gradient=True, blur_sigma=0.8))


def every_story(stages: CannyStages) -> list[PixelStory]:
    height, width = stages.strength.shape
    return [explain_pixel(stages, x, y) for y in range(height) for x in range(width)]


def test_explain_pixel_tells_of_a_step() -> None:
    stages = canny_stages(step_image(10, 10, 50, 200), CannySettings(100, 300, blur_sigma=0))
    story = explain_pixel(stages, 4, 5)
    assert (story.gx, story.gy, story.magnitude, story.direction, story.sector) == (600, 0, 600.0, 0.0, 0)
    assert [(n.x, n.y, n.magnitude) for n in story.neighbors] == [(3, 5, 0.0), (5, 5, 600.0)]
    assert story.smoothed == (50,)
    assert story.verdict is Verdict.STRONG
    assert story.why == "A crest whose gradient of 600 is above the high threshold of 300: an edge."
    beside = explain_pixel(stages, 5, 5)
    assert beside.verdict is Verdict.NOT_A_MAXIMUM
    assert "left to right (600 and 0)" in beside.why
    flat = explain_pixel(stages, 0, 0)
    assert flat.verdict is Verdict.BELOW_LOW
    assert flat.neighbors[0].magnitude == 0.0


def test_every_verdict_agrees_with_the_stages(stages: CannyStages) -> None:
    stories = every_story(stages)
    assert {story.verdict for story in stories} == set(Verdict)
    for verdict, mask in (
        (Verdict.STRONG, stages.strong),
        (Verdict.WEAK_KEPT, stages.kept),
        (Verdict.WEAK_DROPPED, stages.dropped),
    ):
        told = np.array([story.verdict is verdict for story in stories]).reshape(mask.shape)
        np.testing.assert_array_equal(told, mask)
    is_edge = np.array([story.verdict.is_edge for story in stories]).reshape(stages.edges.shape)
    np.testing.assert_array_equal(is_edge, stages.edges > 0)


def test_every_story_is_one_sentence_and_true_to_its_numbers(stages: CannyStages) -> None:
    for story in every_story(stages):
        assert story.why.endswith(".")
        assert np.hypot(story.gx, story.gy) == pytest.approx(story.magnitude, abs=1e-3)
        if story.verdict is Verdict.BELOW_LOW:
            assert story.magnitude <= 30
        if story.verdict is Verdict.STRONG:
            assert story.magnitude > 160
            assert all(story.magnitude >= neighbor.magnitude for neighbor in story.neighbors)
        if story.verdict is Verdict.NOT_A_MAXIMUM:
            assert any(story.magnitude <= neighbor.magnitude for neighbor in story.neighbors)


def test_color_pixels_show_three_values() -> None:
    image = step_image()
    stages = canny_stages(image, CannySettings(1, 2, blur_sigma=0, channels=EdgeChannels.COLOR))
    assert explain_pixel(stages, 0, 0).smoothed == (50, 50, 50)


@pytest.mark.parametrize(("x", "y"), [(-1, 0), (0, -1), (50, 0), (0, 40)])
def test_a_pixel_outside_is_refused_in_words(stages: CannyStages, x: int, y: int) -> None:
    with pytest.raises(SettingsError, match="inside the picture"):
        explain_pixel(stages, x, y)
