"""K-means segmentation by color: the fast engine on the histogram, and `cv2.kmeans` itself."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import ImageLike, RgbImage, pack_colors
from kseg_core.kmeans.by_color import segment_by_color, segment_in_blocks
from kseg_core.kmeans.cells import build_cells
from kseg_core.kmeans.cv_kmeans import fit_sample
from kseg_core.kmeans.fit import fit_colors
from kseg_core.kmeans.label_maps import with_label_maps
from kseg_core.kmeans.lloyd import nearest_labels
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Engine, KMeansSettings, Swatch
from kseg_core.kmeans.smoothed import repainted, smoothed
from kseg_core.kmeans.spatial import segment_with_position, spread_numbers, spread_pixels
from kseg_core.kmeans.swatches import with_swatches
from kseg_core.kmeans.weighting import color_weights
from kseg_core.threads import in_threads

OPENCV_PIXELS = 1_000_000
"""The "opencv" engine fits at most this many pixels, spread evenly over the picture."""

COLORS_AT_ONCE = 4_000_000
"""Of pictures with more distinct colors, as only noise has, K-means is fitted on half as many. All at once
would take 1.6 GB."""

Convert = Callable[[NDArray[np.uint8]], NDArray[np.float32]]


def segment(
    image: ImageLike, settings: KMeansSettings, *, histogram: ColorHistogram | None = None
) -> Segmentation:
    """Label every pixel with the cluster of colors it belongs to.

    Parameters
    ----------
    image : RgbImage or ndarray of uint8, shape (H, W, 3)
    settings : KMeansSettings
    histogram : ColorHistogram, optional
        `color_histogram` of the same image, if already computed; not used with smoothing.

    Returns
    -------
    Segmentation
        The same bytes for the same image and settings, whatever the number of threads.

    Notes
    -----
    The fast engine:

    1. The distinct colors and their pixel counts (`color_histogram`), in the color space asked
       for, sorted into cells of close colors (`build_cells`).
    2. First centroids by `cv2.kmeans` with k-means++ on a seeded sample of `SEED_SAMPLE` colors
       drawn by pixel count, several times.
    3. Weighted K-means on the means of larger cells, from the most promising of them, moving badly
       placed centroids until that no longer helps; the best results are compared on all cells (`search`).
    4. Exact weighted Lloyd iterations on all distinct colors (`refine`).
    5. Labels by a lookup table from color to cluster, for several K at once (`with_label_maps`).

    Where accents are kept, steps 1 to 4 see `color_weights` in place of the pixel counts.

    With more than `COLORS_AT_ONCE` distinct colors, steps 1 to 4 see one random color from each of half as
    many equal stretches of the histogram; then each color goes to the nearest centroid.

    Without smoothing and position weight, where a pixel lies changes nothing but the label map.
    """
    (result,) = segment_each(RgbImage.of(image), [settings], histogram=histogram)
    return result


def segment_each(
    image: RgbImage,
    settings: Iterable[KMeansSettings],
    *,
    histogram: ColorHistogram | None = None,
    label_maps: bool = True,
) -> Iterator[Segmentation]:
    """`segment` with several settings in one go, which share what does not depend on K.

    Parameters
    ----------
    image : RgbImage
    settings : iterable of KMeansSettings
    histogram : ColorHistogram, optional
        As for `segment`.
    label_maps : bool
        False = where all pixels of one color have the same label, leave out the label map: it is empty, of
        shape (0, 0), and `with_label_map` makes it.

    Yields
    ------
    Segmentation
        For each of the settings, in their order. Successive ones with the same color space, engine, weighting
        and swatch are done in one go, and each says an equal part of their time.
    """
    for _, group in groupby(settings, key=_shared):
        start, together = time.perf_counter(), list(group)
        first, results = together[0], []
        if first.smoothing > 0.0:
            plain = replace(first, smoothing=0.0, swatch=Swatch.MEAN)
            results = [repainted(segment(smoothed(image, first.smoothing), plain), image, first)]
        elif first.position_weight > 0.0:
            results = [segment_with_position(image, first)]
        else:
            histogram = histogram or color_histogram(image)
            convert = partial(to_space, space=ColorSpace(first.color_space))
            painted = label_maps or first.swatch is not Swatch.MEAN
            results = segment_colors(image, together, histogram, convert, label_maps=painted)
        results = [with_swatches(image, each) for each in results]
        seconds = (time.perf_counter() - start) / len(results)
        for each in results:
            yield replace(each, seconds=seconds)


def _shared(settings: KMeansSettings) -> object:
    """Equal for settings with which a picture is segmented in one go."""
    if settings.smoothing > 0.0 or settings.position_weight > 0.0:
        return settings
    return settings.color_space, settings.engine, settings.weighting, settings.swatch


def segment_histogram(histogram: ColorHistogram, settings: KMeansSettings) -> Segmentation:
    """Segment colors without a picture, such as those of several pictures (`pooled_histogram`).

    Parameters
    ----------
    histogram : ColorHistogram
    settings : KMeansSettings
        The engine is the fast one. Position weight, smoothing and swatch need pixels and are not read.

    Returns
    -------
    Segmentation
        Without a label map.
    """
    plain = replace(settings, engine=Engine.FAST, position_weight=0.0, smoothing=0.0, swatch=Swatch.MEAN)
    convert = partial(to_space, space=ColorSpace(settings.color_space))
    (result,) = segment_colors(None, [plain], histogram, convert, label_maps=False)
    return result


def segment_colors(
    image: RgbImage | None,
    settings: Sequence[KMeansSettings],
    histogram: ColorHistogram,
    convert: Convert,
    *,
    label_maps: bool = True,
) -> list[Segmentation]:
    """Segment on coordinates of colors that need not be those of the color space in the settings.

    Parameters
    ----------
    image : RgbImage or None
        Neither label maps nor the engine "opencv" can do without.
    settings : sequence of KMeansSettings
        Without position weight and smoothing, with the same engine and weighting.
    histogram : ColorHistogram
        Of the image.
    convert : Callable
        sRGB, uint8 (N, 3), to coordinates, float32 (N, 3).
    label_maps : bool
        False = leave them out: they are empty.
    """
    if histogram.n_colors > COLORS_AT_ONCE:
        results = [_segment_many_colors(image, each, histogram, convert) for each in settings]
    else:
        results = _segment_together(image, settings, histogram, convert)
    return list(with_label_maps(image, histogram, results)) if label_maps and image is not None else results


def _segment_together(
    image: RgbImage | None, settings: Sequence[KMeansSettings], histogram: ColorHistogram, convert: Convert
) -> list[Segmentation]:
    features = convert(histogram.colors)
    weights = color_weights(histogram.colors, histogram.counts, settings[0].weighting)
    cells = build_cells(features, weights) if settings[0].engine is Engine.FAST else None

    def fit(each: KMeansSettings) -> Segmentation:
        labels: NDArray[np.integer]
        fitted = histogram.n_pixels
        if image is not None and each.engine is Engine.OPENCV and histogram.n_colors > each.k:
            centers, labels, fitted = _fit_opencv(image, histogram, features, each)
        else:
            centers, labels = fit_colors(features, weights, each, cells=cells)
        return segment_by_color(histogram, features, centers, labels, each, fitted_pixels=fitted)

    by_effort = sorted(settings, key=lambda each: -each.k)
    # OpenCV takes all cores for one fit.
    fits = [fit(each) for each in by_effort] if cells is None else in_threads(fit, by_effort)
    found = dict(zip(by_effort, fits, strict=True))
    return [found[each] for each in settings]


def _segment_many_colors(
    image: RgbImage | None, settings: KMeansSettings, histogram: ColorHistogram, convert: Convert
) -> Segmentation:
    half = COLORS_AT_ONCE // 2
    if image is not None and settings.engine is Engine.OPENCV:
        chosen = spread_pixels(image, OPENCV_PIXELS, seed=settings.seed)
        fitted = len(chosen)
        centers = fit_sample(convert(image.pixels.reshape(-1, 3)[chosen]), settings)[1]
    else:
        chosen = spread_numbers(histogram.n_colors, half, seed=settings.seed)
        counts = histogram.counts[chosen]
        fitted = int(counts.sum())
        weights = color_weights(histogram.colors[chosen], counts, settings.weighting)
        centers = fit_colors(convert(histogram.colors[chosen]), weights, settings)[0]
        del counts, weights
    del chosen

    def nearest_center(
        colors: NDArray[np.uint8], _: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.integer]]:
        features = convert(colors)
        return features, nearest_labels(features.T.astype(np.float64), centers.astype(np.float64))

    return segment_in_blocks(histogram, centers, settings, nearest_center, fitted_pixels=fitted, at_once=half)


def _fit_opencv(
    image: RgbImage, histogram: ColorHistogram, features: NDArray[np.float32], settings: KMeansSettings
) -> tuple[NDArray[np.float32], NDArray[np.intp], int]:
    chosen = spread_pixels(image, OPENCV_PIXELS, seed=settings.seed)
    codes = pack_colors(image.pixels.reshape(-1, 3)[chosen])
    rows = np.searchsorted(histogram.codes, codes)
    pixel_labels, centers = fit_sample(features[rows], settings)
    if len(chosen) < histogram.n_pixels:
        return centers, nearest_labels(features.T.astype(np.float64), centers.astype(np.float64)), len(chosen)
    # OpenCV gives equal pixels equal labels.
    color_labels = np.empty(len(features), dtype=np.intp)
    color_labels[rows] = pixel_labels
    return centers, color_labels, len(chosen)
