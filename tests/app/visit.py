"""Visits to the app without a browser: open it with an address, read what stands on the page."""

import base64
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PIL import ExifTags, Image
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from kseg_core import Segmentation
from pages._ui.declarations import PAGES
from pages._ui.photo import own_photo

Labeled = TypeVar("Labeled")

APP = Path(__file__).parents[2] / "app.py"

FILES = [f"pages/{page.file}" for page in PAGES]
"""Every page, as `AppTest.switch_page` takes it."""

VIEWS = [(f"pages/{page.file}", view) for page in PAGES for view in page.views()]
"""Every page in every section: its file and its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a result card was told to show."""

    hexes: list[str]
    shares: list[str]
    numbers: dict[str, str]


def visit(**address: str | list[str]) -> AppTest:
    """The page of a first visit with these parameters in the address."""
    at = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def file_of(path: str) -> str:
    """The file of the page at a path of the address, as `AppTest.switch_page` takes it."""
    return next(f"pages/{page.file}" for page in PAGES if page.path == path)


def go_to(at: AppTest, file: str) -> None:
    """Let the next run be that of a page. The front page is the app's own script, at its own address."""
    if file != FILES[0]:
        at.switch_page(file)


def page_of(path: str, photo: bytes | None = None, **address: str | list[str]) -> AppTest:
    """Another page than the first with these parameters in the address, and a visitor's own photo."""
    at = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    if photo is not None:
        at.session_state["own"] = own_photo("mine.png", photo)
        at.session_state["show_own"] = True
    at.switch_page(path)
    return at.run()


def sent_files(at: AppTest) -> dict[str, bytes]:
    """What was sent to the browser beside the components, by the names that these know it under."""
    files = {}
    for element in at.get("bidi_component"):  # those of a dialog too
        if element.proto.component_name == "sent_file":
            packed = element.proto.bytes
            head = 4 + int.from_bytes(packed[:4], "little")
            files[json.loads(packed[4:head])["name"]] = packed[head:]
    return files


def component_data(at: AppTest, name: str) -> dict[str, Any]:
    """What the only component of a name was told."""
    (data,) = [
        json.loads(element.proto.json)
        for element in elements(at.main)
        if element.type == "bidi_component" and element.proto.component_name == name
    ]
    return data[0] if isinstance(data, list) else data


def elements(block: Block) -> Iterator[Element]:
    """Everything on the page, top to bottom."""
    for child in block.children.values():
        if isinstance(child, Block):
            yield from elements(child)
        else:
            yield child


def cards(at: AppTest) -> list[Card]:
    """The result cards, left to right."""
    found = []
    for element in elements(at.main):
        if element.type == "bidi_component" and element.proto.component_name == "result_card":
            (data,) = json.loads(element.proto.json)
            hexes = [color["hex"] for color in data["colors"]]
            shares = [color["share"] for color in data["colors"]]
            found.append(Card(hexes=hexes, shares=shares, numbers=dict(data["numbers"])))
    return found


def figure(at: AppTest) -> dict[str, Any]:
    """The row of pictures, as Plotly gets it."""
    (chart,) = at.get("plotly_chart")
    return json.loads(chart.proto.spec)


def titles(at: AppTest) -> list[str]:
    """What stands over the pictures."""
    texts = [annotation["text"] for annotation in figure(at)["layout"]["annotations"]]
    return [text.removeprefix("<b>").removesuffix("</b>") for text in texts]


def pictures(at: AppTest) -> list[Image.Image]:
    """The pictures themselves, the original first."""
    sources = [image["source"] for image in figure(at)["layout"]["images"]]
    return [Image.open(io.BytesIO(base64.b64decode(source.split(",")[1]))) for source in sources]


def labeled(widgets: Iterable[Labeled], label: str) -> Labeled:
    """The widget with a label, where its key changes."""
    return next(widget for widget in widgets if widget.label == label)


def facts(at: AppTest) -> str:
    """What the sidebar says about the photo."""
    return "\n".join(element.value for element in [*at.sidebar.markdown, *at.sidebar.caption])


def captions(at: AppTest) -> str:
    """The small print of the page."""
    return "\n".join(element.value for element in at.main.caption)


def hexes(result: Segmentation) -> list[str]:
    """The palette of a segmentation as cards show it."""
    return [f"#{bytes(color).hex()}" for color in result.palette]


def png(pixels: np.ndarray) -> bytes:
    """A PNG file of an array."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def turned_jpeg(pixels: np.ndarray) -> bytes:
    """A photo held upright: its file lies on its side, and the EXIF tag says so."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", exif=exif)
    return file.getvalue()


def noise(height: int = 40, width: int = 60, *, seed: int = 0) -> np.ndarray:
    """A picture whose pixels are all different."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
