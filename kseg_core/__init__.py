"""Segmentation by color: arrays in, dataclasses out."""

from kseg_core.color import ColorSpace
from kseg_core.decode import decode_image
from kseg_core.errors import ImageError, KsegError, SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans import segment
from kseg_core.segmentation import Criteria, Engine, Init, KMeansSettings, Segmentation

__all__ = [
    "ColorHistogram",
    "ColorSpace",
    "Criteria",
    "Engine",
    "ImageError",
    "Init",
    "KMeansSettings",
    "KsegError",
    "RgbImage",
    "Segmentation",
    "SettingsError",
    "color_histogram",
    "decode_image",
    "segment",
]
