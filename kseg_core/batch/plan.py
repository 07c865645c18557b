"""From a recipe to a job: what the clusters of many photos are found on."""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np

from kseg_core.batch.job import Job, Source
from kseg_core.batch.opening import MARK
from kseg_core.edits.edited import cluster_groups
from kseg_core.edits.followed import follow_edits
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.palette_edits import NO_EDITS
from kseg_core.kmeans.segment import segment, segment_histogram
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Engine, KMeansSettings
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.measure.classes import follow_classes, one_each
from kseg_core.measure.series import ClassModel, class_model, with_edits
from kseg_core.palette import rgb_tuples
from kseg_core.recipe import Recipe, recipe_json

FILES_VERSION = 1
"""Goes up when the same recipe makes other files or rows, so that folders are made anew."""

_COORDINATE_MAX = 1e6
"""Above those of every color space."""


def fit_on_photo(image: RgbImage, recipe: Recipe) -> Recipe:
    """A recipe with the centroids of one photo, to be kept for all.

    Parameters
    ----------
    image : RgbImage
        To be turned and cropped as the recipe says.
    recipe : Recipe
    """
    image, settings = image.frame(recipe.framing), _by_color(recipe.settings)
    histogram = color_histogram(smoothed(image, settings.smoothing))
    return _kept(recipe, class_model(segment(image, settings), histogram))


def fit_on_all(histogram: ColorHistogram, recipe: Recipe) -> Recipe:
    """A recipe with the centroids of all photos together.

    Parameters
    ----------
    histogram : ColorHistogram
        Of all photos, turned, cropped and smoothed as the recipe says.
    recipe : Recipe
    """
    settings = replace(_by_color(recipe.settings), engine=Engine.FAST)
    fitted = replace(segment_histogram(histogram, settings), settings=settings)
    return _kept(recipe, class_model(fitted, histogram))


def fit_key(recipe: Recipe, sources: Sequence[Source]) -> str:
    """Stands for what centroids are found on: the recipe, and each photo with its size and time of change.

    Of a photo at an address neither is known, and no two keys are alike.
    """
    sha = hashlib.sha256(recipe_json(recipe).encode())
    for source in sources:
        sha.update(uuid4().bytes if MARK in source.path else os.fsencode(source.path))
        with suppress(OSError):  # Who reads it is told why.
            facts = Path(source.path).stat()
            sha.update(f" {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return sha.hexdigest()


def kept_model(recipe: Recipe) -> ClassModel:
    """The centroids that a recipe has, edited as it says.

    Raises
    ------
    SettingsError
        If it has none that can be kept.
    """
    if not recipe.centroids:
        raise SettingsError("This recipe has no centroids. Let them be found: --fit each, all or a photo.")
    if recipe.settings.position_weight:
        raise SettingsError(
            "The clusters of this recipe also depend on where pixels are, which means nothing in another "
            "photo. Let them be found: --fit each, all or a photo."
        )
    centers = np.array(recipe.centroids)
    if centers.shape[1] != 3 or np.abs(centers).max() > _COORDINATE_MAX:
        raise SettingsError("The centroids of this recipe are not points of a color space.")
    n, colors = len(recipe.colors), np.array(recipe.colors, np.uint8)
    counts = np.array(recipe.counts or (1,) * n, np.int64)
    fitted = Segmentation(
        labels=np.empty((0, 0), np.uint8),
        centers=centers.astype(np.float32),
        palette=colors,
        means=colors,
        counts=counts,
        wcss=0.0,
        total_ss=0.0,
        rgb_sse=0.0,
        rgb_wcss=0.0,
        fitted_pixels=int(counts.sum()),
        settings=recipe.settings,
    )
    far = np.array(recipe.far or (np.inf,) * n, np.float32)
    bare = ClassModel(fitted=fitted, edits=NO_EDITS, palette=colors, far=far)
    return with_edits(bare, recipe.edits)


def with_classes(recipe: Recipe) -> Recipe:
    """A recipe with centroids, in which every cluster is a class of its own if there are none."""
    if recipe.measure.classes:
        return recipe
    model = kept_model(recipe)
    classes = one_each(model.palette, cluster_groups(model.fitted.n_clusters, recipe.edits))
    return replace(recipe, measure=replace(recipe.measure, classes=classes))


def _kept(recipe: Recipe, model: ClassModel) -> Recipe:
    """A recipe with these centroids; its edits and classes go to the clusters with the nearest colors."""
    fitted = model.fitted
    palette = rgb_tuples(fitted.palette)
    colors = recipe.colors or palette
    classes = follow_classes(recipe.measure.classes, colors, palette, recipe.edits)
    return replace(
        recipe,
        settings=fitted.settings,
        edits=follow_edits(recipe.edits, colors, palette),
        measure=replace(recipe.measure, classes=classes),
        centroids=tuple(map(tuple, fitted.centers.tolist())),
        colors=palette,
        counts=tuple(fitted.counts.tolist()),
        far=tuple(model.far.tolist()),
        picture="",
        digest="",
    )


def _by_color(settings: KMeansSettings) -> KMeansSettings:
    """The settings without a position, which means nothing in another photo."""
    return replace(settings, position_weight=0.0)


def make_job(
    recipe: Recipe, model: ClassModel | None, *, finds_objects: bool, writes: Sequence[str], folder: Path
) -> Job:
    """The job of a recipe, with centroids that are kept or without."""
    decides = recipe_json(recipe), model is not None, finds_objects, sorted(writes), FILES_VERSION
    return Job(
        recipe=recipe,
        model=model,
        finds_objects=finds_objects,
        writes=tuple(writes),
        folder=str(folder.absolute()),
        identity=hashlib.sha256(json.dumps(decides).encode()).hexdigest(),
    )
