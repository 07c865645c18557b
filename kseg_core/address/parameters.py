"""The parameters of an address that decide pixels or numbers: a row each, with its default and its choices.

A value is what the widget of the same key holds: a text, a number, yes or no, or a list of these.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kseg_core.address.names import (
    BY_HAND,
    CLEANS,
    COLOR,
    COLORS_IN_SPACE,
    COMPARE_K,
    COMPARE_METHODS,
    COMPARE_SPACES,
    CONNECTED,
    EDGE_SIGMA_MAX,
    EDGES_OF_CLUSTERS,
    EDGES_OF_PHOTO,
    EXPLORER_K_MAX,
    LEAST_K,
    OBJECT_SIZE_MAX,
    Fit,
    Mode,
)
from kseg_core.canny.edge_drawing import EdgeView
from kseg_core.canny.settings import APERTURES, CannySettings, EdgeChannels
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.color_spaces import ColorSpace
from kseg_core.encoding.lines import LINE_COLOR, LINE_WIDTH_MAX
from kseg_core.errors import SettingsError
from kseg_core.kmeans.palette_edits import SPECKS_MAX
from kseg_core.kmeans.settings import (
    ATTEMPTS_MAX,
    EPSILON_MAX,
    K_MAX,
    MAX_ITER_MAX,
    MAX_ITER_MIN,
    POSITION_WEIGHT_MAX,
    SEED_MAX,
    SMOOTHING_MAX,
    Criteria,
    Engine,
    Init,
    KMeansSettings,
    Swatch,
)
from kseg_core.measure.settings import DOUBT, DOUBT_MAX
from kseg_core.methods.method import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter.

    Attributes
    ----------
    default : object
        Its value where an address does not name it. If that is a list, an address may name it several times.
    read : Callable
        From a text to a value; raises ValueError if that cannot be chosen.
    choices : str
        What can be chosen, for people.
    """

    default: Any
    read: Callable[[str], Any]
    choices: str


def _choice(options: Iterable[str | int], default: Any) -> Parameter:
    values = {str(each): str(each) if isinstance(each, str) else each for each in options}

    def read(text: str) -> str | int:
        if text not in values:
            raise ValueError(text)
        return values[text]

    return Parameter(default=default, read=read, choices=" or ".join(values))


def _real(low: float, high: float, default: float) -> Parameter:
    def read(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return Parameter(default=default, read=read, choices=f"a number from {low:g} to {high:g}")


def _whole(low: int, high: int, default: Any) -> Parameter:
    def read(text: str) -> int:
        value = float(text)
        if not (low <= value <= high and value.is_integer()):
            raise ValueError(text)
        return int(value)

    return Parameter(default=default, read=read, choices=f"a whole number from {low} to {high}")


def _yes_or_no(default: bool) -> Parameter:
    def read(text: str) -> bool:
        if text.lower() not in ("true", "false"):
            raise ValueError(text)
        return text.lower() == "true"

    return Parameter(default=default, read=read, choices="true or false")


def _color(default: str) -> Parameter:
    def read(text: str) -> str:
        if not COLOR.fullmatch(text):
            raise ValueError(text)
        return text

    return Parameter(default=default, read=read, choices="a color of six hexadecimal digits")


def _k(default: Any, most: int = K_MAX) -> Parameter:
    return _whole(LEAST_K, most, default)


_PLAIN = KMeansSettings(k=5)
_NO_EDGES = CannySettings(0, 0)

SIDEBAR = {
    "space": _choice(ColorSpace, str(_PLAIN.color_space)),
    "seed": _whole(0, SEED_MAX, _PLAIN.seed),
}
"""Beside every page."""

CLUSTER = {
    "mode": _choice(Mode, str(Mode.COMPARE)),
    "compare": _choice([COMPARE_K, COMPARE_SPACES, COMPARE_METHODS], COMPARE_K),
    "k": _k([3, 5, 7]),
    "one_k": _k(_PLAIN.k),
    "spaces": _choice(ColorSpace, [str(ColorSpace.RGB), str(ColorSpace.HSV), str(ColorSpace.CIELAB)]),
    "methods": _choice(Method, [str(Method.KMEANS), str(Method.WITH_POSITION), str(Method.GAUSSIAN_MIXTURE)]),
    "engine": _choice(Engine, str(_PLAIN.engine)),
    "init": _choice(Init, str(_PLAIN.init)),
    "attempts": _whole(1, ATTEMPTS_MAX, _PLAIN.attempts),
    "criteria": _choice(Criteria, str(_PLAIN.criteria)),
    "max_iter": _whole(MAX_ITER_MIN, MAX_ITER_MAX, _PLAIN.max_iter),
    "epsilon": _real(0.0, EPSILON_MAX, _PLAIN.epsilon),
    "closer_k": _k(_PLAIN.k),
    "accents": _yes_or_no(False),
    "swatch": _choice(Swatch, str(_PLAIN.swatch)),
    "position": _real(0.0, POSITION_WEIGHT_MAX, _PLAIN.position_weight),
    "smoothing": _real(0.0, SMOOTHING_MAX, _PLAIN.smoothing),
    "specks": _whole(0, SPECKS_MAX, 0),
    "doubt": _real(0.0, DOUBT_MAX, DOUBT),
    "objects_fill": _yes_or_no(True),
    "objects_split": _yes_or_no(False),
    "objects_border": _yes_or_no(True),
    "objects_connected": _choice(CONNECTED, "over corners too (8)"),
    "objects_clean": _choice(CLEANS, "if noisy"),
    "objects_smallest": _whole(0, OBJECT_SIZE_MAX, 0),
    "objects_largest": _whole(0, OBJECT_SIZE_MAX, 0),
    "several_k": _k(_PLAIN.k),
    "series_fit": _choice(Fit, str(Fit.TOGETHER)),
    "series_region": _yes_or_no(True),
    "series_scale": _yes_or_no(True),
    "series_objects": _yes_or_no(True),
}

EDGES = {
    "edge_of": _choice([EDGES_OF_PHOTO, EDGES_OF_CLUSTERS], EDGES_OF_PHOTO),
    "edge_k": _k(_PLAIN.k),
    "edge_rule": _choice([*ThresholdMethod, BY_HAND], str(ThresholdMethod.MEAN)),
    "edge_view": _choice(EdgeView, str(EdgeView.WHITE_ON_BLACK)),
    "edge_color": _color(LINE_COLOR),
    "edge_width": _whole(1, LINE_WIDTH_MAX, 2),
    "edge_auto_sigma": _yes_or_no(_NO_EDGES.blur_sigma is None),
    "edge_sigma": _real(0.0, EDGE_SIGMA_MAX, 2.0),
    "edge_aperture": _choice(APERTURES, _NO_EDGES.aperture),
    "edge_norm": _choice(["L1", "L2"], "L2" if _NO_EDGES.l2_gradient else "L1"),
    "edge_channels": _choice(EdgeChannels, str(_NO_EDGES.channels)),
}

EXPLORER = {
    "explore_section": Parameter(default=COLORS_IN_SPACE, read=str, choices="a section"),
    "explore_k": _k(_PLAIN.k, EXPLORER_K_MAX),
}

PARAMETERS = SIDEBAR | CLUSTER | EDGES | EXPLORER


def defaults_of(rows: Mapping[str, Parameter]) -> dict[str, Any]:
    """The values of a first visit."""
    return {key: row.default for key, row in rows.items()}


def read_values(named: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The values of all `PARAMETERS` in an address.

    Parameters
    ----------
    named : mapping of str to sequence of str
        Parameter -> its texts, in the names of today.

    Raises
    ------
    SettingsError
        If a text cannot be chosen; the message names the parameter.
    """
    return {key: _value(key, row, named.get(key, ())) for key, row in PARAMETERS.items()}


def _value(key: str, row: Parameter, texts: Sequence[str]) -> Any:
    if not texts:
        return row.default
    try:
        values = [row.read(text) for text in texts]
    except ValueError as error:
        raise SettingsError(f"{key}={texts[-1][:40]} cannot be chosen; it can be {row.choices}.") from error
    return values if isinstance(row.default, list) else values[-1]


def value_texts(value: Any, default: Any) -> list[str]:
    """What an address says of a value, as Streamlit writes it: nothing if it is the default."""
    values = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [] if value == default else [_text(each) for each in values]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read_thresholds(texts: Sequence[str]) -> tuple[int, int] | None:
    """The low and the high threshold of `THRESHOLDS`; None if the texts are not two of these."""
    if len(texts) != 2 or not all(text.isascii() and text.isdigit() and len(text) <= 6 for text in texts):
        return None
    low, high = sorted(map(int, texts))
    return low, high
