"""Views for a class, each a trap or an insight."""

from dataclasses import dataclass

from pages._ui.declarations.page import Example

LESSON = "lesson"
"""In an address: the number of the lesson that the view belongs to, or the name of another example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An example for a class.

    Attributes
    ----------
    title : str
    insight : str
        What is to be seen in it.
    question, answer : str
        To ask the class before anything is explained.
    example : Example
    """

    title: str
    insight: str
    question: str
    answer: str
    example: Example


RANDOM_STARTS = Lesson(
    title="Random starts are a trap",
    insight="Raw cv2.kmeans with random centers and one attempt: more colors, and the error rises. "
    "k-means++ or ten attempts nearly always mend it.",
    question="One color more can only help. Why does the error rise at some K all the same?",
    answer="Every K starts anew from random centers, and from there K-means only goes downhill. It stops in "
    "the valley that it started in, not in the deepest one, and one unlucky start is enough.",
    example=Example(path="elbow", view={"sample": "Discs", "elbow_section": "Random starts", LESSON: "1"}),
)
NO_CLUSTERS = Lesson(
    title="A curve bends, and there is nothing there",
    insight="A smooth gradient has no clusters. Its curve falls like any other, and some judges name a K.",
    question="Which K would you read off this curve? And which K would you choose from the picture alone?",
    answer="The error falls with every K, whatever the picture, so every curve bends somewhere. Only gaps "
    "between the colors speak for a K, and a gradient has none: no K is right.",
    example=Example(path="elbow", view={"sample": "Gradient", LESSON: "2"}),
)
TWO_REDS = Lesson(
    title="HSV is not always better",
    insight="Red sits at both ends of the hue scale. Plain HSV sorts one red fruit to the leaves; "
    "RGB and hue on a circle do not.",
    question="A green and two reds: which two look most alike, and which two are closest as numbers in HSV?",
    answer="The two reds look alike. But one has a hue near 0, the other near 177 of 179, so in plain HSV "
    "the green, at 52, is closer to the first. On a circle, as hue is meant, the reds are neighbors.",
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
    question="Which color in the picture do you notice first, and why has it no cluster at K = 3?",
    answer="Every pixel counts the same. A little error saved on each of very many dark pixels outweighs a "
    "large error saved on a few bright ones. K-means does not know what catches the eye.",
    example=Example(path="", view={"sample": "Galaxies", "k": ["3", "7", "16"], LESSON: "4"}),
)
NO_SMOOTHING = Lesson(
    title="Without smoothing, noise becomes edges",
    insight="cv2.Canny does not smooth. Take the Gaussian away, and every grain of the wood is an edge.",
    question="What does the smoothing before Canny take away, and what does it cost?",
    answer="It takes away changes that are only a pixel or two wide: noise and the grain of the wood. It "
    "costs fine detail, too: thin lines vanish and corners become round.",
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
    question="Both runs have the same points and the same two rules. Why do they end differently?",
    answer="Neither rule can raise the WCSS, so each run stops where no point gains by changing its "
    "cluster. Many such ends exist, and the start decides which one is reached. That is why K-means is run "
    "several times.",
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
PLANT_COVER = Lesson(
    title="Shadow hides leaves",
    insight="At K = 4 leaves in the shadow and dark soil are one cluster, and leaves in the sun alone are "
    "22.5 %. At K = 6 both kinds of leaves make 39.5 %.",
    question="How much of the inside of the frame is green? Which leaves does the number leave out, and why?",
    answer="In truth leaves cover 39.8 %. In RGB brightness is mixed into all three channels, so a leaf in "
    "the shadow is nearer to dark soil than to a leaf in the sun. The range in brackets misses the truth, "
    "too: it says how surely colors are sorted, not what they mean. Set K to 6 and click the dark green as "
    "well. Or choose *HSV (circular hue)*: there two colors are enough.",
    example=Example(
        path="",
        view={
            "sample": "Plants",
            "mode": "Measure",
            "closer_k": "4",
            "classes": "leaves.2e9e3c.2",
            "region": "r.60.80.899.559",
            "scale": "12_cm_given",
            LESSON: "7",
        },
    ),
)
COUNTING = Lesson(
    title="What touches counts as one",
    insight="An object is a connected region of one class, and seeds that touch are connected: 100 seeds "
    "make 46 + 30 objects. When touching ones are split, there are 60 + 40.",
    question="How many lentils and how many peas are there? Why does the table count fewer?",
    answer="In truth there are 60 lentils and 40 peas. Turn on *Split touching ones* under *Objects*. Each "
    "seed has one place that is farthest from its border, and the watershed cuts at the neck between two "
    "such places. It works because seeds are round; a branch would fall to pieces.",
    example=Example(
        path="",
        view={
            "sample": "Seeds",
            "mode": "Measure",
            "closer_k": "3",
            "classes": "lentils.be6136.1~peas.6e903e.2",
            "region": "r.0.0.959.579",
            "scale": "8_mm_given",
            "measure_objects": "true",
            LESSON: "8",
        },
    ),
)

LESSONS = (
    RANDOM_STARTS,
    NO_CLUSTERS,
    TWO_REDS,
    RARE_COLORS,
    NO_SMOOTHING,
    BAD_START,
    PLANT_COVER,
    COUNTING,
)
"""In the order of a class, and of the numbers in their addresses."""
