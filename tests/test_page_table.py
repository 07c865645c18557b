"""A page is declared once, and a default lives once: whoever adds either finds one place."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from kseg_core.steps.point_sets import POINT_SETS
from pages._ui.declarations import PAGES
from pages._ui.declarations.explorer import step_key
from pages._ui.declarations.page import PageDeclaration
from pages._ui.state import DEFAULTS

ROOT = Path(__file__).resolve().parents[1]
DECLARATIONS = ROOT / "pages/_ui/declarations"
EVERYWHERE = {"#000000", "#ffffff"}


def constants(module: Path) -> set[str]:
    """The texts in the code of a module."""
    nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return {value for value in values if isinstance(value, str)}


def test_every_page_is_declared_and_every_declaration_has_a_page():
    assert sorted(page.file for page in PAGES) == sorted(file.name for file in ROOT.glob("pages/*.py"))
    assert [page.path for page in PAGES].count("") == 1
    for names in ([page.path for page in PAGES], [page.title for page in PAGES]):
        assert len(set(names)) == len(names)


def test_no_two_pages_share_a_key():
    keys = [key for page in PAGES for key in page.defaults]
    assert len(set(keys)) == len(keys)
    assert set(keys) < set(DEFAULTS)
    assert all(page.unbound <= set(page.defaults) for page in PAGES)


def test_every_answer_belongs_to_a_question_and_every_question_has_one():
    names = {topic.name for page in PAGES for topic in page.topics}
    assert names == {file.stem for file in DECLARATIONS.glob("how/*.md")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_a_section_is_open_on_a_first_visit(page: PageDeclaration):
    for key, choices in page.sections.items():
        assert page.defaults[key] in choices
    assert next(page.views()) == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_every_default_is_that_of_something_on_the_page(page: PageDeclaration):
    modules = [file for file in (ROOT / "pages").rglob("*.py") if DECLARATIONS not in file.parents]
    used = set().union(*map(constants, modules))
    ranges = {key for key in page.defaults if re.fullmatch(r"explore_[\w-]+_[123]", key)}
    settings = {"k", "seeds", "step", "guess"}
    of_points = {step_key(points, name) for points in (None, *POINT_SETS) for name in settings}
    assert set(page.defaults) - ranges - of_points <= used
    assert settings <= used


def test_a_color_stands_in_one_place():
    places = defaultdict(set)
    for package in ("kseg_core", "pages"):
        for module in (ROOT / package).rglob("*.py"):
            for text in constants(module):
                if re.fullmatch(r"#[0-9a-fA-F]{6}", text):
                    places[text.lower()].add(module.relative_to(ROOT).as_posix())
    twice = {color: found for color, found in places.items() if len(found) > 1 and color not in EVERYWHERE}
    assert twice == {}


@pytest.mark.parametrize(
    ("written", "home"), [("query-params", "widgets.py"), ("download_button", "downloads.py")]
)
def test_widgets_of_one_kind_are_drawn_in_one_place(written: str, home: str):
    found = {file.name for file in (ROOT / "pages").rglob("*.py") if written in file.read_text("utf-8")}
    assert found == {home}
