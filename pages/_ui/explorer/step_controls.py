"""How K-means step by step begins: K, the first centroids, and a second start beside the first."""

import re
from dataclasses import dataclass

import streamlit as st

from kseg_core import ColorSpace
from kseg_core.address.names import EXPLORER_K_MAX
from kseg_core.palette import hex_code, rgb_of
from kseg_core.steps.point_sets import POINT_SETS
from kseg_core.steps.scene import nearest_point
from kseg_core.steps.seeding import Seeding
from pages._ui import address, widgets
from pages._ui.declarations.explorer import NOTHING_BESIDE, PHOTO
from pages._ui.explorer.cloud_controls import choose_k
from pages._ui.explorer.step_results import Start, StepSource, get_scene
from pages._ui.photo import Photo
from pages._ui.state import DEFAULTS
from pages._ui.unknown_values import note_unknown

SEED_NUMBER_MAX = 999
_SEED_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_COLORS = re.compile(rf"([0-9a-f]{{6}}(-[0-9a-f]{{6}}){{0,{EXPLORER_K_MAX - 1}}})?")
_STEP = re.compile(r"0|[1-9][0-9]{0,3}")
_ROWS = re.compile(rf"([0-9]{{1,4}}(-[0-9]{{1,4}}){{0,{EXPLORER_K_MAX - 1}}})?")
_SETS = {each.title: each for each in POINT_SETS}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChoice:
    """What the controls say.

    Attributes
    ----------
    starts : tuple of Start or None
        One or two runs; None while the visitor has not clicked a point yet.
    picks : bool
        Whether clicks choose points.
    """

    starts: tuple[Start | None, ...]
    picks: bool


def choose_source(photo: Photo) -> StepSource:
    """Draw the choice of the points and return what K-means is watched on."""
    title = widgets.segmented_choice("Points", [PHOTO, *_SETS], key="explore_points", show_label=False)
    return StepSource(photo=photo, space=ColorSpace(st.session_state.space), point_set=_SETS.get(title))


def choose_starts(source: StepSource) -> StepChoice:
    """Draw the controls and return what they say."""
    state = st.session_state
    words = get_scene(source).words
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="step_controls"):
        k_slot = st.container(width="content")
        seeding = widgets.menu_choice(
            "Start with",
            Seeding,
            key="explore_start",
            width=165,
            help="Where the first centroids are put. **k-means++** spreads them out; **random** draws "
            f"{words.many}; the **leftmost** are the lowest on the "
            f"first axis, all {'in one corner' if source.is_photo else 'at one side'}.",
        )
        beside = widgets.menu_choice(
            "Second run",
            [NOTHING_BESIDE, *(seeding for seeding in Seeding if seeding is not Seeding.CHOSEN)],
            key="explore_beside",
            width=165,
            help="The same K from another start, played beside the first run.",
        )
        number = 1
        if {seeding, beside} & {Seeding.KMEANS_PP, Seeding.RANDOM}:
            number = _choose_seed_number()
        chosen = _read_chosen(source)
        if seeding is Seeding.CHOSEN:
            _offer_undo(source, len(chosen))
        with k_slot:
            if seeding is Seeding.CHOSEN:
                k = len(chosen)
            else:
                k = choose_k(source.setting("k"), colors=source.is_photo)
    seed = (state.seed, number)
    first = Start(k=k, seeding=seeding, seed=seed, chosen=chosen if seeding is Seeding.CHOSEN else ())
    starts: list[Start | None] = [None if seeding is Seeding.CHOSEN and not chosen else first]
    if beside != NOTHING_BESIDE:
        # A start draws the same points on either side; only beside itself it draws others.
        other = (*seed, 1) if beside == seeding else seed
        starts.append(Start(k=k, seeding=Seeding(beside), seed=other) if k else None)
    return StepChoice(starts=tuple(starts), picks=seeding is Seeding.CHOSEN)


def choose_point(source: StepSource, row: int) -> None:
    """Add a point to those that a run starts from. For callbacks."""
    scene = get_scene(source)
    if not 0 <= row < scene.points.n_points:
        return
    name = hex_code(scene.points.colors[row])[1:] if source.is_photo else str(row)
    names = _names(source)
    if name not in names and len(names) < EXPLORER_K_MAX:
        st.session_state[source.setting("seeds")] = "-".join([*names, name])


def choose_step(source: StepSource, starts: tuple[Start | None, ...]) -> int:
    """The step that is in sight, kept in the address; other runs begin at their start."""
    state = st.session_state
    key = source.setting("step")
    shown = (source.key, starts)
    if state.get(f"{key}_of", shown) != shown:
        state[key] = DEFAULTS[key]
    state[f"{key}_of"] = shown
    return int(_remembered(key, _STEP, "Step"))


def take_step(source: StepSource, step: int) -> None:
    """Keep the step that is in sight. For callbacks."""
    st.session_state[source.setting("step")] = step


def _choose_seed_number() -> int:
    number = int(_remembered("explore_roll", _SEED_NUMBER, "Seed number"))

    def take_new_seed() -> None:
        st.session_state.explore_roll = number % SEED_NUMBER_MAX + 1

    st.button(
        "New seed",
        icon=":material/shuffle:",
        on_click=take_new_seed,
        help=f"Start from other points. This is seed number {number}; number 1 is the seed of the sidebar.",
    )
    return number


def _offer_undo(source: StepSource, count: int) -> None:
    key = source.setting("seeds")

    def undo() -> None:
        st.session_state[key] = "-".join(_names(source)[:-1])

    def clear() -> None:
        st.session_state[key] = ""

    st.button("Undo", icon=":material/undo:", on_click=undo, disabled=not count)
    st.button("Clear", icon=":material/clear_all:", on_click=clear, disabled=not count)


def _names(source: StepSource) -> list[str]:
    """The chosen points as they stand in the address: colors of a photo, numbers of other points."""
    chosen = str(st.session_state.get(source.setting("seeds"), ""))
    names = list(dict.fromkeys(filter(None, chosen.split("-"))))
    if not source.is_photo:
        names = [name for name in names if int(name) < get_scene(source).points.n_points]
    return names[:EXPLORER_K_MAX]


def _read_chosen(source: StepSource) -> tuple[int, ...]:
    _remembered(source.setting("seeds"), _COLORS if source.is_photo else _ROWS, "Chosen points")
    names = _names(source)
    if not source.is_photo:
        return tuple(int(name) for name in names)
    return tuple(dict.fromkeys(nearest_point(get_scene(source), rgb_of(name)) for name in names))


def _remembered(key: str, pattern: re.Pattern[str], name: str) -> str:
    # Set by clicks before anything is drawn, which a bound widget would not write into the address.
    state = st.session_state
    default = str(DEFAULTS[key])
    note_unknown(name, key, pattern.fullmatch, default or None)
    value = str(state.get(key, st.query_params.get(key, "")))
    if not pattern.fullmatch(value):
        value = default
    state[key] = value
    address.write(key, None if value == default else value)
    return value
