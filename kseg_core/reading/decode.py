"""From the bytes of a file to an `RgbImage`."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL.Image import DecompressionBombError, DecompressionBombWarning
from PIL.ImageFile import ImageFile

from kseg_core.errors import ImageError, SettingsError
from kseg_core.image import RgbImage
from kseg_core.reading import notes, tiff_tags
from kseg_core.reading.channels import ChannelConversion, assemble
from kseg_core.reading.color_profile import find_conversion
from kseg_core.reading.deep_values import (
    ValueRange,
    find_value_range,
    narrow_transparent_color,
    stored_bits,
)
from kseg_core.reading.formats import FileFormat, open_picture, recognize_format
from kseg_core.reading.layout import CUT_SHORT, FileLayout, read_layout
from kseg_core.reading.memory import MAX_DECODE_BYTES, plan_decoding
from kseg_core.reading.pixels import decode_rows
from kseg_core.reading.rows import Sampling, StoredRows, fit

MAX_PIXELS = 24_000_000
MAX_UPLOAD_BYTES = 50 * 2**20

_BASE_MODES = {"1": "L", "L": "L", "LA": "L", "La": "L", "CMYK": "CMYK"}
_EXIF_FORMATS = (FileFormat.JPEG, FileFormat.PNG, FileFormat.WEBP, FileFormat.AVIF)


def image_digest(data: bytes, max_pixels: int = MAX_PIXELS) -> str:
    """The digest that ``decode_image(data, max_pixels=max_pixels)`` will have, without decoding."""
    sha = hashlib.sha256(data)
    sha.update(f" max_pixels {max_pixels}".encode())
    return sha.hexdigest()


def decode_image(data: bytes, *, max_pixels: int = MAX_PIXELS) -> RgbImage:
    """Read a JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP or GIF file.

    Parameters
    ----------
    data : bytes
        The whole file. Its content decides on the format, not its name.
    max_pixels : int
        A larger picture is scaled down to at most this many pixels, a smaller one is left as it is.

    Returns
    -------
    RgbImage
        Turned as its EXIF tag says, in sRGB, with 8 bits a channel. ``digest`` is `image_digest` of the same
        arguments; the same bytes always give the same pixels.

    Raises
    ------
    ImageError
        If the file is empty, cut short, damaged, not a picture, or would need more memory or time than a
        visitor may take; whatever the bytes are, nothing else is raised.
    SettingsError
        If `max_pixels` is below 1.

    Notes
    -----
    1. The file's own layout is walked, bounded, before a decoder sees it (`reading.layout`).
    2. The header gives the size, and from it the memory that decoding will take (`reading.memory`).
    3. The pixels are decoded, then converted a strip of rows at a time: alpha is split off, deep values are
       scaled, colors go through the embedded profile, and what is above `max_pixels` is left out by sampling.
    4. The result is turned.
    """
    if max_pixels < 1:
        raise SettingsError("A picture needs room for at least one pixel.")
    file_format = _recognize(data)
    layout = read_layout(data, file_format)
    with _sentences(layout, file_format):
        picture = _read(layout, file_format, max_pixels)
        pixels, alpha = _turn(picture.pixels, picture.orientation), picture.alpha
        alpha = None if alpha is None else _turn(alpha, picture.orientation)
    return RgbImage(
        pixels=pixels,
        alpha=alpha,
        digest=image_digest(data, max_pixels),
        source=file_format.value,
        notes=picture.notes,
    )


def stored_pixels(data: bytes) -> int:
    """Width times height of the picture in a file, as its header says, without decoding.

    Raises
    ------
    ImageError
        As `decode_image` does, where the header shows it already.
    """
    file_format = _recognize(data)
    layout = read_layout(data, file_format)
    with _sentences(layout, file_format), open_picture(layout.data, file_format) as image:
        return image.width * image.height


@contextmanager
def _sentences(layout: FileLayout, file_format: FileFormat) -> Iterator[None]:
    """Turn whatever a decoder raises into an `ImageError`."""
    try:
        yield
    except ImageError:
        raise
    except (MemoryError, DecompressionBombError, DecompressionBombWarning) as error:
        raise ImageError(
            f"Reading this {file_format} file would take more than {MAX_DECODE_BYTES // 10**6} MB of memory. "
            "Make the picture smaller and try again."
        ) from error
    except Exception as error:
        raise ImageError(_what_went_wrong(layout, file_format, error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    """A decoded picture as it lies in its file."""

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    orientation: int
    notes: tuple[str, ...]


def _recognize(data: bytes) -> FileFormat:
    if not data:
        raise ImageError("This file is empty. Try saving or downloading it again.")
    if len(data) > MAX_UPLOAD_BYTES:
        size, limit = -(-len(data) // 2**20), MAX_UPLOAD_BYTES // 2**20
        raise ImageError(
            f"This file has {size} MB; at most {limit} MB can be read here. "
            "Make the picture smaller or save it as a JPEG."
        )
    file_format = recognize_format(data)
    if file_format is None:
        *others, last = (known.value for known in FileFormat)
        raise ImageError(
            f"This file is not a picture that can be read here. Use {', '.join(others)} or {last}."
        )
    return file_format


def _read(layout: FileLayout, file_format: FileFormat, max_pixels: int) -> _Picture:
    with open_picture(layout.data, file_format) as image:
        stored_pixels = image.width * image.height
        plan = plan_decoding(image, file_format, layout, max_pixels)
        bits = stored_bits(image)
        narrow_transparent_color(image, bits)
        rows = decode_rows(image, file_format, layout, plan)
        conversion = _find_conversion(image, rows, bits)
        sampling = Sampling(stored=rows.size, wanted=fit(rows.size, max_pixels))
        pixels, alpha = assemble(rows, sampling, conversion)
        orientation, said_orientation = _find_orientation(image, file_format, layout)
        profile, values = conversion.profile, conversion.values
        said = (
            notes.turned(said_orientation),
            f"colors converted from {profile.name} to sRGB" if profile else "",
            "converted from CMYK" if image.mode == "CMYK" else "",
            notes.reduced_depth(bits, values),
            notes.one_of_many(image, file_format, layout),
            notes.scaled(stored_pixels, pixels.shape[0] * pixels.shape[1]),
        )
    return _Picture(
        pixels=pixels, alpha=alpha, orientation=orientation, notes=tuple(note for note in said if note)
    )


def _find_conversion(image: ImageFile, rows: StoredRows, bits: int) -> ChannelConversion:
    values = None
    if image.mode in ("I", "F"):
        values = find_value_range(rows)
    elif image.mode.startswith("I;16"):
        values = ValueRange(low=0, high=2**bits - 1)
    base_mode = "L" if values is not None else _BASE_MODES.get(image.mode, "RGB")
    return ChannelConversion(values=values, profile=find_conversion(image.info.get("icc_profile"), base_mode))


def _find_orientation(image: ImageFile, file_format: FileFormat, layout: FileLayout) -> tuple[int, int]:
    """The orientation that is still to be applied, and the one that the file has."""
    if file_format in _EXIF_FORMATS:
        orientation = tiff_tags.read_orientation(image.info.get("exif", b""))
        return orientation, orientation
    # Pillow turns TIFF itself, libheif HEIC.
    return 1, tiff_tags.read_orientation(layout.data) if file_format is FileFormat.TIFF else 1


def _turn(stored: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Undo an EXIF orientation from 1 to 8; shape (H, W, ...) becomes (W, H, ...) from 5 on."""
    if orientation == 1:
        return stored
    turned: Any = cv2.transpose(stored) if orientation in (5, 7) else stored
    if orientation in (3, 7):
        turned = cv2.rotate(turned, cv2.ROTATE_180)
    elif orientation in (2, 4):
        turned = cv2.flip(turned, 1 if orientation == 2 else 0)
    elif orientation in (6, 8):
        turned = cv2.rotate(
            turned, cv2.ROTATE_90_CLOCKWISE if orientation == 6 else cv2.ROTATE_90_COUNTERCLOCKWISE
        )
    return np.asarray(turned, np.uint8)


def _what_went_wrong(layout: FileLayout, file_format: FileFormat, error: Exception) -> str:
    if not layout.complete or "truncated" in str(error).lower():
        return CUT_SHORT
    return (
        f"This {file_format} file is damaged or of an unusual kind, and cannot be read. "
        "Try saving or downloading it again, or save it as a JPEG or PNG."
    )
