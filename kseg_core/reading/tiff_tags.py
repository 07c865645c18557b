"""The tag directories of TIFF, which EXIF and multi-picture JPEG also use.

Values are read only when asked for, because a directory may claim any number of values of any size.
"""

import re
import struct
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, BITS_PER_SAMPLE, SAMPLES_PER_PIXEL, ROWS_PER_STRIP = 256, 257, 258, 277, 278
TILE_WIDTH, TILE_HEIGHT, COMPRESSION, UNCOMPRESSED = 322, 323, 259, 1
ORIENTATION, PHOTOMETRIC, EXTRA_SAMPLES, ICC_PROFILE = 274, 262, 338, 34675
SUB_DIRECTORIES, DNG_VERSION = 330, 50706
STRIP_OFFSETS, STRIP_BYTE_COUNTS = 273, 279
TILE_OFFSETS, TILE_BYTE_COUNTS = 324, 325
MPF_PICTURE_COUNT = 0xB001
_EXIF_DIRECTORY, _INTEROPERABILITY_DIRECTORY, _INTEROPERABILITY_INDEX = 34665, 40965, 1
_COLOR_SPACE, _UNCALIBRATED = 40961, 65535
_CAPTURED = 36867
_MOMENT = re.compile(rb"([1-9]\d{3}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)\0?")
# Where further directories start: EXIF, GPS, interoperability.
DIRECTORY_TAGS = (34665, 34853, 40965)
# Arrays that decoders read value by value, whatever kind of value the file claims.
LAYOUT_TAGS = frozenset(
    (BITS_PER_SAMPLE, STRIP_OFFSETS, STRIP_BYTE_COUNTS, 320, TILE_OFFSETS, TILE_BYTE_COUNTS, 338, 339)
)

_TEXT_KINDS = {1: 1, 2: 1, 6: 1, 7: 1}
NUMBER_KINDS = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8}
_BYTES_OF_KIND = {**_TEXT_KINDS, **NUMBER_KINDS}
_FRACTION = 5
_UNSIGNED = {1: "u1", 3: "u2", 4: "u4", 13: "u4", 16: "u8"}
MAX_ENTRIES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One entry: its values are of `kind` and start at byte `position`."""

    kind: int
    count: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDirectory:
    """The first directory of a file, and how to read its values.

    Attributes
    ----------
    data : bytes
        The whole file, from its ``II`` or ``MM`` on.
    order : str
        ``"<"`` or ``">"``.
    tags : dict of int to Tag
    """

    data: bytes
    order: str
    tags: dict[int, Tag]

    def values(self, number: int) -> NDArray[np.uint64]:
        """The unsigned values of a tag, shape (count,); empty if absent, signed or cut off."""
        tag = self.tags.get(number)
        if tag is None or tag.kind not in _UNSIGNED:
            return np.empty(0, np.uint64)
        if tag.position + tag.count * _BYTES_OF_KIND[tag.kind] > len(self.data):
            return np.empty(0, np.uint64)
        stored = np.frombuffer(self.data, self.order + _UNSIGNED[tag.kind], tag.count, tag.position)
        return stored.astype(np.uint64)

    def value(self, number: int, default: int) -> int:
        """The first value of a tag, or `default`."""
        values = self.values(number)
        return int(values[0]) if values.size else default

    def ratio(self, number: int) -> float:
        """The first value of a tag that holds fractions; 0 if absent, cut off or divided by 0."""
        tag = self.tags.get(number)
        if tag is None or tag.kind != _FRACTION or tag.position + 8 > len(self.data):
            return 0.0
        upper, lower = struct.unpack_from(f"{self.order}2L", self.data, tag.position)
        return float(upper / lower) if lower else 0.0

    def content(self, number: int) -> bytes:
        """The bytes of a tag whose values are bytes; empty if absent."""
        tag = self.tags.get(number)
        if tag is None or tag.kind not in _TEXT_KINDS:
            return b""
        return bytes(self.data[tag.position : tag.position + tag.count])

    @property
    def pixels(self) -> int:
        """Width times height."""
        return self.value(WIDTH, 0) * self.value(HEIGHT, 0)


def read_directory(data: bytes, place: int | None = None) -> TagDirectory | None:
    """The directory at a byte, or else the first.

    None if there is none, it is cut off, or it has more than `MAX_ENTRIES` tags.
    """
    header = _read_header(data)
    if header is None:
        return None
    order, big, first_place = header
    start = first_place if place is None else place
    count_size, entry_size, inline_size = (8, 20, 8) if big else (2, 12, 4)
    count = _unsigned(data, order, start, count_size)
    first = start + count_size
    if count is None or count > MAX_ENTRIES or first + count * entry_size > len(data):
        return None
    tags: dict[int, Tag] = {}
    for entry in range(first, first + count * entry_size, entry_size):
        number, kind, amount = struct.unpack_from(order + ("HHQ" if big else "HHL"), data, entry)
        position = entry + entry_size - inline_size
        if amount * _BYTES_OF_KIND.get(kind, 1) > inline_size:
            position = struct.unpack_from(order + ("Q" if big else "L"), data, position)[0]
        tags.setdefault(number, Tag(kind=kind, count=amount, position=position))
    return TagDirectory(data=data, order=order, tags=tags)


def count_directories(data: bytes, limit: int) -> int:
    """How many directories are chained, which is how many pages a TIFF has; at most `limit`."""
    header = _read_header(data)
    if header is None:
        return 0
    order, big, start = header
    count_size, entry_size, offset_size = (8, 20, 8) if big else (2, 12, 4)
    seen: set[int] = set()
    while start and start not in seen and len(seen) < limit:
        count = _unsigned(data, order, start, count_size)
        if count is None:
            break
        seen.add(start)
        start = _unsigned(data, order, start + count_size + count * entry_size, offset_size) or 0
    return len(seen)


def read_orientation(exif: bytes) -> int:
    """EXIF orientation, 1 to 8; 1 if the EXIF block is missing or invalid."""
    directory = read_directory(exif.removeprefix(b"Exif\0\0"))
    orientation = 1 if directory is None else directory.value(ORIENTATION, 1)
    return orientation if 1 <= orientation <= 8 else 1


def says_adobe_rgb(exif: bytes) -> bool:
    """Whether a camera marked its picture as Adobe RGB.

    By the interoperability index R03 of the Design rule for Camera File systems.
    """
    data = exif.removeprefix(b"Exif\0\0")
    inner = _exif_directory(data)
    place = 0 if inner is None else inner.value(_INTEROPERABILITY_DIRECTORY, 0)
    interoperability = read_directory(data, place) if place else None
    tag = interoperability.tags.get(_INTEROPERABILITY_INDEX) if interoperability else None
    return tag is not None and data[tag.position : tag.position + 3] == b"R03"


def says_uncalibrated(exif: bytes) -> bool:
    """Whether EXIF says that the colors are not sRGB, and not what else they are."""
    directory = _exif_directory(exif.removeprefix(b"Exif\0\0"))
    return directory is not None and directory.value(_COLOR_SPACE, 1) == _UNCALIBRATED


def read_capture_time(exif: bytes) -> str:
    """When the camera took the picture, ``"2026-05-03 12:33:10"`` in its own time; empty if not known.

    The EXIF block may also be a whole TIFF file.
    """
    directory = _exif_directory(exif.removeprefix(b"Exif\0\0"))
    moment = None if directory is None else _MOMENT.fullmatch(directory.content(_CAPTURED))
    if moment is None:
        return ""
    text = "{}-{}-{} {}".format(*(part.decode() for part in moment.groups()))
    try:
        datetime.fromisoformat(text)
    except ValueError:  # the 31st of February
        return ""
    return text


def _exif_directory(data: bytes) -> TagDirectory | None:
    main = read_directory(data)
    place = 0 if main is None else main.value(_EXIF_DIRECTORY, 0)
    return read_directory(data, place) if place else None


def has_too_many_tags(data: bytes, start: int | None = None) -> bool:
    """Whether the directory at `start`, or else the first, claims more than `MAX_ENTRIES` tags."""
    header = _read_header(data)
    if header is None:
        return False
    order, big, first = header
    count = _unsigned(data, order, first if start is None else start, 8 if big else 2)
    return bool(start != 0 and count is not None and count > MAX_ENTRIES)


def largest_block_bytes(directory: TagDirectory) -> int:
    """Bytes of one decoded strip or tile, which decoders of compressed TIFF hold as a whole."""
    if directory.value(COMPRESSION, UNCOMPRESSED) == UNCOMPRESSED:
        return 0
    height = directory.value(HEIGHT, 0)
    pixels = directory.value(WIDTH, 0) * min(height, directory.value(ROWS_PER_STRIP, height))
    if TILE_WIDTH in directory.tags:
        pixels = directory.value(TILE_WIDTH, 0) * directory.value(TILE_HEIGHT, 0)
    return pixels * directory.value(SAMPLES_PER_PIXEL, 1) * directory.value(BITS_PER_SAMPLE, 1) // 8


def _read_header(data: bytes) -> tuple[str, bool, int] | None:
    """Byte order, whether it is BigTIFF, and where the first directory starts."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(data[:2]))
    if order is None:
        return None
    version = _unsigned(data, order, 2, 2)
    big = version == 43
    start = _unsigned(data, order, 8, 8) if big else _unsigned(data, order, 4, 4)
    return None if version not in (42, 43) or start is None else (order, big, start)


def _unsigned(data: bytes, order: str, position: int, size: int) -> int | None:
    if position + size > len(data):
        return None
    return int.from_bytes(data[position : position + size], "little" if order == "<" else "big")
