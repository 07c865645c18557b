"""The short program that makes the same edge map without kseg."""

from kseg_core.canny.gradient import strength_gain, threshold_limits
from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.export import script_parts
from kseg_core.framing import WHOLE, Framing
from kseg_core.smoothing import FINE_LEVELS, reduction, wide_gaussian


def edge_script(
    settings: CannySettings,
    *,
    sigma: float,
    file_name: str,
    opaque_from: int | None = None,
    framing: Framing = WHOLE,
) -> str:
    """A Python program that needs OpenCV and NumPy and makes the edge map of a picture file.

    Parameters
    ----------
    settings : CannySettings
    sigma : float
        The smoothing in pixels, as `CannySettings.sigma_for` gives it.
    file_name : str
        The picture that the program reads by default.
    opaque_from : int, optional
        The least alpha of an opaque pixel, in a picture with transparency; others make no edges.
    framing : Framing, optional
        How the program turns and crops that picture first.

    Returns
    -------
    str
        Run as ``python edges.py picture.png edges.png``. The map equals `detect_edges` pixel for
        pixel where OpenCV decodes the file to the same pixels, as it does for any 8-bit PNG.
    """
    parts = [
        script_parts.head(
            "Make an edge map: python edges.py [picture] [edges.png].",
            file_name=file_name,
            target="edges.png",
        ),
        script_parts.reading(opaque_from, framing),
    ]
    if opaque_from is not None:
        parts.append(script_parts.filling("picture"))
    if settings.channels is EdgeChannels.GRAY:
        parts.append("\npicture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)\n")
    if settings.channels is EdgeChannels.BLUE_FIRST:
        parts.append("\npicture = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)\n")
    parts.append(_literal(settings, sigma) if reduction(sigma) == 1 else _wide(settings, sigma))
    if opaque_from is not None:
        parts.append("edges[~opaque] = 0\n")
    parts.append(script_parts.writing("edges"))
    return "".join(parts)


def _literal(settings: CannySettings, sigma: float) -> str:
    blur = f"picture = cv2.GaussianBlur(picture, (0, 0), {sigma!r})\n" if sigma > 0 else ""
    return blur + (
        f"\nedges = cv2.Canny(picture, {float(settings.low)!r}, {float(settings.high)!r}, "
        f"apertureSize={settings.aperture}, L2gradient={settings.l2_gradient})\n"
    )


def _wide(settings: CannySettings, sigma: float) -> str:
    factor = reduction(sigma)
    gain = strength_gain(settings, factor)
    low, high = threshold_limits(settings, gain)
    divisor = round(FINE_LEVELS * factor / gain)
    magnitude = _MAGNITUDE_L2 if settings.l2_gradient else _MAGNITUDE_L1
    return f"\nFINE_LEVELS = {FINE_LEVELS}\n{script_parts.source_of(wide_gaussian)}" + _WIDE.format(
        factor=factor,
        sigma=sigma,
        aperture=settings.aperture,
        scale=f"1 / {divisor}",
        strongest=_STRONGEST.format(magnitude) if settings.channels is not EdgeChannels.GRAY else "",
        low=low,
        high=high,
        shown_low=settings.low,
        shown_high=settings.high,
        divided="" if divisor == 1 else f", divided by {divisor} to fit 16 bits",
        l2=settings.l2_gradient,
    )


_WIDE = """

# A Gaussian this wide leaves slopes that 8 bits cannot hold. So gradients are taken in the reduced
# picture and enlarged. A slope is {factor} times as steep there and counts FINE_LEVELS steps a
# level{divided}: the thresholds {shown_low:g} and {shown_high:g} are {low:g} and {high:g}.
small = wide_gaussian(picture, {sigma!r}, {factor})
sobel = dict(ksize={aperture}, scale={scale}, borderType=cv2.BORDER_REPLICATE)
gx, gy = (cv2.Sobel(small, cv2.CV_16S, dx, 1 - dx, **sobel) for dx in (1, 0))
{strongest}size = small.shape[1] * {factor}, small.shape[0] * {factor}
height, width = picture.shape[:2]
gx, gy = (cv2.resize(g, size, interpolation=cv2.INTER_CUBIC)[:height, :width] for g in (gx, gy))
edges = cv2.Canny(gx, gy, {low!r}, {high!r}, L2gradient={l2})
"""

_STRONGEST = """strongest = ({}).argmax(axis=2)[..., None]
gx, gy = (np.take_along_axis(g, strongest, axis=2)[..., 0] for g in (gx, gy))
"""
_MAGNITUDE_L1 = "np.abs(gx.astype(int)) + np.abs(gy.astype(int))"
_MAGNITUDE_L2 = "gx.astype(int) ** 2 + gy.astype(int) ** 2"
