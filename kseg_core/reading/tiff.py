"""TIFF: its layout, raw files of cameras inside it, the cost of decoding, and the choice between decoders."""

from io import BytesIO

import numpy as np
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from kseg_core.errors import ImageError
from kseg_core.preparation import PICTURES_COUNTED_MAX
from kseg_core.reading import deep_color, deep_tiff, tiff_tags
from kseg_core.reading.file_format import CUT_SHORT, Cost, FileLayout, too_many_parts
from kseg_core.reading.rows import StoredRows, decode_with_pillow

_MAX_VALUES = 250_000
_MAX_BLOCK, _MAX_PIXEL = 2**24, 16
_TURNED_BYTES = 4.0
_SENSOR_PICTURES = (32803, 34892)
_MAX_SUB_DIRECTORIES = 16


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
        is_raw=_is_raw(data, directory),
    )


def open_tiff(stream: BytesIO) -> ImageFile:
    """The header of a file, by Pillow, or of the kinds that it does not know."""
    try:
        return TiffImageFile(stream)
    except SyntaxError:
        stream.seek(0)
        return deep_tiff.DeepTiffHeader(stream)


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Of kinds that Pillow does not know, measured on compressed pictures."""
    if _is_deep_color(image):
        return deep_color.cost(image, layout)
    per_pixel = 1.1 * image.bytes_per_pixel + 2 if isinstance(image, deep_tiff.DeepTiffHeader) else 4.5
    return Cost(peak=per_pixel, held=per_pixel)


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with Pillow, or with tifffile what Pillow does not know."""
    if isinstance(image, deep_tiff.DeepTiffHeader):
        return deep_tiff.decode(image, data)
    if _is_deep_color(image):
        return deep_color.decode(image, data, layout)
    return decode_with_pillow(image)


def _is_deep_color(image: ImageFile) -> bool:
    """RGB of 16 bits, of which Pillow drops the lower 8; not with premultiplied alpha, which it undoes."""
    tags = getattr(image, "tag_v2", {})
    bits = tags.get(tiff_tags.BITS_PER_SAMPLE, ())
    premultiplied = 1 in tags.get(tiff_tags.EXTRA_SAMPLES, ())
    return image.mode in ("RGB", "RGBA") and set(bits) == {16} and len(bits) in (3, 4) and not premultiplied


def _is_raw(data: bytes, directory: tiff_tags.TagDirectory) -> bool:
    """Whether this is a camera's raw file (DNG, CR2, NEF, ARW …), whose first picture is a preview."""
    if tiff_tags.DNG_VERSION in directory.tags or data[8:10] == b"CR":
        return True
    places = directory.values(tiff_tags.SUB_DIRECTORIES)[:_MAX_SUB_DIRECTORIES]
    inner = (tiff_tags.read_directory(data, int(place)) for place in places)
    return any(
        each and each.value(tiff_tags.PHOTOMETRIC, 0) in _SENSOR_PICTURES for each in (directory, *inner)
    )


def _data_is_there(directory: tiff_tags.TagDirectory, starts_tag: int, sizes_tag: int) -> bool:
    starts, sizes = directory.values(starts_tag), directory.values(sizes_tag)
    if starts_tag in directory.tags and not starts.size:
        return False
    shared = min(starts.size, sizes.size)
    return bool(np.all(starts[:shared] + sizes[:shared] <= np.uint64(len(directory.data))))
