"""Readers of palette files that know nothing of the writer."""

import csv
import io
import json
import re
import struct
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
from PIL import GimpPaletteFile, Image

Colors = list[tuple[int, ...]]
SVG = "{http://www.w3.org/2000/svg}"


def read_gpl(data: bytes) -> list[tuple[int, int, int]]:
    """The colors of a GIMP palette, read by Pillow."""
    palette, mode = GimpPaletteFile.GimpPaletteFile(io.BytesIO(data)).getpalette()
    assert mode == "RGB"
    return [tuple(palette[start : start + 3]) for start in range(0, len(palette), 3)]


def read_ase(data: bytes) -> tuple[str, list[tuple[str, tuple[float, ...]]]]:
    """From the published description of the blocks of Adobe Swatch Exchange."""
    assert data[:8] == b"ASEF\x00\x01\x00\x00"
    (blocks,) = struct.unpack_from(">I", data, 8)
    position, group, colors, kinds = 12, "", [], []
    for _ in range(blocks):
        kind, length = struct.unpack_from(">HI", data, position)
        block = data[position + 6 : position + 6 + length]
        position += 6 + length
        kinds.append(kind)
        if kind == 0xC002:
            continue
        (units,) = struct.unpack_from(">H", block)
        name = block[2 : 2 + 2 * units].decode("utf-16-be")
        assert name.endswith("\0")
        rest = block[2 + 2 * units :]
        if kind == 0xC001:
            group = name[:-1]
            assert rest == b""
        else:
            model, red, green, blue, color_type = struct.unpack(">4s3fH", rest)
            assert model == b"RGB "
            assert color_type in (0, 1, 2)
            colors.append((name[:-1], (red, green, blue)))
    assert position == len(data)
    assert (kinds[0], kinds[-1], set(kinds[1:-1])) == (0xC001, 0xC002, {0x0001})
    return group, colors


def read_aco(data: bytes) -> list[tuple[str, tuple[int, ...]]]:
    """From Adobe's File Formats Specification: version 1, then the same colors in version 2."""
    version, count = struct.unpack_from(">2H", data)
    assert version == 1
    first = [struct.unpack_from(">5H", data, 4 + 10 * row) for row in range(count)]
    position = 4 + 10 * count
    version, again = struct.unpack_from(">2H", data, position)
    assert (version, again) == (2, count)
    position += 4
    named = []
    for row in range(count):
        values = struct.unpack_from(">5H", data, position)
        assert values == first[row]
        zero, units = struct.unpack_from(">2H", data, position + 10)
        assert zero == 0
        name = data[position + 14 : position + 14 + 2 * units].decode("utf-16-be")
        assert name.endswith("\0")
        assert values[0] == 0, "not RGB"
        assert values[4] == 0
        named.append((name[:-1], values[1:4]))
        position += 14 + 2 * units
    assert position == len(data)
    return named


def read_css(data: bytes) -> list[str]:
    """The values of the properties, which are all that is left without comments."""
    bare = re.sub(r"/\*.*?\*/", "", data.decode(), flags=re.DOTALL)
    assert re.fullmatch(r":root \{\n(  --color-\d+: #[0-9a-f]{6}; \n)+\}\n", bare)
    return re.findall(r"#[0-9a-f]{6}", bare)


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def read_svg(data: bytes) -> list[str]:
    return [rect.attrib["fill"] for rect in ElementTree.fromstring(data).iter(f"{SVG}rect")]


def read_png(data: bytes) -> Colors:
    """The colors from left to right: one for each square."""
    with Image.open(io.BytesIO(data)) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    side = len(pixels)
    assert pixels.shape[1] % side == 0
    squares = pixels.reshape(side, -1, side, 3)
    assert (squares == squares[:1, :, :1]).all()
    return [tuple(color) for color in squares[0, :, 0].tolist()]


def _rgb(codes: list[str]) -> Colors:
    return [tuple(bytes.fromhex(code.removeprefix("#"))) for code in codes]


READ_COLORS: dict[str, Callable[[bytes], Colors]] = {
    # Pillow fills the palette up to 256 colors with grays.
    "gpl": lambda data: read_gpl(data)[: len(data.decode().splitlines()) - 4],
    "ase": lambda data: [tuple(round(255 * value) for value in rgb) for _, rgb in read_ase(data)[1]],
    "aco": lambda data: [tuple(value // 257 for value in rgb) for _, rgb in read_aco(data)],
    "css": lambda data: _rgb(read_css(data)),
    "json": lambda data: [tuple(color["rgb"]) for color in json.loads(data)["colors"]],
    "csv": lambda data: [
        tuple(int(row[each]) for each in ("red", "green", "blue")) for row in read_csv(data)
    ],
    "txt": lambda data: _rgb(data.decode().split()),
    "svg": lambda data: _rgb(read_svg(data)),
    "png": read_png,
}
"""How to get the 8-bit colors out of a file, by the suffix of its format."""
