"""How a picture was changed while it was read: as facts, and in words."""

import math
from dataclasses import dataclass, field, replace

from kseg_core.framing import WHOLE, Framing

PICTURES_COUNTED_MAX = 1000
"""Pictures of one file are counted up to this number."""

_WORDS_OF_ORIENTATIONS = ("mirrored", "rotated", "mirrored", *["rotated and mirrored", "rotated"] * 2)
"""What undoes the EXIF orientations from 2 to 8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """How a picture was changed between its file and its pixels; by default not at all.

    Attributes
    ----------
    is_preview : bool
        Whether this is only the preview in a camera's raw file.
    missing : float or None
        The share of the rows that a file cut short lacks; 0 if it lacks its end mark only.
    coarse : bool
        Whether a file cut short lacks fine details.
    orientation : int
        The EXIF orientation, 1 to 8, that was undone.
    profile : str
        Name of the ICC profile from which the colors were converted to sRGB; empty if not converted.
    clipped : bool
        Whether some colors were outside sRGB.
    hdr : bool
        Whether the brightness was reduced to what an ordinary screen can show.
    profile_is_unusable : bool
        Whether there is a profile that cannot be used, so that the colors were taken as sRGB.
    from_cmyk : bool
        Whether the file holds inks, not light.
    bits : int
        Bits per channel in the file, 8 or more.
    stretched : tuple of float, or None
        The values that became 0 and 255, if the file does not define them.
    pictures : int
        Number of pictures in the file, 1 to `PICTURES_COUNTED_MAX`.
    picture : int
        The number of this one, counted from 1.
    animated : bool
        Whether the pictures are frames of an animation.
    scaled : tuple of int, or None
        Number of pixels in the file, and after scaling down.
    balanced : str
        The point by which the visitor balanced its colors, in words; empty if that was not done.
    framing : Framing
        How the visitor turned and cropped what came of all this.
    dpi : float or None
        Pixels of the file per inch, if it says so for square pixels. It changes no pixel and does not count
        in comparisons.
    captured : str
        When the photo was taken, as its camera says: ``"2026-05-03 12:33:10"``; empty if the file does not
        say it. It does not count in comparisons either.
    """

    is_preview: bool = False
    missing: float | None = None
    coarse: bool = False
    orientation: int = 1
    profile: str = ""
    clipped: bool = False
    hdr: bool = False
    profile_is_unusable: bool = False
    from_cmyk: bool = False
    bits: int = 8
    stretched: tuple[float, float] | None = None
    pictures: int = 1
    picture: int = 1
    animated: bool = False
    scaled: tuple[int, int] | None = None
    balanced: str = ""
    framing: Framing = WHOLE
    dpi: float | None = field(default=None, compare=False)
    captured: str = field(default="", compare=False)

    @property
    def has_pixels_of_file(self) -> bool:
        """Whether it was at most turned and cropped: not scaled, converted or one of several."""
        return replace(self, orientation=1, framing=WHOLE) == UNTOUCHED

    @property
    def notes(self) -> tuple[str, ...]:
        """The changes in words for the visitor, in the order in which they were made."""
        notes = (
            "this is only the preview in a camera's raw file; save it as a JPEG to get the whole photo"
            if self.is_preview
            else "",
            self._cut_short(),
            f"{_WORDS_OF_ORIENTATIONS[self.orientation - 2]} by its EXIF tag" if self.orientation > 1 else "",
            f"colors converted from {self.profile} to sRGB{', those outside sRGB clipped' * self.clipped}"
            if self.profile
            else "",
            "its brightness range is reduced to that of an ordinary screen" if self.hdr else "",
            "its color profile cannot be used, so the colors are taken as sRGB"
            if self.profile_is_unusable and not self.from_cmyk
            else "",
            self._inks(),
            self._depth(),
            self._one_of_many(),
            self._size(),
            f"colors balanced by the {self.balanced}" if self.balanced else "",
            *self.framing.notes,
        )
        return tuple(note for note in notes if note)

    def _cut_short(self) -> str:
        if self.missing:
            return f"the file is cut short: {self.missing:.0%} of the picture is missing and shown gray"
        if self.coarse:
            return "the file is cut short: fine details are missing"
        return "the file lacks its end mark; the picture is whole" if self.missing is not None else ""

    def _inks(self) -> str:
        without = " without its color profile, which cannot be used" if self.profile_is_unusable else ""
        return f"converted from CMYK{without}" if self.from_cmyk else ""

    def _depth(self) -> str:
        if self.stretched is not None:
            low, high = self.stretched
            needed = math.log2(max(low, high) + 1)
            if min(low, high) == 0 and needed >= 8 and needed.is_integer():
                reduced = ", reduced to 8-bit" if needed > 8 else ""
                return f"{needed:.0f}-bit values in a {self.bits}-bit file{reduced}"
            return f"values from {_number(low)} to {_number(high)} scaled to 8-bit"
        return f"{self.bits}-bit reduced to 8-bit" if self.bits > 8 else ""

    def _one_of_many(self) -> str:
        if self.pictures < 2:
            return ""
        if self.animated:
            first_shown = f"frame {self.picture} of an animation, the first that shows anything"
            return "first frame of an animation" if self.picture == 1 else first_shown
        many = self.pictures >= PICTURES_COUNTED_MAX
        count = f"more than {PICTURES_COUNTED_MAX - 1}" if many else str(self.pictures)
        return (
            f"{'first' if self.picture == 1 else f'picture {self.picture}'} of {count} pictures in the file"
        )

    def _size(self) -> str:
        if self.scaled is None:
            return ""
        before, after = self.scaled
        return f"scaled from {before / 1e6:.3g} to {after / 1e6:.3g} megapixels"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) < 1e6 and float(value).is_integer() else f"{value:.4g}"


UNTOUCHED = Preparation()
"""The pixels are those of the file."""
