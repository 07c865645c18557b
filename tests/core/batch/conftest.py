"""Processes for photos can be started from any test."""

import sys
from types import ModuleType

import pytest


@pytest.fixture(autouse=True)
def plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new process imports the main module of this one, which a test of a page leaves to be that page."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
