"""Colors that a file describes by numbers instead of an ICC profile: its primaries and transfer curve.

The code points are those of ITU-T H.273, which PNG (`cICP`), AVIF and HEIC (`nclx`) share; `gAMA` and `cHRM`
of PNG and the EXIF mark of Adobe RGB use the same conversion. PQ and HLG need a tone mapping over all three
channels, which no ICC profile of a matrix and three curves can hold, so the conversion is done here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kseg_core.color_spaces import srgb_from_linear

Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]
Chromaticities = tuple[float, float, float, float, float, float, float, float]
"""x and y of white, red, green and blue."""

REFERENCE_WHITE = 203.0
"""Luminance of white paper in PQ and HLG, cd/m² (ITU-R BT.2408)."""
ORDINARY_PEAK = 1000.0
"""Brightest luminance, cd/m², of a picture that states none."""

_D65, _C = (0.3127, 0.3290), (0.310, 0.316)
SRGB_PRIMARIES: Chromaticities = (*_D65, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_BT2020: Chromaticities = (*_D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046)
_SMPTE_170M: Chromaticities = (*_D65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070)
_LUMINANCE_OF_BT2020 = np.array((0.2627, 0.6780, 0.0593), np.float32)
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_STEPS = 65535
_LOWEST, _HIGHEST = -0.0006, 1.018
"""Light that is two levels of sRGB outside it: less is rounding."""


def _power(exponent: float) -> Curve:
    return lambda v: v**exponent


def _srgb(v: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def _smpte_240m(v: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(v < 0.0913, v / 4, ((v + 0.1115) / 1.1115) ** (1 / 0.45))


def _pq(v: NDArray[np.float64]) -> NDArray[np.float64]:
    root = v ** (32 / 2523)
    light = (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (8192 / 1305)
    return 10_000 / REFERENCE_WHITE * light


def _hlg(v: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(v <= 0.5, v * v / 3, (np.exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12)


PRIMARIES: dict[int, tuple[str, Chromaticities]] = {
    1: ("BT.709", SRGB_PRIMARIES),
    4: ("BT.470 M", (*_C, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08)),
    5: ("BT.601 (PAL)", (*_D65, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06)),
    6: ("BT.601 (NTSC)", _SMPTE_170M),
    7: ("SMPTE 240M", _SMPTE_170M),
    8: ("film", (*_C, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049)),
    9: ("BT.2020", _BT2020),
    10: ("CIE XYZ", (1 / 3, 1 / 3, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0)),
    11: ("DCI-P3", (0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)),
    12: ("Display P3", (*_D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)),
    22: ("EBU 3213", (*_D65, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077)),
}
"""Name and chromaticities by the number of H.273."""

TRANSFERS: dict[int, tuple[str, Curve]] = {
    **dict.fromkeys((1, 6, 11, 14, 15), ("gamma 2.4", _power(2.4))),
    4: ("gamma 2.2", _power(2.2)),
    5: ("gamma 2.8", _power(2.8)),
    7: ("the curve of SMPTE 240M", _smpte_240m),
    8: ("linear light", _power(1.0)),
    13: ("", _srgb),
    16: ("PQ", _pq),
    17: ("the curve of SMPTE 428", lambda v: 52.37 / 48 * v**2.6),
    18: ("HLG", _hlg),
}
"""Name and curve, to light, by the number of H.273. Video is shown with gamma 2.4, as BT.1886 asks."""

_PQ, _HLG = 16, 18
_ADOBE_RGB: Chromaticities = (*_D65, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedColors:
    """A conversion from described colors to sRGB. Colors outside sRGB are clipped.

    Attributes
    ----------
    name : str
        For the visitor.
    chromaticities : tuple of float
    curve : Callable
        From stored values 0–1 to light; 1 is white, and PQ and HLG go above it.
    wide : bool
        Whether its primaries are not those of sRGB.
    hdr : int
        The transfer curve of H.273 if it is PQ or HLG, else 0.
    is_srgb : bool
        Whether there is nothing to convert.
    peak : float
        Brightest luminance of a PQ picture, cd/m².
    """

    name: str
    chromaticities: Chromaticities
    curve: Curve
    wide: bool = True
    hdr: int = 0
    is_srgb: bool = False
    peak: float = ORDINARY_PEAK

    def apply(self, image: Image.Image) -> tuple[NDArray[np.uint8], bool]:
        """A picture in mode ``"L"`` or ``"RGB"`` in sRGB, shape (H, W, 3), and whether it was clipped."""
        light = self.curve(np.arange(256) / 255).astype(np.float32)[np.asarray(image.convert("RGB"))]
        if self.hdr:
            light = cv2.transform(light, _matrix_between(self.chromaticities, _BT2020))
            light = _tone_map(np.maximum(light, 0), self.hdr, self.peak)
            light = cv2.transform(light, _matrix_between(_BT2020, SRGB_PRIMARIES))
        elif self.wide:
            light = cv2.transform(light, _matrix_between(self.chromaticities, SRGB_PRIMARIES))
        clipped = self.wide and bool(light.min() < _LOWEST or light.max() > _HIGHEST)
        steps = (np.clip(light, 0, 1) * _STEPS + 0.5).astype(np.uint16)
        return _ENCODED[steps], clipped


def of_code_points(primaries: int, transfer: int, peak: float = ORDINARY_PEAK) -> DescribedColors | None:
    """The conversion for two numbers of H.273; None if one is unknown or unspecified."""
    if primaries not in PRIMARIES or transfer not in TRANSFERS:
        return None
    (space, chromaticities), (curve_name, curve) = PRIMARIES[primaries], TRANSFERS[transfer]
    return DescribedColors(
        name=f"{space} with {curve_name}" if curve_name else space,
        chromaticities=chromaticities,
        curve=curve,
        wide=primaries != 1,
        is_srgb=(primaries, transfer) == (1, 13),
        hdr=transfer if transfer in (_PQ, _HLG) else 0,
        peak=ORDINARY_PEAK if transfer == _HLG else peak,
    )


def of_gamma(gamma: float, chromaticities: Chromaticities | None) -> DescribedColors | None:
    """The conversion for `gAMA` and `cHRM` of PNG.

    None for a gamma that is not above 0, chromaticities that span nothing, and, without chromaticities, a
    gamma within 5 % of 1/2.2: writers mean sRGB by it, and browsers take it so.
    """
    if gamma <= 0 or (chromaticities is None and abs(gamma * 2.2 - 1) <= 0.05):
        return None
    name = f"gamma {1 / gamma:.3g}"
    if chromaticities is None:
        return DescribedColors(name=name, chromaticities=SRGB_PRIMARIES, curve=_power(1 / gamma), wide=False)
    if not _span_a_space(chromaticities):
        return None
    return DescribedColors(
        name=f"its own primaries with {name}", chromaticities=chromaticities, curve=_power(1 / gamma)
    )


ADOBE_RGB = DescribedColors(name="Adobe RGB", chromaticities=_ADOBE_RGB, curve=_power(563 / 256))
"""What cameras mean by the EXIF mark R03."""


def _tone_map(light: NDArray[np.float32], hdr: int, peak: float) -> NDArray[np.float32]:
    """Light in BT.2020, 1 = white, as it is shown on a screen that shows nothing above white.

    The reference white tone mapping of SMPTE ST 2094-50, as Chromium applies it: up to white a factor, from
    there a parabola (a Bézier curve) up to the peak. All channels get the factor of the largest one.
    """
    if hdr == _HLG:
        luminance = np.maximum(light @ _LUMINANCE_OF_BT2020, 1e-9)
        light = light * (luminance**0.2)[..., None] * np.float32(peak / REFERENCE_WHITE)
    headroom = max(peak / REFERENCE_WHITE, 1.001)
    white = 1 - 0.5 * min(np.log2(headroom) / np.log2(ORDINARY_PEAK / REFERENCE_WHITE), 1)
    middle_x, middle_y = 0.35 + 0.65 / white, 0.35 * white + 0.65
    t = np.linspace(0, 1, 65)
    xs = (1 - t) ** 2 + 2 * t * (1 - t) * middle_x + t * t * headroom
    ys = (1 - t) ** 2 * white + 2 * t * (1 - t) * middle_y + t * t
    largest = light.max(axis=2)
    factor = np.interp(largest, np.r_[0, xs], np.r_[0, ys]) / np.maximum(largest, 1e-9)
    return (light * factor[..., None]).astype(np.float32)


def _matrix_between(source: Chromaticities, target: Chromaticities) -> NDArray[np.float64]:
    return np.linalg.inv(_to_xyz(target)) @ _adaptation(source[:2], target[:2]) @ _to_xyz(source)


def _to_xyz(chromaticities: Chromaticities) -> NDArray[np.float64]:
    white, *primaries = (_xyz(*chromaticities[i : i + 2]) for i in range(0, 8, 2))
    columns = np.stack(primaries, axis=1)
    return columns * np.linalg.solve(columns, white / white[1])


def _xyz(x: float, y: float) -> NDArray[np.float64]:
    return np.array((x, y, 1 - x - y))


def _adaptation(source: tuple[float, ...], target: tuple[float, ...]) -> NDArray[np.float64]:
    cones = [_BRADFORD @ (_xyz(*white) / white[1]) for white in (source, target)]
    return np.linalg.inv(_BRADFORD) @ np.diag(cones[1] / cones[0]) @ _BRADFORD


def _span_a_space(chromaticities: Chromaticities) -> bool:
    white, *primaries = (_xyz(*chromaticities[i : i + 2]) for i in range(0, 8, 2))
    return bool(white[1] > 0 and abs(np.linalg.det(np.stack(primaries))) > 1e-3)


def _encode() -> NDArray[np.uint8]:
    light = np.arange(_STEPS + 1) / _STEPS
    srgb = srgb_from_linear(light)
    return np.rint(srgb * 255).astype(np.uint8)


_ENCODED = _encode()
