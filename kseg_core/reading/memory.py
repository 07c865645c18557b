"""The limit on the memory of decoding, and what it means for the size of a picture."""

import math

from PIL.ImageFile import ImageFile

from kseg_core.errors import ImageError
from kseg_core.reading.file_format import Cost, FileFormat, FileLayout

MAX_DECODE_BYTES = 300_000_000


def choose_reduction(image: ImageFile, file_format: FileFormat, layout: FileLayout, max_pixels: int) -> int:
    """The reduction n, 1, 2, 4 or 8: the picture is decoded at 1/n of its width and height.

    Only JPEG and JPEG 2000 can be decoded smaller; each reduced pixel is a mean of stored ones. A picture
    is reduced if the result still has `max_pixels`, or if the full picture would not fit in memory.

    Raises
    ------
    ImageError
        If decoding would need more than `MAX_DECODE_BYTES`.
    """
    stored = image.width * image.height
    if stored == 0:
        raise ImageError("This picture has no pixels.")
    cost = file_format.cost(image, layout)
    has_alpha = image.has_transparency_data or layout.covered is not None
    kept_bytes = min(stored, max_pixels) * (4 if has_alpha else 3)
    extra = cost.unreduced + layout.extra_bytes / stored
    largest = min(file_format.largest_reduction, layout.largest_reduction)
    reduction = 1
    while True:
        limit = _limit(cost, extra, kept_bytes, reduction)
        still_enough = stored / (2 * reduction) ** 2 >= max_pixels
        smallest = reduction >= largest or min(image.size) < 2 * reduction
        if smallest or (stored <= limit and not still_enough):
            break
        reduction *= 2
    if stored > limit:
        advice = "" if file_format.name == "JPEG" else " or save it as a JPEG"
        raise ImageError(
            f"This {file_format.name} picture has {math.ceil(stored / 1e6):,} megapixels; of its kind, "
            f"at most {limit // 1e6:.0f} can be read here. Make it smaller{advice}."
        )
    return reduction


def _limit(cost: Cost, extra: float, kept_bytes: int, reduction: int) -> float:
    """The most stored pixels that can be read at a reduction."""
    peak, held = (extra + per_pixel / reduction**2 for per_pixel in (cost.peak, cost.held))
    return min(cost.max_pixels, MAX_DECODE_BYTES / peak, (MAX_DECODE_BYTES - kept_bytes) / held)
