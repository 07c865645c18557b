"""The Cluster page, which is the front page."""

from enum import StrEnum

from kseg_core.address.names import COMPARE_K, COMPARE_METHODS, COMPARE_SPACES, FORMER, Mode
from kseg_core.address.parameters import CLUSTER as PARAMETERS
from kseg_core.address.parameters import defaults_of
from kseg_core.color_vision import ColorVision
from kseg_core.edits.cut import NO_CUT
from kseg_core.encoding.lines import LINE_COLOR
from kseg_core.measure.white_balance import PointKind
from kseg_core.rendering.paint import Paint
from kseg_core.rendering.picks import Rest
from pages._ui.declarations.lessons import COUNTING, PLANT_COVER
from pages._ui.declarations.page import Example, PageDeclaration, Topic


class Order(StrEnum):
    """The order of a series. The values are the names shown to people."""

    TIME = "Capture time"
    NAME = "Name"


class PickBy(StrEnum):
    """What a click picks in "Look closer". The values are the names shown to people."""

    COLOR = "The color everywhere"
    PIECE = "The connected piece"


class Click(StrEnum):
    """What a click in the picture that is measured does. The values are the names shown to people."""

    SORT = "sorts a color"
    OBJECT = "takes an object"


SEGMENTATION = Topic(
    title="What is image segmentation?",
    name="segmentation",
    label="See three regions found",
    example=Example(path="", view={"sample": "Shoreline", "k": ["2", "3", "4"]}),
)
KMEANS = Topic(
    title="How does K-means find colors?",
    name="kmeans",
    label="Watch it, step by step",
    example=Example(path="explorer", view={"sample": "Coffee", "explore_section": "K-means step by step"}),
)
COLOR_SPACES = Topic(
    title="Which color space?",
    name="color_spaces",
    label="Compare three on two reds",
    example=Example(path="", view={"sample": "Two reds", "compare": "Color spaces", "one_k": "2"}),
)
CV2_KMEANS = Topic(
    title="What do the parameters of cv2.kmeans do?",
    name="cv2_kmeans",
    label="Try one attempt from random centers",
    example=Example(
        path="",
        view={
            "sample": "Discs",
            "k": ["5", "6", "7"],
            "engine": "opencv",
            "init": "random",
            "attempts": "1",
        },
    ),
)
OTHER_METHODS = Topic(
    title="What else is there?",
    name="other_methods",
    label="See superpixels: color and place at once",
    example=Example(
        path="",
        view={
            "sample": "Astronaut",
            "mode": "Look closer",
            "closer_k": "32",
            "position": "4",
            "boundary": "true",
            "boundary_color": "#ffffff",
        },
    ),
)
MEASURING = Topic(
    title="How do I measure an area?",
    name="measuring",
    label="Measure how much leaves cover",
    example=PLANT_COVER.example,
)
RANGES = Topic(
    title="How sure is a share?",
    name="ranges",
    label="See the doubtful pixels",
    example=Example(
        path="",
        view={
            "sample": "Plants",
            "mode": "Measure",
            "closer_k": "6",
            "classes": "leaves.2e9e3c.2-4",
            "region": "r.60.80.899.559",
            "scale": "12_cm_given",
            "doubtful": "true",
        },
    ),
)
OBJECTS = Topic(
    title="What is an object?",
    name="objects",
    label="Count seeds, some of which touch",
    example=COUNTING.example,
)

CLUSTER = PageDeclaration(
    path="",
    file="cluster.py",
    title="Cluster",
    icon=":material/palette:",
    help="Split the photo into K colors and compare several K side by side.",
    topics=(SEGMENTATION, KMEANS, MEASURING, RANGES, OBJECTS, COLOR_SPACES, CV2_KMEANS, OTHER_METHODS),
    defaults={
        **defaults_of(PARAMETERS),
        "vision": str(ColorVision.NORMAL),
        "paint": str(Paint.MEAN),
        "rest": str(Rest.TRANSPARENT),
        "pick_by": str(PickBy.COLOR),
        "cut_smallest": 0,
        "cut_soft": NO_CUT.softness,
        "boundary": False,
        "boundary_color": LINE_COLOR,
        "boundary_width": 2,
        "alike": 10.0,
        "closer_table": False,
        "doubtful": False,
        "click": str(Click.SORT),
        "measure_objects": False,
        "series_order": str(Order.TIME),
        "series_point": str(PointKind.GRAY),
    },
    former={"mode": FORMER["mode"]},
    sections={"mode": list(Mode), "compare": [COMPARE_K, COMPARE_SPACES, COMPARE_METHODS]},
)
