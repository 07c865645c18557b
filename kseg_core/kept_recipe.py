"""Recipes whose centroids are kept for many photos: found on one photo or on all of them together."""

from dataclasses import replace

import numpy as np

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
from kseg_core.recipe import Recipe

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
