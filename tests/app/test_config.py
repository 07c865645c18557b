"""The configuration that visitors meet: limits, errors, and colors that can be read."""

import re
import tomllib
from itertools import product
from pathlib import Path

import pytest

from kseg_core.reading.decode import MAX_UPLOAD_BYTES

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text(encoding="utf-8"))
READABLE = 4.5
"""WCAG 2, level AA, for text of normal size."""
VISIBLE = 3.0
"""WCAG 2, level AA, for the parts of a control."""


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def surfaces(theme: dict) -> list[str]:
    keys = ("backgroundColor", "secondaryBackgroundColor")
    return [part[key] for part, key in product((theme, theme["sidebar"]), keys)]


def test_server_and_decoder_have_the_same_upload_limit():
    assert CONFIG["server"]["maxUploadSize"] * 1024 * 1024 == MAX_UPLOAD_BYTES


def test_visitors_see_no_tracebacks():
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_contrast_agrees_with_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_links_can_be_read_on_every_surface(mode):
    theme = CONFIG["theme"][mode]
    for color, surface in product((theme["textColor"], theme["linkColor"]), surfaces(theme)):
        assert contrast(color, surface) >= READABLE


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_accent_carries_white_labels_and_stands_out(mode):
    theme = CONFIG["theme"][mode]
    assert contrast(theme["primaryColor"], "#ffffff") >= READABLE
    for surface in surfaces(theme):
        assert contrast(theme["primaryColor"], surface) >= VISIBLE


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_surfaces_do_not_tint_the_photos(mode):
    for surface in surfaces(CONFIG["theme"][mode]):
        assert re.fullmatch(r"#(..)\1\1", surface)
