"""What is known of a file format: the columns of the table `formats.FORMATS`."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from kseg_core.errors import ImageError
from kseg_core.reading.described_colors import DescribedColors
from kseg_core.reading.rows import StoredRows, decode_with_pillow

RAW = (
    "This is a camera's raw file, and no preview in it can be read. Open it in your camera's program, or on "
    "your phone, and save it as a JPEG."
)
CUT_SHORT = "This file is cut short: only part of the picture arrived. Try saving or downloading it again."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileLayout:
    """How a file is structured, found by walking over its bytes before a decoder sees them.

    A hostile file can keep a decoder busy for hours: with a million empty PNG chunks, thousands of scans of
    one JPEG, or millions of TIFF strips. The walks are bounded, so that such files are refused within
    milliseconds. They also tell whether a file is cut short.

    Attributes
    ----------
    complete : bool
        False when the file ends before its first picture does.
    pictures : int
        Pictures in the file; 0 if only the decoder knows.
    scans : int
        Scans of a progressive JPEG; 1 for all other files.
    orientation : int
        The EXIF orientation, 1 to 8, if the decoder undoes it without telling.
    colors : DescribedColors or None
        Colors that the file describes without an ICC profile.
    colors_before_profile : bool
        Whether these count even if there is a profile.
    profile_is_damaged : bool
        Whether there is a profile that the decoder does not get, because it is damaged.
    extra_bytes : float
        Memory for decoding that does not depend on the number of pixels.
    largest_reduction : int
        The largest n for which the file holds the picture at 1/n of its width and height.
    covered : tuple of int, or None
        Left, top, right and bottom of the first frame, if it does not cover the canvas.
    last_scan : int
        Where the last scan of a JPEG starts.
    is_raw : bool
        Whether the pictures are previews in a camera's raw file.
    coarse : bool
        Whether scans of a progressive JPEG are missing, so that it lacks fine details.
    appended : bytes
        What the decoder gets after the file.
    parts : ndarray of int64, shape (N, 2), or None
        Starts and ends of the parts that the decoder gets; None = the whole file.
    """

    complete: bool = True
    pictures: int = 0
    scans: int = 1
    orientation: int = 1
    colors: DescribedColors | None = None
    colors_before_profile: bool = False
    profile_is_damaged: bool = False
    extra_bytes: float = 0.0
    largest_reduction: int = 8
    covered: tuple[int, int, int, int] | None = None
    last_scan: int = 0
    is_raw: bool = False
    coarse: bool = False
    appended: bytes = b""
    parts: NDArray[np.int64] | None = None

    def for_decoder(self, data: bytes) -> bytes:
        """The bytes that the decoder gets, such as a PNG without its texts."""
        if self.parts is None:
            return data + self.appended
        view = memoryview(data)
        return b"".join(view[start:end] for start, end in self.parts.tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Memory for decoding, in bytes per stored pixel, measured as peak resident memory on 12-megapixel files.

    Attributes
    ----------
    peak : float
        While decoding.
    held : float
        What of it is not freed while the result is made.
    unreduced : float
        In addition to both; does not shrink if the picture is decoded smaller.
    max_pixels : float
        A limit for another reason than memory.
    """

    peak: float
    held: float
    unreduced: float = 0.0
    max_pixels: float = float("inf")


def count_pictures(image: ImageFile, layout: FileLayout) -> int:
    """Pictures in a file, from its layout or else from the decoder."""
    return layout.pictures or int(getattr(image, "n_frames", 1))


def by_pillow(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with the plugin that opened the file."""
    return decode_with_pillow(image, reduction)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format that can be read: a row of the table.

    Attributes
    ----------
    name : str
        Shown to people.
    endings : tuple of str
        How the names of such files end, in small letters: what tells photos from other files in a folder.
    begins : Callable
        Whether a file's first bytes are those of the format.
    walk : Callable
        Finds the layout of a file. Raises `ImageError` if reading it would take unreasonably long, and
        `struct.error` or `IndexError` if it ends too early.
    open : Callable
        Opens a file as a Pillow image whose pixels are not decoded yet.
    cost : Callable
        The memory that decoding needs.
    decode : Callable
        From the opened image, the file, its layout and a reduction n to rows of stored pixels, not turned.
        The picture is decoded at 1/n of its width and height.
    count_pictures : Callable
        How many pictures the file holds.
    animated : bool
        Whether several pictures in one file are frames of an animation.
    largest_reduction : int
        The largest n of `decode`: 1, 2, 4 or 8.
    decoder_turns : bool
        Whether the decoder undoes the EXIF orientation.
    in_process : bool
        Whether `DecoderProcess` decodes it in the process of its caller.
    """

    name: str
    endings: tuple[str, ...]
    begins: Callable[[bytes], bool]
    walk: Callable[[bytes], FileLayout]
    open: Callable[[BytesIO], ImageFile]
    cost: Callable[[ImageFile, FileLayout], Cost]
    decode: Callable[[ImageFile, bytes, FileLayout, int], StoredRows] = by_pillow
    count_pictures: Callable[[ImageFile, FileLayout], int] = count_pictures
    animated: bool = False
    largest_reduction: int = 1
    decoder_turns: bool = False
    in_process: bool = False


def begins_with(*signatures: bytes) -> Callable[[bytes], bool]:
    """A test of whether a file begins with one of the signatures."""
    return lambda data: data.startswith(signatures)


def constant_cost(bytes_per_pixel: float) -> Callable[[ImageFile, FileLayout], Cost]:
    """The same cost for every file; nothing is freed before the result is made."""
    cost = Cost(peak=bytes_per_pixel, held=bytes_per_pixel)
    return lambda image, layout: cost


def covered_part(
    canvas: tuple[int, int], frame: tuple[int, int, int, int]
) -> tuple[int, int, int, int] | None:
    """`FileLayout.covered` of a frame of this left, top, width and height; None if it covers the canvas."""
    left, top, width, height = frame
    covers = left == 0 and top == 0 and width >= canvas[0] and height >= canvas[1]
    return None if covers else (left, top, left + width, top + height)


def too_many_parts(name: str) -> ImageError:
    """The error for a file that is built so that reading it would take unreasonably long."""
    return ImageError(
        f"This {name} file carries far more parts than a picture needs, so it is not read. "
        "Open the picture in another program and save it anew."
    )
