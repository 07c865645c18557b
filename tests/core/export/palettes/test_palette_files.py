"""Every format is read back by a reader that knows nothing of the writer."""

import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core.errors import SettingsError
from kseg_core.export.palettes.adobe import adobe_swatch_exchange, photoshop_swatches
from kseg_core.export.palettes.formats import (
    PALETTE_FORMATS,
    PaletteFormat,
    css_properties,
    csv_palette,
    gimp_palette,
    json_palette,
    svg_swatches,
)
from kseg_core.export.palettes.swatches import NAME_MAX_BYTES, Swatches
from tests.core.export.palettes.readers import (
    READ_COLORS,
    SVG,
    read_aco,
    read_ase,
    read_css,
    read_csv,
    read_svg,
)


def swatches(colors: list[tuple[int, int, int]], names: tuple[str, ...] | None = None) -> Swatches:
    return Swatches(
        title="Holiday",
        names=names or tuple(f"Color {number}" for number in range(len(colors))),
        colors=np.array(colors, np.uint8).reshape(-1, 3),
        shares=np.full(len(colors), 1 / len(colors)),
    )


PLAIN = swatches([(220, 20, 60), (0, 1, 254), (255, 255, 255)], ("crimson", "blue, almost", "white"))
EVERY_LEVEL = swatches([(level, 255 - level, level // 2) for level in range(255)])
HOSTILE = swatches(
    [(1, 2, 3), (4, 5, 6)], ("<b>&\"*/}\n\x00evil", "紫 " + "long " * 40)
)  # fmt: skip


PALETTES = pytest.mark.parametrize(
    "palette", [PLAIN, EVERY_LEVEL, HOSTILE], ids=["plain", "levels", "hostile"]
)
FORMATS = pytest.mark.parametrize("file_format", PALETTE_FORMATS, ids=lambda each: each.suffix)


@FORMATS
@PALETTES
def test_every_format_gives_the_colors_back(file_format: PaletteFormat, palette: Swatches) -> None:
    colors = READ_COLORS[file_format.suffix](file_format.write(palette))
    assert colors == [tuple(row) for row in palette.colors.tolist()]


@FORMATS
@settings(max_examples=30, deadline=None)
@given(name=st.text(max_size=200))
def test_any_name_leaves_the_files_readable(file_format: PaletteFormat, name: str) -> None:
    palette = swatches([(9, 8, 7)], (name,))
    assert len(palette.names[0].encode()) <= NAME_MAX_BYTES
    assert READ_COLORS[file_format.suffix](file_format.write(palette)) == [(9, 8, 7)]


def test_every_format_has_a_name_a_suffix_and_a_mime_type_of_its_own() -> None:
    for column in ("name", "suffix"):
        assert len({getattr(each, column) for each in PALETTE_FORMATS}) == len(PALETTE_FORMATS)
    assert all(re.fullmatch(r"[a-z]+/[a-z+-]+", each.mime) for each in PALETTE_FORMATS)


@PALETTES
def test_a_gimp_palette_has_its_four_lines_of_head(palette: Swatches) -> None:
    lines = gimp_palette(palette).decode().splitlines()
    assert lines[:2] == ["GIMP Palette", "Name: Holiday"]
    assert len(lines) == 4 + len(palette.names)


def test_gimp_palette_follows_the_rules_of_gimp() -> None:
    lines = gimp_palette(PLAIN).decode().splitlines()[4:]
    parsed = [re.fullmatch(r"\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)", line).groups() for line in lines]
    assert parsed == [
        ("220", "20", "60", "crimson"),
        ("0", "1", "254", "blue, almost"),
        ("255", "255", "255", "white"),
    ]


@PALETTES
def test_adobe_files_give_names_back_and_colors_exactly(palette: Swatches) -> None:
    group, ase = read_ase(adobe_swatch_exchange(palette))
    assert group == "Holiday"
    assert tuple(name for name, _ in ase) == palette.names
    # What comes back is 8 bits to five decimals, not merely nearest to them.
    assert np.allclose([rgb for _, rgb in ase], palette.colors / 255, atol=1e-7)

    aco = read_aco(photoshop_swatches(palette))
    assert tuple(name for name, _ in aco) == palette.names
    assert all(value % 257 == 0 for _, rgb in aco for value in rgb)


@PALETTES
def test_text_formats_give_names_hex_values_and_shares_back(palette: Swatches) -> None:
    expected = ["#{:02x}{:02x}{:02x}".format(*row) for row in palette.colors.tolist()]
    assert read_css(css_properties(palette)) == expected

    content = json.loads(json_palette(palette))
    assert content["name"] == "Holiday"
    assert [color["hex"] for color in content["colors"]] == expected
    assert tuple(color["name"] for color in content["colors"]) == palette.names
    assert sum(color["share"] for color in content["colors"]) == pytest.approx(1, abs=2e-4)

    rows = read_csv(csv_palette(palette))
    assert [row["hex"] for row in rows] == expected
    assert tuple(row["name"] for row in rows) == palette.names
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1, abs=2e-4)


@pytest.mark.parametrize("palette", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_drawn_swatches_say_hex_value_and_name(palette: Swatches) -> None:
    drawing = svg_swatches(palette)
    assert read_svg(drawing) == list(palette.hexes)
    texts = [text.text for text in ElementTree.fromstring(drawing).iter(f"{SVG}text")]
    assert [text.split(", ")[0] for text in texts[::2]] == list(palette.hexes)
    assert tuple(texts[1::2]) == palette.names


@pytest.mark.parametrize(
    ("names", "colors", "shares"),
    [
        ((), np.zeros((0, 3), np.uint8), np.zeros(0)),
        (("a",), np.zeros((2, 3), np.uint8), np.zeros(2)),
        (("a",), np.zeros((1, 3), np.float64), np.zeros(1)),
        (("a",), np.zeros((1, 3), np.uint8), np.zeros(2)),
        (("a",) * 256, np.zeros((256, 3), np.uint8), np.zeros(256)),
    ],
)
def test_swatches_that_do_not_fit_are_refused(names, colors, shares) -> None:
    with pytest.raises(SettingsError):
        Swatches(title="", names=names, colors=colors, shares=shares)
