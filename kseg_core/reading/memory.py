"""What decoding costs in memory, and how large a picture may therefore be."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from PIL.ImageFile import ImageFile

from kseg_core.errors import ImageError
from kseg_core.reading import tiff_tags
from kseg_core.reading.formats import FileFormat
from kseg_core.reading.layout import FileLayout

MAX_DECODE_BYTES = 300_000_000
MAX_JPEG_PIXELS = 400_000_000
MAX_RUN_LENGTH_PIXELS = 4_000_000
JPEG_COEFFICIENT_BYTES = 2
TURNED_TIFF_BYTES = 4.0


class Cost(NamedTuple):
    """Bytes per stored pixel: the peak of decoding, and what is still held while the result is made."""

    peak: float
    held: float


# Peak resident memory, measured on 12-megapixel files, each in a process of its own. The dearest variant
# counts: lossless WebP, 4:4:4 and 10-bit AVIF. Pillow keeps 4 bytes a pixel for 3 channels as for 4.
COSTS: dict[FileFormat, Cost] = {
    FileFormat.JPEG: Cost(4.4, 4.4),
    FileFormat.PNG: Cost(4.5, 4.5),
    FileFormat.WEBP: Cost(9.0, 3.1),
    FileFormat.AVIF: Cost(8.6, 8.6),
    FileFormat.HEIC: Cost(9.7, 3.1),
    FileFormat.TIFF: Cost(4.5, 4.5),
    FileFormat.BMP: Cost(4.5, 4.5),
    FileFormat.GIF: Cost(2.4, 2.4),
}
COSTS_WITH_ALPHA: dict[FileFormat, Cost] = {
    **COSTS,
    FileFormat.WEBP: Cost(10.7, 4.1),
    FileFormat.AVIF: Cost(11.2, 11.2),
    FileFormat.HEIC: Cost(9.7, 4.1),
}
COST_OF_PLAIN_HEIC = Cost(5.2, 3.1)
COST_OF_ANIMATED_WEBP = Cost(16.6, 12.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingPlan:
    """How a picture will be decoded.

    Attributes
    ----------
    reduction : int
        1, or 2, 4, 8: JPEG is decoded at that fraction of its width and height.
    sampled : bool
        Whether more pixels come out of the decoder than are wanted.
    """

    reduction: int
    sampled: bool


def plan_decoding(
    image: ImageFile, file_format: FileFormat, layout: FileLayout, max_pixels: int
) -> DecodingPlan:
    """Decide how to decode a picture whose header was read.

    JPEG is the only format that can be decoded smaller. Each reduced pixel is the mean of its 2 × 2, 4 × 4 or
    8 × 8 stored ones; that is done only where a reduced picture still has `max_pixels`, or where the full one
    would not fit in memory.

    Raises
    ------
    ImageError
        If decoding would need more than `MAX_DECODE_BYTES`.
    """
    stored = image.width * image.height
    if stored == 0:
        raise ImageError("This picture has no pixels.")
    kept_bytes = min(stored, max_pixels) * (4 if image.has_transparency_data else 3)
    if file_format is FileFormat.JPEG:
        reduction, limit = _plan_jpeg(image, layout, max_pixels, kept_bytes)
    else:
        reduction, limit = 1, _limit(_find_cost(image, file_format, layout), kept_bytes)
        if file_format is FileFormat.BMP and image.tile[0].codec_name == "bmp_rle":
            limit = MAX_RUN_LENGTH_PIXELS
    if stored > limit:
        advice = "" if file_format is FileFormat.JPEG else " or save it as a JPEG"
        raise ImageError(
            f"This {file_format} picture has {math.ceil(stored / 1e6):,} megapixels; of its kind, at most "
            f"{limit // 1e6:.0f} can be read here. Make it smaller{advice}."
        )
    return DecodingPlan(reduction=reduction, sampled=stored > max_pixels * reduction**2)


def _limit(cost: Cost, kept_bytes: int) -> float:
    return min(MAX_DECODE_BYTES / cost.peak, (MAX_DECODE_BYTES - kept_bytes) / cost.held)


def _find_cost(image: ImageFile, file_format: FileFormat, layout: FileLayout) -> Cost:
    cost = (COSTS_WITH_ALPHA if image.has_transparency_data else COSTS)[file_format]
    if file_format is FileFormat.WEBP and getattr(image, "is_animated", False):
        return COST_OF_ANIMATED_WEBP
    if file_format is FileFormat.HEIC and image.mode == "RGB":
        plain = image.info.get("bit_depth") == 8 and image.info.get("chroma") == 420
        return COST_OF_PLAIN_HEIC if plain else cost
    if file_format is FileFormat.TIFF:
        extra = _extra_tiff_bytes(layout.data) / (image.width * image.height)
        return Cost(cost.peak + extra, cost.held + extra)
    return cost


def _extra_tiff_bytes(data: bytes) -> float:
    """Bytes for turning a picture, and for the strip or tile that is decoded as a whole."""
    directory = tiff_tags.read_directory(data)
    if directory is None:
        return 0.0
    turned = directory.value(tiff_tags.ORIENTATION, 1) != 1
    return TURNED_TIFF_BYTES * turned * directory.pixels + tiff_tags.largest_block_bytes(directory)


def _plan_jpeg(image: ImageFile, layout: FileLayout, max_pixels: int, kept_bytes: int) -> tuple[int, float]:
    """The reduction, and the most pixels that can be read with it."""
    stored, shorter = image.width * image.height, min(image.size)
    coefficients = _coefficient_bytes(image) if layout.scans > 1 else 0.0
    reduction = 1
    while True:
        held = coefficients + COSTS[FileFormat.JPEG].held / reduction**2
        limit = min(MAX_JPEG_PIXELS, _limit(Cost(held, held), kept_bytes))
        still_enough = stored / (2 * reduction) ** 2 >= max_pixels
        if (stored <= limit and not still_enough) or reduction == 8 or shorter < 2 * reduction:
            return reduction, limit
        reduction *= 2


def _coefficient_bytes(image: ImageFile) -> float:
    """Bytes per pixel for the coefficients of a JPEG in several passes, which are all kept."""
    factors = [(across, down) for _, across, down, _ in getattr(image, "layer", ())]
    finest = max((a for a, _ in factors), default=1) * max((d for _, d in factors), default=1)
    return sum(JPEG_COEFFICIENT_BYTES * across * down for across, down in factors) / max(1, finest)
