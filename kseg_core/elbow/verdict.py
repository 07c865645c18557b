"""The one rule that turns the evidence into a recommended K, or into the answer that there is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.color_gaps import ColorStructure
from kseg_core.elbow.judges import FitNumbers, Judgment
from kseg_core.elbow.texture import Surface

EMPTY_GAP = 0.3
"""Clusters are apart when the gap between any two is filled to less than this."""

LEAST_EXPLAINED = 0.5
"""Share of the variance that the recommended K has to account for."""

RULE = (
    "The elbow is the largest K at which any two clusters have a gap between them: away from borders, "
    f"fewer than {100 * EMPTY_GAP:.0f} % as many pixels in the middle between two colors as around them. It "
    f"has to explain {100 * LEAST_EXPLAINED:.0f} % of the variance, and a smooth gradient has no elbow. "
    "Without a gap, the middle half of what the judges recommend is named as equally defensible."
)
"""The rule in words for the page."""


class VerdictKind(StrEnum):
    """What kind of answer it is."""

    CLEAR = "clear elbow"
    AMBIGUOUS = "no clear elbow"
    NO_STRUCTURE = "no structure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to "which K?".

    Attributes
    ----------
    kind : VerdictKind
    k : int or None
        The recommended K; None unless the elbow is clear.
    plausible : tuple of int, or None
        Smallest and largest K that are defensible; None where nothing is.
    sentence : str
        For people.
    """

    kind: VerdictKind
    k: int | None
    plausible: tuple[int, int] | None
    sentence: str


def decide(fits: FitNumbers, judgments: Iterable[Judgment], structure: ColorStructure) -> Verdict:
    """Apply the rule stated in `RULE`.

    Parameters
    ----------
    fits : FitNumbers
    judgments : iterable of Judgment
    structure : ColorStructure
        Its K go from 2 to one more than the largest K of the fits.
    """
    if fits.total_ss <= 0.0:
        return _nothing("There is only one color: nothing to choose.")
    apart = structure.k_values[structure.fills < EMPTY_GAP]
    k = int(apart[-1]) if len(apart) and structure.surface is not Surface.SMOOTH else None
    if k is not None and k > fits.k_values[-1]:
        last = int(fits.k_values[-1])
        return Verdict(
            kind=VerdictKind.AMBIGUOUS,
            k=None,
            plausible=None,
            sentence=f"No clear elbow up to K = {last}: there are more separate colors. Look at larger K.",
        )
    if k is not None and k in fits.k_values and _explained(fits, k) >= LEAST_EXPLAINED:
        return Verdict(kind=VerdictKind.CLEAR, k=k, plausible=(k, k), sentence=f"Clear elbow at K = {k}.")
    if structure.surface is Surface.SMOOTH:
        return _nothing("No clear elbow: the picture is one smooth gradient.")
    if structure.surface is Surface.NOISE:
        return _nothing("No clear elbow: the picture is noise, without colors that stand apart.")
    return _ambiguous(fits.k_values, judgments)


def _explained(fits: FitNumbers, k: int) -> float:
    return 1.0 - float(fits.wcss[fits.k_values == k][0]) / fits.total_ss


def _nothing(sentence: str) -> Verdict:
    return Verdict(kind=VerdictKind.NO_STRUCTURE, k=None, plausible=None, sentence=sentence)


def _ambiguous(k_values: NDArray[np.intp], judgments: Iterable[Judgment]) -> Verdict:
    named = [judgment.recommended for judgment in judgments if judgment.recommended is not None]
    if len(k_values) < 3 or not named:
        sentence = (
            "No clear elbow: the curve is too short to say more."
            if len(k_values) < 3
            else ("No clear elbow: the judges see no reason for any K.")
        )
        return Verdict(kind=VerdictKind.AMBIGUOUS, k=None, plausible=None, sentence=sentence)
    low = int(np.percentile(named, 25, method="higher"))
    high = max(low, int(np.percentile(named, 75, method="lower")))
    sentence = (
        f"No clear elbow: {low} to {high} are equally defensible."
        if low < high
        else f"No clear elbow: the judges lean to K = {low}, but the colors run into each other."
    )
    return Verdict(kind=VerdictKind.AMBIGUOUS, k=None, plausible=(low, high), sentence=sentence)
