"""Embedded ICC profiles: from the colors of a file to sRGB."""

import re
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

MAX_PROFILE_BYTES = 4 * 2**20
MAX_NAME_LENGTH = 40
SAME_AS_SRGB_WITHIN = 2
CLIPPED_BEYOND = 8
"""Levels by which a color changes in sRGB and back, above which it was clipped and not just rounded."""
_CLIPPING_LOOKS, _CLIPPING_TESTS = 1 << 16, 1000
_SPACE_OF_MODE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_MAX_TRANSLATIONS = 100
_PUNCTUATION_IN_NAMES = " -.,+()"
_TRANSLATIONS = re.compile(rb"mluc(?=.{4}(.{4}))", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileConversion:
    """A conversion from one profile to sRGB. Colors outside sRGB are clipped.

    Attributes
    ----------
    transform : ImageCms.ImageCmsTransform
    mode : str
        The Pillow mode of its input, ``"L"``, ``"RGB"`` or ``"CMYK"``. The output is ``"RGB"``.
    name : str
        The profile's own description, safe to show.
    inverse : ImageCms.ImageCmsTransform or None
        From sRGB back, if it is a profile of RGB that can be inverted.
    """

    transform: ImageCms.ImageCmsTransform
    mode: str
    name: str
    inverse: ImageCms.ImageCmsTransform | None = None

    def apply(self, image: Image.Image) -> tuple[NDArray[np.uint8], bool]:
        """The picture in sRGB, shape (H, W, 3), and whether colors of it were clipped."""
        stored = image.convert(self.mode)
        rgb = np.asarray(_transformed(stored, self.transform))
        clipped = self.inverse is not None and _is_clipped(np.asarray(stored), rgb, self.inverse)
        return rgb, clipped


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
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        transform = ImageCms.buildTransform(profile, srgb, mode, "RGB", ImageCms.Intent.PERCEPTUAL)
        name = readable_name(_read_description(profile, profile_bytes))
        inverse = _invert(profile, srgb) if mode == "RGB" else None
        conversion = ProfileConversion(transform=transform, mode=mode, name=name, inverse=inverse)
        return (None if _is_srgb(conversion) else conversion), True
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None, False


def _invert(
    profile: ImageCms.ImageCmsProfile, srgb: ImageCms.ImageCmsProfile
) -> ImageCms.ImageCmsTransform | None:
    try:
        return ImageCms.buildTransform(srgb, profile, "RGB", "RGB", ImageCms.Intent.PERCEPTUAL)
    except ImageCms.PyCMSError:  # a profile for input only
        return None


def _is_clipped(
    stored: NDArray[np.uint8], rgb: NDArray[np.uint8], inverse: ImageCms.ImageCmsTransform
) -> bool:
    """Whether colors at the border of sRGB change when they are converted back; by evenly spaced pixels."""
    spacing = max(1, rgb.size // 3 // _CLIPPING_LOOKS)
    before, after = stored.reshape(-1, 3)[::spacing], rgb.reshape(-1, 3)[::spacing]
    at_border = np.flatnonzero(after - np.uint8(1) >= 254) // 3
    tested = at_border[:: max(1, at_border.size // _CLIPPING_TESTS)]
    if not tested.size:
        return False
    back = _transformed(Image.fromarray(after[None, tested]), inverse)
    change = np.asarray(back).astype(np.int16) - before[tested]
    return bool(np.abs(change).max() > CLIPPED_BEYOND)


def _transformed(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None
    return converted


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
    after = conversion.apply(image)[0].astype(np.int16)
    return bool(np.abs(after - np.asarray(image.convert("RGB"))).max() <= SAME_AS_SRGB_WITHIN)
