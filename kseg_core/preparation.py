"""What was done to a picture on the way in: facts, and the words for them."""

from dataclasses import dataclass, replace

PICTURES_COUNTED_MAX = 1000
"""So many pictures of one file are counted at most."""

_TURNS = ("mirrored", "rotated", "mirrored", *["rotated and mirrored", "rotated"] * 2)
"""What undoes the EXIF orientations from 2 to 8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What was done to a picture between its file and its pixels; by default nothing.

    Attributes
    ----------
    orientation : int
        The EXIF orientation, 1 to 8, that was undone.
    profile : str
        Name of the ICC profile from which the colors were converted to sRGB; empty if they were not.
    from_cmyk : bool
        Whether the file holds inks.
    bits : int
        A channel in the file, 8 or more.
    stretched : tuple of float, or None
        The values that became 0 and 255, where a file of 32 bits does not say which these are.
    pictures : int
        In the file, 1 to `PICTURES_COUNTED_MAX`.
    picture : int
        Which of them this is, counted from 1.
    animated : bool
        Whether these are frames of an animation.
    scaled : tuple of int, or None
        Pixels in the file, and the fewer that are left.
    cropped : tuple of int, or None
        Width and height of the part that is left.
    """

    orientation: int = 1
    profile: str = ""
    from_cmyk: bool = False
    bits: int = 8
    stretched: tuple[float, float] | None = None
    pictures: int = 1
    picture: int = 1
    animated: bool = False
    scaled: tuple[int, int] | None = None
    cropped: tuple[int, int] | None = None

    @property
    def keeps_every_pixel(self) -> bool:
        """Whether the picture was at most turned: not scaled, cropped, converted or one of several."""
        return replace(self, orientation=1) == UNTOUCHED

    @property
    def notes(self) -> tuple[str, ...]:
        """The facts in words for the visitor, in the order of what was done."""
        said = (
            f"{_TURNS[self.orientation - 2]} by its EXIF tag" if self.orientation > 1 else "",
            f"colors converted from {self.profile} to sRGB" if self.profile else "",
            "converted from CMYK" if self.from_cmyk else "",
            self._depth(),
            self._one_of_many(),
            self._size(),
            "cropped to {} × {} pixels".format(*self.cropped) if self.cropped else "",
        )
        return tuple(note for note in said if note)

    def _depth(self) -> str:
        if self.stretched is not None:
            return "values from {:.4g} to {:.4g} scaled to 8-bit".format(*self.stretched)
        return f"{self.bits}-bit reduced to 8-bit" if self.bits > 8 else ""

    def _one_of_many(self) -> str:
        if self.pictures < 2:
            return ""
        if self.animated:
            return "first frame of an animation"
        many = self.pictures >= PICTURES_COUNTED_MAX
        count = f"more than {PICTURES_COUNTED_MAX - 1}" if many else str(self.pictures)
        return (
            f"{'first' if self.picture == 1 else f'picture {self.picture}'} of {count} pictures in the file"
        )

    def _size(self) -> str:
        if self.scaled is None:
            return ""
        stored, kept = self.scaled
        return f"scaled from {stored / 1e6:.3g} to {kept / 1e6:.3g} megapixels"


UNTOUCHED = Preparation()
"""Nothing was done: the pixels are those of the file."""
