"""What was done in a folder: where the next run goes on, and what the table of all is made from."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kseg_core.batch.job import Cell, Done, Known, Outcome, Refused, Source
from kseg_core.errors import SettingsError

FILE_NAME = ".kseg-journal.sqlite"
VERSION = 1

_SCHEMA = f"""
BEGIN;
CREATE TABLE photos (
    name TEXT PRIMARY KEY, stem TEXT UNIQUE, identity TEXT, digest TEXT, files TEXT, rows TEXT, notes TEXT
);
CREATE TABLE fits (key TEXT PRIMARY KEY, recipe TEXT);
PRAGMA user_version = {VERSION};
COMMIT;
"""
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")


class Journal:
    """What became of the photos of a folder, in an SQLite database in it.

    Only one run at a time has it open. Every outcome is kept whole or not at all, whenever the run is ended.

    Parameters
    ----------
    folder : Path
        Where results go. It is made if it is not there.

    Raises
    ------
    SettingsError
        If another run has it open, a newer version made it, or it is damaged or cannot be written; so do all
        methods.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"Results cannot go to {folder}: {error.strerror}.") from error
        with self._errors():
            self._database = sqlite3.connect(self._path, isolation_level=None, timeout=0.1)
        try:
            with self._errors():
                self._open()
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def known(self, source: Source, identity: str) -> Known | None:
        """What is known of a photo that the job of this identity did, and whose files were named alike.

        What another photo or another job wrote under these names is forgotten: it is about to be overwritten.
        """
        stem = source.stem.casefold()
        with self._errors():
            self._database.execute(
                "DELETE FROM photos WHERE stem = ? AND (name != ? OR identity != ?)",
                (stem, source.name, identity),
            )
            row = self._row("digest, files, notes", source)
            if row is None:
                return None
            return Known(digest=row[0], files=json.loads(row[1]), notes=tuple(json.loads(row[2])))

    def keep(self, source: Source, outcome: Outcome) -> None:
        """Keep what became of a photo. One that was refused is forgotten, so that it is tried again."""
        with self._errors():
            if isinstance(outcome, Refused):
                self._database.execute("DELETE FROM photos WHERE name = ?", (source.name,))
            elif isinstance(outcome, Done):
                texts = map(json.dumps, (outcome.files, outcome.rows, outcome.notes))
                self._database.execute(
                    "INSERT OR REPLACE INTO photos VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (source.name, source.stem.casefold(), outcome.identity, outcome.digest, *texts),
                )

    def rows(self, sources: Iterable[Source]) -> Iterator[Mapping[str, list[Cell]]]:
        """The rows of each photo that was done, one after the other."""
        for source in sources:
            with self._errors():
                row = self._row("rows", source)
                rows = None if row is None else json.loads(row[0])
            if rows is not None:
                yield rows

    def fit(self, key: str, make: Callable[[], str]) -> str:
        """The recipe that was fitted under a key; if there is none, it is made and kept."""
        with self._errors():
            row = self._database.execute("SELECT recipe FROM fits WHERE key = ?", (key,)).fetchone()
        if row is not None:
            return str(row[0])
        recipe = make()
        with self._errors():
            self._database.execute("INSERT OR REPLACE INTO fits VALUES (?, ?)", (key, recipe))
        return recipe

    def _row(self, columns: str, source: Source) -> tuple[Any, ...] | None:
        query = f"SELECT {columns} FROM photos WHERE name = ? AND stem = ?"
        return self._database.execute(query, (source.name, source.stem.casefold())).fetchone()

    def _open(self) -> None:
        run = self._database.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        run("BEGIN EXCLUSIVE")
        run("COMMIT")
        (version,) = run("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise SettingsError(
                f"A newer version of kseg wrote {self._path.parent}. Update kseg, or give another --out."
            )
        if version == 0:
            self._database.executescript(_SCHEMA)
        elif run("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise self._damaged()

    def _damaged(self) -> SettingsError:
        return SettingsError(
            f"{self._path} is damaged. Delete it: then all photos are done again, and no file is lost."
        )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What goes wrong in the database, in a sentence."""
        try:
            yield
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT")  # None where a text is no UTF-8.
            if name.startswith("SQLITE_BUSY"):
                raise SettingsError(
                    f"Another run writes to {self._path.parent}. Wait for it to end, or give another --out."
                ) from error
            if name.startswith(_DAMAGED):
                raise self._damaged() from error
            raise SettingsError(f"{self._path} cannot be written: {error}.") from error
        except ValueError as error:
            raise self._damaged() from error
