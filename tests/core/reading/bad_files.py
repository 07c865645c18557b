"""Files that are broken, hostile or no pictures at all, by what is wrong with them."""

import struct
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image

from tests.core.reading.picture_files import save, scene

CUTS = (0.03, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95)
FLIPPED_FILES = 12
ICON_OF_PNG = struct.pack("<HHHBBBBHHLL", 0, 1, 1, 0, 0, 0, 0, 1, 32, 10_000, 22)


def cut_files(files: dict[str, bytes]) -> dict[str, bytes]:
    """Every file cut at several places, its header always left whole."""
    return {
        f"{name} cut at {share:.0%}": data[: max(16, int(len(data) * share))]
        for name, data in files.items()
        for share in CUTS
    }


def flipped_files(files: dict[str, bytes]) -> dict[str, bytes]:
    """Every file with a few bits flipped, in the header and anywhere; some are still pictures."""
    rng = np.random.default_rng(20)
    flipped = {}
    for name, data in files.items():
        for number in range(FLIPPED_FILES):
            reach = 200 if number % 2 else len(data)
            places = rng.integers(8, min(reach, len(data)), 1 + number)
            changed = np.frombuffer(data, np.uint8).copy()
            changed[places] ^= (1 << rng.integers(0, 8, places.size)).astype(np.uint8)
            flipped[f"{name} with flipped bits, {number}"] = changed.tobytes()
    return flipped


def strangers() -> dict[str, bytes]:
    """Files that are no pictures, or of formats that are not read."""
    rng = np.random.default_rng(3)
    return {
        "one byte": b"\xff",
        "text": b"The quick brown fox jumps over the lazy dog. " * 40,
        "zeros": bytes(5000),
        "random": rng.bytes(5000),
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "html": b"<!doctype html><title>404</title>",
        "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        "zip": b"PK\x03\x04" + rng.bytes(300),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9000 9000\n",
        "mp4": b"\x00\x00\x00\x18ftypisom" + bytes(300),
        "python pickle": b"\x80\x04\x95" + rng.bytes(60),
    }


def bare_signatures() -> dict[str, bytes]:
    """The first bytes of each format, then nothing or rubbish."""
    rng = np.random.default_rng(4)
    signatures = {
        "JPEG": b"\xff\xd8\xff\xe0",
        "PNG": b"\x89PNG\r\n\x1a\n",
        "WebP": b"RIFF\x40\x00\x00\x00WEBPVP8 ",
        "AVIF": b"\x00\x00\x00\x1cftypavif",
        "HEIC": b"\x00\x00\x00\x1cftypheic",
        "TIFF": b"II*\x00\x08\x00\x00\x00",
        "big TIFF": b"MM\x00+\x00\x08\x00\x00",
        "BMP": b"BM",
        "GIF": b"GIF89a",
        "ICO": b"\0\0\1\0\1\0",
        "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
        "bare JPEG 2000": b"\xff\x4f\xff\x51",
        "JPEG XL": b"\0\0\0\x0cJXL \r\n\x87\n",
        "bare JPEG XL": b"\xff\x0a",
    }
    fillings = {"nothing": b"", "zeros": bytes(400), "ones": b"\xff" * 400, "rubbish": rng.bytes(4000)}
    return {
        f"{name}, then {filling}": signature + content
        for name, signature in signatures.items()
        for filling, content in fillings.items()
    }


def too_large() -> dict[str, bytes]:
    """Small files whose headers promise more pixels than can be read."""
    jpeg = bytearray(save(Image.fromarray(scene()), "JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 65500, 65500)
    bmp = bytearray(save(Image.fromarray(scene()), "BMP"))
    bmp[18:26] = struct.pack("<ll", 40_000, 40_000)
    gif = bytearray(save(Image.fromarray(scene()).quantize(4), "GIF"))
    gif[6:10] = struct.pack("<HH", 65535, 65535)
    gif_frame = bytearray(save(Image.fromarray(scene()).quantize(4), "GIF"))
    start = gif_frame.index(b",\0\0\0\0")
    gif_frame[start + 5 : start + 9] = struct.pack("<HH", 65535, 65535)
    webp = b"VP8X" + struct.pack("<L", 10) + bytes(4) + (16382).to_bytes(3, "little") * 2
    webp += b"VP8L" + struct.pack("<L", 10) + b"\x2f" + struct.pack("<L", 16382 | 16382 << 14) + bytes(5)
    return {
        "JPEG of 65500 × 65500": bytes(jpeg),
        "PNG of 60000 × 60000": png(header(60_000, 60_000), (b"IDAT", zlib.compress(bytes(1000)))),
        "PNG of 2³¹ × 2³¹": png(header(2**31 - 1, 2**31 - 1), (b"IDAT", zlib.compress(bytes(1000)))),
        "BMP of 40000 × 40000": bytes(bmp),
        "GIF of 65535 × 65535": bytes(gif),
        "GIF with a frame of 65535 × 65535": bytes(gif_frame),
        "TIFF of 100000 × 100000": tiff({256: 100_000, 257: 100_000}),
        "WebP of 16383 × 16383": b"RIFF" + struct.pack("<L", 4 + len(webp)) + b"WEBP" + webp,
        "JPEG 2000 of 30000 × 30000": jpeg2000_that_claims(30_000),
        "JPEG XL of 2³⁰ × 2³⁰": b"\xff\x0a" + (0b110 | (2**30 - 1) << 3 | 1 << 33).to_bytes(10, "little"),
        "ICO of 2000 × 2000": save(Image.new("RGB", (2000, 2000)), "PNG").join((ICON_OF_PNG, b"")),
        "AVIF of 30000 × 30000": resized_boxes("AVIF", 30_000),
        "HEIC of 30000 × 30000": resized_boxes("HEIF", 30_000),
    }


def slow_on_purpose() -> dict[str, Callable[[], bytes]]:
    """Files built to keep a reader busy or fill its memory; made on call, since some are megabytes."""
    return {
        "PNG of a million empty chunks": lambda: png(header(8, 8), *[(b"IDAT", b"")] * 1_000_000),
        "JPEG of a million markers": lambda: (
            b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10) + b"\xff\xd0" * 10**6
        ),
        "JPEG of a million segments": lambda: b"\xff\xd8" + b"\xff\xe1\x00\x02" * 10**6,
        "JPEG of a long fill": lambda: b"\xff\xd8" + b"\xff" * 3_000_000,
        "JPEG of a thousand passes": jpeg_of_many_passes,
        "GIF of a long comment": lambda: gif_with(b"!\xfe" + b"\x01x" * 3_000_000 + b"\0"),
        "GIF of a million extensions": lambda: gif_with(b"!\x01\0" * 1_000_000),
        "GIF of one-byte blocks": lambda: gif_with(b"", pixels=b"\x01\x00" * 2_000_000),
        "TIFF of a million strips": lambda: tiff({}, {273: 1_000_000, 279: 1_000_000}),
        "TIFF of a giant tile": lambda: tiff({322: 65_520, 323: 65_520, 259: 8}),
        "TIFF of a million bit depths": lambda: tiff({}, {258: 1_000_000}),
        "big TIFF of a million tags": big_tiff_of_many_tags,
        "BMP of stuck runs": bmp_of_stuck_runs,
    }


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG from its chunks; the end is added."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
        for kind, content in (*chunks, (b"IEND", b""))
    )


def header(width: int, height: int) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)


def pixel_data(width: int, height: int) -> tuple[bytes, bytes]:
    return b"IDAT", zlib.compress((b"\0" + b"\x28\x50\x78" * width) * height)


def tiff(values: dict[int, int], arrays: dict[int, int] | None = None) -> bytes:
    """A little-endian 8 × 8 gray TIFF with some tags changed, and some that claim an array of a length."""
    tags = {256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 273: 4096, 277: 1, 278: 8, 279: 64, **values}
    lengths = arrays or {}
    entries = b"".join(
        struct.pack("<HHLL", tag, 4, lengths.get(tag, 1), 4200 if tag in lengths else value)
        for tag, value in sorted(tags.items())
    )
    head = b"II*\0" + struct.pack("<LH", 8, len(tags)) + entries + bytes(4)
    return head.ljust(4096, b"\0") + bytes(128) + bytes(4 * max(lengths.values(), default=0))


def big_tiff_of_many_tags() -> bytes:
    entry = struct.pack("<HHQQ", 256, 4, 1, 8)
    return b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 1_000_000) + entry * 1_000_000


def tiff_of_pages(pages: int, *, endless: bool = False) -> bytes:
    """Pages that share their pixels; an endless one leads back from the last page to the first."""
    stored = {256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 8, 279: 64}
    entries = b"".join(struct.pack("<HHLL", tag, 4, 1, value) for tag, value in stored.items())
    page = 2 + len(entries) + 4
    data = b"II*\0" + struct.pack("<L", 72) + bytes(range(64))
    for number in range(1, pages + 1):
        following = 72 + number * page if number < pages else 72 * endless
        data += struct.pack("<H", len(stored)) + entries + struct.pack("<L", following)
    return data


def gif_with(extension: bytes, pixels: bytes = b"\x02\x84\x51") -> bytes:
    """A 2 × 2 GIF with something in front of its picture."""
    start = b"GIF89a\x02\x00\x02\x00\x80\x00\x00\xff\x00\x00\x00\x00\xff"
    return start + extension + b",\0\0\0\0\x02\0\x02\0\0\x02" + pixels + b"\0;"


def jpeg_of_many_passes() -> bytes:
    progressive = save(Image.fromarray(scene(640, 480)), "JPEG", progressive=True)
    last = progressive.rindex(b"\xff\xda")
    return progressive[:last] + progressive[last:-2] * 1000 + b"\xff\xd9"


def bmp_of_stuck_runs() -> bytes:
    info = struct.pack("<LllHHLLllLL", 40, 5000, 5000, 1, 8, 1, 0, 0, 0, 256, 0)
    runs = b"\xff\x01" * 2_000_000
    return b"BM" + struct.pack("<LLL", 54 + 1024 + len(runs), 0, 54 + 1024) + info + bytes(1024) + runs


def jpeg2000_that_claims(side: int) -> bytes:
    data = bytearray(save(Image.fromarray(scene()), "JPEG2000"))
    header, sizes = data.index(b"ihdr") + 4, data.index(b"\xff\x4f\xff\x51") + 8
    for place in (header, sizes, sizes + 16):
        data[place : place + 8] = struct.pack(">LL", side, side)
    return bytes(data)


def resized_boxes(kind: str, side: int) -> bytes:
    """An AVIF or HEIC whose every size property claims another size."""
    data = bytearray(save(Image.fromarray(scene()), kind))
    place = data.find(b"ispe")
    while place >= 0:
        data[place + 8 : place + 16] = struct.pack(">LL", side, side)
        place = data.find(b"ispe", place + 4)
    return bytes(data)
