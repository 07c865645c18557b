"""The 3D Explorer."""

from enum import StrEnum
from typing import Any

from kseg_core.address.names import COLORS_IN_SPACE
from kseg_core.address.parameters import EXPLORER as PARAMETERS
from kseg_core.address.parameters import defaults_of
from kseg_core.cloud.points import CloudKind
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape
from kseg_core.steps.point_sets import CUSTOMERS, POINT_SETS, PointSet
from kseg_core.steps.seeding import Seeding
from pages._ui.declarations.cluster import KMEANS
from pages._ui.declarations.lessons import BAD_START
from pages._ui.declarations.page import Example, PageDeclaration, Topic

NOTHING_BESIDE = "Nothing"
PHOTO = "Photo"
"""In the place of a set of points: the colors of the photo."""

NO_PREDICTION = "I cannot say"
SHAPE_OF_THE_SPACE = "Automatic"


class ExplorerSection(StrEnum):
    """The sections in the order of their tabs; only the open one is computed."""

    COLORS = COLORS_IN_SPACE
    SELECTION = "Selection"
    STEPS = "K-means step by step"

    @property
    def heading(self) -> str:
        """What stands over it."""
        match self:
            case ExplorerSection.COLORS | ExplorerSection.SELECTION:
                return "Colors in space"
            case ExplorerSection.STEPS:
                return "K-means at work"

    @property
    def about(self) -> str:
        """What it shows, in a sentence."""
        match self:
            case ExplorerSection.COLORS:
                return "Each point is a color of the photo, each sphere the mean of a cluster. Drag to turn."
            case ExplorerSection.SELECTION:
                return "Choose colors, and see where they are in the photo."
            case ExplorerSection.STEPS:
                return "Points go to the nearest centroid; each centroid moves to their mean; and again."


CLOUD = Topic(
    title="Why a cloud?",
    name="cloud",
    label="Six colors, six lumps",
    example=Example(path="explorer", view={"sample": "Discs", "explore_k": "6"}),
)
SHAPES = Topic(
    title="Why so many shapes?",
    name="shapes",
    label="Two reds on the HSV cylinder",
    example=Example(path="explorer", view={"sample": "Two reds", "space": "HSV"}),
)
BEST_CLUSTERS = Topic(
    title="Does K-means find the best clusters?",
    name="best_clusters",
    label="Start it badly and well",
    example=BAD_START.example,
)


def step_key(point_set: PointSet | None, name: str) -> str:
    """The key of a setting of K-means step by step: each set of points has its own; None = the photo."""
    return f"explore_{name}" if point_set is None else f"explore_{point_set.key}_{name}"


def range_key(shape: CloudShape, channel: int) -> str:
    """The key of the range of a channel. Cylinder and cone share theirs."""
    first_word = shape.title.split()[0].lower()
    return f"explore_{first_word}_{channel + 1}"


_RANGES = {
    range_key(shape, number): (int(axis.low), int(axis.high))
    for shape in CLOUD_SHAPES.values()
    for number, axis in enumerate(shape.channels)
}
_SET_BY_CLICKS: dict[str, Any] = {
    "explore_hide": [],
    "explore_x": None,
    "explore_y": None,
    "explore_roll": 1,
    **{step_key(points, "seeds"): "" for points in (None, *POINT_SETS)},
    **{step_key(points, "step"): 0 for points in (None, *POINT_SETS)},
    "explore_lasso": None,
}

EXPLORER = PageDeclaration(
    path="explorer",
    file="explorer.py",
    title="3D Explorer",
    icon=":material/view_in_ar:",
    help="Walk through the colors of the photo and watch K-means at work among them.",
    topics=(CLOUD, SHAPES, KMEANS, BEST_CLUSTERS),
    defaults={
        **defaults_of(PARAMETERS),
        "explore_points": PHOTO,
        **{step_key(points, "k"): len(points.groups) for points in POINT_SETS},
        **{step_key(points, "guess"): None for points in POINT_SETS if points.predictions},
        "explore_shape": SHAPE_OF_THE_SPACE,
        "explore_kind": str(CloudKind.COLORS),
        "explore_paint": "Own color",
        "explore_centroids": True,
        "explore_members": False,
        "explore_outline": True,
        "explore_size": 1.0,
        "explore_start": str(Seeding.KMEANS_PP),
        "explore_beside": NOTHING_BESIDE,
        "explore_view": "From above",
        "explore_around": False,
        **_SET_BY_CLICKS,
        **_RANGES,
    },
    unbound=frozenset(_SET_BY_CLICKS),
    renamed={"explore_customers": step_key(CUSTOMERS, "seeds")},
    former={
        "explore_section": {
            "Customers": {"explore_section": str(ExplorerSection.STEPS), "explore_points": CUSTOMERS.title}
        }
    },
    sections={
        "explore_points": [PHOTO, *(points.title for points in POINT_SETS)],
        "explore_section": list(ExplorerSection),
    },
    within={"explore_points": {"explore_section": str(ExplorerSection.STEPS)}},
)
