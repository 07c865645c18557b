"""Picture files made by arithmetic: every format, and ICC profiles built from their parts."""

import functools
import struct
from io import BytesIO
from typing import Any

import numpy as np
import pillow_heif
import pillow_jxl  # noqa: F401  # it makes Pillow write JPEG XL
from numpy.typing import NDArray
from PIL import Image

SRGB_TO_XYZ_D50 = np.array(
    [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]]
)
P3_TO_XYZ_D50 = np.array(
    [[0.5151187, 0.2919778, 0.1571035], [0.2411892, 0.6922441, 0.0665668], [-0.0010505, 0.0418791, 0.7840713]]
)
D50 = (0.9642, 1.0, 0.8249)
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)

pillow_heif.register_heif_opener()


def scene(width: int = 96, height: int = 64) -> NDArray[np.uint8]:
    """Smooth colors that differ in every corner, so that a turn or a mirror shows."""
    y, x = np.mgrid[0:height, 0:width]
    red = 255 * x // max(1, width - 1)
    green = 255 * y // max(1, height - 1)
    blue = (red + 255 - green) // 2
    return np.stack([red, green, blue], axis=-1).astype(np.uint8)


def save(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of `image` as a file of Pillow's format `kind`."""
    if kind == "AVIF":
        options = {"speed": 10} | options  # the smallest file is not wanted
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


SCENE = scene()
IMAGE = Image.fromarray(SCENE)
GRAY = SCENE[..., 2]


def as_rgb(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.repeat(gray[..., None], 3, axis=-1)


def largest_difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
    return int(np.abs(one.astype(int) - other.astype(int)).max())


def exif_with_orientation(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[274] = orientation
    return exif.tobytes()


@functools.cache
def every_format() -> dict[str, bytes]:
    """One ordinary file a format, 96 × 64, by the name of the format."""
    image = Image.fromarray(scene())
    return {
        "JPEG": save(image, "JPEG", quality=95),
        "PNG": save(image, "PNG"),
        "WebP": save(image, "WEBP", lossless=True),
        "AVIF": save(image, "AVIF", quality=95),
        "HEIC": save(image, "HEIF", quality=90),
        "TIFF": save(image, "TIFF", compression="tiff_lzw"),
        "BMP": save(image, "BMP"),
        "GIF": save(image.quantize(64), "GIF"),
        "ICO": save(image, "ICO", sizes=[(16, 16), (96, 64)]),
        "JPEG 2000": save(image, "JPEG2000"),
        "JPEG XL": save(image, "JXL", quality=95, use_container=True),
    }


def display_p3_profile(description: str = "Display P3") -> bytes:
    return matrix_profile(P3_TO_XYZ_D50, description)


def srgb_profile(description: str = "a camera's own name for it") -> bytes:
    return matrix_profile(SRGB_TO_XYZ_D50, description)


def matrix_profile(to_xyz: NDArray[np.float64], description: str) -> bytes:
    """An ICC profile of an RGB space with the sRGB tone curve; `to_xyz` has the primaries as columns."""
    curve = _parametric_curve()
    tags = {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), to_xyz.T, strict=True):
        tags[name] = _xyz(*column)
    return _profile(b"RGB ", b"XYZ ", tags, description)


def gray_profile(gamma: float, description: str = "Gray gamma") -> bytes:
    curve = b"curv" + bytes(4) + struct.pack(">LH", 1, round(gamma * 256)) + bytes(2)
    return _profile(b"GRAY", b"XYZ ", {b"kTRC": curve}, description)


def cmyk_profile(description: str = "Test press") -> bytes:
    """A press whose inks are perfectly neutral: any ink takes lightness away, none adds a hue."""
    identity = bytes(range(256))
    lightness = [255 if not (corner & 0b1111) else 0 for corner in range(16)]
    clut = b"".join(bytes((level, 128, 128)) for level in lightness)
    head = b"mft1" + bytes(4) + bytes((4, 3, 2, 0))
    matrix = struct.pack(">9l", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut = head + matrix + identity * 4 + clut + identity * 3
    return _profile(b"CMYK", b"Lab ", {b"A2B0": lut}, description)


def _profile(space: bytes, connection: bytes, tags: dict[bytes, bytes], description: str) -> bytes:
    text = description.encode("utf-16-be")
    tags = {
        b"desc": b"mluc" + bytes(4) + struct.pack(">LL4sLL", 1, 12, b"enUS", len(text), 28) + text,
        b"wtpt": _xyz(*D50),
        **tags,
    }
    directory, body = struct.pack(">L", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        directory += struct.pack(">4sLL", name, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">L4sL4s4s4s", start + len(body), b"lcms", 0x04300000, b"mntr", space, connection)
    header += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + _xyz(*D50)[8:]
    return header.ljust(128, b"\0") + directory + body


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3l", *(round(value * 65536) for value in values))


def _parametric_curve() -> bytes:
    parameters = (round(value * 65536) for value in SRGB_CURVE)
    return b"para" + bytes(4) + struct.pack(">HH5l", 3, 0, *parameters)
