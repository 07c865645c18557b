"""The sentences of the steps."""

import numpy as np
import pytest

from kseg_core.steps.scene import Words
from kseg_core.steps.seeding import Seeding
from kseg_core.steps.stories import significant, step_stories
from kseg_core.steps.trace import trace_steps
from tests.core.steps.points import step_points

WORDS = Words(one="pixel", many="pixels", things="colors")


def told(positions: list[list[float]], seeds: list[int], **options: int) -> list[str]:
    trace = trace_steps(step_points(positions), np.array(seeds), **options)
    return step_stories(trace, WORDS, Seeding.LEFTMOST)


def test_every_step_has_its_sentence():
    stories = told([[0, 0], [1, 0], [4, 0], [9, 0], [10, 0]], [0, 1])
    assert stories[:4] == [
        "2 centroids are placed on the leftmost points.",
        "Round 1, assign. Every one of the colors goes to its nearest centroid. WCSS 30.8 per pixel.",
        "Round 1, move. Every centroid goes to the mean of its colors; the furthest goes 5. "
        "WCSS 10.8 per pixel.",
        "Round 2, assign. 1 pixel (20.0 %) changed cluster. WCSS 6 per pixel.",
    ]
    assert stories[-1] == (
        "Nothing changes any more: K-means has converged after 4 rounds. WCSS 1.833 per pixel."
    )


def test_one_centroid_is_placed_and_done_after_two_rounds():
    stories = told([[0, 0], [2, 0]], [0])
    assert stories[0] == "1 centroid is placed on the leftmost points."
    assert stories[-1] == "Nothing changes any more: K-means has converged after 2 rounds. WCSS 1 per pixel."


def test_a_run_that_is_cut_short_says_so_and_not_that_it_converged():
    stories = told([[0, 0], [1, 0], [4, 0], [9, 0], [10, 0]], [0, 1], max_rounds=1)
    assert not any("converged" in story for story in stories)
    assert told([[0, 0], [1, 0], [4, 0], [9, 0]], [0, 1], max_rounds=2)[-1].startswith("Round 2, ")


def test_a_centroid_that_jumps_is_named():
    stories = told([[0, 0], [0, 0], [50, 0], [52, 0], [90, 0]], [0, 1, 2])
    assert "Centroid 2 was left empty and jumps to where the error is largest." in stories[1]


@pytest.mark.parametrize("seeding", list(Seeding))
def test_every_way_to_start_is_told(seeding: Seeding):
    trace = trace_steps(step_points([[0, 0], [1, 0]]), np.array([0, 1]))
    assert step_stories(trace, WORDS, seeding)[0].startswith("2 centroids are placed ")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (38512.7, 4, "38,510"),
        (690.54, 4, "690.5"),
        (5.929, 3, "5.93"),
        (0.0199, 2, "0.02"),
        (0.000012345, 4, "0.00001234"),
        (0.0, 4, "0"),
        (1000.0, 4, "1,000"),
        (999.96, 4, "1,000"),
        (100.0, 2, "100"),
    ],
)
def test_numbers_have_so_many_digits(value: float, digits: int, text: str):
    assert significant(value, digits) == text
