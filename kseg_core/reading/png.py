"""PNG: its layout, its colors, the cost of decoding, and the choice between two decoders."""

import struct
import zlib

import numpy as np
from PIL.ImageFile import ImageFile

from kseg_core.reading import deep_color, described_colors
from kseg_core.reading.color_profile import MAX_PROFILE_BYTES
from kseg_core.reading.described_colors import Chromaticities, DescribedColors
from kseg_core.reading.file_format import Cost, FileLayout, too_many_parts
from kseg_core.reading.frames import decode_first_shown
from kseg_core.reading.rows import StoredRows

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNKS = 100_000
_SIZE_OF_PIXELS = b"pHYs"
_CHUNKS_READ = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"iCCP",
        b"eXIf",
        b"acTL",
        b"fcTL",
        b"fdAT",
        _SIZE_OF_PIXELS,
    )
)
_LENGTH_OF_COLOR_CHUNKS = {b"cICP": 4, b"sRGB": 1, b"gAMA": 4, b"cHRM": 32, b"cLLI": 8, b"mDCV": 24}
_CHECKED = frozenset((b"iCCP", b"eXIf", b"tRNS", _SIZE_OF_PIXELS, *_LENGTH_OF_COLOR_CHUNKS))
_LUMINANCE_STEPS = 10_000


def walk(data: bytes) -> FileLayout:
    """Find the chunks to decode.

    They are without texts, which can unpack to any size, without a huge profile, and without optional chunks
    that have a wrong checksum, as browsers ignore them.
    """
    parts: list[tuple[int, int]] = []
    position, complete = 8, False
    run_start = 0
    described: dict[bytes, bytes] = {}
    has_profile = profile_is_damaged = False
    for _ in range(_MAX_CHUNKS):
        if position + 12 > len(data):
            break
        length, kind = struct.unpack_from(">L4s", data, position)
        end = position + 12 + length
        complete = kind == b"IEND"
        content = data[position + 8 : end - 4] if kind in _CHECKED else b""
        usable = kind not in _CHECKED or zlib.crc32(content, zlib.crc32(kind)) == int.from_bytes(
            data[end - 4 : end]
        )
        if usable and len(content) == _LENGTH_OF_COLOR_CHUNKS.get(kind, -1):
            described.setdefault(kind, content)
        if kind == b"iCCP":
            usable = usable and _profile_is_bounded(content)
            has_profile |= usable
            profile_is_damaged |= not usable
        if kind == _SIZE_OF_PIXELS:
            usable = usable and length == 9
        if kind not in _CHUNKS_READ or not usable:
            parts.append((run_start, position))
            run_start = end
        position = end
        if complete:
            break
    else:
        raise too_many_parts("PNG")
    parts.append((run_start, position))
    return FileLayout(
        complete=complete,
        parts=np.array(parts) if len(parts) > 1 else None,
        colors=_describe(described),
        colors_before_profile=_code_points(described) is not None,
        profile_is_damaged=profile_is_damaged and not has_profile,
    )


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Of 8-bit pictures by Pillow, and of 16-bit colors."""
    return deep_color.cost(image, layout) if _is_deep_color(image) else Cost(peak=4.5, held=4.5)


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with Pillow, or 16-bit colors so that all bits are kept."""
    if _is_deep_color(image):
        return deep_color.decode(image, layout.for_decoder(data), layout)
    return decode_first_shown(image, data, layout, reduction)


def _is_deep_color(image: ImageFile) -> bool:
    is_animated = bool(getattr(image, "is_animated", False))
    raw_modes = [tile.args for tile in image.tile]
    deep = any(raw_mode in ("RGB;16B", "RGBA;16B", "LA;16B") for raw_mode in raw_modes)
    return deep and not is_animated and "transparency" not in image.info


def _describe(chunks: dict[bytes, bytes]) -> DescribedColors | None:
    """The colors by the first of `cICP`, `sRGB`, and `gAMA` with `cHRM`, that is there and makes sense."""
    by_code_points = _code_points(chunks)
    if by_code_points is not None or b"sRGB" in chunks or b"gAMA" not in chunks:
        return by_code_points
    chromaticities: Chromaticities | None = None
    if b"cHRM" in chunks:
        wx, wy, rx, ry, gx, gy, bx, by = (each / 1e5 for each in struct.unpack(">8l", chunks[b"cHRM"]))
        chromaticities = (wx, wy, rx, ry, gx, gy, bx, by)
    return described_colors.of_gamma(int.from_bytes(chunks[b"gAMA"]) / 1e5, chromaticities)


def _code_points(chunks: dict[bytes, bytes]) -> DescribedColors | None:
    if b"cICP" not in chunks:
        return None
    primaries, transfer, matrix, full_range = chunks[b"cICP"]
    if matrix != 0 or full_range != 1:
        return None
    peak = 0.0
    if b"cLLI" in chunks:
        peak = int.from_bytes(chunks[b"cLLI"][:4]) / _LUMINANCE_STEPS
    elif b"mDCV" in chunks:
        peak = int.from_bytes(chunks[b"mDCV"][16:20]) / _LUMINANCE_STEPS
    return described_colors.of_code_points(primaries, transfer, peak or described_colors.ORDINARY_PEAK)


def _profile_is_bounded(chunk: bytes) -> bool:
    packed = chunk[chunk.find(b"\0") + 2 :]
    try:
        return len(zlib.decompressobj().decompress(packed, MAX_PROFILE_BYTES + 1)) <= MAX_PROFILE_BYTES
    except zlib.error:
        return False
