"""From settings to the values of widgets and parameters, and back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kseg_core.address.names import (
    BY_HAND,
    CLEANS,
    CONNECTED,
    EDGE_SIGMA_MAX,
    EDGES_OF_CLUSTERS,
    EDGES_OF_PHOTO,
    LEAST_K,
    OBJECT_SIZE_MAX,
    Fit,
)
from kseg_core.address.parameters import CLUSTER, SIDEBAR, defaults_of
from kseg_core.canny.edge_drawing import EdgeDrawing, EdgeView
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.errors import SettingsError
from kseg_core.image import Rgb
from kseg_core.kmeans.settings import OPENCV_ONLY, Engine, KMeansSettings, Weighting
from kseg_core.measure.objects import ObjectSettings
from kseg_core.palette import hex_code, rgb_of

Values = Mapping[str, Any]
"""Key of a widget, which is its parameter too -> value."""

_DEFAULTS = defaults_of(SIDEBAR | CLUSTER)


def segmentation_values(settings: KMeansSettings, specks: int) -> dict[str, Any]:
    """The values for these settings, and for the size of specks that are removed.

    Raises
    ------
    SettingsError
        If the slider does not reach to K.
    """
    if settings.k < LEAST_K:
        raise SettingsError(f"K must be {LEAST_K} or more here.")
    return {
        "closer_k": settings.k,
        "space": str(settings.color_space),
        "seed": settings.seed,
        "position": settings.position_weight,
        "smoothing": settings.smoothing,
        "specks": specks,
        "accents": settings.weighting is Weighting.ACCENTS,
        "swatch": str(settings.swatch),
        "engine": str(settings.engine),
        "init": str(settings.init),
        "attempts": settings.attempts,
        "criteria": str(settings.criteria),
        "max_iter": settings.max_iter,
        "epsilon": settings.epsilon,
    }


def segmentation_of(values: Values, k: int, locked: tuple[Rgb, ...] = ()) -> KMeansSettings:
    """The settings of these values for a K; what they do not name is at its default.

    Only the fast engine knows accents and locked colors, and only the other one its parameters.
    """
    values = _DEFAULTS | dict(values)
    settings = KMeansSettings(
        k=k,
        color_space=values["space"],
        seed=values["seed"],
        position_weight=values["position"],
        smoothing=values["smoothing"],
        swatch=values["swatch"],
    )
    if values["engine"] == Engine.FAST:
        weighting = Weighting.ACCENTS if values["accents"] else Weighting.AREA
        return replace(settings, weighting=weighting, locked=locked[:k])
    return replace(settings, engine=Engine.OPENCV, **{name: values[name] for name in OPENCV_ONLY})


def series_settings(settings: KMeansSettings, fit: Fit) -> KMeansSettings:
    """The settings of a series whose clusters are kept: a position means nothing in another photo."""
    engine = settings.engine if fit is Fit.PHOTO else Engine.FAST
    return replace(settings, position_weight=0.0, engine=engine)


def object_values(settings: ObjectSettings) -> dict[str, Any]:
    """The values for these settings."""
    (connected,) = (words for words, each in CONNECTED.items() if each is settings.connectivity)
    (cleans,) = (words for words, each in CLEANS.items() if each is settings.smooths)
    return {
        "objects_fill": settings.fills_holes,
        "objects_split": settings.splits,
        "objects_border": settings.keeps_border,
        "objects_connected": connected,
        "objects_clean": cleans,
        "objects_smallest": min(settings.smallest or 0, OBJECT_SIZE_MAX),
        "objects_largest": min(settings.largest or 0, OBJECT_SIZE_MAX),
    }


def objects_of(values: Values) -> ObjectSettings:
    """The settings of these values; a largest size below the smallest counts as that."""
    smallest, largest = values["objects_smallest"], values["objects_largest"]
    return ObjectSettings(
        fills_holes=values["objects_fill"],
        splits=values["objects_split"],
        connectivity=CONNECTED[values["objects_connected"]],
        smooths=CLEANS[values["objects_clean"]],
        smallest=smallest or None,
        largest=max(largest, smallest) if largest else None,
        keeps_border=values["objects_border"],
    )


def edge_values(recipe: EdgeRecipe) -> dict[str, Any]:
    """The values for this recipe; ``edge_hand`` are the thresholds of no rule."""
    settings, rule, drawing = recipe.settings, recipe.rule, recipe.drawing
    sigma = settings.blur_sigma
    return {
        "edge_of": EDGES_OF_CLUSTERS if recipe.of_clusters else EDGES_OF_PHOTO,
        "edge_rule": BY_HAND if rule is None else str(rule),
        "edge_hand": (round(settings.low), round(settings.high)) if rule is None else None,
        "edge_auto_sigma": sigma is None,
        "edge_aperture": settings.aperture,
        "edge_norm": "L2" if settings.l2_gradient else "L1",
        "edge_channels": str(settings.channels),
        **({} if sigma is None else {"edge_sigma": min(sigma, EDGE_SIGMA_MAX)}),
        "edge_view": str(drawing.view),
        **_line_values(drawing),
    }


def _line_values(drawing: EdgeDrawing) -> dict[str, Any]:
    if drawing.view.plain_colors is not None:
        return {}
    return {"edge_color": hex_code(drawing.color), "edge_width": drawing.width}


def canny_of(values: Values) -> CannySettings:
    """The settings of these values, but the thresholds."""
    return CannySettings(
        low=0,
        high=0,
        aperture=values["edge_aperture"],
        l2_gradient=values["edge_norm"] == "L2",
        blur_sigma=None if values["edge_auto_sigma"] else values["edge_sigma"],
        channels=values["edge_channels"],
    )


def edges_of(values: Values) -> EdgeRecipe:
    """The recipe of these values."""
    rule, (low, high) = values["edge_rule"], values["edge_hand"] or (0, 0)
    return EdgeRecipe(
        settings=replace(canny_of(values), low=float(low), high=float(high)),
        rule=None if rule == BY_HAND else ThresholdMethod(rule),
        of_clusters=values["edge_of"] == EDGES_OF_CLUSTERS,
        drawing=_drawing_of(values),
    )


def _drawing_of(values: Values) -> EdgeDrawing:
    """Color and width are for lines over a picture."""
    view = EdgeView(values["edge_view"])
    if view.plain_colors is not None:
        return EdgeDrawing(view=view)
    return EdgeDrawing(view=view, color=rgb_of(values["edge_color"]), width=values["edge_width"])
