"""GIF: its layout."""

import struct

from kseg_core.reading.file_format import FileLayout, covered_part, too_many_parts

_MAX_BLOCKS = 500_000
_MAX_EXTENSIONS = 2**21
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B


def walk(data: bytes) -> FileLayout:
    """Count the pictures, up to two: the decoder would read all of them. Find where the first one lies."""
    canvas, covered = struct.unpack_from("<HH", data, 6), None
    position = 13 + _palette_bytes(data[10])
    pictures, passed_over = 0, 0
    while data[position] != _TRAILER and pictures < 2:
        start = position
        if data[position] == _IMAGE:
            if pictures == 0:
                covered = covered_part(canvas, struct.unpack_from("<HHHH", data, position + 1))
            pictures += 1
            position = _skip_blocks(data, position + 11 + _palette_bytes(data[position + 9]))
            continue
        position = _skip_blocks(data, position + 2) if data[position] == _EXTENSION else position + 1
        passed_over += position - start
        if passed_over > _MAX_EXTENSIONS:
            raise too_many_parts("GIF")
    return FileLayout(pictures=max(1, pictures), covered=covered)


def _skip_blocks(data: bytes, position: int) -> int:
    for _ in range(_MAX_BLOCKS):
        size = data[position]
        position += 1 + size
        if size == 0:
            return position
    raise too_many_parts("GIF")


def _palette_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
