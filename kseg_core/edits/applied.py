"""The palette of one photo on another."""

from collections.abc import Iterable

from kseg_core.color_spaces import ColorSpace
from kseg_core.errors import SettingsError
from kseg_core.image import Rgb
from kseg_core.kmeans.settings import K_MAX, KMeansSettings


def palette_settings(
    palette: Iterable[Rgb], color_space: ColorSpace | str = ColorSpace.RGB, *, smoothing: float = 0.0
) -> KMeansSettings:
    """The settings with which `segment` gives every pixel the nearest color of a palette.

    It finds nothing new: all clusters have a locked color. Those of the palette that are the nearest
    to some pixel are in the result, ordered by how many.

    Parameters
    ----------
    palette : iterable of (R, G, B), or ndarray of uint8, shape (N, 3)
        At most `K_MAX` colors; equal ones count once.
    color_space : ColorSpace or its value
        In which colors are near.
    smoothing : float
        As in `KMeansSettings`.

    Raises
    ------
    SettingsError
        If the palette has no color or too many.
    """
    colors = tuple(dict.fromkeys((int(r), int(g), int(b)) for r, g, b in palette))
    if not 1 <= len(colors) <= K_MAX:
        raise SettingsError(f"A palette to apply needs 1 to {K_MAX} different colors, not {len(colors)}.")
    return KMeansSettings(k=len(colors), color_space=color_space, smoothing=smoothing, locked=colors)
