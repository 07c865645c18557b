"""How the photo is turned and cropped: kept between runs, and written into the address."""

import streamlit as st

from kseg_core.framing import WHOLE, Framing
from pages._ui.state import value_of
from pages._ui.unknown_values import note_unknown

_FORMER = ("crop_x", "crop_y")
"""Of old links: the edges of a crop in percent of width and height."""

PARAMETERS = ("turn", "crop", *_FORMER)

_ASKED = "framing_asked"
"""Key of the state -> parameters that were asked for and wait for the photo; None = nothing was."""

_OF = "framing_of"
"""Key of the state -> digest of the photo that turn and crop are about. Any other is shown whole."""


def take_address(*, anew: bool = False) -> None:
    """Ask for what the address says: on a first visit, or when the visitor comes back to it."""
    state, address = st.session_state, st.query_params
    if anew or _ASKED not in state:
        state[_ASKED] = {key: address.get_all(key) for key in PARAMETERS if key in address}


def ask_for(framing: Framing) -> None:
    """Ask for another framing of the photo. For callbacks."""
    st.session_state[_ASKED] = _parameters(framing)


def asked(width: int, height: int) -> Framing:
    """What was asked for, as far as it can be done to a picture of this size."""
    parameters = st.session_state[_ASKED]
    named = Framing.from_texts(*("".join(parameters.get(key, ())[-1:]) for key in ("turn", "crop")))
    if "crop" not in parameters and any(key in parameters for key in _FORMER):
        (left, right), (top, bottom) = (
            _edges(parameters.get(key, ()), length)
            for key, length in zip(_FORMER, named.turned_size(width, height), strict=True)
        )
        named = Framing(quarter_turns=named.quarter_turns, crop=(left, top, right - left, bottom - top))
    fitted = named.fitted(width, height)
    note_unknown("Turn", "turn", {"0", named.texts[0]}.__contains__, "not turned")
    note_unknown("Crop", "crop", lambda _: fitted.crop is not None, "the whole photo")
    return fitted


def is_asked() -> bool:
    """Whether there is something that was asked for and not yet kept or dropped."""
    return st.session_state.get(_ASKED) is not None


def keep(framing: Framing, digest: str) -> None:
    """Turn and crop the photo with this digest so, and no other."""
    state = st.session_state
    state.update({"turn": framing.quarter_turns, "crop": framing.crop, _OF: digest, _ASKED: None})


def forget() -> None:
    """Show the photo whole, whatever was asked for. For callbacks."""
    keep(WHOLE, "")


def framing_of(digest: str) -> Framing:
    """How the photo with this digest is turned and cropped."""
    if st.session_state.get(_OF) != digest:
        return WHOLE
    return Framing(quarter_turns=value_of("turn"), crop=value_of("crop"))


def address_of(digest: str) -> dict[str, list[str]]:
    """What the address says of the photo with this digest: what was asked for, as long as it waits."""
    return st.session_state[_ASKED] if is_asked() else _parameters(framing_of(digest))


def _parameters(framing: Framing) -> dict[str, list[str]]:
    return {key: [text] for key, text in zip(("turn", "crop"), framing.texts, strict=True) if text}


def _edges(percents: list[str], length: int) -> tuple[int, int]:
    """First and last edge in pixels of a crop in percent; at least one pixel, and all of it if unreadable."""
    whole = len(percents) == 2 and all(text.isdecimal() and len(text) <= 3 for text in percents)
    low, high = sorted(int(text) for text in percents) if whole else (0, 100)
    if high > 100:
        return 0, length
    low = min(length * low // 100, length - 1)
    return low, max(low + 1, length * high // 100)
