"""What stands on the page when something cannot be done."""

import importlib
import sys

import pytest
from streamlit.testing.v1 import AppTest


def half_imported() -> None:
    import streamlit as st

    from pages._ui.errors import guarded

    with guarded():
        if st.session_state.setdefault("first", True):
            st.session_state.first = False
            raise AttributeError("partially initialized module 'pandas' has no attribute 'Series'")
        st.text("all there")


def test_a_run_that_meets_half_a_library_starts_again():
    at = AppTest.from_function(half_imported).run()
    assert not at.exception
    assert [element.value for element in at.text] == ["all there"]


def other_mistake() -> None:
    from pages._ui.errors import guarded

    with guarded():
        raise AttributeError("no such thing")


def test_other_mistakes_are_not_hidden():
    assert AppTest.from_function(other_mistake).run().exception


def always_half_imported() -> None:
    import streamlit as st

    import pages._ui.errors
    from pages._ui.errors import guarded

    pages._ui.errors._IMPORT_SECONDS = 0.0
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    with guarded():
        raise AttributeError("partially initialized module 'pandas' has no attribute 'Series'")


def test_a_run_does_not_start_again_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages._ui.errors._IMPORT_SECONDS", 0.3)  # put back after the page has set it
    at = AppTest.from_function(always_half_imported).run()
    assert at.exception
    assert at.session_state.runs == 31


def test_python_still_words_it_this_way(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """The sentence that is looked for is Python's own."""
    (tmp_path / "half_a_module.py").write_text("import sys\nsys.modules[__name__].missing\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AttributeError, match="partially initialized module"):
        importlib.import_module("half_a_module")
    assert "half_a_module" not in sys.modules
