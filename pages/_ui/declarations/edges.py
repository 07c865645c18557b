"""The Edges page."""

from enum import StrEnum

from kseg_core.address.names import FORMER
from kseg_core.address.parameters import EDGES as PARAMETERS
from kseg_core.address.parameters import defaults_of
from pages._ui.declarations.lessons import NO_SMOOTHING
from pages._ui.declarations.page import Example, PageDeclaration, Topic


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

EDGES = PageDeclaration(
    path="edges",
    file="edges.py",
    title="Edges",
    icon=":material/border_outer:",
    help="Find edges by Canny, see every stage, and choose the thresholds.",
    topics=(CANNY, THRESHOLDS, EDGES_AND_CLUSTERS),
    defaults={
        **defaults_of(PARAMETERS),
        "edge_hand": None,
        "edge_section": str(EdgeSection.MAP),
        "edge_x": None,
        "edge_y": None,
        "edge_tolerance": 0.3,
    },
    unbound=frozenset({"edge_hand", "edge_x", "edge_y"}),
    former={"edge_rule": FORMER["edge_rule"]},
    sections={"edge_section": list(EdgeSection)},
)
