"""How it works, in a few sentences a question, each with a view to try it on."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages._ui.frame.examples import NO_CLUSTERS, NO_SMOOTHING, RANDOM_STARTS, STEP_BY_STEP, Example

_TEXTS = Path(__file__).with_name("how")
_ABREAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One question.

    Attributes
    ----------
    title : str
    text : str
        Stem of the file in how/.
    label : str
        What the link to the example says.
    example : Example
    """

    title: str
    text: str
    label: str
    example: Example


CLUSTER_TOPICS = (
    Topic(
        title="What is image segmentation?",
        text="segmentation",
        label="See three regions found",
        example=Example(path="", view={"sample": "Shoreline", "k": ["2", "3", "4"]}),
    ),
    Topic(
        title="How does K-means find colors?",
        text="kmeans",
        label="Watch it, step by step",
        example=STEP_BY_STEP,
    ),
    Topic(
        title="Which color space?",
        text="color_spaces",
        label="Compare three on two reds",
        example=Example(
            path="",
            view={
                "sample": "Two reds",
                "compare": "Color spaces",
                "one_k": "2",
            },
        ),
    ),
    Topic(
        title="What do the parameters of cv2.kmeans do?",
        text="cv2_kmeans",
        label="Try them: one attempt, random centers",
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
    ),
    Topic(
        title="What else is there?",
        text="other_methods",
        label="See where color alone is not enough",
        example=Example(path="", view={"sample": "Astronaut", "k": ["3", "5", "12"]}),
    ),
)

ELBOW_TOPICS = (
    Topic(
        title="What is on the curve?",
        text="wcss",
        label="A picture of six colors",
        example=Example(path="elbow", view={"sample": "Discs"}),
    ),
    Topic(
        title="And if there is no elbow?",
        text="no_elbow",
        label="A gradient has none",
        example=NO_CLUSTERS,
    ),
    Topic(
        title="What is k-means++ for?",
        text="kmeans_pp",
        label="Random starts, run by run",
        example=RANDOM_STARTS,
    ),
)

EDGES_TOPICS = (
    Topic(
        title="What does Canny do?",
        text="canny",
        label="Leave out the smoothing",
        example=NO_SMOOTHING,
    ),
    Topic(
        title="Which thresholds?",
        text="thresholds",
        label="Four rules on a dark photo",
        example=Example(path="edges", view={"sample": "Rocket", "edge_section": "Thresholds"}),
    ),
    Topic(
        title="Do edges follow the clusters?",
        text="edges_and_clusters",
        label="Lay one over the other",
        example=Example(path="edges", view={"sample": "Cat", "edge_section": "Clusters and edges"}),
    ),
)

EXPLORER_TOPICS = (
    Topic(
        title="Why a cloud?",
        text="cloud",
        label="Six colors, six lumps",
        example=Example(path="explorer", view={"sample": "Discs", "explore_k": "6"}),
    ),
    Topic(
        title="Why so many shapes?",
        text="shapes",
        label="Two reds on the HSV cylinder",
        example=Example(path="explorer", view={"sample": "Two reds", "space": "HSV"}),
    ),
    Topic(
        title="Does K-means find the best clusters?",
        text="kmeans",
        label="Watch it, step by step",
        example=STEP_BY_STEP,
    ),
)


def draw_topics(topics: tuple[Topic, ...]) -> None:
    """Draw the questions of a page, folded away."""
    with st.expander("How it works", icon=":material/lightbulb:"):
        for start in range(0, len(topics), _ABREAST):
            columns = st.columns(_ABREAST, gap="medium")
            for column, topic in zip(columns, topics[start : start + _ABREAST], strict=False):
                with column:
                    st.markdown(f"#### {topic.title}")
                    st.markdown((_TEXTS / f"{topic.text}.md").read_text("utf-8"))
                    topic.example.draw_link(topic.label)
