import csv
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from kseg_core.batch import table
from kseg_core.batch.table import Part, check_table, write_table
from kseg_core.batch.whole_file import nothing_unfinished, whole_file
from kseg_core.csv_table import csv_table
from kseg_core.errors import SettingsError
from kseg_core.export.several import joined_table
from kseg_core.wording import Column

PHOTOS: tuple[dict[str, Column], ...] = (
    {"photo": ["=é.jpg"] * 2, "share": np.array([1 / 3, 2 / 3]), "objects": np.array([3, 2**40])},
    {"photo": ["b, c.jpg"], "share": np.array([np.nan]), "objects": np.array([np.nan])},
    {"photo": ["d.jpg"], "share": np.array([0.0]), "objects": np.array([0])},
)


def parts() -> list[Part]:
    return [{name: list(np.array(v).tolist()) for name, v in photo.items()} for photo in PHOTOS]


def test_it_is_the_table_of_a_series(tmp_path: Path) -> None:
    path = tmp_path / "new" / "all.csv"
    assert write_table(path, parts) == 4
    assert path.read_bytes() == csv_table(joined_table(PHOTOS))
    assert write_table(path, lambda: parts()[2:]) == 1
    assert path.read_bytes() == csv_table(PHOTOS[2])
    assert write_table(path, list) == 0
    assert not list(path.parent.iterdir())


def test_photos_with_different_columns_stand_in_one_table(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    photos: list[Part] = [
        {"photo": ["a"], "area (mm²)": [2.5], "fits": ["yes"]},
        {"photo": ["b"], "area (px²)": [7], "objects": [1], "fits": ["no"]},
    ]
    write_table(path, lambda: photos)
    assert list(csv.reader(path.read_text("utf-8-sig").splitlines())) == [
        ["photo", "area (px²)", "objects", "area (mm²)", "fits"],
        ["a", "", "", "2.5", "yes"],
        ["b", "7", "1", "", "no"],
    ]


def test_parquet_has_the_same_values_in_groups_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "ROWS_AT_ONCE", 2)
    path = tmp_path / "all.parquet"
    write_table(path, lambda: [*parts(), {"photo": ["e"], "clusters": [5]}])
    file = parquet.ParquetFile(path)
    assert file.num_row_groups == 3
    assert file.read().to_pydict() == {
        "photo": ["=é.jpg", "=é.jpg", "b, c.jpg", "d.jpg", "e"],
        "clusters": [None, None, None, None, 5],
        "share": [1 / 3, 2 / 3, None, 0.0, None],
        "objects": [3.0, 2.0**40, None, 0.0, None],
    }


def test_what_cannot_be_written_is_said_before(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    for name, sentence in (
        ("all.xlsx", r"\.csv or \.parquet"),
        ("folder.csv", "which is a folder"),
        ("file/all.csv", "nothing can be written to"),
    ):
        with pytest.raises(SettingsError, match=sentence):
            check_table(tmp_path / name)


def test_no_half_of_a_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with (
        pytest.raises(SettingsError, match="cannot be written: Is a directory"),
        whole_file(tmp_path / "there") as beside,
    ):
        beside.touch()
    with suppress(ZeroDivisionError), whole_file(tmp_path / "new" / "a") as beside:
        beside.write_bytes(b"half")
        raise ZeroDivisionError
    beside.touch()
    with nothing_unfinished(tmp_path):
        assert not list((tmp_path / "new").iterdir())
        beside.touch()
    assert not list((tmp_path / "new").iterdir())
