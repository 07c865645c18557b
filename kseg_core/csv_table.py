"""A table as a CSV file that spreadsheets and programs read alike."""

import csv
import io
from collections.abc import Mapping

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
    lists = [cells(values) for values in columns.values()]
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(columns)
    table.writerows(zip(*lists, strict=True))
    text = file.getvalue()
    return text.encode() if text.isascii() else text.encode("utf-8-sig")


# Exported scripts carry the source of the next function, so it may use only NumPy.


def cells(values: list[str] | np.ndarray) -> list[str] | list[float]:
    """A column as cells: text that a spreadsheet would run gets an apostrophe, and NaN is empty."""
    if isinstance(values, list):
        formulas = ("=", "+", "-", "@", "\t", "\r")
        return [f"'{text}" if text.startswith(formulas) else text for text in values]
    return ["" if number != number else number for number in values.tolist()]
