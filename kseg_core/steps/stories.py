"""What happens at each step of K-means, in a sentence."""

import math

import numpy as np

from kseg_core.steps.scene import Words
from kseg_core.steps.seeding import Seeding
from kseg_core.steps.trace import StepKind, Trace
from kseg_core.wording import count, percent

_PLACED = {
    Seeding.KMEANS_PP: "by k-means++",
    Seeding.RANDOM: "on random points",
    Seeding.LEFTMOST: "on the leftmost points",
    Seeding.CHOSEN: "where you clicked",
}


def step_stories(trace: Trace, words: Words, seeding: Seeding) -> list[str]:
    """One line of text for each step.

    Parameters
    ----------
    trace : Trace
    words : Words
        What a point stands for.
    seeding : Seeding
        How the first centroids were placed.
    """
    return [_story(trace, step, words, seeding) for step in range(trace.n_steps)]


def significant(value: float, digits: int = 4) -> str:
    """A number with at most so many significant digits: ``"38,510"``, ``"5.93"``, ``"0.02"``."""
    rounded = float(f"{value:.{digits}g}")
    if not rounded:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    text = f"{rounded:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def _story(trace: Trace, step: int, words: Words, seeding: Seeding) -> str:
    total, turn = trace.points.total, (step + 1) // 2
    kind = trace.kind(step)
    if kind is StepKind.PLACE:
        are = "is" if trace.k == 1 else "are"
        return f"{count(trace.k, 'centroid')} {are} placed {_PLACED[seeding]}."
    spread = f"WCSS {significant(trace.wcss[step] / total)} per {words.one}."
    if kind is StepKind.END:
        return f"Nothing changes any more: K-means has converged after {count(turn, 'round')}. {spread}"
    if kind is StepKind.MOVE:
        furthest = significant(trace.moved(step).max(), 3)
        return (
            f"Round {turn}, move. Every centroid goes to the mean of its {words.things}; the furthest "
            f"goes {furthest}. {spread}"
        )
    what = f"Every one of the {words.things} goes to its nearest centroid."
    if turn > 1:
        changed = trace.changed[step]
        noun = words.one if changed == 1 else words.many
        what = f"{changed:,.0f} {noun} ({percent(changed / total)}) changed cluster."
    stop = " Stopped here, short of convergence." if step == trace.n_steps - 1 else ""
    return f"Round {turn}, assign. {what}{_jump(trace, step)} {spread}{stop}"


def _jump(trace: Trace, step: int) -> str:
    lost = ", ".join(str(cluster + 1) for cluster in np.flatnonzero(trace.jumped[step]))
    return f" Centroid {lost} was left empty and jumps to where the error is largest." if lost else ""
