"""The file formats that are read, how they are told apart, and what opens each.

The list is short on purpose: formats whose decoders are stubs, call other programs, run in pure Python
for minutes or need twenty bytes a pixel (EPS, WMF, QOI, JPEG 2000 …) are left out. Content decides, never
a file name. Each file is given to the one plugin that its first bytes ask for.
"""

from collections.abc import Callable
from enum import StrEnum
from io import BytesIO

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from PIL.ImageFile import ImageFile

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
_LONGEST_BRAND_LIST = 256


class FileFormat(StrEnum):
    """A format that `decode_image` reads; the value is its name for people."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"
    AVIF = "AVIF"
    HEIC = "HEIC"
    TIFF = "TIFF"
    BMP = "BMP"
    GIF = "GIF"


_SIGNATURES = (
    (b"\xff\xd8\xff", FileFormat.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileFormat.PNG),
    (b"II*\0", FileFormat.TIFF),
    (b"MM\0*", FileFormat.TIFF),
    (b"II+\0", FileFormat.TIFF),
    (b"MM\0+", FileFormat.TIFF),
    (b"BM", FileFormat.BMP),
    (b"GIF87a", FileFormat.GIF),
    (b"GIF89a", FileFormat.GIF),
)


def recognize_format(data: bytes) -> FileFormat | None:
    """The format that the first bytes speak of, or None."""
    for signature, file_format in _SIGNATURES:
        if data.startswith(signature):
            return file_format
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return FileFormat.WEBP
    if data[4:8] == b"ftyp":
        end = min(int.from_bytes(data[:4], "big"), _LONGEST_BRAND_LIST)
        brands = [data[8:12], *(data[start : start + 4] for start in range(16, end, 4))]
        if any(brand in _AVIF_BRANDS for brand in brands):
            return FileFormat.AVIF
        if any(brand in _HEIC_BRANDS for brand in brands):
            return FileFormat.HEIC
    return None


def open_picture(data: bytes, file_format: FileFormat) -> ImageFile:
    """The file's header as a Pillow image whose pixels are not decoded yet.

    `Image.open` is not used: its limit on pixels is one global number for all formats.
    """
    return _OPENERS[file_format](BytesIO(data))


def _open_heic(stream: BytesIO) -> ImageFile:
    # Imported when first needed: it costs 25 ms, and most visitors never bring such a file.
    import pillow_heif

    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    image: ImageFile = pillow_heif.HeifImageFile(stream)
    return image


_OPENERS: dict[FileFormat, Callable[[BytesIO], ImageFile]] = {
    FileFormat.JPEG: JpegImagePlugin.JpegImageFile,
    FileFormat.PNG: PngImagePlugin.PngImageFile,
    FileFormat.WEBP: WebPImagePlugin.WebPImageFile,
    FileFormat.AVIF: AvifImagePlugin.AvifImageFile,
    FileFormat.HEIC: _open_heic,
    FileFormat.TIFF: TiffImagePlugin.TiffImageFile,
    FileFormat.BMP: BmpImagePlugin.BmpImageFile,
    FileFormat.GIF: GifImagePlugin.GifImageFile,
}
