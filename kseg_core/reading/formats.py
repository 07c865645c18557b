"""The file formats that are read: one row each. Messages, help and README walk over the table.

The list is short on purpose. Formats are left out whose decoders are stubs, call other programs or run for
minutes in pure Python (EPS, WMF, QOI …). A format is recognized by the first bytes of a file, never by its
name. Each file goes to the decoder of its format. `PIL.Image.open` is not used because its limit on pixels is
one global number for all formats.
"""

from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.IcoImagePlugin import IcoImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from kseg_core.reading import bmp, gif, heif, ico, jpeg, jpeg2000, jpegxl, png, tiff, webp
from kseg_core.reading.file_format import FileFormat, begins_with, constant_cost
from kseg_core.reading.frames import decode_first_shown

FORMATS = (
    FileFormat(
        name="JPEG",
        endings=("jpg", "jpeg", "jpe", "jfif", "mpo"),
        begins=begins_with(b"\xff\xd8\xff"),
        walk=jpeg.walk,
        open=JpegImageFile,
        cost=jpeg.cost,
        decode=jpeg.decode,
        count_pictures=jpeg.count_pictures,
        largest_reduction=8,
        # Decoding 12 megapixels takes 30 to 120 ms of CPU time. Another process adds 20 to 40 and holds 28 MB
        # for nearly every visitor, and of all decoders libjpeg-turbo is tried most with damaged files.
        in_process=True,
    ),
    FileFormat(
        name="PNG",
        endings=("png", "apng"),
        begins=begins_with(png.SIGNATURE),
        walk=png.walk,
        open=PngImageFile,
        cost=png.cost,
        decode=png.decode,
        animated=True,
    ),
    FileFormat(
        name="WebP",
        endings=("webp",),
        begins=webp.begins,
        walk=webp.walk,
        open=WebPImageFile,
        cost=webp.cost,
        decode=webp.decode,
        animated=True,
    ),
    FileFormat(
        name="AVIF",
        endings=("avif",),
        begins=heif.has_brand(b"avif", b"avis"),
        walk=heif.walk,
        open=AvifImageFile,
        cost=heif.cost_of_avif,
        decode=decode_first_shown,
        animated=True,
    ),
    FileFormat(
        name="HEIC",
        endings=("heic", "heif", "hif"),
        begins=heif.has_brand(*heif.HEIC_BRANDS),
        walk=heif.walk,
        open=heif.open_heic,
        cost=heif.cost_of_heic,
        decode=heif.decode_heic,
        decoder_turns=True,
    ),
    FileFormat(
        name="TIFF",
        endings=("tif", "tiff"),
        begins=begins_with(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
        walk=tiff.walk,
        open=tiff.open_tiff,
        cost=tiff.cost,
        decode=tiff.decode,
        decoder_turns=True,
    ),
    FileFormat(
        name="BMP",
        endings=("bmp", "dib"),
        begins=begins_with(b"BM"),
        walk=bmp.walk,
        open=BmpImageFile,
        cost=bmp.cost,
        decode=bmp.decode,
    ),
    FileFormat(
        name="GIF",
        endings=("gif",),
        begins=begins_with(b"GIF87a", b"GIF89a"),
        walk=gif.walk,
        open=GifImageFile,
        cost=constant_cost(2.4),
        decode=decode_first_shown,
        animated=True,
    ),
    FileFormat(
        name="ICO",
        endings=("ico",),
        begins=begins_with(b"\0\0\1\0"),
        walk=ico.walk,
        open=IcoImageFile,
        cost=constant_cost(12.0),
    ),
    FileFormat(
        name="JPEG 2000",
        endings=("jp2", "j2k", "jpf", "jpx", "j2c", "jpc"),
        begins=begins_with(jpeg2000.FILE, jpeg2000.CODESTREAM),
        walk=jpeg2000.walk,
        open=jpeg2000.open_jpeg2000,
        cost=jpeg2000.cost,
        decode=jpeg2000.decode,
        largest_reduction=8,
    ),
    FileFormat(
        name="JPEG XL",
        endings=("jxl",),
        begins=begins_with(jpegxl.FILE, jpegxl.CODESTREAM),
        walk=jpegxl.walk,
        open=jpegxl.JpegXlHeader,
        cost=jpegxl.cost,
        decode=jpegxl.decode,
    ),
)
"""The first row that fits a file wins: many AVIF files also have a brand of HEIC."""

ENDINGS = tuple(f".{ending}" for each in FORMATS for ending in each.endings)
"""How the names of photos end, in small letters, the endings of the first format first."""


_OTHER_RAW = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FUJIFILMCCD-RAW", b"\0MRM", b"FOVb")
"""Signatures of raw files without a picture that is read here: Olympus, Panasonic, Fuji, Minolta, Sigma."""


def is_other_raw(data: bytes) -> bool:
    """Whether this is a camera's raw file of a kind that is not read."""
    return data.startswith(_OTHER_RAW) or heif.has_brand(b"crx ")(data)


def recognize_format(data: bytes) -> FileFormat | None:
    """The format that the first bytes of a file indicate, or None."""
    return next((each for each in FORMATS if each.begins(data)), None)


def list_names(conjunction: str) -> str:
    """The names of all formats in a sentence: "JPEG, PNG or GIF"."""
    *others, last = (each.name for each in FORMATS)
    return f"{', '.join(others)} {conjunction} {last}"
