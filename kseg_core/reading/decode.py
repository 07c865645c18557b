"""From the bytes of a file to an `RgbImage`."""

import hashlib
import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from io import BytesIO

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray
from PIL.Image import DecompressionBombError, DecompressionBombWarning

from kseg_core.errors import ImageError, SettingsError
from kseg_core.image import RgbImage
from kseg_core.preparation import PICTURES_COUNTED_MAX, Preparation
from kseg_core.reading import tiff_tags
from kseg_core.reading.channels import assemble, find_conversion
from kseg_core.reading.deep_values import narrow_transparent_color, stored_bits
from kseg_core.reading.described_colors import ADOBE_RGB, DescribedColors
from kseg_core.reading.file_format import CUT_SHORT, RAW, FileFormat, FileLayout
from kseg_core.reading.formats import is_other_raw, list_names, recognize_format
from kseg_core.reading.memory import MAX_DECODE_BYTES, choose_reduction
from kseg_core.reading.resolution import read_dpi

MAX_PIXELS = 24_000_000
MAX_UPLOAD_BYTES = 50 * 2**20
_NAME_OF_ADOBE_RGB = re.compile(r"_\w{3}\d{4}(?!\d)", re.ASCII)
"""How cameras name pictures in Adobe RGB (Design rule for Camera File systems): _MG_1234, _DSC1234."""

_TOO_LARGE = (MemoryError, DecompressionBombError, DecompressionBombWarning)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileHeader:
    """What is known of a picture file before its pixels are decoded. It holds no bytes of the file.

    Attributes
    ----------
    file_format : FileFormat
    n_pixels : int
        Width times height, as the header states.
    max_pixels : int
        A larger picture will be scaled down to at most this many pixels.
    digest : str
        Of the picture: SHA-256 (hex) of the file, of `max_pixels`, and of its name where that matters.
    is_adobe_rgb_by_name : bool
        Whether the file does not say what its colors are, and its name does.
    """

    file_format: FileFormat
    n_pixels: int
    max_pixels: int
    digest: str
    is_adobe_rgb_by_name: bool = False

    @property
    def facts(self) -> dict[str, str | int]:
        """The attributes that are plain values; the first bytes of the file tell the format again."""
        names = [field.name for field in fields(self) if field.name != "file_format"]
        return {name: getattr(self, name) for name in names}


def check_file_size(n_bytes: int) -> None:
    """Refuse a file that is too large, before or after it was read. Raises `ImageError`."""
    if n_bytes > MAX_UPLOAD_BYTES:
        size, limit = -(-n_bytes // 2**20), MAX_UPLOAD_BYTES // 2**20
        raise ImageError(
            f"This file has {size:,} MB; at most {limit} MB can be read here. "
            "Make the picture smaller or save it as a JPEG."
        )


def recognize_file(data: bytes) -> FileFormat:
    """The format of a file, by its first bytes. Raises `ImageError` if it is not read here, or too large."""
    if not data:
        raise ImageError("This file is empty. Try saving or downloading it again.")
    check_file_size(len(data))
    file_format = recognize_format(data)
    if file_format is None and is_other_raw(data):
        raise ImageError(RAW)
    if file_format is None:
        raise ImageError(f"This file is not a picture that can be read here. Use {list_names('or')}.")
    return file_format


def read_header(data: bytes, *, max_pixels: int = MAX_PIXELS, name: str = "") -> FileHeader:
    """Recognize a file, check its layout and hash it, without decoding the pixels.

    Parameters
    ----------
    data : bytes
        The whole file. Its content decides on the format, not its name.
    max_pixels : int
        A larger picture will be scaled down to at most this many pixels.
    name : str
        Of the file, as the camera gave it. It counts only where EXIF calls the colors uncalibrated and
        nothing else describes them: a name such as ``_MG_1234.JPG`` then tells that they are Adobe RGB.

    Raises
    ------
    ImageError, SettingsError
        As `decode_image`, if the header already shows the problem.
    """
    if max_pixels < 1:
        raise SettingsError("A picture needs room for at least one pixel.")
    file_format = recognize_file(data)
    layout = _walk(file_format, data)
    with _readable_errors(file_format, layout), file_format.open(BytesIO(layout.for_decoder(data))) as image:
        n_pixels = image.width * image.height
        is_adobe_rgb_by_name = (
            _NAME_OF_ADOBE_RGB.match(name) is not None
            and layout.colors is None
            and not image.info.get("icc_profile")
            and tiff_tags.says_uncalibrated(image.info.get("exif") or b"")
        )
    sha = hashlib.sha256(data)
    sha.update(f" max_pixels {max_pixels}{' Adobe RGB' * is_adobe_rgb_by_name}".encode())
    return FileHeader(
        file_format=file_format,
        n_pixels=n_pixels,
        max_pixels=max_pixels,
        digest=sha.hexdigest(),
        is_adobe_rgb_by_name=is_adobe_rgb_by_name,
    )


def decode_image(data: bytes, *, max_pixels: int = MAX_PIXELS, name: str = "") -> RgbImage:
    """Read a picture file of one of the `FORMATS`.

    Parameters
    ----------
    data : bytes
        The whole file. Its content decides on the format, not its name.
    max_pixels : int
        A larger picture is scaled down to at most this many pixels; a smaller one is unchanged.
    name : str
        Of the file; see `read_header`.

    Returns
    -------
    RgbImage
        Turned as its EXIF tag says, in sRGB, with 8 bits per channel. ``digest`` is that of `read_header`
        with the same arguments; the same bytes always give the same pixels.

    Raises
    ------
    ImageError
        If the file is empty, cut short, damaged, not a picture, or would need more memory or time than
        allowed. No input raises another error.
    SettingsError
        If `max_pixels` is below 1.

    Notes
    -----
    1. The layout of the file is checked, within bounds, before a decoder sees it (`FileLayout`).
    2. The header gives the size, and from it the memory that decoding will need (`reading.memory`).
    3. The pixels are decoded, then converted one strip of rows at a time: alpha is split off, values of more
       than 8 bits are scaled, the embedded color profile is applied, and pixels are sampled down to
       `max_pixels`.
    4. The result is turned as the EXIF tag says.
    """
    return decode_file(data, read_header(data, max_pixels=max_pixels, name=name))


def decode_file(data: bytes, header: FileHeader) -> RgbImage:
    """`decode_image` for a file whose header is already known.

    Parameters
    ----------
    data : bytes
    header : FileHeader
        From `read_header` of the same bytes.

    Raises
    ------
    ImageError
    """
    file_format, max_pixels = header.file_format, header.max_pixels
    layout = _walk(file_format, data)
    with (
        _readable_errors(file_format, layout),
        file_format.open(BytesIO(layout.for_decoder(data))) as image,
    ):
        reduction = choose_reduction(image, file_format, layout, max_pixels)
        bits = stored_bits(image)
        narrow_transparent_color(image, bits)
        rows = file_format.decode(image, data, layout, reduction)
        if bits == 8:
            bits = stored_bits(image)  # some decoders tell only afterwards
        colors = layout.colors
        if layout.colors_before_profile:
            image.info.pop("icc_profile", None)
        marked = header.is_adobe_rgb_by_name or tiff_tags.says_adobe_rgb(image.info.get("exif") or b"")
        if colors is None and marked:
            colors = ADOBE_RGB
        conversion = find_conversion(image, rows, bits, colors)
        pixels, alpha, clipped = assemble(rows, conversion, max_pixels)
        orientation = layout.orientation
        if not file_format.decoder_turns:
            orientation = tiff_tags.read_orientation(image.info.get("exif", b""))
            pixels, alpha = _turn(pixels, orientation), alpha if alpha is None else _turn(alpha, orientation)
        pictures = min(file_format.count_pictures(image, layout), PICTURES_COUNTED_MAX)
        kept_pixels = pixels.shape[0] * pixels.shape[1]
        stretched = conversion.values.stretched if conversion.values else rows.stretched
        prepared = Preparation(
            is_preview=layout.is_raw,
            missing=rows.missing,
            coarse=rows.coarse,
            orientation=orientation,
            profile=conversion.profile.name if conversion.profile else "",
            clipped=clipped,
            hdr=isinstance(conversion.profile, DescribedColors) and conversion.profile.hdr > 0,
            profile_is_unusable=conversion.profile_is_unusable
            or (layout.profile_is_damaged and colors is None),
            from_cmyk=image.mode == "CMYK",
            bits=max(8, bits),
            stretched=stretched,
            pictures=max(1, pictures),
            picture=image.tell() + 1,
            animated=file_format.animated and pictures > 1,
            scaled=(header.n_pixels, kept_pixels) if kept_pixels < header.n_pixels else None,
            dpi=read_dpi(image, data),
            captured=tiff_tags.read_capture_time(image.info.get("exif") or data),
        )
    return RgbImage(pixels=pixels, alpha=alpha, digest=header.digest, prepared=prepared)


def opencv_pixels(data: bytes, *, with_alpha: bool) -> NDArray[np.uint8] | None:
    """What OpenCV alone makes of a file, as the exported scripts read it.

    Parameters
    ----------
    data : bytes
    with_alpha : bool
        Whether the script looks for transparency.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3) or (H, W, 4), or None
        BGR, turned as the EXIF tag says, or BGRA, not turned; None if OpenCV cannot read that from it.
    """
    flags = cv2.IMREAD_UNCHANGED if with_alpha else cv2.IMREAD_COLOR
    try:
        stored = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:
        return None
    if stored is None or stored.dtype != np.uint8 or stored.shape[2:] != (4 if with_alpha else 3,):
        return None
    return np.asarray(stored, np.uint8)


def _walk(file_format: FileFormat, data: bytes) -> FileLayout:
    try:
        return file_format.walk(data)
    except (struct.error, IndexError):
        return FileLayout(complete=False, pictures=1)


@contextmanager
def _readable_errors(file_format: FileFormat, layout: FileLayout) -> Iterator[None]:
    """Turn every error of a decoder into an `ImageError`."""
    try:
        yield
    except ImageError:
        raise
    except Exception as error:
        if isinstance(error, _TOO_LARGE) or "memory" in str(error).lower():
            raise ImageError(
                f"Reading this {file_format.name} file would take more than {MAX_DECODE_BYTES // 10**6} MB "
                "of memory. Make the picture smaller and try again."
            ) from error
        if layout.is_raw:
            raise ImageError(RAW) from error
        if not layout.complete or "truncated" in str(error).lower():
            raise ImageError(CUT_SHORT) from error
        raise ImageError(
            f"This {file_format.name} file is damaged or of an unusual kind, and cannot be read. "
            "Try saving or downloading it again, or save it as a JPEG or PNG."
        ) from error


_UNDO_ORIENTATION: dict[int, Callable[[MatLike], MatLike]] = {
    2: lambda stored: cv2.flip(stored, 1),
    3: lambda stored: cv2.rotate(stored, cv2.ROTATE_180),
    4: lambda stored: cv2.flip(stored, 0),
    5: cv2.transpose,
    6: lambda stored: cv2.rotate(stored, cv2.ROTATE_90_CLOCKWISE),
    7: lambda stored: cv2.rotate(cv2.transpose(stored), cv2.ROTATE_180),
    8: lambda stored: cv2.rotate(stored, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


def _turn(stored: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Undo an EXIF orientation from 1 to 8; shape (H, W, ...) becomes (W, H, ...) from 5 on."""
    return stored if orientation == 1 else np.asarray(_UNDO_ORIENTATION[orientation](stored), np.uint8)
