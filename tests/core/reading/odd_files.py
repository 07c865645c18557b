"""Odd files by the hundred: other kinds of each format, cut; bombs; zero-size and very thin pictures."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import numpy as np
import tifffile
from PIL import Image, PngImagePlugin

from tests.core.reading.bad_files import gif_with, header, pixel_data, png, resized_boxes, tiff, tiff_of_pages
from tests.core.reading.picture_files import display_p3_profile, save, scene

CUTS = (0.02, 0.05, 0.15, 0.33, 0.5, 0.67, 0.8, 0.9)
LONG = 60_000


def other_kinds() -> dict[str, bytes]:
    """What cameras and programs also write, 96 × 64."""
    image = Image.fromarray(scene())
    frames = [image, image.rotate(180), image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    animated = {"save_all": True, "append_images": frames[1:], "duration": 50}
    return {
        "progressive JPEG": save(image, "JPEG", progressive=True),
        "gray JPEG": save(image.convert("L"), "JPEG"),
        "CMYK JPEG": save(image.convert("CMYK"), "JPEG"),
        "JPEG with a profile": save(image, "JPEG", icc_profile=display_p3_profile()),
        "PNG with a palette": save(image.quantize(16), "PNG"),
        "PNG of one bit": save(image.convert("1"), "PNG"),
        "PNG of 16 bits": save(Image.fromarray(scene()[..., 0].astype(np.uint16) * 257), "PNG"),
        "animated PNG": save(image, "PNG", **animated),
        "lossy WebP": save(image, "WEBP", quality=60),
        "animated WebP": save(image, "WEBP", **animated),
        "animated GIF": save(image.quantize(32), "GIF", **animated),
        "deflated TIFF": save(image, "TIFF", compression="tiff_deflate"),
        "TIFF as JPEG": save(image, "TIFF", compression="jpeg"),
        "TIFF of floats": save(Image.fromarray(scene()[..., 0].astype(np.float32)), "TIFF"),
        "TIFF of halves": deep_tiff(scene() / np.float16(255), photometric="rgb"),
        "TIFF of deep gray with alpha": deep_tiff(
            scene()[..., :2].astype(np.uint16), photometric="minisblack", extrasamples=["unassalpha"]
        ),
        "BMP of 8 bits": save(image.quantize(64), "BMP"),
        "ICO of bitmaps": save(image, "ICO", sizes=[(96, 64)], bitmap_format="bmp"),
        "bare JPEG 2000": save(image, "JPEG2000", no_jp2=True),
        "gray JPEG 2000 with alpha": save(image.convert("LA"), "JPEG2000"),
        "JPEG 2000 of 16 bits": save(Image.fromarray(scene()[..., 0].astype(np.uint16) * 257), "JPEG2000"),
        "bare JPEG XL": save(image, "JXL"),
        "gray JPEG XL with alpha": save(image.convert("LA"), "JXL"),
        "JPEG XL of 16 bits": save(Image.fromarray(scene()[..., 0].astype(np.uint16) * 257), "JXL"),
    }


def deep_tiff(values: np.ndarray, **options: object) -> bytes:
    stream = BytesIO()
    tifffile.imwrite(stream, values, **options)
    return stream.getvalue()


def cut_kinds(files: dict[str, bytes]) -> dict[str, bytes]:
    """Every kind cut at several places, also within its header."""
    return {
        f"{name} cut at {share:.0%}": data[: int(len(data) * share)]
        for name, data in files.items()
        for share in CUTS
    }


def bombs_by_frames() -> dict[str, Callable[[], bytes]]:
    """Small pictures, very often."""
    picture = b",\0\0\0\0\x02\0\x02\0\0\x02\x02\x84\x51\0"
    control = struct.pack(">LLLLLHHBB", 0, 8, 8, 0, 0, 1, 10, 0, 0)
    return {
        "GIF of 100,000 frames": lambda: gif_with(picture * 100_000),
        "GIF of a million frames": lambda: gif_with(picture * 1_000_000),
        "PNG of 30,000 frames": lambda: png(
            header(8, 8),
            (b"acTL", struct.pack(">LL", 30_000, 0)),
            (b"fcTL", control),
            pixel_data(8, 8),
            *[(b"fcTL", control), (b"fdAT", bytes(4) + pixel_data(8, 8)[1])] * 30_000,
        ),
        "PNG that claims four billion frames": lambda: png(
            header(8, 8), (b"acTL", struct.pack(">LL", 2**32 - 1, 0)), (b"fcTL", control), pixel_data(8, 8)
        ),
        "TIFF of 8,000 pages": lambda: tiff_of_pages(8_000),
        "TIFF whose pages lead in a circle": lambda: tiff_of_pages(3, endless=True),
        "WebP of 3,000 frames": webp_of_many_frames,
    }


def bombs_by_metadata() -> dict[str, Callable[[], bytes]]:
    """Little picture, much about it; all of them are pictures."""
    image = Image.fromarray(scene(8, 8))
    profile = display_p3_profile() + bytes(2**23)
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 65_535) + bytes(60_000)
    texts = PngImagePlugin.PngInfo()
    for number in range(2000):
        texts.add_text(f"k{number}", "x" * 1000, zip=True)
    return {
        "PNG of 2,000 texts": lambda: save(image, "PNG", pnginfo=texts),
        "PNG with a profile of 8 MB": lambda: save(image, "PNG", icc_profile=profile),
        "WebP with a profile of 8 MB": lambda: save(image, "WEBP", icc_profile=profile),
        "AVIF with a profile of 8 MB": lambda: save(image, "AVIF", icc_profile=profile),
        "TIFF with a profile of 8 MB": lambda: save(image, "TIFF", icc_profile=profile),
        "HEIC with a profile of 8 MB": lambda: save(image, "HEIF", icc_profile=profile),
        "JPEG with 65,535 EXIF tags": lambda: save(image, "JPEG", exif=exif),
        "PNG with 65,535 EXIF tags": lambda: save(image, "PNG", exif=exif),
        "WebP with 65,535 EXIF tags": lambda: save(image, "WEBP", exif=exif),
        "WebP with 10 MB of XMP": lambda: save(image, "WEBP", xmp=b"<x>" + bytes(10**7)),
        "JPEG with 200 comments": lambda: (
            save(image, "JPEG")[:2] + (b"\xff\xfe\xff\xff" + b"c" * 65_533) * 200 + save(image, "JPEG")[2:]
        ),
        "GIF with a comment of 500 kB": lambda: gif_with(b"!\xfe" + (b"\xff" + b"c" * 255) * 2000 + b"\0"),
    }


def without_size() -> dict[str, bytes]:
    """Headers that say that there is no width or no height."""
    image = Image.fromarray(scene())
    jpeg, bmp = bytearray(save(image, "JPEG")), bytearray(save(image, "BMP"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = bytes(4)
    bmp[18:26] = bytes(8)
    gif = bytearray(save(image.quantize(4), "GIF"))
    start = gif.index(b",\0\0\0\0")
    gif[6:10] = gif[start + 5 : start + 9] = bytes(4)
    webp = b"VP8L" + struct.pack("<L", 10) + b"\x2f" + bytes(9)
    return {
        "JPEG of 0 × 0": bytes(jpeg),
        "PNG of 0 × 0": png(header(0, 0), (b"IDAT", zlib.compress(b""))),
        "PNG of 8 × 0": png(header(8, 0), (b"IDAT", zlib.compress(b""))),
        "PNG of 0 × 8": png(header(0, 8), (b"IDAT", zlib.compress(bytes(8)))),
        "BMP of 0 × 0": bytes(bmp),
        "GIF of 0 × 0": bytes(gif),
        "TIFF of 0 × 8": tiff({256: 0}),
        "TIFF of 8 × 0": tiff({257: 0}),
        "WebP cut to its header": b"RIFF" + struct.pack("<L", 4 + len(webp)) + b"WEBP" + webp,
        "AVIF of 0 × 0": resized_boxes("AVIF", 0),
        "HEIC of 0 × 0": resized_boxes("HEIF", 0),
    }


def odd_numbers() -> dict[str, bytes]:
    """TIFF of numbers that are no brightness; all of them are pictures."""
    ramp = np.linspace(-3, 5, 48, dtype=np.float32).reshape(6, 8)

    def saved(change: Callable[[np.ndarray], object]) -> bytes:
        values = ramp.copy()
        change(values)
        return save(Image.fromarray(values), "TIFF")

    return {
        "TIFF with a NaN": saved(lambda values: values.put(3, np.nan)),
        "TIFF half of NaN": saved(lambda values: values.put(range(24), np.nan)),
        "TIFF with an infinity": saved(lambda values: values.put(3, np.inf)),
        "TIFF with both infinities": saved(lambda values: values.put([3, 4], [np.inf, -np.inf])),
        "TIFF of the largest and the smallest": saved(lambda values: values.put([3, 4], [3.4e38, -3.4e38])),
        "TIFF of denormal numbers": saved(lambda values: values.fill(1e-45)),
        "TIFF of one number": saved(lambda values: values.fill(7)),
        "TIFF of 32-bit whole numbers": save(Image.fromarray(ramp.astype(np.int32) * 2**28), "TIFF"),
    }


def nothing_but_odd_numbers() -> dict[str, bytes]:
    """TIFF in which there is nothing to see."""
    return {
        "TIFF of NaN alone": save(Image.fromarray(np.full((6, 8), np.nan, np.float32)), "TIFF"),
    }


def very_thin() -> dict[str, bytes]:
    """Pictures of one row or one column; all of them are pictures where the format can be so long."""
    row = np.random.default_rng(0).integers(0, 256, (1, LONG, 3), np.uint8)
    files = {}
    for name, pixels in (("1 high", row), ("1 wide", row.reshape(LONG, 1, 3))):
        image = Image.fromarray(pixels)
        files |= {f"{kind}, {name}": save(image, kind) for kind in ("JPEG", "PNG", "TIFF", "BMP")}
        files[f"GIF, {name}"] = save(image.quantize(8), "GIF")
        short = Image.fromarray(np.ascontiguousarray(pixels[:16_000, :16_000]))
        files |= {f"{kind}, {name}": save(short, kind) for kind in ("WEBP", "AVIF")}
    return files


def webp_of_many_frames() -> bytes:
    images = [Image.fromarray(scene(16, 16) // (1 + number % 2)) for number in range(3000)]
    return save(images[0], "WEBP", save_all=True, append_images=images[1:], duration=10, method=0, quality=10)
