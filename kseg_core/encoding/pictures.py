"""Pictures as files, to show in the browser and to download."""

import base64
import io
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kseg_core.encoding.palette_alpha import color_alpha_pairs, fitted_alpha
from kseg_core.encoding.resizing import fitted_size, resized, resized_photo
from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL, Box, RgbImage, row_blocks

JPEG_MAX_SIDE = 65500
"""The largest width and height of a JPEG."""

SMALL_PIXELS = 160_000
"""Pictures up to this size are shown enlarged, where the color errors of JPEG would be visible."""

WEBP_MAX_SIDE = 16383
"""The largest width and height of a WebP."""

_Z_DEFAULT, _Z_RLE = 0, 3
_LEVELS = ((0.05, 8), (0.15, 6), (0.4, 5), (1.0, 4))
"""Levels of deflate, by the largest share of pixels that differ from the one before. Flat maps gain most from
a high level and still take little time. Other files are at most about a tenth larger than at level 9, which
takes up to twenty times as long."""
_LUMA = np.array([299, 587, 114])


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A picture file in memory.

    Attributes
    ----------
    data : bytes
    mime : str
        ``"image/jpeg"``, ``"image/png"`` or ``"image/webp"``.
    width, height : int
        Of the picture, in pixels.
    """

    data: bytes
    mime: str
    width: int
    height: int

    @property
    def data_url(self) -> str:
        """The file as a ``data:`` URL."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode()}"

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return len(self.data)


def encode_preview(image: RgbImage, *, max_side: int) -> Encoded:
    """A whole photo for display: lossless up to `SMALL_PIXELS`, else by `encode_photo`."""
    if image.height * image.width <= SMALL_PIXELS:
        return encode_lossless(image)
    return encode_photo(image, max_side=max_side)


def encode_photo(
    image: RgbImage, *, box: Box | None = None, max_side: int | None = None, quality: int = 85
) -> Encoded:
    """A photo for display: JPEG, or PNG with its transparency if it has any.

    Up to `SMALL_PIXELS` the JPEG has full color resolution (4:4:4).

    Parameters
    ----------
    image : RgbImage
    box : Box, optional
        The part to show; None = all of it.
    max_side : int, optional
        Longest side of the result in pixels; larger pictures are scaled down by averaging.
        Never above `JPEG_MAX_SIDE`.
    quality : int
        Of the JPEG, 1 to 100.

    Returns
    -------
    Encoded
        Without metadata and without the colors under alpha 0.

    Raises
    ------
    SettingsError
        If `max_side` or `quality` is out of range.
    """
    limit = JPEG_MAX_SIDE if max_side is None else min(max_side, JPEG_MAX_SIDE)
    box = box or image.box
    part = (box.rows, box.columns)
    size = fitted_size(box.width, box.height, limit)
    return encode_pixels(*resized_photo(image.pixels[part], image.alpha_in(box), *size), quality=quality)


def encode_pixels(
    pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, *, quality: int = 85
) -> Encoded:
    """`encode_photo` for arrays (H, W, 3) and (H, W), at their own size.

    Raises
    ------
    SettingsError
        If `quality` is out of range.
    """
    if not 1 <= quality <= 100:
        raise SettingsError("The JPEG quality must lie between 1 and 100.")
    if alpha is not None:
        return _encode_png(pixels, alpha)
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    options = [cv2.IMWRITE_JPEG_QUALITY, quality]
    if bgr.size <= 3 * SMALL_PIXELS:
        options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    _, file = cv2.imencode(".jpg", bgr, options)
    return Encoded(data=file.tobytes(), mime="image/jpeg", width=pixels.shape[1], height=len(pixels))


def encode_translucent(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8], *, quality: int = 85) -> Encoded:
    """Arrays (H, W, 3) and (H, W) as a WebP for display, or as PNG if too large for WebP.

    Colors are nearly right, alpha is exact, colors under alpha 0 are left out. A photo takes a quarter of the
    bytes of a PNG, and no more time.
    """
    if max(alpha.shape) > WEBP_MAX_SIDE:
        return _encode_png(pixels, alpha)
    rgba = np.dstack([pixels, alpha])
    rgba[alpha == 0] = 0
    file = io.BytesIO()
    Image.fromarray(rgba).save(file, "WEBP", quality=quality, method=0)
    return Encoded(data=file.getvalue(), mime="image/webp", width=pixels.shape[1], height=len(pixels))


def encode_lossless(image: RgbImage) -> Encoded:
    """A picture as PNG with exactly its pixels and its transparency, if it has any.

    Without metadata and without the colors under alpha 0.
    """
    return _encode_png(image.pixels, image.alpha)


def _encode_png(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> Encoded:
    if alpha is None:
        ordered = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    else:
        ordered = np.empty((*alpha.shape, 4), np.uint8)
        ordered[..., :3] = pixels[..., ::-1]
        ordered[..., 3] = alpha
        # Indexing with a mask would take 16 bytes for each pixel.
        ordered *= (alpha > 0)[..., None]
    _, file = cv2.imencode(".png", ordered, [cv2.IMWRITE_PNG_COMPRESSION, 2])
    return Encoded(data=file.tobytes(), mime="image/png", width=pixels.shape[1], height=len(pixels))


def encode_label_map(
    labels: NDArray[np.uint8],
    palette: NDArray[np.uint8],
    *,
    alpha: NDArray[np.uint8] | None = None,
    max_side: int | None = None,
) -> Encoded:
    """A segmentation as an indexed PNG with exactly the colors of the palette.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
        Rows of `palette`; `NO_LABEL` becomes transparent.
    palette : ndarray of uint8, shape (K, 3)
        RGB, 1 to 255 rows.
    alpha : ndarray of uint8, shape (H, W), optional
        Of the pixels that have a label; None = 255 everywhere.
    max_side : int, optional
        Longest side of the result in pixels; larger maps are scaled down by nearest neighbor.

    Returns
    -------
    Encoded
        Without metadata.

    Raises
    ------
    SettingsError
        If `max_side` is below 1, the arrays have wrong shapes or types, or a label has no color.

    Notes
    -----
    1. Palette entries are sorted by luminance, so that similar colors get neighboring numbers. A pixel takes
       1, 2, 4 or 8 bits, as few as suffice.
    2. Up to 16 entries, deflate uses the RLE strategy, which finds only runs: a photo-like map of 12
       megapixels with K = 7 gets smaller than with ``optimize=True``, in a thirtieth of the time. With more
       entries a pixel takes 8 bits, and other matches pay: see `_LEVELS`.
    3. Each pair of a color and an alpha is an entry of the palette. Where these are too many, alpha is
       rounded to even steps, as many for each color as fit (`alpha_steps`): 85 for 3 colors, 7 for 32.
    """
    if palette.dtype != np.uint8 or palette.shape[1:] != (3,) or not 1 <= len(palette) <= NO_LABEL:
        raise SettingsError("A palette needs 1 to 255 colors of three 8-bit channels.")
    if labels.ndim != 2 or labels.dtype != np.uint8 or labels.size == 0:
        raise SettingsError("A label map needs one 8-bit number a pixel.")
    if alpha is not None and (alpha.dtype != np.uint8 or alpha.shape != labels.shape):
        raise SettingsError("The transparency does not fit the label map.")
    height, width = labels.shape
    if max_side is not None:
        width, height = fitted_size(width, height, max_side)
    small = resized(labels, width, height, cv2.INTER_NEAREST_EXACT)
    if alpha is None:
        used = np.flatnonzero(cv2.calcHist([small.reshape(-1, 1)], [0], None, [256], [0, 256]))
        pairs = np.stack([used, np.where(used == NO_LABEL, 0, 255)], axis=1)
    else:
        small_alpha = fitted_alpha(small, resized(alpha, width, height, cv2.INTER_NEAREST_EXACT))
        pairs = color_alpha_pairs(small, small_alpha)
    rows = pairs[pairs[:, 0] != NO_LABEL, 0]
    if rows.size and rows[-1] >= len(palette):
        raise SettingsError(f"Label {rows[-1]} has no color in a palette of {len(palette)}.")

    n_transparent = len(pairs) - len(rows)  # 1 if NO_LABEL occurs, else 0
    order = np.argsort(palette[rows] @ _LUMA, kind="stable")
    entries = np.zeros((256, 256), dtype=np.uint8)
    entries[tuple(pairs[order].T)] = np.arange(n_transparent, len(pairs))
    if np.isin(pairs[:, 1], (0, 255)).all():
        indexed = np.asarray(cv2.LUT(small, entries[:, 255].copy()), np.uint8)
    else:
        indexed = np.empty_like(small)
        for part in row_blocks(small.shape):
            indexed[part] = entries[small[part], small_alpha[part]]
    colors = np.concatenate([np.zeros((n_transparent, 3), np.uint8), palette[rows[order]]])
    alphas = np.concatenate([np.zeros(n_transparent, np.uint8), pairs[order, 1].astype(np.uint8)])
    transparency = None if alphas.min() == 255 else alphas.tobytes()
    picture = Image.fromarray(indexed)
    picture.putpalette(colors.tobytes())
    strategy, level = (_Z_DEFAULT, _level(indexed)) if len(pairs) > 16 else (_Z_RLE, 1)
    file = io.BytesIO()
    picture.save(file, "PNG", compress_type=strategy, compress_level=level, transparency=transparency)
    return Encoded(data=file.getvalue(), mime="image/png", width=width, height=height)


def _level(entries: NDArray[np.uint8]) -> int:
    changes = np.count_nonzero(entries[:, 1:] != entries[:, :-1]) / entries.size
    return next(level for share, level in _LEVELS if changes <= share)
