"""Settings that belong together and are set by one click, a row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kseg_core import ColorSpace, Criteria, Engine, Init
from kseg_core.address.names import BY_HAND, COMPARE_K, EDGES_OF_PHOTO
from kseg_core.canny.settings import EdgeChannels
from kseg_core.kmeans.settings import Swatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Settings of several pages.

    Attributes
    ----------
    key : str
        Of its buttons.
    name : str
        On the button that sets it.
    back : str
        On the button that undoes it.
    said : str
        What it has set, in one line.
    help : str
        What it will set, in full.
    settings : mapping
        Key of a widget -> value.
    """

    key: str
    name: str
    back: str
    said: str
    help: str
    settings: Mapping[str, Any]


TUTORIAL = Preset(
    key="tutorial",
    name="As in the tutorial",
    back="Back from the tutorial",
    said="HSV, `cv2.kmeans`, K = 3, 5, 7, ten attempts, criteria (10, 1.0). Edges: Canny 100 / 200.",
    help="On *Cluster*: HSV, and `cv2.kmeans` for K = 3, 5 and 7 with k-means++ centers, ten attempts and "
    "criteria (10, 1.0). On *Edges*: `cv2.Canny(img, 100, 200)` of the photo as `cv2.imread` gives it, "
    "without smoothing. A tutorial that reads its picture in gray finds other edges; choose Gray in Settings "
    "for those.",
    settings={
        "space": str(ColorSpace.HSV),
        "compare": COMPARE_K,
        "k": [3, 5, 7],
        "accents": False,
        "swatch": str(Swatch.MEAN),
        "engine": str(Engine.OPENCV),
        "init": str(Init.KMEANS_PP),
        "attempts": 10,
        "criteria": str(Criteria.BOTH),
        "max_iter": 10,
        "epsilon": 1.0,
        "edge_of": EDGES_OF_PHOTO,
        "edge_rule": BY_HAND,
        "edge_hand": (100, 200),
        "edge_auto_sigma": False,
        "edge_sigma": 0.0,
        "edge_aperture": 3,
        "edge_norm": "L1",
        "edge_channels": str(EdgeChannels.BLUE_FIRST),
    },
)

PRESETS = (TUTORIAL,)
"""Each is offered on every page of which it sets something."""
