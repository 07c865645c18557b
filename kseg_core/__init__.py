"""Segmentation by color: arrays in, dataclasses out."""

from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stages import CannyStages, canny_stages
from kseg_core.canny.thresholds import ThresholdMethod, auto_thresholds
from kseg_core.color_spaces import ColorSpace
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.sweep import sweep
from kseg_core.errors import ImageError, KsegError, SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Criteria, Engine, Init, KMeansSettings
from kseg_core.reading.decode import decode_image

__version__ = "1.0.0"

__all__ = [
    "CannySettings",
    "CannyStages",
    "ColorHistogram",
    "ColorSpace",
    "Criteria",
    "ElbowCurve",
    "Engine",
    "ImageError",
    "Init",
    "KMeansSettings",
    "KsegError",
    "RgbImage",
    "Segmentation",
    "SettingsError",
    "ThresholdMethod",
    "auto_thresholds",
    "canny_stages",
    "color_histogram",
    "decode_image",
    "detect_edges",
    "segment",
    "sweep",
]
