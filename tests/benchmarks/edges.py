"""Judge the default smoothing and thresholds against boundaries drawn by people.

    python -m tests.benchmarks.edges FOLDER

and time the full-resolution map at 12 megapixels against a bare ``cv2.Canny``.

FOLDER holds pairs ``name.jpg`` and ``name.npz``; the array ``boundaries`` of the latter has one
packed bit mask (`numpy.packbits` along rows) per person who drew.

Precision is the share of edge pixels within 3 pixels of a boundary that anyone drew. Recall is the
share of a person's boundary pixels within 3 pixels of an edge, averaged over the people. F is their
harmonic mean, averaged over the photos. On photos enlarged n times, so is the tolerance.
"""

import argparse
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.edges import detect_edges
from kseg_core.canny.gradient import smooth_picture
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.thresholds import HIGH_PER_MEAN, ThresholdMethod, auto_thresholds
from kseg_core.image import RgbImage

TOLERANCE = 3
SIGMAS = np.arange(1, 4.5, 0.5)
HIGHS = np.array([30, 36, 42, 50, 60, 71, 85, 100, 120, 143, 170, 202, 240])
RATIOS = np.array([0.2, 0.3, 0.4, 0.5, 0.6])
MULTIPLIERS = np.geomspace(1.6, 3.6, 9)
ENLARGEMENT = 5
NOISE_SIGMA = 10.0
SPLITS = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Photo:
    """A photo, and by photo pixel what is needed to judge an edge map of it."""

    name: str
    image: RgbImage
    near_boundary: NDArray[np.uint8]
    boundary_at: tuple[NDArray[np.intp], NDArray[np.intp]]
    boundary_weight: NDArray[np.float64]
    scale: int = 1

    def f_measure(self, edges: NDArray[np.uint8]) -> float:
        found = cv2.countNonZero(edges)
        if not found:
            return 0.0
        precision = cv2.countNonZero(cv2.bitwise_and(edges, self.near_boundary)) / found
        distance = cv2.distanceTransform(~edges, cv2.DIST_L2, cv2.DIST_MASK_5)[self.boundary_at]
        recall = float(self.boundary_weight[distance <= TOLERANCE * self.scale + 0.01].sum())
        return 2 * precision * recall / max(precision + recall, 1e-9)

    def enlarged(self, scale: int, noise_sigma: float) -> "Photo":
        height, width = self.image.height * scale, self.image.width * scale
        pixels = cv2.resize(self.image.pixels, (width, height), interpolation=cv2.INTER_CUBIC)
        noise = np.random.default_rng(0).standard_normal(pixels.shape, dtype=np.float32) * noise_sigma
        rows, columns = self.boundary_at
        return Photo(
            name=self.name,
            image=RgbImage(pixels=np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8)),
            near_boundary=cv2.resize(self.near_boundary, (width, height), interpolation=cv2.INTER_NEAREST),
            boundary_at=(rows * scale + scale // 2, columns * scale + scale // 2),
            boundary_weight=self.boundary_weight,
            scale=scale,
        )


def load_photos(folder: Path) -> list[Photo]:
    return [_load(path) for path in sorted(folder.glob("*.jpg")) if path.with_suffix(".npz").exists()]


def _load(path: Path) -> Photo:
    pixels = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    with np.load(path.with_suffix(".npz")) as archive:
        drawn = np.unpackbits(archive["boundaries"], axis=2)[:, :, : pixels.shape[1]].astype(bool)
    drawn = drawn[drawn.any(axis=(1, 2))]
    weight = (drawn / drawn.sum(axis=(1, 2), keepdims=True)).mean(axis=0)
    anyone = drawn.any(axis=0)
    distance = cv2.distanceTransform((~anyone).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    boundary_at = np.nonzero(anyone)
    return Photo(
        name=path.stem,
        image=RgbImage(pixels=pixels),
        near_boundary=(distance <= TOLERANCE + 0.01).astype(np.uint8) * 255,
        boundary_at=boundary_at,
        boundary_weight=weight[boundary_at],
    )


def fixed_choices() -> list[CannySettings]:
    return [
        CannySettings(low=float(high * ratio), high=float(high), blur_sigma=float(sigma))
        for sigma, high, ratio in itertools.product(SIGMAS, HIGHS, RATIOS)
    ]


def chosen_by(method: ThresholdMethod) -> Callable[[RgbImage], CannySettings]:
    def settings(image: RgbImage) -> CannySettings:
        low, high = auto_thresholds(image, method)
        return CannySettings(low=low, high=high)

    return settings


def multiplied(factor: float) -> Callable[[RgbImage], CannySettings]:
    def settings(image: RgbImage) -> CannySettings:
        low, high = auto_thresholds(image)
        return CannySettings(low=low * factor, high=high * factor)

    return settings


def score(photos: list[Photo], choose: Callable[[RgbImage], CannySettings]) -> NDArray[np.float64]:
    return np.array([photo.f_measure(detect_edges(photo.image, choose(photo.image))) for photo in photos])


def halves(count: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    rng = np.random.default_rng(0)
    for _ in range(SPLITS):
        order = rng.permutation(count)
        yield order[: count // 2], order[count // 2 :]
        yield order[count // 2 :], order[: count // 2]


def cross_validate(table: NDArray[np.float64], reference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean F on one half of the column that is best on the other, less the best of `reference` there."""
    return np.array(
        [
            table[judged][:, table[tuned].mean(axis=0).argmax()].mean() - reference[judged].mean(axis=0).max()
            for tuned, judged in halves(len(table))
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Judge the edges against boundaries drawn by people.")
    parser.add_argument("folder", type=Path)
    photos = load_photos(parser.parse_args().folder)
    if len(photos) < 2:
        parser.error("the folder needs at least two pairs name.jpg, name.npz")

    grid = fixed_choices()
    fixed = np.stack([score(photos, lambda _, choice=choice: choice) for choice in grid], axis=1)
    best = grid[int(fixed.mean(axis=0).argmax())]
    print(f"{len(photos)} photos, F at {TOLERANCE} px")
    print(f"  best fixed choice of {len(grid)}: {fixed.mean(axis=0).max():.4f}  ({_words(best)})")
    for method in ThresholdMethod:
        print(f"  {method}: {score(photos, chosen_by(method)).mean():.4f}")

    rule = np.stack([score(photos, multiplied(factor / HIGH_PER_MEAN)) for factor in MULTIPLIERS], axis=1)
    curve = "  ".join(
        f"{factor:.2f}: {f:.4f}" for factor, f in zip(MULTIPLIERS, rule.mean(axis=0), strict=True)
    )
    print(f"  default rule by multiplier: {curve}")

    default = score(photos, chosen_by(ThresholdMethod.MEAN))[:, None]
    print(f"Held out, {2 * SPLITS} halves: F less the best fixed choice of the very half that is judged")
    for name, table in (("fixed choice tuned", fixed), ("rule tuned", rule), ("default as it is", default)):
        gap = cross_validate(table, fixed)
        low, high = np.percentile(gap, (5, 95))
        print(f"  {name}: mean {gap.mean():+.4f}, 5 to 95 %: {low:+.4f} to {high:+.4f}")

    large = [photo.enlarged(ENLARGEMENT, NOISE_SIGMA) for photo in photos]
    print(f"Enlarged {ENLARGEMENT} times, noise of {NOISE_SIGMA:.0f} levels")
    print(f"  best fixed choice from above: {score(large, lambda _: best).mean():.4f}")
    for method in ThresholdMethod:
        print(f"  {method}: {score(large, chosen_by(method)).mean():.4f}")

    print("12 megapixels, ms: best of 9")
    pixels = cv2.resize(photos[0].image.pixels, (4000, 3000), interpolation=cv2.INTER_CUBIC)
    time_full_resolution(RgbImage(pixels=pixels))


def time_full_resolution(image: RgbImage) -> None:
    whole_picture = slice(0, image.height), slice(0, image.width)
    for sigma in (0.0, 1.0, 2.0, 4.0, 8.0, None):
        low, high = auto_thresholds(image, blur_sigma=sigma)
        settings = CannySettings(low=low, high=high, blur_sigma=sigma)
        smoothed = np.ascontiguousarray(smooth_picture(image, settings).picture(*whole_picture))
        bare = best_milliseconds(partial(cv2.Canny, smoothed, low, high))
        whole = best_milliseconds(partial(detect_edges, image, settings))
        ratio = whole / bare
        print(f"  σ {settings.sigma_for(image):g}: bare {bare:.0f}, whole {whole:.0f}, {ratio:.2f} times")


def best_milliseconds(work: Callable[[], object]) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return (time.perf_counter() - start) * 1000

    return min(once() for _ in range(9))


def _words(settings: CannySettings) -> str:
    return f"σ {settings.blur_sigma:g}, {settings.low:g} / {settings.high:g}"


if __name__ == "__main__":
    main()
