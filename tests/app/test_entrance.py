"""What the first visitor reads while the process imports the app."""

import threading
from contextlib import nullcontext

import streamlit as st
from streamlit.testing.v1 import AppTest

from pages._ui.frame import entrance


def script() -> None:
    import streamlit as st

    from pages._ui.frame import entrance

    st.session_state.runs = st.session_state.get("runs", 0) + 1
    with entrance.imports():
        pass
    st.write("drawn")


def test_the_first_run_of_a_process_says_that_the_app_starts_and_then_draws_the_page(monkeypatch):
    said = []
    monkeypatch.setattr(entrance, "_imported", threading.Event())
    monkeypatch.setattr(st, "spinner", lambda text: said.append(text) or nullcontext())
    first, second = (AppTest.from_function(script).run() for _ in range(2))
    assert said == ["Starting …"]
    assert (first.session_state.runs, second.session_state.runs) == (2, 1)
    assert [at.main.markdown[0].value for at in (first, second)] == ["drawn", "drawn"]
