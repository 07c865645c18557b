"""What the app uses inside Streamlit is in one file, for versions that it was seen to work with."""

import re
from pathlib import Path

import streamlit as st
from packaging.specifiers import SpecifierSet

from pages._ui.streamlit_internals import SEEN_TO_WORK

ROOT = Path(__file__).parents[2]
DOCUMENTED = {"streamlit.delta_generator"}
"""The type of every place on a page, which the documentation names."""


def test_streamlit_is_a_version_that_all_tests_have_passed_with():
    assert st.__version__ in SpecifierSet(SEEN_TO_WORK), (
        f"pages/_ui/streamlit_internals.py was seen to work with Streamlit {SEEN_TO_WORK}, and this is "
        f"{st.__version__}. Run all tests with it, in Chromium too, then widen SEEN_TO_WORK."
    )


def test_requirements_name_one_of_these_versions_exactly():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    (pinned,) = [line.removeprefix("streamlit==") for line in lines if line.startswith("streamlit")]
    assert pinned in SpecifierSet(SEEN_TO_WORK)


def test_no_other_file_imports_what_is_inside_streamlit():
    inside = {
        (path.name, module)
        for path in (ROOT / "app.py", *(ROOT / "pages").rglob("*.py"))
        for module in re.findall(
            r"(?:from|import) (streamlit\.[\w.]+|streamlit import)", path.read_text(encoding="utf-8")
        )
        if module not in DOCUMENTED
    }
    assert {name for name, _ in inside} == {"streamlit_internals.py"}
