"""Every format is read back by a reader that knows nothing of the writer."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kseg_core.errors import SettingsError
from kseg_core.export.palettes.formats import PaletteFormat, palette_file
from kseg_core.export.palettes.swatches import NAME_MAX_BYTES, Swatches
from tests.core.export.palettes.readers import read_aco, read_ase, read_gpl


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


@pytest.mark.parametrize("palette", [PLAIN, EVERY_LEVEL, HOSTILE], ids=["plain", "levels", "hostile"])
def test_gimp_palette_is_read_by_pillow(palette: Swatches) -> None:
    data = palette_file(palette, PaletteFormat.GPL)
    # Pillow fills the palette up to 256 colors with grays.
    assert read_gpl(data)[: len(palette.names)] == [tuple(row) for row in palette.colors.tolist()]
    lines = data.decode().splitlines()
    assert lines[:2] == ["GIMP Palette", "Name: Holiday"]
    assert len(lines) == 4 + len(palette.names)


def test_gimp_palette_follows_the_rules_of_gimp() -> None:
    lines = palette_file(PLAIN, PaletteFormat.GPL).decode().splitlines()[4:]
    parsed = [re.fullmatch(r"\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)", line).groups() for line in lines]
    assert parsed == [
        ("220", "20", "60", "crimson"),
        ("0", "1", "254", "blue, almost"),
        ("255", "255", "255", "white"),
    ]


@pytest.mark.parametrize("palette", [PLAIN, EVERY_LEVEL, HOSTILE], ids=["plain", "levels", "hostile"])
def test_adobe_files_give_colors_and_names_back(palette: Swatches) -> None:
    group, ase = read_ase(palette_file(palette, PaletteFormat.ASE))
    assert group == "Holiday"
    assert tuple(name for name, _ in ase) == palette.names
    assert [[round(255 * value) for value in rgb] for _, rgb in ase] == palette.colors.tolist()
    # What comes back is 8 bits to five decimals, not merely nearest to them.
    assert np.allclose([rgb for _, rgb in ase], palette.colors / 255, atol=1e-7)

    aco = read_aco(palette_file(palette, PaletteFormat.ACO))
    assert tuple(name for name, _ in aco) == palette.names
    assert [[value // 257 for value in rgb] for _, rgb in aco] == palette.colors.tolist()
    assert all(value % 257 == 0 for _, rgb in aco for value in rgb)


@pytest.mark.parametrize("palette", [PLAIN, EVERY_LEVEL, HOSTILE], ids=["plain", "levels", "hostile"])
def test_text_formats_give_the_colors_back(palette: Swatches) -> None:
    expected = ["#{:02x}{:02x}{:02x}".format(*row) for row in palette.colors.tolist()]
    assert palette_file(palette, PaletteFormat.HEX).decode().split() == expected

    css = palette_file(palette, PaletteFormat.CSS).decode()
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert re.fullmatch(r":root \{\n(  --color-\d+: #[0-9a-f]{6}; \n)+\}\n", bare)
    assert re.findall(r"#[0-9a-f]{6}", bare) == expected

    content = json.loads(palette_file(palette, PaletteFormat.JSON))
    assert content["name"] == "Holiday"
    assert [color["hex"] for color in content["colors"]] == expected
    assert [color["rgb"] for color in content["colors"]] == palette.colors.tolist()
    assert tuple(color["name"] for color in content["colors"]) == palette.names
    assert sum(color["share"] for color in content["colors"]) == pytest.approx(1, abs=2e-4)

    rows = list(csv.DictReader(io.StringIO(palette_file(palette, PaletteFormat.CSV).decode())))
    assert [row["hex"] for row in rows] == expected
    assert [[int(row[axis]) for axis in ("red", "green", "blue")] for row in rows] == palette.colors.tolist()
    assert tuple(row["name"] for row in rows) == palette.names


@pytest.mark.parametrize("palette", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_swatches_are_drawn_in_the_palette_and_nothing_else(palette: Swatches) -> None:
    root = ElementTree.fromstring(palette_file(palette, PaletteFormat.SVG))
    space = "{http://www.w3.org/2000/svg}"
    assert [rect.get("fill") for rect in root.iter(f"{space}rect")] == list(palette.hexes)
    texts = [text.text for text in root.iter(f"{space}text")]
    assert [text.split(", ")[0] for text in texts[::2]] == list(palette.hexes)
    assert tuple(texts[1::2]) == palette.names

    with Image.open(io.BytesIO(palette_file(palette, PaletteFormat.PNG))) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    columns = pixels[0, :: pixels.shape[1] // len(palette.names)]
    assert columns.tolist() == palette.colors.tolist()
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) == len(palette.names)


@settings(max_examples=30, deadline=None)
@given(name=st.text(max_size=200))
def test_any_name_leaves_the_files_readable(name: str) -> None:
    palette = swatches([(9, 8, 7)], (name,))
    assert len(palette.names[0].encode()) <= NAME_MAX_BYTES
    assert read_gpl(palette_file(palette, PaletteFormat.GPL))[0] == (9, 8, 7)
    assert read_ase(palette_file(palette, PaletteFormat.ASE))[1][0][0] == palette.names[0]
    assert read_aco(palette_file(palette, PaletteFormat.ACO))[0] == (palette.names[0], (2313, 2056, 1799))
    ElementTree.fromstring(palette_file(palette, PaletteFormat.SVG))


def test_every_format_has_a_mime_type_and_a_suffix() -> None:
    assert [file_format.suffix for file_format in PaletteFormat] == (
        ["gpl", "ase", "aco", "css", "json", "csv", "txt", "svg", "png"]
    )
    assert all("/" in file_format.mime for file_format in PaletteFormat)


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
