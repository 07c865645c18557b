"""Six views for a class, each a trap or an insight."""

from dataclasses import dataclass

from pages._ui.declarations.page import Example

LESSON = "lesson"
"""In an address: the number of the lesson that the view belongs to, or the name of another example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An example for a class: what it is called, and what is to be seen in it."""

    title: str
    insight: str
    example: Example


RANDOM_STARTS = Lesson(
    title="Random starts are a trap",
    insight="Raw cv2.kmeans with random centers and one attempt: more colors, and the error rises. "
    "k-means++ or ten attempts nearly always mend it.",
    example=Example(path="elbow", view={"sample": "Discs", "elbow_section": "Random starts", LESSON: "1"}),
)
NO_CLUSTERS = Lesson(
    title="A curve bends, and there is nothing there",
    insight="A smooth gradient has no clusters. Its curve falls like any other, and some judges name a K.",
    example=Example(path="elbow", view={"sample": "Gradient", LESSON: "2"}),
)
TWO_REDS = Lesson(
    title="HSV is not always better",
    insight="Red sits at both ends of the hue scale. Plain HSV sorts one red fruit to the leaves; "
    "RGB and hue on a circle do not.",
    example=Example(
        path="",
        view={
            "sample": "Two reds",
            "compare": "Color spaces",
            "one_k": "2",
            "spaces": ["RGB", "HSV", "HSV (circular hue)"],
            LESSON: "3",
        },
    ),
)
RARE_COLORS = Lesson(
    title="K-means counts pixels",
    insight="Black sky wins, and the rare bright colors come last, however striking they are.",
    example=Example(path="", view={"sample": "Galaxies", "k": ["3", "7", "16"], LESSON: "4"}),
)
NO_SMOOTHING = Lesson(
    title="Without smoothing, noise becomes edges",
    insight="cv2.Canny does not smooth. Take the Gaussian away, and every grain of the wood is an edge.",
    example=Example(
        path="edges",
        view={
            "sample": "Coffee",
            "edge_auto_sigma": "false",
            "edge_sigma": "0",
            "edge_rule": "By hand",
            "edge_thresholds": ["25", "49"],
            LESSON: "5",
        },
    ),
)
BAD_START = Lesson(
    title="Started badly, K-means stops badly",
    insight="The same points, started from the left and by k-means++, step by step until nothing moves.",
    example=Example(
        path="explorer",
        view={
            "sample": "Discs",
            "explore_section": "K-means step by step",
            "explore_k": "6",
            "explore_start": "Leftmost points",
            "explore_beside": "k-means++",
            LESSON: "6",
        },
    ),
)

LESSONS = (RANDOM_STARTS, NO_CLUSTERS, TWO_REDS, RARE_COLORS, NO_SMOOTHING, BAD_START)
"""In the order of a class, and of the numbers in their addresses."""
