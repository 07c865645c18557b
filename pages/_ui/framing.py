"""How the photo is turned and cropped: kept between runs, and written into the address."""

from collections.abc import Sequence

import streamlit as st

from kseg_core.address.names import FORMER_CROP, FRAMING_PARAMETERS
from kseg_core.errors import SettingsError
from kseg_core.framing import WHOLE, Framing, parse_percents
from pages._ui.state import value_of
from pages._ui.unknown_values import note_unknown

PARAMETERS = (*FRAMING_PARAMETERS, *FORMER_CROP)

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
    named = Framing.from_texts(*("".join(parameters.get(key, ())[-1:]) for key in FRAMING_PARAMETERS))
    if "crop" not in parameters and any(key in parameters for key in FORMER_CROP):
        across, down = (_percents(parameters.get(key, ())) for key in FORMER_CROP)
        named = named.cropped_to_percents((across, down), width, height)
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
    return {key: [text] for key, text in zip(FRAMING_PARAMETERS, framing.texts, strict=True) if text}


def _percents(texts: Sequence[str]) -> tuple[int, int]:
    """The edges of a crop in percent; all of it if they cannot be read."""
    try:
        return parse_percents(texts)
    except SettingsError:
        return parse_percents(())
