"""JPEG XL: its layout, its size, and the decoder."""

from io import BytesIO

from PIL.ImageFile import ImageFile

from kseg_core.reading.boxes import boxes
from kseg_core.reading.file_format import FileLayout
from kseg_core.reading.rows import StoredRows, decode_with_pillow

FILE, CODESTREAM = b"\0\0\0\x0cJXL \r\n\x87\n", b"\xff\x0a"
_RATIOS = {1: (1, 1), 2: (6, 5), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_BITS_OF_SIZES = (9, 13, 18, 30)
_LONGEST_SIZE = 10


class JpegXlHeader(ImageFile):
    """The size of a picture; the plugin decodes the whole file when it opens it."""

    def _open(self) -> None:
        assert self.fp is not None
        self._size = read_size(self.fp.read())
        self._mode = "RGB"

    def take_over(self, decoded: ImageFile) -> None:
        """Mode and metadata of the decoded picture."""
        self._mode = decoded.mode
        self.info.update(decoded.info)


def walk(data: bytes) -> FileLayout:
    """Check that the file ends where a box ends; a bare codestream does not tell its length."""
    if data.startswith(CODESTREAM):
        return FileLayout(pictures=1)
    return FileLayout(complete=all(end <= len(data) for *_, end in boxes(data, 0, len(data))), pictures=1)


def read_size(data: bytes) -> tuple[int, int]:
    """Width and height, by the SizeHeader of ISO/IEC 18181-1, a sequence of bits from the lowest on.

    Raises
    ------
    OSError
        If there is no codestream.
    """
    start = _codestream_start(data)
    if data[start : start + 2] != CODESTREAM:
        raise OSError("no JPEG XL codestream")
    bits = int.from_bytes(data[start + 2 : start + 2 + _LONGEST_SIZE], "little")

    def take(count: int) -> int:
        nonlocal bits
        value, bits = bits & (1 << count) - 1, bits >> count
        return value

    def length() -> int:
        return 8 * (1 + take(5)) if small else 1 + take(_BITS_OF_SIZES[take(2)])

    small = take(1)
    height = length()
    ratio = take(3)
    if not ratio:
        return length(), height
    numerator, denominator = _RATIOS[ratio]
    return height * numerator // denominator, height


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with libjxl, which also turns the picture, or the JPEG that the file was made of."""
    # Imported when first needed: most visitors never have such a file.
    from pillow_jxl.JpegXLImagePlugin import JXLImageFile

    decoded = JXLImageFile(BytesIO(data))
    if decoded.size != image.size and decoded.size[::-1] != image.size:
        raise OSError("the size in the header is another one")
    if not decoded.jpeg:
        decoded.info.pop("exif", None)
    if decoded.mode == "I;16":
        decoded.info["bit_depth"] = 16
    assert isinstance(image, JpegXlHeader)
    image.take_over(decoded)
    return decode_with_pillow(decoded)


def _codestream_start(data: bytes) -> int:
    if data.startswith(CODESTREAM):
        return 0
    for kind, content, _ in boxes(data, 0, len(data)):
        if kind == b"jxlc":
            return content
        if kind == b"jxlp":
            return content + 4
    return len(data)
