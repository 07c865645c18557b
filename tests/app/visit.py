"""Visits to the app without a browser: open it with an address, read what stands on the page."""

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import ExifTags, Image
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from kseg_core import Segmentation

APP = Path(__file__).parents[2] / "app.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a result card was told to show."""

    hexes: list[str]
    shares: list[float]
    numbers: dict[str, str]


def visit(**address: str | list[str]) -> AppTest:
    """The page of a first visit with these parameters in the address."""
    at = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


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
            shares = [color["weight"] for color in data["colors"]]
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
