"""The color spaces in which pixels can be compared: one row each, and the way from RGB into it.

A new space is a conversion function and a row of `ColorSpace`; everything else walks over the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

# Exported scripts carry the source of these conversions and of the functions they call, so they may use only
# NumPy, OpenCV and each other. They multiply matrices by einsum because @ may round differently with another
# number of threads.


def rgb_levels(colors: np.ndarray) -> np.ndarray:
    """The RGB levels, unchanged."""
    return colors.astype(np.float32)


def hsv_of_8_bits(colors: np.ndarray) -> np.ndarray:
    """OpenCV's 8-bit conversion, as tutorials use it."""
    rows = np.ascontiguousarray(colors).reshape(-1, 1, 3)
    return cv2.cvtColor(rows, cv2.COLOR_RGB2HSV).reshape(-1, 3).astype(np.float32)


def hsv_disc(colors: np.ndarray) -> np.ndarray:
    """Hue and saturation as a disc: both ends of the hue scale meet at red, and grays are its center."""
    rows = np.ascontiguousarray(colors).reshape(-1, 1, 3).astype(np.float32) / np.float32(255)
    degrees, saturation, value = cv2.cvtColor(rows, cv2.COLOR_RGB2HSV).reshape(-1, 3).T
    angle = np.deg2rad(degrees)
    disc = (saturation * np.cos(angle), saturation * np.sin(angle), value)
    return np.stack(disc, axis=1) * np.float32(255)


def cielab(colors: np.ndarray) -> np.ndarray:
    """CIE 15:2004, white D65, by its formula: OpenCV's table is up to 0.3 off."""
    return cielab_of_light(linear_rgb(colors)).astype(np.float32)


def cielab_of_light(light: np.ndarray) -> np.ndarray:
    """CIELAB, float64 (N, 3), of linear light from 0 to 1."""
    to_xyz = [  # IEC 61966-2-1
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
    white = np.sum(to_xyz, axis=1, keepdims=True)
    relative = np.einsum("nc,mc->nm", light, to_xyz / white)
    roots = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative * (29 / 6) ** 2 / 3 + 4 / 29)
    to_lab = [[0.0, 116.0, 0.0], [500.0, -500.0, 0.0], [0.0, 200.0, -200.0]]
    lab = np.einsum("nc,mc->nm", roots, to_lab)
    lab[:, 0] -= 16.0
    return lab


def cieluv(colors: np.ndarray) -> np.ndarray:
    """OpenCV's conversion of floats, because that of 8 bits is rescaled and rounded."""
    rows = np.ascontiguousarray(colors).reshape(-1, 1, 3).astype(np.float32) / np.float32(255)
    return cv2.cvtColor(rows, cv2.COLOR_RGB2Luv).reshape(-1, 3)


def ycrcb_of_8_bits(colors: np.ndarray) -> np.ndarray:
    """OpenCV's 8-bit conversion, as tutorials use it."""
    rows = np.ascontiguousarray(colors).reshape(-1, 1, 3)
    return cv2.cvtColor(rows, cv2.COLOR_RGB2YCrCb).reshape(-1, 3).astype(np.float32)


def oklab(colors: np.ndarray) -> np.ndarray:
    """B. Ottosson, "A perceptual color space for image processing", 2020; his values x 100."""
    to_cones = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    cones = np.cbrt(np.einsum("nc,mc->nm", linear_rgb(colors), to_cones))
    return (100.0 * np.einsum("nc,mc->nm", cones, to_lab)).astype(np.float32)


def stains_he(colors: np.ndarray) -> np.ndarray:
    """Hematoxylin, eosin and DAB by A. C. Ruifrok and D. A. Johnston; scikit-image's ``hed_from_rgb``."""
    absorbed = [[0.65, 0.70, 0.29], [0.07, 0.99, 0.11], [0.27, 0.57, 0.78]]
    return stain_densities(colors, absorbed)


def stains_h_dab(colors: np.ndarray) -> np.ndarray:
    """Hematoxylin, DAB and what neither explains: G. Landini's vectors; scikit-image's ``hdx_from_rgb``."""
    hematoxylin, dab = [0.650, 0.704, 0.286], [0.268, 0.570, 0.776]
    return stain_densities(colors, [hematoxylin, dab, np.cross(hematoxylin, dab).tolist()])


def stain_densities(colors: np.ndarray, absorbed: list[list[float]]) -> np.ndarray:
    """Optical density x 100 of each stain, given how strongly each absorbs red, green and blue; at least 0.

    A. C. Ruifrok and D. A. Johnston, "Quantification of histochemical staining by color deconvolution", Anal.
    Quant. Cytol. Histol. 23, 2001. A level of 0 counts as 1, which is as dark as 8 bits tell.
    """
    first, second, third = np.array(absorbed)
    across = [np.cross(second, third), np.cross(third, first), np.cross(first, second)]
    density = -100.0 * np.log10(np.maximum(np.arange(256), 1) / 255.0)
    amounts = np.einsum("nc,sc->ns", density[colors], across / np.sum(first * across[0]))
    return np.maximum(amounts, 0.0).astype(np.float32)


def linear_rgb(colors: np.ndarray) -> np.ndarray:
    """Linear light, 0 to 1 in float64, of sRGB levels of any shape (IEC 61966-2-1)."""
    return light_of_levels(np.arange(256))[colors]


def light_of_levels(levels: np.ndarray) -> np.ndarray:
    """Linear light, 0 to 1 in float64, of sRGB levels from 0 to 255 that need not be whole."""
    srgb = levels / 255.0
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(light: np.ndarray) -> np.ndarray:
    """The inverse of `linear_rgb`, not rounded: linear values, 0 to 1, become sRGB from 0 to 1."""
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.abs(light) ** (1 / 2.4) - 0.055)


def disc_of_hsv(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    """Rows (N, 3) of `hsv_of_8_bits`, or means of such rows, in the coordinates of `hsv_disc`."""
    half_degrees, saturation, value = rows.T
    angle = np.deg2rad(2.0 * half_degrees)
    disc = np.stack([saturation * np.cos(angle), saturation * np.sin(angle), value], axis=1)
    return disc.astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis or channel of a space.

    Attributes
    ----------
    title : str
    low, high : float
        Bounds in the axis's units. Every sRGB color lies within them.
    unit : str
        Written after a number: ``"°"``, ``" %"`` or nothing.
    """

    title: str
    low: float
    high: float
    unit: str = ""

    @property
    def decimals(self) -> int:
        """Decimals to show of a value: none if values go beyond 200."""
        return 0 if self.high > 200.0 else 1


Axes = tuple[Axis, Axis, Axis]


def _axes(*axes: tuple[str, float, float], units: tuple[str, str, str] = ("", "", "")) -> Axes:
    first, second, third = (
        Axis(title=title, low=low, high=high, unit=unit)
        for (title, low, high), unit in zip(axes, units, strict=True)
    )
    return first, second, third


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceDefinition:
    """All that is known of a color space.

    Attributes
    ----------
    convert : Callable
        sRGB, uint8 (N, 3), to coordinates, float32 (N, 3).
    scale : float
        Distance from black to white, which the position weight is relative to.
    axes : tuple of three Axis
    up : int
        The axis that is drawn upright: lightness, where there is one.
    about : str
        A sentence for people, without a full stop.
    shape : str
        Title of the color cloud in this space. Its first word begins the names of the ranges in URLs.
    to_shape : Callable, optional
        For a space whose cloud is drawn on the axes of another space: from own coordinates to those.
    channels : tuple of three Axis, optional
        Hue, saturation and value, for a space whose first two axes are a disc of hue and saturation. Ranges
        and histograms use the channels; without channels they use the axes.
    cone : str, optional
        Title of a second cloud, in which the disc shrinks to a point toward black.
    """

    convert: Callable[[NDArray[np.uint8]], NDArray[np.float32]]
    scale: float
    axes: Axes
    up: int
    about: str
    shape: str
    to_shape: Callable[[NDArray[np.floating]], NDArray[np.float32]] | None = None
    channels: Axes | None = None
    cone: str | None = None


class ColorSpace(StrEnum):
    """Feature spaces for clustering. The values are the names shown to people."""

    definition: SpaceDefinition

    # ColorSpace("RGB") finds a member and does not come here.
    def __new__(cls, name: str, *definition: SpaceDefinition) -> Self:
        space = str.__new__(cls, name)
        space._value_ = name
        (space.definition,) = definition
        return space

    RGB = (
        "RGB",
        SpaceDefinition(
            convert=rgb_levels,
            scale=255.0,
            axes=_axes(("R", 0, 255), ("G", 0, 255), ("B", 0, 255)),
            up=2,
            about="red, green and blue as the photo has them. Brightness is mixed into all three: light and "
            "shadow on one color lie far apart",
            shape="RGB cube",
        ),
    )
    HSV = (
        "HSV",
        SpaceDefinition(
            convert=hsv_of_8_bits,
            scale=255.0,
            axes=_axes(("H", 0, 179), ("S", 0, 255), ("V", 0, 255)),
            up=2,
            about="hue, saturation and value in OpenCV's 8 bits, as tutorials use them. Hue is kept apart "
            "from brightness, but its circle is cut open at red",
            shape="HSV cylinder",
            to_shape=disc_of_hsv,
        ),
    )
    HSV_CIRCULAR = (
        "HSV (circular hue)",
        SpaceDefinition(
            convert=hsv_disc,
            scale=255.0,
            axes=_axes(("S cos H", -255, 255), ("S sin H", -255, 255), ("V", 0, 255)),
            up=2,
            about="the same with hue as an angle, so that red is one color and all grays meet",
            shape="HSV cylinder",
            channels=_axes(
                ("Hue", 0, 360), ("Saturation", 0, 100), ("Value", 0, 100), units=("°", " %", " %")
            ),
            cone="HSV cone",
        ),
    )
    CIELAB = (
        "CIELAB",
        SpaceDefinition(
            convert=cielab,
            scale=100.0,
            axes=_axes(("L*", 0, 100), ("a*", -90, 100), ("b*", -110, 100)),
            up=0,
            about="lightness, green to red and blue to yellow. Distances are roughly as eyes see them",
            shape="CIELAB",
        ),
    )
    CIELUV = (
        "CIELUV",
        SpaceDefinition(
            convert=cieluv,
            scale=100.0,
            axes=_axes(("L*", 0, 100), ("u*", -90, 180), ("v*", -140, 110)),
            up=0,
            about="made for the same purpose in the same year, for light rather than paint",
            shape="CIELUV",
        ),
    )
    YCRCB = (
        "YCrCb",
        SpaceDefinition(
            convert=ycrcb_of_8_bits,
            scale=255.0,
            axes=_axes(("Y", 0, 255), ("Cr", 0, 255), ("Cb", 0, 255)),
            up=0,
            about="brightness and two differences of color, as JPEG and video hold them",
            shape="YCrCb",
        ),
    )
    OKLAB = (
        "OKLab",
        SpaceDefinition(
            convert=oklab,
            scale=100.0,
            axes=_axes(("L", 0, 100), ("a", -25, 30), ("b", -35, 20)),
            up=0,
            about="newer than CIELAB and more even, above all in blue",
            shape="OKLab",
        ),
    )
    STAINS_HE = (
        "Stains H&E",
        SpaceDefinition(
            convert=stains_he,
            scale=291.2316,
            axes=_axes(("Hematoxylin", 0, 452), ("Eosin", 0, 274), ("DAB", 0, 379)),
            up=0,
            about="for stained tissue: how much hematoxylin (blue), eosin (pink) and DAB (brown) a pixel "
            "has, as optical density × 100",
            shape="HE stains",
        ),
    )
    STAINS_H_DAB = (
        "Stains H-DAB",
        SpaceDefinition(
            convert=stains_h_dab,
            scale=232.8475,
            axes=_axes(("Hematoxylin", 0, 454), ("DAB", 0, 369), ("Residual", 0, 375)),
            up=0,
            about="the same for tissue without eosin: hematoxylin, DAB, and a rest that is neither",
            shape="H-DAB stains",
        ),
    )


def to_space(colors: NDArray[np.uint8], space: ColorSpace) -> NDArray[np.float32]:
    """Coordinates of RGB colors in a color space.

    Parameters
    ----------
    colors : ndarray of uint8, shape (N, 3)
        sRGB.
    space : ColorSpace

    Returns
    -------
    ndarray of float32, shape (N, 3)
        In the units of the space's axes. The coordinates of a color do not depend on the other rows.
    """
    return space.definition.convert(colors) if len(colors) else colors.astype(np.float32)
