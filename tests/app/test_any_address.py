"""Whatever an address says, a page stands: never an exception, never an error."""

import re
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages._ui.declarations import PAGES
from pages._ui.state import DEFAULTS, FRESH
from tests.app.visit import APP, FILES, file_of, go_to

CODE = Path(__file__).parents[2] / "pages"
OTHERS = (
    "photo",
    "crop_x",
    "crop_y",
    "picked",
    "merged",
    "recolored",
    "locked",
    FRESH,
    "embed",
    "embed_options",
)
NASTY = (
    "",
    "0",
    "-1",
    "1e999",
    "nan",
    "inf",
    "9" * 400,
    "٣",
    "0x10",
    "true",
    "None",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "javascript:alert(1)",
    "{{7*7}}",
    "\x00",
    "\ud7ff\U0001f600",
    "a" * 5000,
    "0-0-0-0",
    "ffffff-gggggg",
    "1:2,2:1,1:1",
    "#ff3b5c",
    "5,5,5",
)
WORDS = st.sampled_from(NASTY) | st.text(max_size=12)
KEYS = (*DEFAULTS, *OTHERS)
# Every choice a page offers, so that sections and modes are reached as well.
CHOICES = st.sampled_from(
    [
        *sorted({value for value in DEFAULTS.values() if isinstance(value, str)}),
        *(choice for page in PAGES for choices in page.sections.values() for choice in choices),
    ]
)
ADDRESSES = st.dictionaries(
    st.sampled_from(KEYS), st.lists(WORDS | CHOICES | st.integers(-2, 300).map(str), max_size=3), max_size=14
)


def stands(path: str, address: dict[str, list[str]]) -> None:
    """A small sample keeps the runs short; an address that names another is left alone."""
    at = AppTest.from_file(APP, default_timeout=60)
    for name, values in ({"sample": ["Two reds"]} | address).items():
        at.query_params[name] = values
    go_to(at, path)
    at.run()
    assert not at.exception
    assert [error.value for error in at.error] == []


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("values", [["<b>"], ["nan", "-1"]], ids=" ".join)
def test_every_parameter_garbled_at_once(path: str, values: list[str]):
    stands(path, {key: [value] for key, value in zip(KEYS, cycle(values), strict=False)})


@pytest.mark.parametrize("path", FILES)
@given(address=ADDRESSES)
@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
def test_any_parameters(path: str, address: dict[str, list[str]]):
    stands(path, address)


@pytest.mark.parametrize("value", ["inf", "-Infinity", "1e999"])
@pytest.mark.parametrize(
    ("path", "number", "address"),
    [
        (file_of(""), "seed", {}),
        (file_of(""), "specks", {"mode": ["Look closer"]}),
        (file_of("elbow"), "elbow_roll", {"elbow_section": ["Random starts"], "elbow_max": ["3"]}),
    ],
)
def test_numbers_without_end(path: str, number: str, address: dict[str, list[str]], value: str):
    stands(path, address | {number: [value]})


def test_all_parameters_that_pages_read_are_tried():
    read = set()
    for file in CODE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        read |= set(re.findall(r'(?:query_params|address)\.get\("(\w+)"', text))
    assert read <= {*KEYS, "sample"}
