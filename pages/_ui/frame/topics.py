"""Questions that a visitor may have, each with an answer in a few sentences and a view to try it on."""

from dataclasses import dataclass
from pathlib import Path

from kseg_core import ColorSpace
from pages._ui.frame.examples import (
    BAD_START,
    NO_CLUSTERS,
    NO_SMOOTHING,
    RANDOM_STARTS,
    STEP_BY_STEP,
    Example,
)

_TEXTS = Path(__file__).with_name("how")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One question.

    Attributes
    ----------
    title : str
    name : str
        Stem of the file in how/ with the answer; ``{color spaces}`` in it becomes a list of them.
    label : str
        What the link to the example says.
    example : Example
    """

    title: str
    name: str
    label: str
    example: Example

    @property
    def answer(self) -> str:
        spaces = "\n".join(f"- **{space}**: {space.definition.about}." for space in ColorSpace)
        return (_TEXTS / f"{self.name}.md").read_text("utf-8").replace("{color spaces}", spaces)


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
    example=STEP_BY_STEP,
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
WCSS = Topic(
    title="What is on the curve?",
    name="wcss",
    label="A picture of six colors",
    example=Example(path="elbow", view={"sample": "Discs"}),
)
NO_ELBOW = Topic(
    title="And if there is no elbow?",
    name="no_elbow",
    label="A gradient has none",
    example=NO_CLUSTERS,
)
KMEANS_PP = Topic(
    title="What is k-means++ for?",
    name="kmeans_pp",
    label="Random starts, run by run",
    example=RANDOM_STARTS,
)
CANNY = Topic(
    title="What does Canny do?",
    name="canny",
    label="Leave out the smoothing",
    example=NO_SMOOTHING,
)
THRESHOLDS = Topic(
    title="Which thresholds?",
    name="thresholds",
    label="Four rules on a dark photo",
    example=Example(path="edges", view={"sample": "Rocket", "edge_section": "Thresholds"}),
)
EDGES_AND_CLUSTERS = Topic(
    title="Do edges follow the clusters?",
    name="edges_and_clusters",
    label="Lay one over the other",
    example=Example(path="edges", view={"sample": "Cat", "edge_section": "Clusters and edges"}),
)
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
    example=BAD_START,
)

CLUSTER_TOPICS = (SEGMENTATION, KMEANS, COLOR_SPACES, CV2_KMEANS, OTHER_METHODS)
ELBOW_TOPICS = (WCSS, NO_ELBOW, KMEANS_PP)
EDGES_TOPICS = (CANNY, THRESHOLDS, EDGES_AND_CLUSTERS)
EXPLORER_TOPICS = (CLOUD, SHAPES, KMEANS, BEST_CLUSTERS)
