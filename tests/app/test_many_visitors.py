"""Several visitors of one real server: each sees their own photo alone, and nothing stays behind."""

import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import cv2
import numpy as np
import pytest

from kseg_core import KMeansSettings, decode_image, segment
from kseg_core.address.names import Mode
from kseg_core.encoding.pictures import encode_label_map
from kseg_core.reading.decode import MAX_UPLOAD_BYTES
from pages._ui.declarations import PAGES
from pages._ui.results import PREVIEW_SIDE
from tests.conftest import AppServer
from tests.protocol import Answer, Visitor, sha256

pytestmark = pytest.mark.browser
VISITORS = 4
VIEWS = [(page, view) for page in PAGES for view in page.views()]
SMALL = {"elbow_max": "3", "elbow_runs": "5", "elbow_seeds": "2"}
"""Keeps what the views compute short."""
# The app itself; asked with ?held it says instead which decoded pictures are held by something but the store,
# and asked with ?loaded which of the libraries are there that take much memory.
SCRIPT = """
import gc
import runpy
import sys
import streamlit as st

if "held" in st.query_params:
    from kseg_core import RgbImage
    from pages._ui.cache import shared_store
    shared_store().clear()
    gc.collect()
    held = {each.digest for each in gc.get_objects() if isinstance(each, RgbImage)}
    st.text("held: " + " ".join(sorted(held)))
elif "loaded" in st.query_params:
    st.text("loaded: " + " ".join(sorted({"pandas", "scipy"} & sys.modules.keys())))
else:
    runpy.run_path("app.py", run_name="__main__")
"""


def photo(number: int, side: int = 300) -> bytes:
    """A JPEG whose colors are those of no other visitor."""
    rng = np.random.default_rng(number)
    small = rng.integers(0, 256, (6, 8, 3)).astype(np.uint8)
    large = cv2.resize(small, (side * 4 // 3, side), interpolation=cv2.INTER_CUBIC)
    return cv2.imencode(".jpg", large, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    folder = tmp_path_factory.mktemp("many")
    script = folder / "probe.py"
    script.write_text(SCRIPT, encoding="utf-8")
    server = AppServer(script, folder / "server.log")
    yield server
    server.stop()
    assert [line for line in server.complaints if "Upload rejected" not in line] == []


def together(actions: list[Callable[[], None]]) -> None:
    """Do all at once, and raise what one of them raises."""
    raised: list[BaseException] = []

    def run(action: Callable[[], None]) -> None:
        try:
            action()
        except BaseException as error:  # handed on below
            raised.append(error)

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def test_each_visitor_sees_only_their_own_photo(server: AppServer):
    start = threading.Barrier(VISITORS)
    seen: list[set[str]] = [set() for _ in range(VISITORS)]

    def visit(number: int) -> None:
        # The first two have photos that wait in the line for large ones.
        data = photo(number, 1250 if number < 2 else 300)
        image = decode_image(data)

        def check(answer: Answer, *ks: int) -> None:
            assert answer.exceptions == []
            assert any(f"visitor\\-{number}" in text for text in visitor.texts())
            results = [segment(image, KMeansSettings(k=k)) for k in ks]
            if ks:
                hexes = [[f"#{bytes(color).hex()}" for color in result.palette] for result in results]
                assert visitor.palettes() == hexes
                seen[number] |= visitor.pictures()
            for result in results:
                painted = encode_label_map(result.labels, result.palette, max_side=PREVIEW_SIDE)
                assert sha256(painted.data) in visitor.pictures()

        with Visitor(server.url) as visitor:
            start.wait(30)
            assert visitor.open().exceptions == []
            check(visitor.upload("upload_0", f"visitor-{number}.jpg", data), 3, 5, 7)
            check(visitor.change("k", string_array_value=["4"]), 4)
            check(visitor.open("edges"))
            seen[number] |= visitor.pictures()

    together([lambda number=number: visit(number) for number in range(VISITORS)])
    assert all(len(pictures) >= 5 for pictures in seen)
    for number, pictures in enumerate(seen):
        for other in seen[:number]:
            assert pictures.isdisjoint(other)


def asked(observer: Visitor, what: str) -> str:
    """What the script says of itself instead of drawing the app."""
    observer.open("", f"{what}=1")
    (words,) = [element.text.body for element in observer.elements() if element.WhichOneof("type") == "text"]
    assert words.startswith(f"{what}:")
    return words.removeprefix(f"{what}:").strip()


def held(observer: Visitor) -> str:
    """The decoded pictures that are held by something but the store."""
    return asked(observer, "held")


def test_a_session_holds_no_pixels_between_runs(server: AppServer):
    data = photo(100, 90)
    digest = decode_image(data).digest
    with Visitor(server.url) as visitor, Visitor(server.url) as observer:
        visitor.open()
        visitor.upload("upload_0", "mine.jpg", data)
        for page, view in VIEWS:
            assert visitor.open(page.path, urlencode(SMALL | view)).exceptions == []
            assert any("mine" in text for text in visitor.texts())
            assert digest not in held(observer), (page.title, view)
            if view == {"mode": str(Mode.CLOSER)}:
                assert visitor.change("detail_take", trigger_value=True).exceptions == []
                assert digest not in held(observer), view
        # Each takes some 40 MB; and while pandas is imported, Plotly in another run meets half of it.
        assert asked(observer, "loaded") == ""


def test_a_download_is_made_again_after_the_run(server: AppServer):
    data = photo(101)
    with Visitor(server.url) as visitor, Visitor(server.url) as observer:
        visitor.open()
        visitor.upload("upload_0", "mine.jpg", data)
        observer.open("", "held=1")
        result = segment(decode_image(data), KMeansSettings(k=3))
        assert visitor.download("png_0") == encode_label_map(result.labels, result.palette).data


def test_the_server_refuses_files_above_the_limit(server: AppServer):
    with Visitor(server.url) as visitor:
        visitor.open()
        path = visitor.upload_path("large.jpg")
        too_large = bytes(MAX_UPLOAD_BYTES + 1)
        assert visitor.put(path, "large.jpg", too_large) == 413
        # Without a length it is counted while it arrives; the frame around the file has some room.
        assert visitor.put(path, "large.jpg", too_large + bytes(2**18), chunked=True) == 413
        assert visitor.put(path, "small.jpg", b"small") == 204


def test_a_file_sent_for_another_session_is_refused(server: AppServer):
    with Visitor(server.url) as visitor:
        visitor.open()
        path = visitor.upload_path("mine.jpg")
        assert visitor.put(path.replace(visitor.session, "somebody"), "mine.jpg", b"x") == 400
