"""JPEG XL: its layout, its size, and the decoder."""

from collections.abc import Callable
from io import BytesIO

from PIL.ImageFile import ImageFile

from kseg_core.reading.boxes import boxes
from kseg_core.reading.file_format import Cost, FileLayout, too_many_parts
from kseg_core.reading.rows import StoredRows, decode_with_pillow
from kseg_core.threads import WORKERS

FILE, CODESTREAM = b"\0\0\0\x0cJXL \r\n\x87\n", b"\xff\x0a"
_RATIOS = {1: (1, 1), 2: (6, 5), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_LONGEST_HEADER = 64
_MAX_EXTRA_CHANNELS = 4


class _Bits:
    """The bits of a header, from the lowest on."""

    def __init__(self, data: bytes) -> None:
        self._bits = int.from_bytes(data, "little")

    def take(self, count: int) -> int:
        value, self._bits = self._bits & (1 << count) - 1, self._bits >> count
        return value

    def number(self, *choices: tuple[int, int]) -> int:
        """Two bits choose what is added to how many further bits."""
        added, count = choices[self.take(2)]
        return added + self.take(count)

    def size(self, *lengths: tuple[int, int], eighths: Callable[[], int]) -> tuple[int, int]:
        """Width and height: each in eighths or as one of the lengths, or the width by a ratio."""
        is_in_eighths = self.take(1)

        def length() -> int:
            return 8 * eighths() if is_in_eighths else self.number(*lengths)

        height = length()
        ratio = self.take(3)
        if not ratio:
            return length(), height
        numerator, denominator = _RATIOS[ratio]
        return height * numerator // denominator, height

    def picture_size(self) -> tuple[int, int]:
        return self.size((1, 9), (1, 13), (1, 18), (1, 30), eighths=lambda: 1 + self.take(5))


class JpegXlHeader(ImageFile):
    """The size of a picture; the plugin decodes the whole file when it opens it."""

    def _open(self) -> None:
        assert self.fp is not None
        self._size, self.extra_channels = read_header(self.fp.read())
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


def read_header(data: bytes) -> tuple[tuple[int, int], int]:
    """Width and height, and the number of channels beside the colors, by ISO/IEC 18181-1.

    Raises
    ------
    OSError
        If there is no codestream.
    ImageError
        If there are more than a few channels beside the colors.
    """
    start = _codestream_start(data)
    if data[start : start + 2] != CODESTREAM:
        raise OSError("no JPEG XL codestream")
    bits = _Bits(data[start + 2 : start + 2 + _LONGEST_HEADER])
    size = bits.picture_size()
    extra_channels = _count_extra_channels(bits)
    if extra_channels > _MAX_EXTRA_CHANNELS:
        raise too_many_parts("JPEG XL")
    return size, extra_channels


def _count_extra_channels(bits: _Bits) -> int:
    if bits.take(1):  # all as usual
        return 0
    if bits.take(1):
        bits.take(3)  # the orientation
        if bits.take(1):
            bits.picture_size()
        if bits.take(1):  # a preview
            eighths = ((16, 0), (32, 0), (1, 5), (33, 9))
            bits.size((1, 6), (65, 8), (321, 10), (1345, 12), eighths=lambda: bits.number(*eighths))
        if bits.take(1):  # an animation: time base, loops, time codes
            bits.number((100, 0), (1000, 0), (1, 10), (1, 30))
            bits.number((1, 0), (1001, 0), (1, 8), (1, 10))
            bits.number((0, 0), (0, 3), (0, 16), (0, 32))
            bits.take(1)
    is_float = bits.take(1)
    bits.number((8, 0), (10, 0), (12, 0), (1, 6))
    bits.take(4 if is_float else 0)
    bits.take(1)
    return bits.number((0, 0), (1, 0), (2, 4), (1, 12))


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Measured on pictures with alpha; the decoder holds every further channel as floats, at times twice."""
    assert isinstance(image, JpegXlHeader)
    per_pixel = 9.3 + 8 * max(0, image.extra_channels - 1)
    return Cost(peak=per_pixel, held=per_pixel)


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with libjxl, which also turns the picture, or the JPEG that the file was made of."""
    # Imported when first needed: most visitors never have such a file.
    from pillow_jxl import JpegXLImagePlugin

    # By default as many as the host shows cores; 64 stacks alone take what `DecoderProcess` allows a file.
    JpegXLImagePlugin.DECODE_THREADS = WORKERS
    decoded = JpegXLImagePlugin.JXLImageFile(BytesIO(data))
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
