"""TIFF: its layout, and the memory for turning it and for one whole strip or tile."""

import numpy as np

from kseg_core.errors import ImageError
from kseg_core.preparation import PICTURES_COUNTED_MAX
from kseg_core.reading import tiff_tags
from kseg_core.reading.file_format import CUT_SHORT, FileLayout, too_many_parts

_MAX_VALUES = 250_000
_MAX_BLOCK, _MAX_PIXEL = 2**24, 16
_TURNED_BYTES = 4.0


def walk(data: bytes) -> FileLayout:
    """Count the pages, and check that tags, strips and tiles are not too many and all there."""
    if tiff_tags.has_too_many_tags(data):
        raise too_many_parts("TIFF")
    directory = tiff_tags.read_directory(data)
    if directory is None:
        raise ImageError(CUT_SHORT)
    if any(tiff_tags.has_too_many_tags(data, directory.value(tag, 0)) for tag in tiff_tags.DIRECTORY_TAGS):
        raise too_many_parts("TIFF")
    for number, tag in directory.tags.items():
        is_array = tag.kind in tiff_tags.NUMBER_KINDS or number in tiff_tags.LAYOUT_TAGS
        if is_array and tag.count > _MAX_VALUES:
            raise too_many_parts("TIFF")
    block_bytes = tiff_tags.largest_block_bytes(directory)
    if block_bytes > _MAX_BLOCK + _MAX_PIXEL * directory.pixels:
        raise too_many_parts("TIFF")
    complete = all(
        _data_is_there(directory, starts, sizes)
        for starts, sizes in (
            (tiff_tags.STRIP_OFFSETS, tiff_tags.STRIP_BYTE_COUNTS),
            (tiff_tags.TILE_OFFSETS, tiff_tags.TILE_BYTE_COUNTS),
        )
    )
    turned = directory.value(tiff_tags.ORIENTATION, 1) != 1
    return FileLayout(
        complete=complete,
        pictures=max(1, tiff_tags.count_directories(data, PICTURES_COUNTED_MAX)),
        orientation=tiff_tags.read_orientation(data),
        extra_bytes=_TURNED_BYTES * turned * directory.pixels + block_bytes,
    )


def _data_is_there(directory: tiff_tags.TagDirectory, starts_tag: int, sizes_tag: int) -> bool:
    starts, sizes = directory.values(starts_tag), directory.values(sizes_tag)
    if starts_tag in directory.tags and not starts.size:
        return False
    shared = min(starts.size, sizes.size)
    return bool(np.all(starts[:shared] + sizes[:shared] <= np.uint64(len(directory.data))))
