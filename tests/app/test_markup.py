"""Nothing that comes from outside reaches a page as markup: file names, what is in a file, links."""

import struct

import pytest
from PIL import ExifTags, Image
from streamlit.testing.v1 import AppTest

from pages._ui.photo import own_photo
from tests.app.visit import APP, FILES, VIEWS, elements, go_to, noise
from tests.core.reading.picture_files import display_p3_profile, save

MARK = "<script>kseg"
SAID = "<script>said"
"""What a file says of itself, and what stands in a link."""
NAME = f"{MARK}(1)</script><img src=x onerror=alert(1)>\"'&[a](javascript:alert(1))`$x$`:red[b]../../etc.jpg"
SMALL = {"elbow_max": "3", "elbow_runs": "5", "elbow_seeds": "2", "edge_x": "1", "edge_y": "1"}
"""Keeps what the views compute short."""


def opened(page: str, address: dict[str, str], data: bytes | None = None) -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60)
    for key, value in (SMALL | address).items():
        at.query_params[key] = value
    if data is not None:
        at.session_state["own"] = own_photo(NAME, data)
        at.session_state["show_own"] = True
    go_to(at, page)
    at.run()
    assert not at.exception
    return at


def written(at: AppTest) -> list[tuple[str, str, bytes]]:
    """Kind and words of everything on the page, and all of it as bytes."""
    found = []
    for element in [*elements(at.main), *elements(at.sidebar)]:
        proto = element.proto
        words = str(getattr(proto, "body", ""))
        found.append((element.type, words, proto.SerializeToString()))
    return found


def photo_about_itself() -> bytes:
    """A JPEG that speaks wherever a file can carry text."""
    exif = Image.Exif()
    for tag in (ExifTags.Base.ImageDescription, ExifTags.Base.Artist, ExifTags.Base.Copyright):
        exif[tag] = SAID
    file = save(
        Image.fromarray(noise()),
        "JPEG",
        exif=exif,
        icc_profile=display_p3_profile(SAID),
        xmp=f"<x:xmpmeta>{SAID}</x:xmpmeta>".encode(),
    )
    comment = SAID.encode()
    return file[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + file[2:]


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_a_file_name_stays_a_name_and_what_file_and_link_say_is_not_shown(page: str, view: dict[str, str]):
    link = dict.fromkeys(("picked", "merged", "recolored", "locked", "explore_lasso", "seed"), SAID)
    found = written(opened(page, link | view, photo_about_itself()))
    told = [words for kind, words, _ in found if kind in ("markdown", "caption", "html", "alert") and words]
    assert any("\\<script\\>kseg" in words for words in told)
    for words in told:
        assert MARK not in words
        assert "[a](" not in words
        assert "$x$" not in words
    for kind, _, everything in found:
        assert SAID.encode() not in everything
        assert b"x:xmpmeta" not in everything
        # Components get the name as data, which their scripts set as text.
        if MARK.encode() in everything:
            assert kind in ("bidi_component", "selectbox")


def test_a_photo_that_a_link_names_is_not_shown():
    for _, _, everything in written(opened(FILES[0], {"photo": SAID})):
        assert SAID.encode() not in everything


def test_the_mark_is_in_the_file():
    data = photo_about_itself()
    assert data.count(SAID.encode()) == 5
    assert SAID.encode("utf-16-be") in data
