"""Embedded ICC profiles: from the colors of a file to sRGB."""

import re
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

MAX_PROFILE_BYTES = 4 * 2**20
MAX_NAME_LENGTH = 40
SAME_AS_SRGB_WITHIN = 2
_SPACE_OF_MODE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_MAX_TRANSLATIONS = 100
_PUNCTUATION_IN_NAMES = " -.,+()"
_TRANSLATIONS = re.compile(rb"mluc(?=.{4}(.{4}))", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileConversion:
    """A conversion from one profile to sRGB.

    Attributes
    ----------
    transform : ImageCms.ImageCmsTransform
    mode : str
        The Pillow mode of its input, ``"L"``, ``"RGB"`` or ``"CMYK"``. The output is ``"RGB"``.
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


def find_profile_conversion(profile_bytes: bytes | None, mode: str) -> tuple[ProfileConversion | None, bool]:
    """The conversion that a picture needs, and whether its profile can be used.

    `mode` is ``"L"``, ``"RGB"`` or ``"CMYK"``.
    None if there is nothing to convert: no profile, or sRGB itself under any name. None and False for a
    profile that is broken, larger than `MAX_PROFILE_BYTES` or made for another kind of picture: like
    browsers, the reader then assumes sRGB.
    """
    if not profile_bytes:
        return None, True
    if len(profile_bytes) > MAX_PROFILE_BYTES:
        return None, False
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(profile_bytes))
        space = profile.profile.xcolor_space.strip()
        if space == "RGB" and mode == "L":
            mode = "RGB"
        if space != _SPACE_OF_MODE.get(mode):
            return None, False
        srgb = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(profile, srgb, mode, "RGB", ImageCms.Intent.PERCEPTUAL)
        name = readable_name(_read_description(profile, profile_bytes))
        conversion = ProfileConversion(transform=transform, mode=mode, name=name)
        return (None if _is_srgb(conversion) else conversion), True
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None, False


def readable_name(description: str) -> str:
    """A profile's description without markup characters, at most `MAX_NAME_LENGTH` long."""
    allowed = (c for c in description if c.isalnum() or c in _PUNCTUATION_IN_NAMES)
    return " ".join("".join(allowed).split())[:MAX_NAME_LENGTH].strip() or "an embedded profile"


def _read_description(profile: ImageCms.ImageCmsProfile, profile_bytes: bytes) -> str:
    """The name of a profile, English if there is a choice; empty if it has none.

    Little CMS reserves memory for as many translations as a text claims to have, so the claims are checked
    first.
    """
    counts = (int.from_bytes(count) for count in _TRANSLATIONS.findall(profile_bytes))
    return "" if max(counts, default=0) > _MAX_TRANSLATIONS else profile.profile.profile_description or ""


def _is_srgb(conversion: ProfileConversion) -> bool:
    if conversion.mode == "CMYK":
        return False
    probe = np.arange(256, dtype=np.uint8)[None]
    if conversion.mode == "RGB":
        probe = np.stack(np.meshgrid(*[probe[0, ::17]] * 3), axis=-1).reshape(1, -1, 3)
    image = Image.fromarray(probe)
    after = np.asarray(conversion.apply(image)).astype(np.int16)
    return bool(np.abs(after - np.asarray(image.convert("RGB"))).max() <= SAME_AS_SRGB_WITHIN)
