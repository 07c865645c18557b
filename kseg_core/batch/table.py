"""The table of all photos, written while it is read, however many rows it has."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kseg_core.batch.job import Cell
from kseg_core.batch.whole_file import whole_file
from kseg_core.csv_table import write_csv
from kseg_core.errors import SettingsError
from kseg_core.wording import Column

ROWS_AT_ONCE = 1 << 15
"""Of a Parquet file, in memory before they are written."""

Part = Mapping[str, list[Cell]]
"""The rows of one photo."""


@dataclass(slots=True)
class _Columns:
    """The columns of all photos together.

    Attributes
    ----------
    kinds : dict of str to type
        Name -> str, int or float. A number is whole if it is in all photos.
    order : list of str
        Each column comes after the one that it follows in the first photo that has it.
    rows : int
    is_ascii : bool
    """

    kinds: dict[str, type] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    rows: int = 0
    is_ascii: bool = True

    def add(self, part: Part) -> None:
        """Take the columns of a photo in."""
        before = -1
        for name, values in part.items():
            if name not in self.kinds:
                self.order.insert(before + 1, name)
                self.is_ascii &= name.isascii()
            before = self.order.index(name)
            found = {self.kinds.get(name, int), *map(type, values)}
            self.kinds[name] = next(kind for kind in (str, float, int) if kind in found)
            self.is_ascii &= all(value.isascii() for value in values if isinstance(value, str))
        self.rows += len(values)

    def fill(self, part: Part) -> dict[str, Column]:
        """The rows of a photo with all columns; what it does not have is empty."""
        n = len(next(iter(part.values())))
        return {name: _column(self.kinds[name], part.get(name), n) for name in self.order}


def _column(kind: type, values: list[Cell] | None, n: int) -> Column:
    if kind is str:
        return [""] * n if values is None else [str(value) for value in values]
    return np.full(n, np.nan) if values is None else np.array(values, kind)


def check_table(path: Path) -> None:
    """See that a table can be written, before there is one.

    Raises
    ------
    SettingsError
        If its name ends in nothing known, a package is missing, or there is no place for it.
    """
    if path.suffix.lower() not in _WRITERS:
        raise SettingsError(f"The table can be a file that ends in {' or '.join(_WRITERS)}; {path} does not.")
    if path.is_dir():
        raise SettingsError(f"The table cannot be written to {path}, which is a folder.")
    above = next(each for each in path.absolute().parents if each.exists())
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise SettingsError(f"The table cannot be written to {path}: nothing can be written to {above}.")
    if path.suffix.lower() == ".parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError as error:
            raise SettingsError("A .parquet table needs a package more: pip install pyarrow") from error


def write_table(path: Path, parts: Callable[[], Iterable[Part]]) -> int:
    """Write the rows of all photos, one photo at a time, whole or not at all.

    Parameters
    ----------
    path : Path
        Ends in .csv or .parquet. As CSV it is the `csv_table` of all rows.
    parts : Callable
        Gives the rows of each photo. It is called twice. Photos may have different columns, as where a file
        tells its scale; what a photo does not have is empty.

    Returns
    -------
    int
        Rows. If there are none there is no file, and an older one is deleted.

    Raises
    ------
    SettingsError, NoRoomError
        As `check_table` and `whole_file`.
    """
    check_table(path)
    columns = _Columns()
    for part in parts():
        columns.add(part)
    if not columns.rows:
        path.unlink(missing_ok=True)
        return 0
    with whole_file(path) as beside:
        _WRITERS[path.suffix.lower()](beside, columns, map(columns.fill, parts()))
    return columns.rows


def _write_csv(path: Path, columns: _Columns, parts: Iterator[dict[str, Column]]) -> None:
    encoding = "ascii" if columns.is_ascii else "utf-8-sig"
    with path.open("w", encoding=encoding, newline="") as file:
        write_csv(file, columns.order, parts)


def _write_parquet(path: Path, columns: _Columns, parts: Iterator[dict[str, Column]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, types[columns.kinds[name]]) for name in columns.order])
    batches, n_rows = [], 0
    with pq.ParquetWriter(path, schema) as writer:
        for part in parts:
            arrays = [pa.array(part[each.name], each.type, from_pandas=True) for each in schema]
            batches.append(pa.record_batch(arrays, schema))
            n_rows += len(arrays[0])
            if n_rows >= ROWS_AT_ONCE:
                writer.write_table(pa.Table.from_batches(batches))
                batches, n_rows = [], 0
        if batches:
            writer.write_table(pa.Table.from_batches(batches))


_WRITERS: dict[str, Callable[[Path, _Columns, Iterator[dict[str, Column]]], None]] = {
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
