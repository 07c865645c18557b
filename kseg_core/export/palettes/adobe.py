"""Palettes for Adobe programs: Swatch Exchange (.ase) and Photoshop swatches (.aco)."""

import struct

from kseg_core.export.palettes.swatches import Swatches

_COLOR, _GROUP_START, _GROUP_END = 0x0001, 0xC001, 0xC002
_GLOBAL = 0
_RGB = 0


def adobe_swatch_exchange(swatches: Swatches) -> bytes:
    """An .ase file: one group, named by the title, of global RGB colors.

    Notes
    -----
    Big endian: ``ASEF``, version 1.0, the number of blocks, then blocks of a 16-bit type, a 32-bit
    length and the content. A name is UTF-16 with its length in units, the closing zero counted.
    Channels are 32-bit floats from 0 to 1, which give the 8-bit values back exactly when rounded.
    """
    blocks = [_block(_GROUP_START, _counted(swatches.title, "H"))]
    for name, _, rgb, _ in swatches.rows():
        channels = struct.pack(">4s3fH", b"RGB ", *(value / 255 for value in rgb), _GLOBAL)
        blocks.append(_block(_COLOR, _counted(name, "H") + channels))
    blocks.append(_block(_GROUP_END, b""))
    return struct.pack(">4sHHI", b"ASEF", 1, 0, len(blocks)) + b"".join(blocks)


def photoshop_swatches(swatches: Swatches) -> bytes:
    """An .aco file: version 1 without names, then version 2 with them, as Photoshop writes it.

    References
    ----------
    Adobe Photoshop File Formats Specification, "Color Swatches": channels are 16 bits, so that
    255 is 65535.
    """
    count = len(swatches.names)
    rows = [struct.pack(">5H", _RGB, *(257 * value for value in rgb), 0) for rgb in swatches.colors.tolist()]
    named = [row + _counted(name, "I") for row, name in zip(rows, swatches.names, strict=True)]
    return struct.pack(">2H", 1, count) + b"".join(rows) + struct.pack(">2H", 2, count) + b"".join(named)


def _block(kind: int, content: bytes) -> bytes:
    return struct.pack(">HI", kind, len(content)) + content


def _counted(text: str, length_format: str) -> bytes:
    encoded = f"{text}\0".encode("utf-16-be")
    return struct.pack(f">{length_format}", len(encoded) // 2) + encoded
