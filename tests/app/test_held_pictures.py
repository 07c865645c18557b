"""Between two runs a session holds no decoded picture: what outlives a run makes its pixels again."""

import gc

import pytest

from kseg_core import RgbImage, decode_image
from pages._ui.cache import shared_store
from pages._ui.elbow_sections import Section as ElbowSection
from pages._ui.explorer_sections import Section as ExplorerSection
from pages._ui.photo import own_photo
from tests.app.visit import noise, png, visit

VIEWS = {
    "/": [{}, {"mode": "Look closer"}],
    "pages/edges.py": [{"edge_section": section} for section in ("Five stages", "One pixel")],
    "pages/elbow.py": [{"elbow_section": str(ElbowSection.TABLE)}],
    "pages/explorer.py": [{"explore_section": str(section)} for section in ExplorerSection],
}


@pytest.mark.parametrize("page", VIEWS)
def test_a_session_holds_no_pixels_between_runs(page: str):
    data = png(noise(seed=len(page)))
    for view in VIEWS[page]:
        at = visit(**view)
        at.session_state["own"] = own_photo("mine.png", data)
        at.session_state["show_own"] = True
        at = at.run() if page == "/" else at.switch_page(page).run()
        assert not at.exception
        assert "mine" in "".join(element.value for element in at.sidebar.markdown)
        shared_store().clear()
        gc.collect()
        digest = decode_image(data).digest
        held = [each for each in gc.get_objects() if isinstance(each, RgbImage) and each.digest == digest]
        assert held == []
