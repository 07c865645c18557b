import csv
import io

import numpy as np
import pytest

from kseg_core.csv_table import csv_table


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_digit_is_there_and_nothing_where_there_is_no_number() -> None:
    table = csv_table({"K": np.array([1, 20]), "WCSS": np.array([1 / 3, np.nan]), "name": ["a, b", 'c "d"']})
    assert rows(table) == [["K", "WCSS", "name"], ["1", repr(1 / 3), "a, b"], ["20", "", 'c "d"']]


@pytest.mark.parametrize(
    ("columns", "has_mark"),
    [({"K": ["plain"]}, False), ({"Gain over K − 1": ["x"]}, True), ({"photo": ["Grüße.jpg"]}, True)],
)
def test_letters_beyond_ascii_are_marked_for_spreadsheets(
    columns: dict[str, list[str]], has_mark: bool
) -> None:
    data = csv_table(columns)
    assert data.startswith("\ufeff".encode()) is has_mark
    assert rows(data) == [list(columns), [text for (text,) in columns.values()]]


def test_no_text_is_a_formula_and_negative_numbers_stay_numbers() -> None:
    table = csv_table({"name": ["=1+1", "-2", "@a", "b"], "a*": np.array([-1.5, -2.0, 0.0, 3.0])})
    assert rows(table)[1:] == [["'=1+1", "-1.5"], ["'-2", "-2.0"], ["'@a", "0.0"], ["b", "3.0"]]
