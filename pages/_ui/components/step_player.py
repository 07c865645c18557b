"""The player of K-means step by step: clouds, pictures, the WCSS, and the buttons of a film."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kseg_core.encoding.pictures import Encoded
from kseg_core.steps.trace import StepKind
from pages._ui.components.component_value import component_numbers
from pages._ui.components.scripts import script, style_sheet
from pages._ui.components.sent_file import send_arrays, send_picture, send_script

_RUN = """<div class="run run-{number}">
<div class="head"><div class="line"><span class="title"></span><p class="story" aria-live="polite"></p></div>
<div class="shares" aria-hidden="true"></div><ul class="legend" aria-label="Clusters"></ul></div>
<div class="cloud" tabindex="0" role="img" aria-label="The points and the centroids of run {run}"></div>
<div class="frame"><canvas class="photo" role="img" aria-label="The picture at this step, run {run}"></canvas>
</div></div>"""
_BUTTONS = (
    ("first", "To the start", '<svg viewBox="0 0 24 24"><path d="M6 5h2.5v14H6zM20 5v14L9.5 12z"/></svg>'),
    ("back", "One step back", '<svg viewBox="0 0 24 24"><path d="M15 5v14L6 12zM16.5 5H19v14h-2.5z"/></svg>'),
    (
        "play",
        "Play",
        '<svg class="go" viewBox="0 0 24 24"><path d="M7 4v16l13-8z"/></svg>'
        '<svg class="pause" viewBox="0 0 24 24"><path d="M6 5h4v14H6zM14 5h4v14h-4z"/></svg>',
    ),
    ("next", "One step on", '<svg viewBox="0 0 24 24"><path d="M9 5v14l9-7zM5 5h2.5v14H5z"/></svg>'),
    ("last", "To the end", '<svg viewBox="0 0 24 24"><path d="M18 5h-2.5v14H18zM4 5v14l10.5-7z"/></svg>'),
)
_FULL = (
    '<svg viewBox="0 0 24 24">'
    '<path d="M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z"/></svg>'
)
_PHASES = {
    StepKind.PLACE: "Place K centroids",
    StepKind.ASSIGN: "Assign to the nearest",
    StepKind.MOVE: "Move to the mean",
    StepKind.END: "Nothing changes: done",
}
_CURVE = '<canvas class="curve" role="img" aria-label="WCSS over the steps; click to go to a step"></canvas>'
_HTML = (
    '<div class="player" tabindex="0" role="group">'
    '<div class="top"><ol class="phases">'
    + "".join(
        f'<li data-phase="{phase}">{number} · {text}</li>'
        for number, (phase, text) in enumerate(_PHASES.items(), 1)
    )
    + '</ol><span class="take" role="group" aria-label="Take away">'
    '<button type="button" class="still" title="Save this step as a picture">PNG</button>'
    '<button type="button" class="film" aria-pressed="false"'
    ' title="Play from the start and save it as a film">Film</button></span></div><div class="stages">'
    + "".join(_RUN.format(number=number, run=number + 1) for number in range(2))
    + _CURVE
    + '</div><div class="transport">'
    + "".join(
        f'<button type="button" class="{name}" aria-label="{label}" title="{label}">{icon}</button>'
        for name, label, icon in _BUTTONS
    )
    + '<input class="seek" type="range" min="0" max="0" value="0" aria-label="Step">'
    '<span class="count"></span>'
    '<button type="button" class="speed" title="Speed">1 ×</button>'
    f'<button type="button" class="full" aria-label="Full screen" title="Full screen">{_FULL}</button>'
    "</div></div>"
)

_player = st.components.v2.component(
    "step_player", html=_HTML, css=style_sheet("step_player"), js=script("mount")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedRun:
    """A run as the player gets it.

    Attributes
    ----------
    title : str
    data : bytes or None
        What `pack_trace` made; None before there is a run.
    """

    title: str
    data: bytes | None


def step_player(
    *,
    key: str,
    scene: bytes,
    photo: Encoded | None = None,
    runs: Sequence[PlayedRun],
    label: str,
    file: str,
    hint: str = "",
    picks: bool = False,
    step: int = 0,
    on_pick: Callable[[], None],
    on_step: Callable[[], None],
) -> None:
    """Show one run, or two beside each other that play together.

    Parameters
    ----------
    key : str
    scene : bytes
        What `pack_scene` made.
    photo : Encoded, optional
        Shown until the first assignment.
    runs : sequence of PlayedRun
    label : str
        What is to be seen, in a sentence.
    file : str
        What the names of saved pictures and films begin with.
    hint : str
        Shown in place of a run that is not there yet.
    picks : bool
        Whether a click on a point or a pixel is told; `picked_point` has it.
    step : int
        That new runs open at, or their last one.
    on_pick, on_step : callable
        `on_step` is called when the film has come to rest at another step; `step_at_rest` has it.
    """
    with st.container(key=f"{key}_layers", gap=None):
        described: dict[str, Any] = {
            "script": send_script(f"{key}_script", "step_player"),
            "scene": send_arrays(f"{key}_scene", scene),
            "photo": None if photo is None else send_picture(f"{key}_photo", photo),
            "runs": [
                {
                    "name": "" if run.data is None else send_arrays(f"{key}_run_{number}", run.data),
                    "title": run.title,
                }
                for number, run in enumerate(runs)
            ],
        }
    described |= {"picks": picks, "label": label, "file": file, "hint": hint, "step": step}
    _player(key=key, data=[described], on_picked_change=on_pick, on_stepped_change=on_step)


def picked_point(key: str) -> int | None:
    """The point that was clicked last, in a callback."""
    return _number(key, "picked")


def step_at_rest(key: str) -> int | None:
    """The step that the film has come to rest at, in a callback."""
    return _number(key, "stepped")


def _number(key: str, name: str) -> int | None:
    value = component_numbers(key, name, 1)
    return None if value is None else value[0]
