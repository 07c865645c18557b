import pytest

from kseg_core import KMeansSettings, segment
from kseg_core.edits.cluster_table import cluster_table, shown_table
from kseg_core.edits.edited import edit_result
from kseg_core.kmeans.palette_edits import PaletteEdits
from tests.core.pictures import BLUE, RED, WHITE, picture

BROWN = (165, 42, 42)
PICTURE = picture([[BROWN, BLUE, BROWN, WHITE], [BROWN, BLUE, BROWN, BROWN], [BLUE, BROWN, BROWN, BLUE]])


def test_one_row_a_cluster_with_everything_said_of_its_color() -> None:
    table = shown_table(
        cluster_table(edit_result(PICTURE, segment(PICTURE, KMeansSettings(k=3)), PaletteEdits()))
    )
    first = {name: values[0] for name, values in table.items()}
    assert "%23a52a2a" in first.pop("Swatch")
    assert first.pop("Contrast with white") * first.pop("Contrast with black") == pytest.approx(21)
    assert first == {
        "Hex": "#a52a2a",
        "RGB": "165, 42, 42",
        "HSV": "0°, 75 %, 65 %",
        "CIELAB": "37.5, 49.7, 30.5",
        "Name": "vivid red",
        "Share": 100 * 7 / 12,
        "Pixels": 7,
        "Regions": 2,
    }
    assert table["Name"] == ["vivid red", "blue", "white"]
    assert table["Regions"].tolist() == [2, 3, 1]


def test_it_shows_the_edited_result() -> None:
    edits = PaletteEdits(merges=((0, 2),), replacements=((1, RED),))
    table = shown_table(cluster_table(edit_result(PICTURE, segment(PICTURE, KMeansSettings(k=3)), edits)))
    assert table["Pixels"].tolist() == [8, 4]
    assert table["Hex"][1] == "#ff0000"
    assert table["Contrast with white"][1] == pytest.approx(3.998, abs=1e-3)
    assert table["Contrast with black"][1] == pytest.approx(5.252, abs=1e-3)


def test_a_hue_that_is_nearly_a_whole_turn_is_zero() -> None:
    table = cluster_table(segment(picture([[(255, 0, 1), (255, 0, 0)]]), KMeansSettings(k=2)))
    assert sorted(table["hue"]) == [0.0, pytest.approx(360 - 60 / 255)]
    assert shown_table(table)["HSV"] == ["0°, 100 %, 100 %"] * 2
