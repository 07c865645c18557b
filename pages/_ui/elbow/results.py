"""Every cached computation of the Elbow page."""

from collections.abc import Generator, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kseg_core import KMeansSettings, RgbImage, color_histogram, segment
from kseg_core.elbow.elbow_curve import ElbowCurve, ElbowPoint
from kseg_core.elbow.random_starts import RandomStarts, random_start_steps, segment_by_centers
from kseg_core.elbow.seed_spread import SeedSpread, seed_spread_steps
from kseg_core.elbow.structure import ColorStructure, color_structure
from kseg_core.elbow.sweep import sweep_steps
from kseg_core.encoding.pictures import Encoded, encode_label_map
from pages._ui.cache import computed, computed_steps
from pages._ui.compute_queue import compute_place
from pages._ui.results import PREVIEW_SIDE, get_histogram

_THUMBNAIL_SIDE = 160


@computed()
def get_point(image: RgbImage, settings: KMeansSettings) -> ElbowPoint:
    """One K of the curve."""
    (point,) = sweep_steps(image, [settings.k], settings, histogram=get_histogram(image))
    return point


@computed()
def get_structure(image: RgbImage, k_max: int, settings: KMeansSettings) -> ColorStructure:
    """The gaps between colors that the verdict rests on."""
    return color_structure(image, settings, k_max=k_max)


def curve_steps(image: RgbImage, k_max: int, settings: KMeansSettings) -> Generator[ElbowCurve, None, None]:
    """The curve from K = 1 to `k_max` as it grows; what is known already comes at once.

    The last curve carries the verdict. Until it is closed it holds one of the places for computing.
    """
    points = _known_points(image, k_max, settings)
    missing = [k for k in range(1, k_max + 1) if k not in points]
    if points and missing:
        yield _curve(points)
    if missing:
        histogram = get_histogram(image)
        with compute_place(image.height * image.width):
            for point in sweep_steps(image, missing, settings, histogram=histogram):
                points[point.k] = point
                get_point.keep(point, image, replace(settings, k=point.k))
                yield _curve(points)
    yield _curve(points, get_structure(image, k_max, settings))


def known_curve(image: RgbImage, k_max: int, settings: KMeansSettings) -> ElbowCurve | None:
    """The part of the curve that needs no computing."""
    points = _known_points(image, k_max, settings)
    return _curve(points) if points else None


def _known_points(image: RgbImage, k_max: int, settings: KMeansSettings) -> dict[int, ElbowPoint]:
    found = {k: get_point.known(image, replace(settings, k=k)) for k in range(1, k_max + 1)}
    return {k: point for k, point in found.items() if point is not None}


def _curve(points: dict[int, ElbowPoint], structure: ColorStructure | None = None) -> ElbowCurve:
    return ElbowCurve(points=tuple(points[k] for k in sorted(points)), structure=structure)


@computed_steps()
def random_starts(image: RgbImage, k_max: int, settings: KMeansSettings, runs: int) -> Iterator[RandomStarts]:
    """Runs of `cv2.kmeans` from many first centers, round by round."""
    return random_start_steps(image, range(2, k_max + 1), settings, runs=runs)


@computed_steps()
def seed_spread(image: RgbImage, k_max: int, settings: KMeansSettings, seeds: int) -> Iterator[SeedSpread]:
    """The curves of several seeds, one after another."""
    ks = range(1, k_max + 1)
    return seed_spread_steps(image, ks, settings, seeds=seeds, histogram=get_histogram(image))


@computed(queued=False)
def point_thumbnail(image: RgbImage, settings: KMeansSettings) -> Encoded:
    """A small picture of one K, painted on every n-th pixel with the centroids of the fit."""
    step = max(1, max(image.height, image.width) // _THUMBNAIL_SIDE)
    alpha = None if image.opaque_alpha is None else image.opaque_alpha[::step, ::step].copy()
    thin = image
    if alpha is None or alpha.any():
        thin = RgbImage(pixels=image.pixels[::step, ::step].copy(), alpha=alpha)
    centers = get_point(image, settings).fit.centers
    painted = segment_by_centers(thin, color_histogram(thin), centers, settings)
    return encode_label_map(painted.labels, painted.palette, alpha=thin.alpha)


@computed(key=lambda image, centers, settings: (image, centers.tobytes(), settings.color_space), queued=False)
def run_preview(image: RgbImage, centers: NDArray[np.float32], settings: KMeansSettings) -> Encoded:
    """The picture that the centers of one run of `cv2.kmeans` make."""
    painted = segment_by_centers(image, get_histogram(image), centers, settings)
    return encode_label_map(painted.labels, painted.palette, alpha=image.alpha, max_side=PREVIEW_SIDE)


@computed()
def png_bytes(image: RgbImage, settings: KMeansSettings) -> int:
    """Size of the result's PNG at full resolution."""
    result = segment(image, settings, histogram=get_histogram(image))
    return len(encode_label_map(result.labels, result.palette, alpha=image.alpha).data)
