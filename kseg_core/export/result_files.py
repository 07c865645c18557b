"""A result in the picture formats it can be exported to, besides the indexed PNG."""

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kseg_core.edits.cut import soft_alpha
from kseg_core.encoding.pictures import JPEG_MAX_SIDE, WEBP_MAX_SIDE, Encoded, encode_pixels
from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL, RgbImage

_RUN_LENGTHS = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]
"""Options of a PNG that compress large areas of one value quickly."""

_WEBP_THOROUGH = 12_000_000
"""Pixels up to which WebP is packed by method 1: 3 to 15 % smaller than by 0, for 8 bytes more a pixel."""


def encode_result_jpeg(labels: NDArray[np.uint8], colors: NDArray[np.uint8]) -> bytes:
    """A result as JPEG of quality 92: nearly the colors shown, white where there is no pixel.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
    colors : ndarray of uint8, shape (K, 3)

    Raises
    ------
    SettingsError
        If the picture is wider or higher than a JPEG can be.
    """
    _check_side(labels, JPEG_MAX_SIDE, "JPEG")
    bgr_of_label = np.full((256, 3), 255, dtype=np.uint8)
    bgr_of_label[: len(colors)] = colors[:, ::-1]
    _, file = cv2.imencode(".jpg", bgr_of_label[labels], [cv2.IMWRITE_JPEG_QUALITY, 92])
    return file.tobytes()


def encode_result_webp(
    labels: NDArray[np.uint8], colors: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None
) -> bytes:
    """A result as lossless WebP: exactly the colors shown, transparent where there is no pixel.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
    colors : ndarray of uint8, shape (K, 3)
    alpha : ndarray of uint8, shape (H, W), optional
        Of the pixels that have a label; None = 255 everywhere.

    Raises
    ------
    SettingsError
        If the picture is wider or higher than a WebP can be.
    """
    _check_side(labels, WEBP_MAX_SIDE, "WebP")
    is_opaque = alpha is None and not (labels == NO_LABEL).any()
    color_of_label = np.zeros((256, 3 if is_opaque else 4), dtype=np.uint8)
    color_of_label[: len(colors), :3] = colors
    color_of_label[: len(colors), 3:] = 255
    pixels = color_of_label[labels]
    if alpha is not None:
        np.minimum(pixels[..., 3], alpha, out=pixels[..., 3])
    file, picture = io.BytesIO(), Image.fromarray(pixels)
    del pixels
    method = 1 if labels.size <= _WEBP_THOROUGH else 0
    picture.save(file, "WEBP", lossless=True, exact=True, method=method, quality=20)
    return file.getvalue()


def encode_cut_out(image: RgbImage, inside: NDArray[np.bool_], softness: float = 0.0) -> Encoded:
    """The photo's own pixels inside as RGBA PNG; the photo's own alpha is kept.

    Parameters
    ----------
    image : RgbImage
    inside : ndarray of bool, shape (H, W)
    softness : float
        Pixels from the edge inward over which it fades, see `soft_alpha`.

    Raises
    ------
    SettingsError
        If nothing is inside.
    """
    alpha = soft_alpha(inside, softness)
    if image.alpha is not None:
        alpha = np.asarray(cv2.multiply(alpha, image.alpha, scale=1 / 255), np.uint8)
    if not alpha.any():
        raise SettingsError("Pick at least one segment to cut out.")
    return encode_pixels(image.pixels, alpha)


def encode_label_numbers(labels: NDArray[np.uint8]) -> bytes:
    """The label map itself as 8-bit gray PNG: 0 to K - 1, and 255 where there is no pixel."""
    _, file = cv2.imencode(".png", labels, _RUN_LENGTHS)
    return file.tobytes()


def encode_label_array(labels: NDArray[np.unsignedinteger]) -> bytes:
    """A label map as .npy, for ``numpy.load``."""
    file = io.BytesIO()
    np.save(file, labels, allow_pickle=False)
    return file.getvalue()


def encode_mask(labels: NDArray[np.uint8], label: int) -> bytes:
    """Where one cluster is: an 8-bit gray PNG, 255 inside and 0 elsewhere."""
    mask = (labels == label).astype(np.uint8) * np.uint8(255)
    _, file = cv2.imencode(".png", mask, _RUN_LENGTHS)
    return file.tobytes()


def _check_side(labels: NDArray[np.uint8], longest: int, kind: str) -> None:
    if max(labels.shape) > longest:
        raise SettingsError(f"A {kind} is at most {longest} pixels wide and high. Take the PNG instead.")
