"""Clusters follow their colors from one palette to another."""

from kseg_core.edits.followed import follow_clusters, follow_edits
from kseg_core.kmeans.palette_edits import PaletteEdits

WHITE, GRAY, BLACK, RED, GREEN = (255, 255, 255), (128, 128, 128), (0, 0, 0), (200, 0, 0), (0, 200, 0)


def test_a_cluster_is_found_by_its_color_wherever_it_stands():
    before = [WHITE, RED, GREEN]
    now = [(10, 190, 10), BLACK, (190, 5, 0), (250, 250, 250)]
    assert follow_clusters([(number, before[number]) for number in (0, 1, 2)], now) == (3, 2, 0)


def test_of_two_clusters_of_one_color_each_keeps_its_number():
    assert follow_clusters([(0, RED), (2, RED), (7, RED)], [RED, WHITE, RED]) == (0, 2, 0)


def test_nothing_follows_nothing():
    assert follow_clusters([], [RED]) == ()


def test_edits_follow_and_a_group_that_fell_together_goes():
    before = [WHITE, (240, 240, 240), BLACK, RED, GREEN]
    edits = PaletteEdits(
        merges=((0, 1), (2, 3)), replacements=((0, RED), (1, GREEN), (4, (1, 2, 3))), specks=7
    )
    assert follow_edits(edits, before, before) == edits
    now = [RED, GREEN, WHITE, BLACK]
    assert follow_edits(edits, before, now) == PaletteEdits(
        merges=((0, 3),), replacements=((2, RED), (1, (1, 2, 3))), specks=7
    )


def test_a_cluster_joins_the_first_of_two_groups_only():
    before = [RED, GREEN, (210, 0, 0), WHITE, BLACK]
    edits = PaletteEdits(merges=((0, 1), (2, 3, 4)))
    now = [RED, GREEN, WHITE, BLACK]
    assert follow_edits(edits, before, now).merges == ((0, 1), (2, 3))
