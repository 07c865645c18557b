"""The palette of one photo on another."""

from collections.abc import Iterable

from kseg_core.color import ColorSpace
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans import segment
from kseg_core.segmentation import K_MAX, KMeansSettings, Rgb, Segmentation


def palette_settings(
    palette: Iterable[Rgb], color_space: ColorSpace | str = ColorSpace.RGB, *, smoothing: float = 0.0
) -> KMeansSettings:
    """The settings with which `segment` finds nothing new: all its clusters have a locked color.

    Parameters
    ----------
    palette : iterable of (R, G, B), or ndarray of uint8, shape (N, 3)
        1 to 32 colors; equal ones count once.
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


def apply_palette(
    image: RgbImage,
    palette: Iterable[Rgb],
    color_space: ColorSpace | str = ColorSpace.RGB,
    *,
    smoothing: float = 0.0,
    histogram: ColorHistogram | None = None,
) -> Segmentation:
    """Give every pixel the nearest color of a palette.

    Parameters
    ----------
    image : RgbImage
    palette, color_space, smoothing
        As in `palette_settings`, which raises if they cannot be used.
    histogram : ColorHistogram, optional
        `color_histogram` of the image, where it is at hand; not read with smoothing.

    Returns
    -------
    Segmentation
        With all colors locked: painted with those of the palette that are the nearest to some
        pixel, ordered by how many.
    """
    settings = palette_settings(palette, color_space, smoothing=smoothing)
    return segment(image, settings, histogram=histogram)
