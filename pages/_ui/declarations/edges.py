"""The Edges page."""

from enum import StrEnum

from kseg_core.canny.settings import CannySettings
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.encoding.lines import LINE_COLOR
from pages._ui.declarations.lessons import NO_SMOOTHING
from pages._ui.declarations.page import Example, PageDeclaration, Topic

EDGES_OF_PHOTO = "Photo"
EDGES_OF_CLUSTERS = "Clusters"

BY_HAND = "By hand"
"""Among the rules for the thresholds: none of them."""


class EdgeSection(StrEnum):
    """The edge map alone, and what can stand below it, in the order of their tabs; one is computed."""

    MAP = "Edge map"
    STAGES = "Five stages"
    PIXEL = "One pixel"
    THRESHOLDS = "Thresholds"
    CLUSTERS = "Clusters and edges"


CANNY = Topic(
    title="What does Canny do?",
    name="canny",
    label="Leave out the smoothing",
    example=NO_SMOOTHING.example,
)
THRESHOLDS = Topic(
    title="Which thresholds?",
    name="thresholds",
    label="All rules on a dark photo",
    example=Example(path="edges", view={"sample": "Rocket", "edge_section": "Thresholds"}),
)
EDGES_AND_CLUSTERS = Topic(
    title="Do edges follow the clusters?",
    name="edges_and_clusters",
    label="Lay one over the other",
    example=Example(path="edges", view={"sample": "Cat", "edge_section": "Clusters and edges"}),
)

_PLAIN = CannySettings(0, 0)

EDGES = PageDeclaration(
    path="edges",
    file="edges.py",
    title="Edges",
    icon=":material/border_outer:",
    help="Find edges by Canny, see every stage, and choose the thresholds.",
    topics=(CANNY, THRESHOLDS, EDGES_AND_CLUSTERS),
    defaults={
        "edge_of": EDGES_OF_PHOTO,
        "edge_k": 5,
        "edge_rule": str(ThresholdMethod.MEAN),
        "edge_hand": None,
        "edge_view": "White on black",
        "edge_color": LINE_COLOR,
        "edge_width": 2,
        "edge_auto_sigma": _PLAIN.blur_sigma is None,
        "edge_sigma": 2.0,
        "edge_aperture": _PLAIN.aperture,
        "edge_norm": "L2" if _PLAIN.l2_gradient else "L1",
        "edge_channels": str(_PLAIN.channels),
        "edge_section": str(EdgeSection.MAP),
        "edge_x": None,
        "edge_y": None,
        "edge_tolerance": 0.3,
    },
    unbound=frozenset({"edge_hand", "edge_x", "edge_y"}),
    former={"edge_rule": {"Mean of the gradient, tempered": {"edge_rule": str(ThresholdMethod.MEAN)}}},
    sections={"edge_section": list(EdgeSection)},
)
