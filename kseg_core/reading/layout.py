"""How a file is put together, read from its bytes before any decoder sees them.

Decoders trust counts that cost them hours: a million empty PNG chunks, thousands of passes over one JPEG,
TIFF strips by the million. The walks here are bounded, so that such files are turned away in
milliseconds; they also tell whether a file ends before its picture does.
"""

import re
import struct
import zlib
from dataclasses import dataclass

import numpy as np

from kseg_core.errors import ImageError
from kseg_core.reading import tiff_tags
from kseg_core.reading.formats import FileFormat

CUT_SHORT = "This file is cut short: only part of the picture arrived. Try saving or downloading it again."
MAX_PROFILE_BYTES = 4 * 2**20
MAX_PAGES = 1000
_MAX_JPEG_SEGMENTS = 2048
_MAX_JPEG_HEADER = 2**24
_MAX_JPEG_FILL = 4096
_MAX_JPEG_SCANS = 32
_LAST_COEFFICIENT = 63
_MAX_PNG_CHUNKS = 100_000
_MAX_GIF_BLOCKS = 500_000
_MAX_GIF_EXTENSIONS = 2**21
_GIF_EXTENSION, _GIF_IMAGE, _GIF_TRAILER = 0x21, 0x2C, 0x3B
_MAX_BOXES = 10_000
_MAX_TIFF_VALUES = 250_000
_MAX_TIFF_BLOCK, _MAX_TIFF_PIXEL = 2**24, 16
_PNG_CHUNKS_READ = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"eXIf", b"acTL", b"fcTL", b"fdAT")
)
_JPEG_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_MARKER_AFTER_DATA = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLayout:
    """What a walk over a file found.

    Attributes
    ----------
    data : bytes
        The file as a decoder should get it: a PNG without its texts.
    complete : bool
        False when the file ends before its first picture does.
    pictures : int
        Pictures in the file, as far as the walk sees them.
    scans : int
        Passes over the picture; above 1 only in JPEG.
    """

    data: bytes
    complete: bool = True
    pictures: int = 1
    scans: int = 1


def read_layout(data: bytes, file_format: FileFormat) -> FileLayout:
    """Walk over `data`.

    Raises
    ------
    ImageError
        If the file is built so that reading it would take unreasonably long.
    """
    walk = {
        FileFormat.JPEG: _walk_jpeg,
        FileFormat.PNG: _walk_png,
        FileFormat.GIF: _walk_gif,
        FileFormat.TIFF: _walk_tiff,
        FileFormat.WEBP: _walk_riff,
        FileFormat.AVIF: _walk_boxes,
        FileFormat.HEIC: _walk_boxes,
        FileFormat.BMP: _walk_bmp,
    }[file_format]
    try:
        return walk(data)
    except (struct.error, IndexError):
        return FileLayout(data=data, complete=False)


def _overloaded(name: str) -> ImageError:
    return ImageError(
        f"This {name} file carries far more parts than a picture needs, so it is not read. "
        "Open the picture in another program and save it anew."
    )


def _walk_jpeg(data: bytes) -> FileLayout:
    position, filling, components = 2, 0, 0
    for _ in range(_MAX_JPEG_SEGMENTS):
        start = position
        while data[position] != 0xFF or data[position + 1] in (0x00, 0xFF):
            position += 1
            if filling + position - start > _MAX_JPEG_FILL:
                raise _overloaded("JPEG")
        filling += position - start
        marker = data[position + 1]
        if marker == 0x01 or 0xD0 <= marker <= 0xD9:
            position += 2
            continue
        if marker in _JPEG_FRAME_HEADERS:
            components = data[position + 9]
        if marker == 0xDA:
            return _walk_jpeg_scans(data, position, components)
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
        if position > _MAX_JPEG_HEADER:
            break
    raise _overloaded("JPEG")


def _walk_jpeg_scans(data: bytes, position: int, components: int) -> FileLayout:
    # One pass that holds every component is the usual case: what follows need not be searched.
    if data[position + 4] == components and data[position + 6 + 2 * components] == _LAST_COEFFICIENT:
        return FileLayout(data=data, complete=data.rfind(b"\xff\xd9") > position)
    scans, complete = 0, False
    while not complete and position + 4 <= len(data):
        if data[position + 1] == 0xDA:
            scans += 1
            if scans > _MAX_JPEG_SCANS:
                raise _overloaded("JPEG")
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
        following = _JPEG_MARKER_AFTER_DATA.search(data, position)
        if following is None:
            break
        position = following.start()
        complete = data[position + 1] == 0xD9
    return FileLayout(data=data, complete=complete, scans=max(2, scans))


def _walk_png(data: bytes) -> FileLayout:
    view, kept, position, complete = memoryview(data), [], 8, False
    run_start = 0
    for _ in range(_MAX_PNG_CHUNKS):
        if position + 12 > len(data):
            break
        length, kind = struct.unpack_from(">L4s", data, position)
        end = position + 12 + length
        complete = kind == b"IEND"
        huge_profile = kind == b"iCCP" and not _profile_is_bounded(data[position + 8 : end - 4])
        if kind not in _PNG_CHUNKS_READ or huge_profile:
            kept.append(view[run_start:position])
            run_start = end
        position = end
        if complete:
            break
    else:
        raise _overloaded("PNG")
    kept.append(view[run_start:position])
    return FileLayout(data=b"".join(kept) if len(kept) > 1 else data, complete=complete)


def _profile_is_bounded(chunk: bytes) -> bool:
    packed = chunk[chunk.find(b"\0") + 2 :]
    try:
        return len(zlib.decompressobj().decompress(packed, MAX_PROFILE_BYTES + 1)) <= MAX_PROFILE_BYTES
    except zlib.error:
        return False


def _walk_gif(data: bytes) -> FileLayout:
    position = 13 + _gif_palette_bytes(data[10])
    pictures, passed_over = 0, 0
    while data[position] != _GIF_TRAILER and pictures < 2:
        start = position
        if data[position] == _GIF_IMAGE:
            pictures += 1
            position = _skip_gif_blocks(data, position + 11 + _gif_palette_bytes(data[position + 9]))
            continue
        position = _skip_gif_blocks(data, position + 2) if data[position] == _GIF_EXTENSION else position + 1
        passed_over += position - start
        if passed_over > _MAX_GIF_EXTENSIONS:
            raise _overloaded("GIF")
    return FileLayout(data=data, pictures=max(1, pictures))


def _skip_gif_blocks(data: bytes, position: int) -> int:
    for _ in range(_MAX_GIF_BLOCKS):
        size = data[position]
        position += 1 + size
        if size == 0:
            return position
    raise _overloaded("GIF")


def _gif_palette_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _walk_tiff(data: bytes) -> FileLayout:
    if tiff_tags.has_too_many_tags(data):
        raise _overloaded("TIFF")
    directory = tiff_tags.read_directory(data)
    if directory is None:
        raise ImageError(CUT_SHORT)
    if any(tiff_tags.has_too_many_tags(data, directory.value(tag, 0)) for tag in tiff_tags.DIRECTORY_TAGS):
        raise _overloaded("TIFF")
    for number, tag in directory.tags.items():
        listed = tag.kind in tiff_tags.NUMBER_KINDS or number in tiff_tags.LAYOUT_TAGS
        if listed and tag.count > _MAX_TIFF_VALUES:
            raise _overloaded("TIFF")
    if tiff_tags.largest_block_bytes(directory) > _MAX_TIFF_BLOCK + _MAX_TIFF_PIXEL * directory.pixels:
        raise _overloaded("TIFF")
    complete = all(
        _tiff_data_is_there(directory, starts, sizes)
        for starts, sizes in (
            (tiff_tags.STRIP_OFFSETS, tiff_tags.STRIP_BYTE_COUNTS),
            (tiff_tags.TILE_OFFSETS, tiff_tags.TILE_BYTE_COUNTS),
        )
    )
    pictures = tiff_tags.count_directories(data, MAX_PAGES)
    return FileLayout(data=data, complete=complete, pictures=pictures)


def _tiff_data_is_there(directory: tiff_tags.TagDirectory, starts_tag: int, sizes_tag: int) -> bool:
    starts, sizes = directory.values(starts_tag), directory.values(sizes_tag)
    if starts_tag in directory.tags and not starts.size:
        return False
    shared = min(starts.size, sizes.size)
    return bool(np.all(starts[:shared] + sizes[:shared] <= np.uint64(len(directory.data))))


def _walk_riff(data: bytes) -> FileLayout:
    return FileLayout(data=data, complete=struct.unpack_from("<L", data, 4)[0] + 8 <= len(data))


def _walk_boxes(data: bytes) -> FileLayout:
    position = 0
    for _ in range(_MAX_BOXES):
        if position + 8 > len(data):
            break
        size = struct.unpack_from(">L", data, position)[0]
        if size == 0:
            position = len(data)
            break
        if size == 1:
            size = struct.unpack_from(">Q", data, position + 8)[0]
        position += max(size, 8)
    return FileLayout(data=data, complete=position <= len(data))


def _walk_bmp(data: bytes) -> FileLayout:
    offset, header = struct.unpack_from("<LL", data, 10)
    if header < 40:
        return FileLayout(data=data)
    width, height, _, bits, compression = struct.unpack_from("<llHHL", data, 18)
    stored = (abs(width) * bits + 31) // 32 * 4 * abs(height) if compression in (0, 3) else 0
    return FileLayout(data=data, complete=offset + stored <= len(data))
