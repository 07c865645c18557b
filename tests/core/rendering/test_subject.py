import hypothesis.extra.numpy as hnp
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL
from kseg_core.rendering.subject import subject_guesses


def test_what_stands_in_the_middle_is_the_subject() -> None:
    labels = np.zeros((40, 60), dtype=np.uint8)
    labels[:, 30:] = 1
    labels[12:28, 20:40] = 2
    labels[18:22, 28:32] = 3
    assert subject_guesses(labels) == ((2, 3), (2,), (0, 2, 3))


def test_a_subject_that_reaches_the_border_is_still_one() -> None:
    labels = np.zeros((40, 60), dtype=np.uint8)
    labels[10:, 22:38] = 1
    assert subject_guesses(labels)[0] == (1,)


def test_the_frame_is_that_of_the_pixels_that_are_there() -> None:
    labels = np.full((60, 60), NO_LABEL, dtype=np.uint8)
    labels[5:35, 5:35] = 0
    labels[15:25, 15:25] = 1
    assert subject_guesses(labels)[0] == (1,)


def test_a_single_cluster_is_the_subject() -> None:
    assert subject_guesses(np.zeros((5, 5), dtype=np.uint8)) == ((0,),)


@given(hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.integers(0, 3)))
def test_there_is_always_a_subject_and_a_background(labels: NDArray[np.uint8]) -> None:
    clusters, guesses = set(np.unique(labels).tolist()), subject_guesses(labels)
    assert len(set(guesses)) == len(guesses) == max(1, len(clusters) - 1)
    for subject in map(set, guesses):
        assert subject
        assert subject <= clusters
        assert len(clusters) == 1 or subject < clusters
