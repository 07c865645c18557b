from .address.reading import read_address
from .applied import Applied, apply_recipe
from .canny.edges import detect_edges
from .canny.settings import CannySettings
from .canny.stages import CannyStages, canny_stages
from .canny.thresholds import ThresholdMethod, auto_thresholds
from .color_spaces import ColorSpace
from .elbow.elbow_curve import ElbowCurve
from .elbow.sweep import sweep
from .errors import ImageError, KsegError, SettingsError
from .histogram import ColorHistogram, color_histogram
from .image import RgbImage
from .kmeans.segment import segment
from .kmeans.segmentation import Segmentation
from .kmeans.settings import Criteria, Engine, Init, KMeansSettings
from .measure.tables import areas_table, objects_table
from .reading.decode import decode_image
from .recipe import Recipe, parse_recipe, recipe_json

__version__: str

__all__ = [
    "Applied",
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
    "Recipe",
    "RgbImage",
    "Segmentation",
    "SettingsError",
    "ThresholdMethod",
    "apply_recipe",
    "areas_table",
    "auto_thresholds",
    "canny_stages",
    "color_histogram",
    "decode_image",
    "detect_edges",
    "objects_table",
    "parse_recipe",
    "read_address",
    "recipe_json",
    "segment",
    "sweep",
]
