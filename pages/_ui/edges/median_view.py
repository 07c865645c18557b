"""Where the median rule goes wrong: on the visitor's photo as it is, or else on it in the dark."""

from dataclasses import dataclass, replace

import streamlit as st

from kseg_core.canny.median_trap import FLOODED, MISSED, MedianOutcome, median_outcome
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stage_window import EdgeWork
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.figures.compare import Panel
from pages._ui import cache
from pages._ui.components.linked_pictures import linked_pictures
from pages._ui.edges import cache as edge_cache
from pages._ui.edges.cache import EdgeSource
from pages._ui.edges.previews import white_on_black
from pages._ui.text import count


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """The median rule beside the mean of the gradient on one picture."""

    source: EdgeSource
    in_the_dark: bool
    median: EdgeWork
    mean: EdgeWork

    @property
    def name(self) -> str:
        return "Photo in the dark" if self.in_the_dark else "The picture as it is"

    @property
    def outcome(self) -> MedianOutcome:
        return median_outcome(self.median.n_edges, self.mean.n_edges)


def draw_median(source: EdgeSource, settings: CannySettings) -> None:
    """Draw the picture on which the median rule fails, with its edges by both rules and what is seen."""
    trial = _try(source, settings)
    if trial.outcome is MedianOutcome.ALIKE:
        dark = _try(edge_cache.dark_source(source.image), CannySettings(0, 0), in_the_dark=True)
        trial = dark if dark.outcome is not MedianOutcome.ALIKE else trial
    st.markdown(
        "#### "
        + (
            "The median rule does no harm here"
            if trial.outcome is MedianOutcome.ALIKE
            else "Where the median rule goes wrong"
        )
    )
    image = trial.source.image
    panels = [_photo(trial)]
    for name, work in (("Median", trial.median), ("Mean of the gradient", trial.mean)):
        title = f"{name}: {_thresholds(work, ' / ')}"
        panels.append(Panel(title=title, picture=white_on_black(trial.source, work)))
    linked_pictures(
        panels,
        key="median",
        width=image.width,
        height=image.height,
        columns=3,
        about=f"{trial.name}, and its edges by two rules",
    )
    st.caption(_words(trial))


def _try(source: EdgeSource, settings: CannySettings, *, in_the_dark: bool = False) -> _Trial:
    def by(method: ThresholdMethod) -> EdgeWork:
        low, high = edge_cache.automatic(source, method, settings)
        return edge_cache.get_edges(source, replace(settings, low=low, high=high))

    return _Trial(
        source=source,
        in_the_dark=in_the_dark,
        median=by(ThresholdMethod.MEDIAN),
        mean=by(ThresholdMethod.MEAN),
    )


def _photo(trial: _Trial) -> Panel:
    image, clusters = trial.source.image, trial.source.clusters
    shown = cache.photo_preview(image) if clusters is None else cache.segmentation_preview(image, clusters)
    return Panel(title=trial.name, picture=shown)


def _thresholds(work: EdgeWork, between: str) -> str:
    return f"{work.settings.low:g}{between}{work.settings.high:g}"


def _words(trial: _Trial) -> str:
    found = (
        f"The median rule gives {_thresholds(trial.median, ' and ')} with "
        f"{count(trial.median.n_edges, 'edge pixel')}, the mean of the gradient "
        f"{_thresholds(trial.mean, ' and ')} with {count(trial.mean.n_edges, 'edge pixel')}."
    )
    rule = " Brightness is not contrast, so a rule for edges should look at the gradient."
    dark = "Here nine tenths of your photo are nearly black, with a little noise as every sensor adds it. "
    about = dark if trial.in_the_dark else ""
    match trial.outcome:
        case MedianOutcome.MISSED:
            why = (
                " It asks how bright the picture is, and this one is bright for how gently it changes "
                "after smoothing: most edges stay below the thresholds."
            )
            return about + found + why + rule
        case MedianOutcome.FLOODED:
            why = (
                " It asks how bright the picture is, and this one is dark for how much it changes: the "
                "thresholds are so low that faint texture and noise become edges."
            )
            return about + found + why + rule
        case MedianOutcome.ALIKE:
            return (
                f"{found} That is between {MISSED:g} and {FLOODED:g} times as many, or there are none to "
                "compare, on this picture and in the dark. It is luck: the median looks at brightness, and "
                "edges are made of contrast."
            )
