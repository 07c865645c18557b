"""A table as a CSV file that spreadsheets and programs read alike."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

import numpy as np

from kseg_core.wording import Column


def csv_table(columns: Mapping[str, Column]) -> bytes:
    """Columns of one length as CSV in UTF-8, one number a cell with every digit.

    A number that is not there (NaN) is an empty cell. Text that a spreadsheet would run as a formula gets an
    apostrophe before it. A file with other letters than those of ASCII begins with a byte order mark, without
    which spreadsheets show "−" and "é" as several wrong letters.

    Notes
    -----
    Format: RFC 4180, with lines that end in a line feed.
    """
    file = io.StringIO()
    write_csv(file, list(columns), [columns])
    text = file.getvalue()
    return text.encode() if text.isascii() else text.encode("utf-8-sig")


def write_csv(file: TextIO, names: Sequence[str], parts: Iterable[Mapping[str, Column]]) -> None:
    """Write tables with the same columns one under the other, as `csv_table`, into an open file."""
    table = csv.writer(file, lineterminator="\n")
    table.writerow(names)
    for columns in parts:
        table.writerows(zip(*(cells(columns[name]) for name in names), strict=True))


# Exported scripts carry the source of the next function, so it may use only NumPy.


def cells(values: list[str] | np.ndarray) -> list[str] | list[float]:
    """A column as cells: text that a spreadsheet would run gets an apostrophe, and NaN is empty."""
    if isinstance(values, list):
        formulas = ("=", "+", "-", "@", "\t", "\r")
        return [f"'{text}" if text.startswith(formulas) else text for text in values]
    return ["" if number != number else number for number in values.tolist()]
