"""PNG of one number a pixel, written straight from the array.

Pillow packs such pixels one by one, and OpenCV tries filters, which help with photos only. Both take two to
three times as long.
"""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kseg_core.image import row_blocks

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GRAY, _PALETTE = 0, 3
_FILTER_BYTE = 1  # in front of each row; 0 = no filter
_WINDOW_BITS, _MEMORY_LEVEL = 15, 9


def write_png(
    numbers: NDArray[np.unsignedinteger],
    *,
    bits: int,
    palette: NDArray[np.uint8] | None = None,
    alphas: bytes = b"",
    level: int = 1,
    strategy: int = zlib.Z_RLE,
) -> bytes:
    """A PNG without metadata.

    Parameters
    ----------
    numbers : ndarray of uint8 or uint16, shape (H, W)
        Levels of gray, or rows of the palette.
    bits : int
        Of a pixel: 1, 2, 4, 8 or 16. No number may need more.
    palette : ndarray of uint8, shape (N, 3), optional
        RGB.
    alphas : bytes
        Of the first entries of the palette; the others are opaque.
    level, strategy : int
        Of deflate, as for `zlib.compressobj`. `zlib.Z_RLE` finds only runs.

    References
    ----------
    W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", 2025.
    """
    height, width = numbers.shape
    kind = _GRAY if palette is None else _PALETTE
    chunks = [(b"IHDR", struct.pack(">LLBBBBB", width, height, bits, kind, 0, 0, 0))]
    if palette is not None:
        chunks.append((b"PLTE", palette.tobytes()))
    if alphas:
        chunks.append((b"tRNS", alphas))
    deflate = zlib.compressobj(level, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL, strategy)
    parts = [deflate.compress(rows) for rows in _rows(numbers, bits)]
    chunks += [(b"IDAT", b"".join([*parts, deflate.flush()])), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_chunk(*each) for each in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def _rows(numbers: NDArray[np.unsignedinteger], bits: int) -> Iterator[memoryview]:
    """The rows as a PNG stores them, some at a time."""
    for block in row_blocks(numbers.shape):
        packed = _packed(numbers[block], bits)
        rows = np.zeros((len(packed), _FILTER_BYTE + packed.shape[1]), np.uint8)
        rows[:, _FILTER_BYTE:] = packed
        yield rows.data


def _packed(numbers: NDArray[np.unsignedinteger], bits: int) -> NDArray[np.uint8]:
    """Rows of bytes: the first pixel in the highest bits, each row filled up to a whole byte.

    The pixels of a byte are read as one word. The multiplication puts each where it belongs in the highest
    byte of the word: the copies that it makes meet nowhere.
    """
    height, width = numbers.shape
    if bits == 16:
        return numbers.astype(">u2").view(np.uint8)
    in_byte = 8 // bits
    filled = np.zeros((height, -(-width // in_byte) * in_byte), np.uint8)
    filled[:, :width] = numbers
    words = filled.view(f"<u{in_byte}")
    factor = sum(1 << (8 + bits) * place for place in range(in_byte))
    packed: NDArray[np.uint8] = (words * words.dtype.type(factor) >> 8 * (in_byte - 1)).astype(np.uint8)
    return packed
