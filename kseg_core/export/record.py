"""What every JSON file of the app says of how it was made."""

import platform
from dataclasses import asdict
from importlib.metadata import version

import cv2
import numpy as np

from kseg_core.image import RgbImage
from kseg_core.kmeans.settings import OPENCV_ONLY, Engine, KMeansSettings


def picture_record(image: RgbImage, name: str) -> dict[str, object]:
    """The picture: its name, size and transparency, and how it was prepared.

    ``prepared`` says all that was done, in its order. ``turned`` is how far the visitor turned the picture,
    in degrees to the right. ``crop`` is None or where the picture lies in the one before, which was turned
    so: ``{"left", "top", "width", "height"}`` in pixels.
    """
    framing = image.prepared.framing
    return {
        "name": name,
        "width": image.width,
        "height": image.height,
        "opaque_pixels": image.n_opaque,
        "prepared": list(image.notes),
        "turned": 90 * framing.quarter_turns,
        "crop": framing.crop and dict(zip(("left", "top", "width", "height"), framing.crop, strict=True)),
    }


def settings_record(settings: KMeansSettings) -> dict[str, object]:
    """The settings without those that the engine ignores."""
    ignored = () if settings.engine == Engine.OPENCV else OPENCV_ONLY
    return {name: value for name, value in asdict(settings).items() if name not in ignored}


def versions_record() -> dict[str, str]:
    """The versions that the numbers may depend on."""
    return {
        "python": platform.python_version(),
        "opencv": cv2.__version__,
        "numpy": np.__version__,
        "pillow": version("pillow"),
    }
