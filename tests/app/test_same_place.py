"""What every page has stands at the same place on each."""

import pytest

from pages._ui.declarations import PAGES
from pages._ui.declarations.page import PageDeclaration
from tests.app.visit import elements, page_of


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_the_title_is_followed_by_its_help_the_presentation_and_the_tabs(page: PageDeclaration):
    at = page_of(f"pages/{page.file}", sample="Shoreline", elbow_max="3", elbow_starts="false")
    keys = [key for element in elements(at.main) if (key := getattr(element, "key", None))]
    start = keys.index("how_it_works")
    assert keys[start + 1] == "present"
    assert keys[start + 2] in page.sections.keys() - page.within.keys()
