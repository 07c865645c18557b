"""The decoded picture: RGB pixels, transparency and a digest."""

import hashlib
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import ImageError, SettingsError
from kseg_core.framing import WHOLE, Framing
from kseg_core.pixel_array import check_pixels
from kseg_core.preparation import UNTOUCHED, Preparation
from kseg_core.wording import percent

NO_LABEL = 255
"""The label of a pixel that is not opaque, and so belongs to no cluster."""

HALF_OPAQUE = 128
"""The least alpha of a pixel that counts as opaque, in a picture that reaches it."""

Rgb = tuple[int, int, int]
"""A color in 8-bit levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The part ``[top:bottom, left:right]`` of a picture, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def rows(self) -> slice:
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        return slice(self.left, self.right)

    @classmethod
    def around(cls, x: int, y: int, radius: int, *, width: int, height: int) -> "Box":
        """The square around a pixel, cut off at the borders of a picture of this size."""
        return cls(
            left=max(0, x - radius),
            top=max(0, y - radius),
            right=min(width, x + radius + 1),
            bottom=min(height, y + radius + 1),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RgbImage:
    """A decoded picture. Two images are equal when their digests are.

    A pixel counts whole if it is opaque, and not at all if it is not: in shares, centroids, WCSS, edges and
    everything else. Opaque means an alpha of at least `HALF_OPAQUE`; where no pixel of a picture reaches
    that, at least half of its greatest alpha.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        sRGB, read-only. Colors under alpha 0 have no meaning.
    alpha : ndarray of uint8, shape (H, W), or None
        0 = transparent, 255 = covers all. None = 255 everywhere. Read-only.
    digest : str
        SHA-256 (hex) of what the picture was made from; the key in every cache.
    prepared : Preparation
        How it was changed while it was read.
    opaque_from : int, 1 to `HALF_OPAQUE`
        The least alpha of an opaque pixel.
    n_opaque : int
        Number of opaque pixels, at least 1.

    Raises
    ------
    ImageError
        If the shapes or types of the arrays are wrong, or every pixel has alpha 0.

    Notes
    -----
    The bound is that of Photoshop, whose outline of a selection holds the pixels that are more than 50 %
    selected ("Using Adobe Photoshop CS4", page 259), and of Pylette, whose documentation leaves out pixels
    with alpha below 128 (``alpha_mask_threshold``, https://qtiptip.github.io/Pylette). The area of a
    cut-out with a soft outline is right on average.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None
    digest: str = ""
    prepared: Preparation = UNTOUCHED
    opaque_from: int = field(init=False, default=HALF_OPAQUE)
    n_opaque: int = field(init=False)

    def __post_init__(self) -> None:
        check_pixels(self.pixels)
        self.pixels.flags.writeable = False
        if self.alpha is not None:
            if self.alpha.shape != self.pixels.shape[:2] or self.alpha.dtype != np.uint8:
                raise ImageError("The transparency does not fit the picture.")
            greatest = int(self.alpha.max())
            if greatest == 0:
                raise ImageError("This picture is completely transparent: there is nothing to segment.")
            if greatest < HALF_OPAQUE:
                object.__setattr__(self, "opaque_from", (greatest + 1) // 2)
            self.alpha.flags.writeable = False
        opaque = self.opaque
        n_opaque = self.height * self.width if opaque is None else int(np.count_nonzero(opaque))
        object.__setattr__(self, "n_opaque", n_opaque)
        if not self.digest:
            object.__setattr__(self, "digest", _digest_of_arrays(self.pixels, self.alpha))

    @classmethod
    def of(cls, picture: "ImageLike") -> "RgbImage":
        """A picture as it is, or a copy of an array: uint8 (H, W, 3), in the order red, green, blue.

        Raises
        ------
        ImageError
            If the array has another shape or type. It says how to make one of these.
        """
        if isinstance(picture, RgbImage):
            return picture
        pixels = np.asanyarray(picture)
        check_pixels(pixels)
        return cls(pixels=np.array(pixels, order="C"))

    @property
    def height(self) -> int:
        return len(self.pixels)

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def box(self) -> Box:
        """The whole picture."""
        return Box(left=0, top=0, right=self.width, bottom=self.height)

    @property
    def opaque(self) -> NDArray[np.bool_] | None:
        """Mask (H, W) of the pixels that are opaque, or None if there is no alpha."""
        return None if self.alpha is None else self.alpha >= self.opaque_from

    @property
    def opaque_alpha(self) -> NDArray[np.uint8] | None:
        """Alpha (H, W) of the pixels that are opaque, 0 elsewhere; None if there is no alpha."""
        if self.alpha is None or self.n_opaque == np.count_nonzero(self.alpha):
            return self.alpha
        return np.where(self.alpha >= self.opaque_from, self.alpha, np.uint8(0))

    @property
    def notes(self) -> tuple[str, ...]:
        """How it was changed while it was read, and what takes no part, in words for the visitor."""
        left_out = percent(1 - self.n_opaque / (self.height * self.width))
        if self.opaque_from < HALF_OPAQUE:
            note = (
                "no pixel is half opaque, so half of the greatest opacity is enough; "
                f"{left_out} of the pixels have less and take no part"
            )
        elif self.n_opaque < self.height * self.width:
            note = f"{left_out} of the pixels are less than half opaque and take no part"
        else:
            return self.prepared.notes
        return (*self.prepared.notes, note)

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return self.pixels.nbytes + (0 if self.alpha is None else self.alpha.nbytes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RgbImage) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def alpha_in(self, box: Box | None) -> NDArray[np.uint8] | None:
        """The alpha (h, w) of a part, or of the whole picture; None if there is no alpha."""
        return self.alpha if self.alpha is None or box is None else self.alpha[box.rows, box.columns]

    def crop(self, left: int, top: int, right: int, bottom: int) -> "RgbImage":
        """The part ``[top:bottom, left:right]``, in pixels, as a picture of its own.

        Raises
        ------
        SettingsError
            If the box is empty or reaches outside the picture.
        """
        if not (0 <= left < right <= self.width and 0 <= top < bottom <= self.height):
            raise SettingsError("The crop must lie inside the picture and hold at least one pixel.")
        before = self.prepared.framing
        x, y, *_ = before.crop or (0, 0)
        kept = replace(before, crop=(x + left, y + top, right - left, bottom - top))
        return self._cut(Framing(crop=(left, top, right - left, bottom - top)), kept)

    def frame(self, framing: Framing) -> "RgbImage":
        """The picture turned and then cropped, as a picture of its own.

        Raises
        ------
        SettingsError
            If the crop reaches outside the turned picture, or the picture was turned or cropped before.
        """
        if framing == WHOLE:
            return self
        if framing.fitted(self.width, self.height) != framing or self.prepared.framing != WHOLE:
            raise SettingsError("The crop must lie inside the picture and hold at least one pixel.")
        return self._cut(framing, framing)

    def _cut(self, framing: Framing, all_in_all: Framing) -> "RgbImage":
        made_by = " ".join(["framed", *framing.texts])
        return RgbImage(
            pixels=framing.cut(self.pixels),
            alpha=None if self.alpha is None else framing.cut(self.alpha),
            digest=hashlib.sha256(f"{self.digest} {made_by}".encode()).hexdigest(),
            prepared=replace(self.prepared, framing=all_in_all),
        )


ImageLike = RgbImage | NDArray[np.uint8]
"""A picture, or an array that `RgbImage.of` takes."""


# Exported scripts carry the source of the next two functions, so they may use only NumPy and OpenCV.


COLOR_CODES = 1 << 24
"""How many numbers `pack_colors` can give."""


def pack_colors(pixels: np.ndarray) -> np.ndarray:
    """One integer a pixel, ``R | G << 8 | B << 16``; shape (..., 3) becomes (...)."""
    row = np.ascontiguousarray(pixels).reshape(1, -1, 3)
    packed = cv2.cvtColor(row, cv2.COLOR_RGB2RGBA).view("<u4").reshape(pixels.shape[:-1])
    packed &= np.uint32(0xFFFFFF)
    return packed


def fill_holes(pixels: np.ndarray, opaque: np.ndarray) -> np.ndarray:
    """The pixels (H, W, 3), each that is not opaque in the color of the nearest one that is."""
    holes = (~opaque).view(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(holes, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    colors = np.zeros((nearest.max() + 1, 3), np.uint8)
    colors[nearest[opaque]] = pixels[opaque]
    return colors[nearest]


def row_blocks(shape: tuple[int, ...], pixels: int = 1 << 18) -> list[slice]:
    """Slices of rows with about this many pixels each, which keep temporary arrays small."""
    step = max(1, pixels // shape[1])
    return [slice(start, start + step) for start in range(0, shape[0], step)]


def filled_pixels(image: RgbImage) -> NDArray[np.uint8]:
    """The pixels (H, W, 3), each that is not opaque in the color of the nearest one that is."""
    opaque = image.opaque
    return image.pixels if opaque is None or opaque.all() else fill_holes(image.pixels, opaque)


def _digest_of_arrays(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> str:
    sha = hashlib.sha256(repr((pixels.shape, alpha is not None)).encode())
    sha.update(np.ascontiguousarray(pixels).data)
    if alpha is not None:
        sha.update(np.ascontiguousarray(alpha).data)
    return sha.hexdigest()
