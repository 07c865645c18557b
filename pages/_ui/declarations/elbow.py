"""The Elbow page."""

from enum import StrEnum

from pages._ui.declarations.lessons import NO_CLUSTERS, RANDOM_STARTS
from pages._ui.declarations.page import Example, PageDeclaration, Topic


class ElbowSection(StrEnum):
    """The curve and what speaks against trusting it, in the order of their tabs; one is drawn."""

    CURVE = "Curve"
    STARTS = "Random starts"
    SEEDS = "Seeds"
    SPACES = "Color spaces"
    SIZE = "File size"
    TABLE = "Table"


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
    example=NO_CLUSTERS.example,
)
KMEANS_PP = Topic(
    title="What is k-means++ for?",
    name="kmeans_pp",
    label="Random starts, run by run",
    example=RANDOM_STARTS.example,
)

ELBOW = PageDeclaration(
    path="elbow",
    file="elbow.py",
    title="Elbow",
    icon=":material/show_chart:",
    help="Plot the error against K and ask which K the photo speaks for.",
    topics=(WCSS, NO_ELBOW, KMEANS_PP),
    defaults={
        "elbow_max": 10,
        "elbow_k": None,
        "elbow_section": str(ElbowSection.CURVE),
        "elbow_starts": True,
        "elbow_judges": False,
        "elbow_runs": 20,
        "elbow_attempts": 1,
        "elbow_roll": 1,
        "elbow_runs_k": None,
        "elbow_seeds": 5,
    },
    former={"elbow_section": {"Judges": {"elbow_section": str(ElbowSection.CURVE), "elbow_judges": "true"}}},
    sections={"elbow_section": list(ElbowSection)},
)
