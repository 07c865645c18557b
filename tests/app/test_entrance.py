"""What visitors meet who come while the process imports the app."""

import threading
from contextlib import nullcontext

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from pages._ui.frame import entrance
from tests.app.visit import APP


@pytest.fixture(autouse=True)
def nothing_imported(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(entrance, "_imported", threading.Event())


def headings(at: AppTest) -> list[str]:
    return [each.value for each in at.main.markdown if each.value.startswith("### ")]


def test_the_first_run_of_a_process_says_that_the_app_starts_and_then_draws_the_page(monkeypatch):
    said = []
    monkeypatch.setattr(st, "spinner", lambda text: said.append(text) or nullcontext())
    first, second = (AppTest.from_file(APP, default_timeout=60).run() for _ in range(2))
    assert said.count("Starting …") == 1
    assert headings(first) == headings(second) == ["### One photo, a few colors"]


def test_a_link_that_is_opened_while_the_app_starts_leads_to_its_page(monkeypatch):
    intent = PagesManager.set_script_intent

    def ask(pages: PagesManager, page: str, _: str) -> None:
        PagesManager.uses_pages_directory = False  # as the first visitor has set it
        intent(pages, page, "" if page else "edges")

    monkeypatch.setattr(PagesManager, "set_script_intent", ask)
    assert headings(AppTest.from_file(APP, default_timeout=60).run()) == ["### Edges"]
