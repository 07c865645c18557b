"""What the command line makes of a photo is what the page gives for it, byte for byte."""

from itertools import chain
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kseg_core.batch.files import WORDS
from kseg_core.batch.job import Done, Source
from kseg_core.batch.photo import do_photo
from kseg_core.batch.plan import make_job
from kseg_core.batch.whole_file import NoRoomError
from kseg_core.export.table import EXPORT_FILES
from kseg_core.recipe import parse_recipe, recipe_json
from pages._ui.measure import view as measure_view
from pages._ui.photo import own_photo
from pages._ui.results import get_image
from tests.app.visit import APP, noise, png

ADDRESS = {
    "mode": "Measure",
    "closer_k": "5",
    "space": "CIELAB",
    "seed": "2",
    "specks": "3",
    "merged": "1-3",
    "recolored": "0-010203",
    "crop": "2-3-50-30",
    "classes": "leaves.2e9e3c.0.2~soil.906e50.1",
    "region": "r.0.0.40.25",
    "scale": "12.5_mm_given",
    "objects_smallest": "2",
}
"""A view in which everything is unusual that a recipe holds."""


def test_files_are_those_of_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    photo = png(noise(seed=3) // 64 * 50)
    asked = []
    monkeypatch.setattr(measure_view, "export_dialog", lambda *given: asked.append(given))
    at = AppTest.from_file(APP, default_timeout=60)
    for name, value in ADDRESS.items():
        at.query_params[name] = value
    at.session_state["own"], at.session_state["show_own"] = own_photo("mine.png", photo), True
    at.run().button(key="measure_take").click().run()
    assert not at.exception
    ((shown, request_of),) = asked
    request = request_of(get_image(shown))
    expected = dict(chain.from_iterable(row.for_zip(request) for row in EXPORT_FILES if row.word))
    assert len(expected) > 20

    (tmp_path / "mine.png").write_bytes(photo)
    job = make_job(
        parse_recipe(recipe_json(request.recipe)),
        None,
        finds_objects=True,
        writes=WORDS,
        folder=tmp_path / "out",
    )
    source = Source(name="plots/mine.png", path=str(tmp_path / "mine.png"), stem="plots/mine")
    with pytest.raises(NoRoomError, match="All machines of a cluster"):
        do_photo((source, None), job)
    (tmp_path / "out").mkdir()
    done = do_photo((source, None), job)
    assert isinstance(done, Done), done
    assert dict(done.files) == {f"plots/{name}": len(content) for name, content in expected.items()}
    for name, content in expected.items():
        assert (tmp_path / "out" / "plots" / name).read_bytes() == content, name
