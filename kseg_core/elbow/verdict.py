"""The rule that recommends a K, or says that there is no clear elbow."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kseg_core.elbow import judges
from kseg_core.elbow.structure import EMPTY_GAP, JUDGED_K_MAX, ColorStructure
from kseg_core.elbow.texture import Texture
from kseg_core.wording import round_percent

if TYPE_CHECKING:
    from kseg_core.elbow.elbow_curve import ElbowCurve

LEAST_EXPLAINED = 0.5
"""Share of the variance that the recommended K has to explain."""

JUDGES_READ = (
    judges.KNEEDLE,
    judges.KNEEDLE_LOG,
    judges.EXPLAINED_VARIANCE,
    judges.CALINSKI_HARABASZ,
    judges.KRZANOWSKI_LAI,
    judges.DAVIES_BOULDIN,
    judges.SILHOUETTE,
)
"""The judges whose middle half is named where there is no elbow. Adding one changes such verdicts."""

RULE = (
    "The elbow is the largest K at which there is a gap between every two clusters: halfway between their "
    f"colors lie fewer than {round_percent(EMPTY_GAP)} as many pixels as around them, not counting those at "
    f"borders in the picture. This K has to explain {round_percent(LEAST_EXPLAINED)} of the variance, and a "
    "smooth gradient has no elbow. "
    "Without gaps, the middle half of what these judges recommend is named as equally defensible, "
    f"on the curve from K = 1 to {JUDGED_K_MAX}, however far it is drawn: "
    f"{'; '.join(judge.name for judge in JUDGES_READ)}."
)
"""The rule in words, for the page."""


class VerdictKind(StrEnum):
    """What kind of answer it is."""

    CLEAR = "clear elbow"
    AMBIGUOUS = "no clear elbow"
    NO_STRUCTURE = "no structure"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElbowVerdict:
    """The answer to "which K?".

    Attributes
    ----------
    kind : VerdictKind
    sentence : str
        For people.
    k : int or None
        The recommended K; None unless the elbow is clear.
    plausible : tuple of int, or None
        Smallest and largest defensible K; None if there is none.
    """

    kind: VerdictKind
    sentence: str
    k: int | None = None
    plausible: tuple[int, int] | None = None


def decide(curve: "ElbowCurve", structure: ColorStructure) -> ElbowVerdict:
    """Apply the rule stated in `RULE`.

    Parameters
    ----------
    curve : ElbowCurve
    structure : ColorStructure
        For K from 2 to one more than the largest K of the curve.
    """
    if curve.total_ss <= 0.0:
        return _nothing("There is only one color: nothing to choose.")
    apart = structure.k_values[structure.fills < EMPTY_GAP]
    k = int(apart[-1]) if len(apart) and structure.texture is not Texture.SMOOTH else None
    if k is not None and k > curve.k_values[-1]:
        last = int(curve.k_values[-1])
        return _ambiguous(
            f"No clear elbow up to K = {last}: there are more separate {curve.kinds}. Look at larger K."
        )
    explained = dict(zip(curve.k_values, curve.explained.tolist(), strict=True))
    if k is not None and explained.get(k, 0.0) >= LEAST_EXPLAINED:
        sentence = f"Clear elbow at K = {k}."
        return ElbowVerdict(kind=VerdictKind.CLEAR, sentence=sentence, k=k, plausible=(k, k))
    if structure.texture is Texture.SMOOTH:
        return _nothing("No clear elbow: the picture is one smooth gradient.")
    if structure.texture is Texture.NOISE:
        return _nothing("No clear elbow: the picture is noise, without colors that stand apart.")
    if len(curve.k_values) < 3:
        return _ambiguous("No clear elbow: the curve is too short to say more.")
    return _middle_half(curve.up_to(JUDGED_K_MAX).judgments, curve.kinds)


def _nothing(sentence: str) -> ElbowVerdict:
    return ElbowVerdict(kind=VerdictKind.NO_STRUCTURE, sentence=sentence)


def _ambiguous(sentence: str, plausible: tuple[int, int] | None = None) -> ElbowVerdict:
    return ElbowVerdict(kind=VerdictKind.AMBIGUOUS, sentence=sentence, plausible=plausible)


def _middle_half(judgments: Iterable[judges.Judgment], kinds: str) -> ElbowVerdict:
    read = [judgment.recommended for judgment in judgments if judgment.judge in JUDGES_READ]
    named = [k for k in read if k is not None]
    if not named:
        return _ambiguous("No clear elbow: the judges see no reason for any K.")
    low = int(np.percentile(named, 25, method="higher"))
    high = max(low, int(np.percentile(named, 75, method="lower")))
    if low < high:
        return _ambiguous(f"No clear elbow: {low} to {high} are equally defensible.", (low, high))
    return _ambiguous(
        f"No clear elbow: the judges lean to K = {low}, but the {kinds} run into each other.", (low, high)
    )
