"""A table as a CSV file that spreadsheets and programs read alike."""

import csv
import io
from collections.abc import Mapping

from kseg_core.wording import Column

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_table(columns: Mapping[str, Column]) -> bytes:
    """Columns of one length as CSV in UTF-8, one number a cell with every digit.

    A number that is not there (NaN) is an empty cell. Text that a spreadsheet would run as a formula gets an
    apostrophe before it. A file with other letters than those of ASCII begins with a byte order mark, without
    which spreadsheets show "−" and "é" as several wrong letters.

    Notes
    -----
    Format: RFC 4180, with lines that end in a line feed.
    """
    lists = [
        [f"'{text}" if text.startswith(_FORMULA) else text for text in values]
        if isinstance(values, list)
        else ["" if number != number else number for number in values.tolist()]
        for values in columns.values()
    ]
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(columns)
    table.writerows(zip(*lists, strict=True))
    text = file.getvalue()
    return text.encode() if text.isascii() else text.encode("utf-8-sig")
