import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kseg_core.batch.job import Done, Known, Refused, Source
from kseg_core.batch.journal import FILE_NAME, VERSION, Journal
from kseg_core.errors import SettingsError

PHOTO = Source(name="june/é.jpg", path="/x/june/é.jpg", stem="june/é")
DONE = Done(
    name=PHOTO.name,
    digest="d",
    identity="job",
    files={"june/é.png": 3},
    rows={"photo": ["june/é.jpg"], "share": [1 / 3], "pixels": [2**40], "objects": [float("nan")]},
    notes=("Turned.",),
)


def test_what_was_kept_is_known_in_the_next_run(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        assert journal.known(PHOTO, "job") is None
        journal.keep(PHOTO, DONE)
        assert journal.fit("key", lambda: "recipe") == "recipe"
    with Journal(tmp_path) as journal:
        known = journal.known(PHOTO, "job")
        assert journal.fit("key", lambda: "another") == "recipe"
        assert list(map(str, journal.rows([replace(PHOTO, name="other"), PHOTO]))) == [str(DONE.rows)]
    assert known == Known(digest=DONE.digest, files=DONE.files, notes=DONE.notes)


@pytest.mark.parametrize(
    ("photo", "job"),
    [(PHOTO, "another job"), (replace(PHOTO, name="june/É.png", stem="june/É"), "job")],
)
def test_what_is_about_to_be_overwritten_is_forgotten(tmp_path: Path, photo: Source, job: str) -> None:
    with Journal(tmp_path) as journal:
        journal.keep(PHOTO, DONE)
        assert journal.known(photo, job) is None
        assert journal.known(PHOTO, DONE.identity) is None


def test_a_photo_with_another_stem_or_that_was_refused_is_done_again(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.keep(PHOTO, DONE)
        assert journal.known(replace(PHOTO, stem="june/é-jpg"), "job") is None
        journal.keep(PHOTO, Refused(name=PHOTO.name, reason="It is gone."))
        assert journal.known(PHOTO, "job") is None


def test_a_journal_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(SettingsError, match="Another run"):
        Journal(tmp_path)
    path = tmp_path / FILE_NAME
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    with pytest.raises(SettingsError, match="newer version"):
        Journal(tmp_path)
    path.write_bytes(bytes(range(256)) * 16)
    with pytest.raises(SettingsError, match="damaged"):
        Journal(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(SettingsError, match="cannot be written"):
        Journal(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="Results cannot go to"):
        Journal(tmp_path / "file")
