"""Objects of known number and area: on how many pictures count and total area are right.

    python -m tests.benchmarks.counting [--pictures 100] [--seed 0] [--only pebbles]

Every picture is segmented with as many clusters as it has colors, and its objects are found with the
defaults but for *splits*. A count is right within 2 %, an area within 1 %. The first row must be 95 of 100;
those below it show where that ends. The last column counts pictures in which K-means finds no cluster for a
color, because the noise is wider. ``--misses`` prints the pictures that are wrong, with their seeds.
"""

import argparse
from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from kseg_core.image import RgbImage
from tests.core.measure.object_pictures import (
    OVERLAP,
    ObjectPicture,
    classified,
    found_objects,
    spread_objects,
)

_SCALE = 4
"""Side of a pixel in steps of the grid that pebbles are drawn on."""

_ANGLES = np.linspace(0, 2 * np.pi, 72, endpoint=False)


def pebbles(
    seed: int, *, counts: tuple[int, int] = (5, 120), sigma: float = 12.0, roughness: float = 0.08
) -> ObjectPicture:
    """Rounded stones with no two of one shape or quite one color, under light from one side.

    Parameters
    ----------
    seed : int
    counts : (int, int)
        Bounds of their number.
    sigma : float
        Standard deviation of the noise.
    roughness : float
        How much the radius of a stone varies around it.
    """
    rng = np.random.default_rng(seed)
    count, middle = int(rng.integers(*counts)), rng.uniform(6, 20)
    side = int(middle * 5 * np.sqrt(count) + 6 * middle)
    free = np.ones((side, side), np.uint8)
    grid = np.zeros((side * _SCALE, side * _SCALE), np.uint16)
    stones: list[tuple[np.ndarray, np.ndarray]] = []
    while len(stones) < count:
        radii = middle * rng.lognormal(0, 0.25) * _outline(rng, roughness)
        center = rng.uniform(radii.max() + 2, side - radii.max() - 2, 2)
        touched = None
        if stones and rng.random() < 0.3:
            touched = int(rng.integers(len(stones)))
            center = _beside(rng, *stones[touched], radii)
        if not radii.max() + 2 <= center.min() <= center.max() <= side - radii.max() - 2:
            continue
        place = _polygon(center, radii, 1)
        taken = cv2.fillPoly(np.zeros_like(free), [place], 1)
        apart = cv2.dilate(taken, np.ones((7, 7), np.uint8))
        if touched is not None:
            other = cv2.fillPoly(np.zeros_like(free), [_polygon(*stones[touched], 1)], 1)
            apart[cv2.dilate(other, np.ones((7, 7), np.uint8)) > 0] = 0
        if (free[apart > 0] == 0).any():
            continue
        free[taken > 0] = 0
        stones.append((center, radii))
        cv2.fillPoly(grid, [_polygon(center, radii, _SCALE)], len(stones))
    truth = grid[_SCALE // 2 :: _SCALE, _SCALE // 2 :: _SCALE].astype(np.int32)
    cover = cv2.resize((grid > 0).astype(np.float32), (side, side), interpolation=cv2.INTER_AREA)[..., None]
    ground = rng.uniform(50, 205, 3)
    stone = ground
    while np.linalg.norm(stone - ground) < 90:
        stone = rng.uniform(50, 205, 3)
    own = stone + np.vstack([np.zeros(3), rng.normal(0, 6, (count, 3))])[truth]
    pixels = ground * (1 - cover) + own * cover
    pixels *= np.linspace(0.93, 1.07, side)[:, None, None]
    pixels += rng.normal(0, sigma, pixels.shape)
    image = RgbImage(pixels=np.rint(pixels).clip(0, 255).astype(np.uint8))
    return ObjectPicture(image=image, colors=np.stack([ground, stone]), truth=truth)


def _outline(rng: np.random.Generator, roughness: float) -> np.ndarray:
    """Radii around a stone of mean radius 1, in the directions of `_ANGLES`."""
    radii = np.ones(len(_ANGLES))
    for wave in (2, 3, 4):
        radii += rng.normal(0, roughness / wave * 2) * np.cos(wave * _ANGLES + rng.uniform(0, 2 * np.pi))
    return radii


def _beside(rng: np.random.Generator, center: np.ndarray, radii: np.ndarray, new: np.ndarray) -> np.ndarray:
    """The center of a new stone that overlaps another a little, in a direction by chance."""
    way = int(rng.integers(len(_ANGLES)))
    reaches = radii[way], new[(way + len(_ANGLES) // 2) % len(_ANGLES)]
    apart = sum(reaches) - rng.uniform(0, OVERLAP) * min(reaches)
    return center + apart * np.array([np.cos(_ANGLES[way]), np.sin(_ANGLES[way])])


def _polygon(center: np.ndarray, radii: np.ndarray, scale: int) -> np.ndarray:
    around = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
    return np.rint((center + radii[:, None] * around) * scale).astype(np.int32)


PICTURES: dict[str, Callable[[int], ObjectPicture]] = {
    "discs and ellipses": spread_objects,
    "all touch": partial(spread_objects, touching=1.0),
    "small": partial(spread_objects, radii=(3.0, 8.0)),
    "large": partial(spread_objects, radii=(10.0, 40.0), counts=(1, 60)),
    "of all sizes": partial(spread_objects, radii=(4.0, 25.0), counts=(1, 200)),
    "long": partial(spread_objects, longest=2.2),
    "weak contrast": partial(spread_objects, contrasts=(60.0, 90.0)),
    "light from one side": partial(spread_objects, shading=0.2),
    "blurred": partial(spread_objects, blur=2.0),
    "pebbles": pebbles,
    "rough pebbles": partial(pebbles, roughness=0.14),
    "pebbles in noise": partial(pebbles, sigma=20.0),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.counting",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pictures", type=int, default=100, help="pictures of each kind (100)")
    parser.add_argument("--seed", type=int, default=0, help="that of the first picture (0)")
    parser.add_argument("--only", default="", help="only kinds whose name holds this word")
    parser.add_argument("--misses", action="store_true", help="print the pictures that are wrong")
    options = parser.parse_args()
    print(f"{f'of {options.pictures}':22}{'both':>6}{'count':>7}{'area':>6}{'mean errors':>20}  no cluster")
    for name, draw in PICTURES.items():
        if options.only not in name:
            continue
        errors, n_hidden = [], 0
        for seed in range(options.seed, options.seed + options.pictures):
            picture = draw(seed)
            class_map, is_clustered = classified(picture)
            found = found_objects(picture, class_map)
            errors.append((found.n_objects / picture.count - 1, found.areas.sum() / picture.area - 1))
            n_hidden += not is_clustered
            if options.misses and not all(_is_right(*errors[-1])):
                words = "" if is_clustered else ", a color without a cluster"
                print(
                    f"  seed {seed}: {picture.count} objects, {found.n_objects} found, "
                    f"area {errors[-1][1]:+.2%}{words}"
                )
        counts, areas = _is_right(*np.array(errors).T)
        count_error, area_error = np.mean(errors, axis=0)
        print(
            f"{name:22}{(counts & areas).sum():6}{counts.sum():7}{areas.sum():6}"
            f"{count_error:+10.2%}{area_error:+10.2%}{n_hidden:12}",
            flush=True,
        )


def _is_right(count_error: np.ndarray, area_error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.abs(count_error) <= 0.02, np.abs(area_error) <= 0.01


if __name__ == "__main__":
    main()
