"""An address read: what its parameters say, in the mode and on the page that it opens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import parse_qs

from kseg_core.address.names import (
    BY_HAND,
    COLORS_IN_SPACE,
    COMPARE_K,
    COMPARE_SPACES,
    FORMER,
    FORMER_CROP,
    FRAMING_PARAMETERS,
    MEASURE_PARAMETERS,
    NAME_PARAMETER,
    OWN_PHOTO,
    THRESHOLDS,
    WORK_PARAMETERS,
    Fit,
    Mode,
)
from kseg_core.address.parameters import PARAMETERS, read_thresholds, read_values
from kseg_core.address.values import edges_of, objects_of, segmentation_of, series_settings
from kseg_core.address.view import LinkedView
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.edits.link_text import parse_colors, parse_edits
from kseg_core.errors import SettingsError
from kseg_core.framing import Framing, Percents, parse_percents
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.measure.link_text import parse_classes, parse_region, parse_scale
from kseg_core.measure.objects import ObjectSettings
from kseg_core.measure.settings import DOUBT, MeasureSettings
from kseg_core.methods.method import Method
from kseg_core.samples.gallery import DEFAULT_SAMPLE, SAMPLES

Parsed = TypeVar("Parsed")
Named = Mapping[str, Sequence[str]]

_KNOWN = {
    *(*PARAMETERS, *WORK_PARAMETERS, *MEASURE_PARAMETERS, *FRAMING_PARAMETERS, *FORMER_CROP),
    *(THRESHOLDS, NAME_PARAMETER, "photo", "sample"),
}
_OPEN_ONE = "Open one of them in Look closer, and use the address that the browser then shows"


def read_address(text: str, k: int | None = None) -> LinkedView:
    """The view of an address.

    Parameters
    ----------
    text : str
        What the browser shows or *Share* gives, whole or from its path or its question mark on. Old names are
        understood. Parameters that decide neither pixels nor numbers are passed over.
    k : int, optional
        The number of clusters where the address shows several.

    Raises
    ------
    SettingsError
        If a parameter says what cannot be chosen, or the view is no single result of K-means or of Canny.
    """
    path, named = _parts(text)
    passed_over = tuple(key for key in named if key not in _KNOWN)
    if named and len(passed_over) == len(named):
        raise SettingsError(f"This is not the address of a view: {', '.join(passed_over)} is not known.")
    values = read_values(named)
    digest = _read("photo", named, _digest)
    return replace(
        _view(path, values, named, k),
        framing=_framing(named),
        percents=_percents(named),
        sample="" if digest else _read("sample", named, _sample),
        digest=digest,
        photo_name=_last(named, NAME_PARAMETER),
        passed_over=passed_over,
    )


def _parts(text: str) -> tuple[str, Named]:
    """The last part of the path, and each parameter with its texts, in the names of today."""
    head, mark, query = text.strip().partition("?")
    if not mark and "=" in head:
        head, query = "", head
    named = parse_qs(query.partition("#")[0].replace("&amp;", "&"))
    for key, former in FORMER.items():
        for today, value in former.get(_last(named, key), {}).items():
            named[today] = [value]
    return head.partition("#")[0].rstrip("/").rpartition("/")[2], named


def _view(path: str, values: dict[str, Any], named: Named, k: int | None) -> LinkedView:
    plain = {key: values[key] for key in ("space", "seed")}
    match path:
        case "edges":
            return LinkedView(settings=segmentation_of(plain, values["edge_k"]), edges=_edges(values, named))
        case "explorer":
            if values["explore_section"] != COLORS_IN_SPACE:
                raise SettingsError(
                    f"This address shows {values['explore_section']} in the 3D Explorer, which is no result "
                    "that can be repeated. Use an address of Look closer or Measure."
                )
            return LinkedView(settings=segmentation_of(plain, values["explore_k"]))
        case "elbow":
            if k is None:
                raise SettingsError(
                    f"This address shows the curve for many K. {_OPEN_ONE}, or choose one with --k."
                )
            return LinkedView(settings=segmentation_of(plain, k))
    match values["mode"]:
        case Mode.COMPARE:
            return LinkedView(settings=_compared(values, k))
        case Mode.SEVERAL:
            return _series(values, plain, named)
    locked = _read("locked", named, _locked)
    measures = values["mode"] == Mode.MEASURE
    return LinkedView(
        settings=segmentation_of(values, values["closer_k"], locked),
        edits=_edits(values, named),
        measure=_measure(values, named) if measures else MeasureSettings(),
    )


def _compared(values: dict[str, Any], k: int | None) -> KMeansSettings:
    """The only result of a comparison, or the one of a K."""
    values = values | {"position": 0.0, "smoothing": 0.0}
    if values["compare"] == COMPARE_K:
        if k is None and len(values["k"]) > 1:
            ks = ", ".join(map(str, values["k"]))
            raise SettingsError(
                f"This address shows K = {ks} beside each other. {_OPEN_ONE}, or choose one with --k."
            )
        return segmentation_of(values, values["k"][0] if k is None else k)
    by_spaces = values["compare"] == COMPARE_SPACES
    compared = values["spaces" if by_spaces else "methods"]
    if len(compared) > 1:
        raise SettingsError(f"This address shows {', '.join(compared)} beside each other. {_OPEN_ONE}.")
    if by_spaces:
        return segmentation_of(values | {"space": compared[0]}, values["one_k"])
    method = Method(compared[0])
    if not method.is_kmeans:
        raise SettingsError(
            f"This address shows {method}, and only results of K-means can be repeated on other photos."
        )
    return method.settings(segmentation_of(values, values["one_k"]))


def _series(values: dict[str, Any], plain: dict[str, Any], named: Named) -> LinkedView:
    fit, locked = Fit(values["series_fit"]), _read("locked", named, _locked)
    if fit is Fit.ANEW:
        return LinkedView(settings=segmentation_of(plain, values["several_k"], locked), fit=fit)
    of_photo = fit is Fit.PHOTO
    settings = segmentation_of(values, values["closer_k" if of_photo else "several_k"], locked)
    counts, measure = values["series_objects"], _measure(values, named)
    if not of_photo and any(each.clusters for each in measure.classes):
        raise SettingsError(
            "The classes of this address name clusters that were found on the photos of the series, and the "
            "address does not hold these. Use the recipe.json in the ZIP of the series."
        )
    measure = replace(
        measure,
        region=measure.region if values["series_region"] else (),
        scale=measure.scale if values["series_scale"] else None,
        objects=measure.objects if counts else ObjectSettings(),
        doubt=values["doubt"],
    )
    return LinkedView(
        settings=series_settings(settings, fit),
        edits=_edits(values, named) if of_photo else PaletteEdits(specks=values["specks"]),
        measure=measure,
        fit=fit,
        finds_objects=counts,
    )


def _measure(values: dict[str, Any], named: Named) -> MeasureSettings:
    classes = _read("classes", named, parse_classes)
    return MeasureSettings(
        classes=classes,
        region=_read("region", named, parse_region),
        scale=_read("scale", named, parse_scale),
        objects=objects_of(values),
        doubt=values["doubt"] if classes else DOUBT,
    )


def _edits(values: dict[str, Any], named: Named) -> PaletteEdits:
    merged = _read("merged", named, lambda text: parse_edits(text, ""))
    recolored = _read("recolored", named, lambda text: parse_edits("", text))
    return replace(recolored, merges=merged.merges, specks=values["specks"])


def _edges(values: dict[str, Any], named: Named) -> EdgeRecipe:
    """A rule that is named passes over thresholds; without one they are by hand."""
    by_hand = values["edge_rule"] == BY_HAND or (THRESHOLDS in named and "edge_rule" not in named)
    thresholds = read_thresholds(named.get(THRESHOLDS, ())) if by_hand else None
    if by_hand and thresholds is None:
        raise SettingsError(f"{THRESHOLDS} must be two whole numbers of at most six digits.")
    rule = BY_HAND if by_hand else values["edge_rule"]
    return edges_of(values | {"edge_rule": rule, "edge_hand": thresholds})


def _framing(named: Named) -> Framing:
    degrees, crop = (_last(named, key) for key in FRAMING_PARAMETERS)
    texts = "" if degrees == "0" else degrees, crop
    framing = Framing.from_texts(*texts)
    for key, text, understood in zip(FRAMING_PARAMETERS, texts, framing.texts, strict=True):
        if text != understood:
            raise SettingsError(f"{key}={text[:40]} in the address cannot be read.")
    return framing


def _percents(named: Named) -> Percents | None:
    """The crop of an old address."""
    if "crop" in named or not any(key in named for key in FORMER_CROP):
        return None
    across, down = (parse_percents(named.get(key, ())) for key in FORMER_CROP)
    return across, down


def _read(key: str, named: Named, parse: Callable[[str], Parsed]) -> Parsed:
    try:
        return parse(_last(named, key))
    except SettingsError as error:
        raise SettingsError(f"{key} in the address: {error}") from error


def _last(named: Named, key: str) -> str:
    return named.get(key, ("",))[-1]


def _locked(text: str) -> tuple[Rgb, ...]:
    return tuple(dict.fromkeys(parse_colors(text)))


def _digest(text: str) -> str:
    if text and not OWN_PHOTO.fullmatch(text):
        raise SettingsError(f"“{text[:40]}” does not name a photo.")
    return text


def _sample(text: str) -> str:
    if text and text not in {sample.name for sample in SAMPLES}:
        raise SettingsError(f"There is no sample “{text[:40]}”.")
    return text or DEFAULT_SAMPLE
