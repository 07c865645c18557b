"""Boxes, of which AVIF, HEIC, JPEG 2000 and JPEG XL files consist."""

import struct
from collections.abc import Iterator

_MAX_BOXES = 10_000


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind of each box between two bytes, where its content starts, and where it ends.

    The last one may end after `end`, in a file that is cut short. Raises `struct.error` if its size is
    cut off.
    """
    for _ in range(_MAX_BOXES):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">L4s", data, start)
        content = start + 8
        if size == 1:
            size = struct.unpack_from(">Q", data, content)[0]
            content += 8
        stop = end if size == 0 else start + max(size, 8)
        yield kind, content, stop
        start = stop
