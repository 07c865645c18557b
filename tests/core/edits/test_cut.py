"""What is cut out: clusters, single pieces, without small ones, with a soft edge."""

import numpy as np
import pytest

from kseg_core import SettingsError
from kseg_core.edits.cut import PLACES_MAX, Cut, cut_mask, pieces_at, soft_alpha, split_labels, toggled_place
from kseg_core.edits.link_text import parse_places, places_text
from kseg_core.image import NO_LABEL, Box

_LABELS = np.array(
    [
        [0, 0, 1, 0, 0],
        [0, 1, 1, 1, 0],
        [1, 0, 1, 0, NO_LABEL],
    ],
    np.uint8,
)


def drawn(mask: np.ndarray) -> list[str]:
    return ["".join("#" if each else "." for each in row) for row in mask]


def test_a_place_takes_its_connected_piece_only() -> None:
    assert drawn(pieces_at(_LABELS, [(0, 0), (0, 1)])) == ["##...", "#....", "....."]
    assert drawn(cut_mask(_LABELS, (), Cut(places=((4, 0), (2, 2))))) == ["..###", ".####", "..#.."]
    for beside in ((5, 0), (0, 3), (4, 2)):
        assert not pieces_at(_LABELS, [beside]).any()


def test_clusters_and_pieces_are_cut_out_together_without_small_ones() -> None:
    assert drawn(cut_mask(_LABELS, (1,), Cut(places=((0, 0),)))) == ["###..", "####.", "#.#.."]
    assert drawn(cut_mask(_LABELS, (1,), Cut(smallest=2))) == ["..#..", ".###.", "..#.."]
    assert not cut_mask(_LABELS, (NO_LABEL, 9), Cut(smallest=3)).any()


def test_a_piece_that_is_taken_is_given_back_by_any_of_its_pixels() -> None:
    places = toggled_place(_LABELS, (), (0, 0))
    assert places == ((0, 0),)
    assert toggled_place(_LABELS, places, (0, 1)) == ()
    assert toggled_place(_LABELS, places, (3, 1)) == ((0, 0), (3, 1))
    assert toggled_place(_LABELS, ((99, 99),), (0, 0)) == ((99, 99), (0, 0))


def test_a_soft_edge_fades_inward_and_leaves_no_hard_specks() -> None:
    inside = np.zeros((40, 60), np.bool_)
    inside[:, 20:] = True
    assert soft_alpha(inside, 0).tolist() == [[0] * 20 + [255] * 40] * 40
    alpha = soft_alpha(inside, 4)
    assert (alpha[:, :20] == 0).all()
    assert (np.diff(alpha[20, 19:24].astype(int)) > 0).all()
    assert (alpha[:, 25:] > 240).all()
    inside[20, 40] = False
    inside[20, 5] = True
    speckled = soft_alpha(inside, 4)
    assert speckled[20, 5] == 0
    assert speckled[20, 40] > 200
    box = Box(left=22, top=19, right=43, bottom=30)
    np.testing.assert_array_equal(soft_alpha(inside, 4, box), speckled[box.rows, box.columns])


def test_labels_outside_are_told_apart() -> None:
    split = split_labels(_LABELS, _LABELS == 1, 2)
    assert split.tolist() == [[2, 2, 1, 2, 2], [2, 1, 1, 1, 2], [1, 2, 1, 2, NO_LABEL]]


def test_places_come_back_from_a_link() -> None:
    places = ((0, 5), (120, 3))
    assert places_text(places) == "0-5.120-3"
    assert parse_places(places_text(places)) == places
    assert parse_places("") == ()
    for text in ("1", "1-2.", "a-b", "1-2-3", ".".join(["1-2"] * (PLACES_MAX + 1)), "1-1234567"):
        with pytest.raises(SettingsError):
            parse_places(text)


@pytest.mark.parametrize(
    "wrong", [{"places": ((0, 0),) * 201}, {"smallest": -1}, {"softness": 21}, {"softness": -1}]
)
def test_impossible_cuts_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        Cut(**wrong)
