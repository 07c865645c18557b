"""The names in an address that are no widget's, and the words and bounds of its choices."""

import re
from enum import StrEnum

from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.measure.objects import Connectivity

LEAST_K = 2
"""Where sliders begin: a single cluster shows nothing."""

EXPLORER_K_MAX = 16
"""Where the slider of the 3D Explorer ends."""

EDGE_SIGMA_MAX = 20.0
"""Where the slider for the smoothing of edges ends."""

OBJECT_SIZE_MAX = 100_000_000
"""Upper bound of the sizes of objects, in pixels."""

NAME_PARAMETER = "photo_name"
"""Of the link that a visitor shares: which file to choose. The visitor's own address does not have it."""

WORK_PARAMETERS = ("picked", "pieces", "merged", "recolored", "locked")
"""What an address says of a visitor's work on one segmentation."""

MEASURE_PARAMETERS = ("classes", "region", "scale", "objects")
"""What it says of the measurement of one."""

FRAMING_PARAMETERS = ("turn", "crop")
FORMER_CROP = ("crop_x", "crop_y")
"""Of old links: the edges of a crop in percent of width and height."""

THRESHOLDS = "edge_thresholds"
"""The low and the high threshold of edges, if they are chosen by hand."""

COLOR = re.compile("#?([0-9a-fA-F]{3}){1,2}")
"""The text of a color."""

OWN_PHOTO = re.compile(r"[0-9a-f]{12}")
"""How a visitor's own photo is named: by the start of its digest."""

COMPARE_K = "Values of K"
COMPARE_SPACES = "Color spaces"
COMPARE_METHODS = "Methods"

EDGES_OF_PHOTO = "Photo"
EDGES_OF_CLUSTERS = "Clusters"

BY_HAND = "By hand"
"""Among the rules for the thresholds: none of them."""

COLORS_IN_SPACE = "Colors"
"""The section of the 3D Explorer that shows a photo with its clusters."""

CLEANS = {"if noisy": None, "always": True, "never": False}
CONNECTED = {"over sides (4)": Connectivity.SIDES, "over corners too (8)": Connectivity.CORNERS}


class Mode(StrEnum):
    """The modes of the Cluster page in the order of their tabs; only the open one is drawn."""

    COMPARE = "Compare"
    CLOSER = "Look closer"
    MEASURE = "Measure"
    SEVERAL = "Series"


class Fit(StrEnum):
    """What the clusters of a series are found on. The values are the names shown to people."""

    TOGETHER = "All photos together"
    PHOTO = "The photo in the sidebar"
    ANEW = "Each photo anew"


FORMER: dict[str, dict[str, dict[str, str]]] = {
    "mode": {"Several photos": {"mode": str(Mode.SEVERAL)}},
    "edge_rule": {"Mean of the gradient, tempered": {"edge_rule": str(ThresholdMethod.MEAN)}},
}
"""Parameter -> values that it once had -> what an address says instead."""
