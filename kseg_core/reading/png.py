"""PNG: its layout."""

import struct
import zlib

import numpy as np

from kseg_core.reading.color_profile import MAX_PROFILE_BYTES
from kseg_core.reading.file_format import FileLayout, too_many_parts

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNKS = 100_000
_CHUNKS_READ = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"eXIf", b"acTL", b"fcTL", b"fdAT")
)


def walk(data: bytes) -> FileLayout:
    """Find the chunks to decode, without texts, which can unpack to any size, and without a huge profile."""
    parts: list[tuple[int, int]] = []
    position, complete = 8, False
    run_start = 0
    for _ in range(_MAX_CHUNKS):
        if position + 12 > len(data):
            break
        length, kind = struct.unpack_from(">L4s", data, position)
        end = position + 12 + length
        complete = kind == b"IEND"
        huge_profile = kind == b"iCCP" and not _profile_is_bounded(data[position + 8 : end - 4])
        if kind not in _CHUNKS_READ or huge_profile:
            parts.append((run_start, position))
            run_start = end
        position = end
        if complete:
            break
    else:
        raise too_many_parts("PNG")
    parts.append((run_start, position))
    return FileLayout(complete=complete, parts=np.array(parts) if len(parts) > 1 else None)


def _profile_is_bounded(chunk: bytes) -> bool:
    packed = chunk[chunk.find(b"\0") + 2 :]
    try:
        return len(zlib.decompressobj().decompress(packed, MAX_PROFILE_BYTES + 1)) <= MAX_PROFILE_BYTES
    except zlib.error:
        return False
