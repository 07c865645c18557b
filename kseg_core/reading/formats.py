"""The file formats that are read: one row each. Uploader, messages and README walk over the table.

The list is short on purpose: formats whose decoders are stubs, call other programs, run in pure Python
for minutes or need twenty bytes a pixel (EPS, WMF, QOI, JPEG 2000 …) are left out. Content decides, never
a file name. Each file is given to the one plugin that its first bytes ask for; `PIL.Image.open` is not used,
since its limit on pixels is one global number for all formats.
"""

from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from kseg_core.reading import bmp, gif, heif, jpeg, png, tiff, webp
from kseg_core.reading.file_format import FileFormat, always, begins_with

FORMATS = (
    FileFormat(
        name="JPEG",
        endings=("jpg", "jpeg", "mpo"),
        begins=begins_with(b"\xff\xd8\xff"),
        walk=jpeg.walk,
        open=JpegImageFile,
        cost=jpeg.cost,
        decode=jpeg.decode,
        count_pictures=jpeg.count_pictures,
        largest_reduction=8,
    ),
    FileFormat(
        name="PNG",
        endings=("png",),
        begins=begins_with(b"\x89PNG\r\n\x1a\n"),
        walk=png.walk,
        open=PngImageFile,
        cost=always(4.5),
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
        animated=True,
    ),
    FileFormat(
        name="HEIC",
        endings=("heic", "heif"),
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
        open=TiffImageFile,
        cost=always(4.5),
        decoder_turns=True,
    ),
    FileFormat(
        name="BMP",
        endings=("bmp",),
        begins=begins_with(b"BM"),
        walk=bmp.walk,
        open=BmpImageFile,
        cost=bmp.cost,
    ),
    FileFormat(
        name="GIF",
        endings=("gif",),
        begins=begins_with(b"GIF87a", b"GIF89a"),
        walk=gif.walk,
        open=GifImageFile,
        cost=always(2.4),
        animated=True,
    ),
)
"""The first row that fits a file is taken: many AVIF files bear a brand of HEIC besides."""

ENDINGS = tuple(ending for each in FORMATS for ending in each.endings)
"""How names of files end that can be read, in lower case."""


def recognize_format(data: bytes) -> FileFormat | None:
    """The format that the first bytes speak of, or None."""
    return next((each for each in FORMATS if each.begins(data)), None)


def list_names(conjunction: str) -> str:
    """The names of all formats in a sentence: "JPEG, PNG or GIF"."""
    *others, last = (each.name for each in FORMATS)
    return f"{', '.join(others)} {conjunction} {last}"
