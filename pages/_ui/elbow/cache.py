"""Every cached computation of the Elbow page, keyed by digest and settings, each with a bound.

The generators hold one of the process's places for computing until they are closed.
"""

from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from kseg_core import ColorSpace, Init, KMeansSettings, RgbImage, segment
from kseg_core.elbow.color_gaps import ColorStructure, color_structure
from kseg_core.elbow.elbow_curve import ElbowCurve, ElbowPoint
from kseg_core.elbow.random_starts import TrialRuns, paint_centers, random_start_steps
from kseg_core.elbow.seed_spread import SeedSpread, seed_spread_steps
from kseg_core.elbow.sweep import sweep_steps
from kseg_core.encoding.pictures import Encoded, encode_label_map
from pages._ui.cache import PREVIEW_SIDE, get_histogram, shared_store
from pages._ui.compute_queue import compute_place
from pages._ui.process.small_results import small_result
from pages._ui.process.store import Kept

_THUMBNAIL_SIDE = 160
_GENEROUS = 16_384
"""Bytes that a small result counts for in the shared store."""

Steps = TypeVar("Steps")


def _known(key: Hashable) -> Any:
    kept = shared_store().find(key)
    return kept.value if isinstance(kept, Kept) else None


def _keep(key: Hashable, value: object, nbytes: int = _GENEROUS) -> None:
    shared_store().keep(key, Kept(value=value, nbytes=nbytes))


def _kept_steps(
    key: Hashable,
    image: RgbImage,
    begin: Callable[[], Iterator[Steps]],
    nbytes: Callable[[Steps], int] = lambda last: _GENEROUS,
) -> Generator[Steps, None, None]:
    """What `begin` yields, of which the last is kept; all at once when that is there."""
    last = _known(key)
    if last is None:
        steps = begin()
        with compute_place(image.height * image.width):
            for last in steps:
                yield last
        _keep(key, last, nbytes(last))
    else:
        yield last


def curve_steps(image: RgbImage, k_max: int, settings: KMeansSettings) -> Generator[ElbowCurve, None, None]:
    """The curve from K = 1 to `k_max` as it grows; what is known already comes at once.

    The last curve carries the verdict.
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
                _keep(_point_key(image, point.k, settings), point)
                yield _curve(points)
    yield _curve(points, get_structure(image, k_max, settings))


def known_curve(image: RgbImage, k_max: int, settings: KMeansSettings) -> ElbowCurve | None:
    """The part of the curve that needs no computing."""
    points = _known_points(image, k_max, settings)
    return _curve(points) if points else None


def _known_points(image: RgbImage, k_max: int, settings: KMeansSettings) -> dict[int, ElbowPoint]:
    found = {k: _known(_point_key(image, k, settings)) for k in range(1, k_max + 1)}
    return {k: point for k, point in found.items() if point is not None}


def _point_key(image: RgbImage, k: int, settings: KMeansSettings) -> Hashable:
    return ("elbow", image.digest, replace(settings, k=k))


def _curve(points: dict[int, ElbowPoint], structure: ColorStructure | None = None) -> ElbowCurve:
    return ElbowCurve(points=tuple(points[k] for k in sorted(points)), structure=structure)


def get_structure(image: RgbImage, k_max: int, settings: KMeansSettings) -> ColorStructure:
    """The gaps between colors that the verdict rests on."""
    key = ("structure", image.digest, replace(settings, k=1), k_max)
    found = _known(key)
    if found is None:
        with compute_place(image.height * image.width):
            found = color_structure(image, settings, k_max=k_max)
        _keep(key, found)
    return found


def trial_steps(
    image: RgbImage, k_values: Iterable[int], *, runs: int, attempts: int, init: Init, space: str, seed: int
) -> Generator[TrialRuns, None, None]:
    """Runs of `cv2.kmeans` from many first centers, round by round; all at once when they are known."""
    ks = tuple(k_values)
    key = ("trials", image.digest, ks, runs, attempts, init, space, seed)

    def begin() -> Iterator[TrialRuns]:
        return random_start_steps(
            image, ks, runs=runs, attempts=attempts, init=init, color_space=space, seed=seed
        )

    return _kept_steps(key, image, begin, lambda last: 500 * len(last.trials))


def spread_steps(
    image: RgbImage, k_max: int, settings: KMeansSettings, *, seeds: int
) -> Generator[SeedSpread, None, None]:
    """The curves of several seeds, one after another; all at once when they are known."""
    key = ("seeds", image.digest, replace(settings, k=1), k_max, seeds)

    def begin() -> Iterator[SeedSpread]:
        return seed_spread_steps(
            image, range(1, k_max + 1), settings, seeds=seeds, histogram=get_histogram(image)
        )

    return _kept_steps(key, image, begin)


@small_result
def point_thumbnail(
    digest: str, k: int, space: str, seed: int, _image: RgbImage, _point: ElbowPoint
) -> Encoded:
    """A small picture of one K, painted on every n-th pixel with the centroids of the fit."""
    step = max(1, max(_image.height, _image.width) // _THUMBNAIL_SIDE)
    alpha = None if _image.alpha is None else _image.alpha[::step, ::step].copy()
    if alpha is not None and not alpha.any():
        thin = _image
    else:
        thin = RgbImage(pixels=_image.pixels[::step, ::step].copy(), alpha=alpha)
    painted = paint_centers(thin, _point.fit.centers, ColorSpace(space))
    return encode_label_map(painted.labels, painted.palette)


@small_result
def trial_preview(digest: str, space: str, centers: bytes, _image: RgbImage, _centers: Any) -> Encoded:
    """The picture that the centroids of one run of `cv2.kmeans` make; `centers` is the key."""
    painted = paint_centers(_image, _centers, ColorSpace(space), histogram=get_histogram(_image))
    return encode_label_map(painted.labels, painted.palette, max_side=PREVIEW_SIDE)


def known_spread(image: RgbImage, k_max: int, settings: KMeansSettings, *, seeds: int) -> SeedSpread | None:
    """The result of `spread_steps`, if it is there."""
    found: SeedSpread | None = _known(("seeds", image.digest, replace(settings, k=1), k_max, seeds))
    return found


def png_bytes(image: RgbImage, k: int, settings: KMeansSettings) -> int:
    """Size of the result's PNG at full resolution."""
    key = ("png", image.digest, replace(settings, k=k))
    size: int | None = _known(key)
    if size is None:
        with compute_place(image.height * image.width):
            result = segment(image, replace(settings, k=k), histogram=get_histogram(image))
            size = len(encode_label_map(result.labels, result.palette).data)
        _keep(key, size, 256)
    return size
