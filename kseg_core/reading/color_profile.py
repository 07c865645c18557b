"""Embedded ICC profiles: from the colors a file was made in to sRGB."""

import struct
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from kseg_core.reading.layout import MAX_PROFILE_BYTES

MAX_NAME_LENGTH = 40
SAME_AS_SRGB_WITHIN = 2
_SPACE_OF_MODE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_MAX_TAGS = 100
_PUNCTUATION_IN_NAMES = " -.,+()"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileConversion:
    """A way from one profile to sRGB.

    Attributes
    ----------
    transform : ImageCms.ImageCmsTransform
    mode : str
        The Pillow mode that it takes, ``"L"``, ``"RGB"`` or ``"CMYK"``; it gives ``"RGB"``.
    name : str
        The profile's own description, safe to show.
    """

    transform: ImageCms.ImageCmsTransform
    mode: str
    name: str

    def apply(self, image: Image.Image) -> Image.Image:
        converted = ImageCms.applyTransform(image.convert(self.mode), self.transform)
        assert converted is not None
        return converted


def find_conversion(profile_bytes: bytes | None, mode: str) -> ProfileConversion | None:
    """The conversion that a picture of `mode` (``"L"``, ``"RGB"`` or ``"CMYK"``) needs.

    None when there is nothing to do: no profile, one that is broken, larger than `MAX_PROFILE_BYTES` or made
    for another kind of picture, and sRGB itself under any name. A picture with a bad profile is still a
    picture: like browsers, the reader takes it for sRGB.
    """
    if not profile_bytes or len(profile_bytes) > MAX_PROFILE_BYTES:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(profile_bytes))
        space = profile.profile.xcolor_space.strip()
        if space == "RGB" and mode == "L":
            mode = "RGB"
        if space != _SPACE_OF_MODE.get(mode):
            return None
        srgb = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(profile, srgb, mode, "RGB", ImageCms.Intent.PERCEPTUAL)
        name = readable_name(_read_description(profile_bytes))
        conversion = ProfileConversion(transform=transform, mode=mode, name=name)
        return None if _changes_nothing(conversion) else conversion
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, struct.error):
        return None


def readable_name(description: str) -> str:
    """A profile's description without anything that could be markup, at most `MAX_NAME_LENGTH` long."""
    allowed = (c for c in description if c.isalnum() or c in _PUNCTUATION_IN_NAMES)
    return " ".join("".join(allowed).split())[:MAX_NAME_LENGTH].strip() or "an embedded profile"


def _read_description(profile: bytes) -> str:
    """The name of a profile, English if there is a choice; empty if it has none.

    Read here because Little CMS reserves whatever amount of memory a description claims to need.
    """
    (count,) = struct.unpack_from(">L", profile, 128)
    for place in range(min(count, _MAX_TAGS)):
        name, start, size = struct.unpack_from(">4sLL", profile, 132 + 12 * place)
        if name == b"desc":
            return _read_text(profile[start : start + size])
    return ""


def _read_text(tag: bytes) -> str:
    if tag.startswith(b"desc"):
        (length,) = struct.unpack_from(">L", tag, 8)
        return tag[12 : 12 + length].decode("latin-1")
    if not tag.startswith(b"mluc"):
        return ""
    (count,) = struct.unpack_from(">L", tag, 8)
    records = [struct.unpack_from(">2s2sLL", tag, 16 + 12 * place) for place in range(min(count, _MAX_TAGS))]
    records.sort(key=lambda record: record[0] != b"en")
    for _, _, length, start in records[:1]:
        return tag[start : start + length].decode("utf-16-be", "replace")
    return ""


def _changes_nothing(conversion: ProfileConversion) -> bool:
    if conversion.mode == "CMYK":
        return False
    probe = _probe_colors() if conversion.mode == "RGB" else np.arange(256, dtype=np.uint8)[None]
    image = Image.fromarray(probe)
    after = np.asarray(conversion.apply(image)).astype(np.int16)
    return bool(np.abs(after - np.asarray(image.convert("RGB"))).max() <= SAME_AS_SRGB_WITHIN)


def _probe_colors() -> NDArray[np.uint8]:
    levels = np.arange(0, 256, 17, dtype=np.uint8)
    return np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(1, -1, 3)
