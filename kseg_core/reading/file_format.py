"""What is to be known of a file format: the columns of the table `formats.FORMATS`."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from kseg_core.errors import ImageError
from kseg_core.reading.rows import StoredRows, decode_with_pillow

CUT_SHORT = "This file is cut short: only part of the picture arrived. Try saving or downloading it again."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileLayout:
    """How a file is put together, found by a walk over its bytes before any decoder sees them.

    Decoders trust counts that cost them hours: a million empty PNG chunks, thousands of passes over one
    JPEG, TIFF strips by the million. The walks are bounded, so that such files are turned away in
    milliseconds; they also tell whether a file ends before its picture does.

    Attributes
    ----------
    complete : bool
        False when the file ends before its first picture does.
    pictures : int
        Pictures in the file; 0 where the decoder is to be asked.
    scans : int
        Passes over the picture; above 1 only in JPEG.
    orientation : int
        The EXIF orientation, 1 to 8, where the decoder undoes it and does not tell.
    extra_bytes : float
        Memory that decoding takes beside that for each pixel.
    kept : ndarray of int64, shape (N, 2), or None
        Starts and ends of the parts that a decoder should get; None = the whole file.
    """

    complete: bool = True
    pictures: int = 0
    scans: int = 1
    orientation: int = 1
    extra_bytes: float = 0.0
    kept: NDArray[np.int64] | None = None

    def for_decoder(self, data: bytes) -> bytes:
        """The file as a decoder should get it: a PNG without its texts."""
        if self.kept is None:
            return data
        view = memoryview(data)
        return b"".join(view[start:end] for start, end in self.kept.tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Peak resident memory in bytes for each stored pixel, measured on 12-megapixel files.

    Attributes
    ----------
    peak : float
        While decoding.
    held : float
        Still held while the result is made.
    unreduced : float
        In both besides, also where the picture is decoded smaller.
    most_pixels : float
        A limit that memory does not set.
    """

    peak: float
    held: float
    unreduced: float = 0.0
    most_pixels: float = float("inf")


def walk_nothing(data: bytes) -> FileLayout:
    """For formats whose decoder finds out by itself, and quickly, whatever is wrong."""
    return FileLayout()


def count_pictures(image: ImageFile, layout: FileLayout) -> int:
    """Pictures in a file, as the walk or else the decoder says."""
    return layout.pictures or int(getattr(image, "n_frames", 1))


def by_pillow(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with the plugin that opened the file."""
    return decode_with_pillow(image, reduction)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format that is read: a row of the table.

    Attributes
    ----------
    name : str
        For people.
    endings : tuple of str
        Of file names, for the uploader; which format a file has, its content decides.
    begins : Callable
        Whether a file's first bytes are those of the format.
    walk : Callable
        The layout of a file. Raises `ImageError` if reading it would take unreasonably long, and
        `struct.error` or `IndexError` where it ends too early.
    open : Callable
        The header as a Pillow image whose pixels are not decoded yet.
    cost : Callable
        What decoding takes.
    decode : Callable
        From the opened image, the file, its layout and a reduction, at that fraction of whose width and
        height it is decoded, to rows of stored pixels, in the orientation of the file.
    count_pictures : Callable
        How many pictures the file holds.
    animated : bool
        Whether several pictures are frames of an animation.
    largest_reduction : int
        1, or 2, 4, 8: how much smaller than stored it can be decoded.
    decoder_turns : bool
        Whether the decoder undoes the EXIF orientation.
    """

    name: str
    endings: tuple[str, ...]
    begins: Callable[[bytes], bool]
    walk: Callable[[bytes], FileLayout] = walk_nothing
    open: Callable[[BytesIO], ImageFile]
    cost: Callable[[ImageFile, FileLayout], Cost]
    decode: Callable[[ImageFile, bytes, FileLayout, int], StoredRows] = by_pillow
    count_pictures: Callable[[ImageFile, FileLayout], int] = count_pictures
    animated: bool = False
    largest_reduction: int = 1
    decoder_turns: bool = False


def begins_with(*signatures: bytes) -> Callable[[bytes], bool]:
    """Files that begin with one of the signatures."""
    return lambda data: data.startswith(signatures)


def always(peak_and_held: float) -> Callable[[ImageFile, FileLayout], Cost]:
    """The same cost for every file, nothing of it freed before the result is made."""
    cost = Cost(peak=peak_and_held, held=peak_and_held)
    return lambda image, layout: cost


def overloaded(name: str) -> ImageError:
    """For a file built so that reading it would take unreasonably long."""
    return ImageError(
        f"This {name} file carries far more parts than a picture needs, so it is not read. "
        "Open the picture in another program and save it anew."
    )
