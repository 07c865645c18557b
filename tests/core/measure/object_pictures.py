"""Pictures of a known number of objects of known area, some of them touching."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core import KMeansSettings, segment
from kseg_core.image import RgbImage
from kseg_core.measure.objects import Objects, ObjectSettings, find_objects

OVERLAP = 0.15
"""How far two objects overlap at most, as a fraction of the smaller one's radius."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ObjectPicture:
    """A picture of objects.

    Attributes
    ----------
    image : RgbImage
    colors : ndarray of float64, shape (K, 3)
        RGB before noise: of the ground, then of the objects.
    truth : ndarray of int32, shape (H, W)
        Object of each pixel, 1 to N; 0 = in none.
    """

    image: RgbImage
    colors: NDArray[np.float64]
    truth: NDArray[np.int32]

    @property
    def k(self) -> int:
        return len(self.colors)

    @property
    def count(self) -> int:
        return int(self.truth.max())

    @property
    def area(self) -> int:
        return int(np.count_nonzero(self.truth))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ellipse:
    x: float
    y: float
    a: float
    b: float
    angle: float

    def radius(self, direction: float) -> float:
        turned = direction - self.angle
        return self.a * self.b / float(np.hypot(self.b * np.cos(turned), self.a * np.sin(turned)))

    def reach(self, other: "_Ellipse") -> float:
        """How far apart two are along the line between their centers, in pixels; below 0 if they overlap."""
        dx, dy = other.x - self.x, other.y - self.y
        direction = float(np.arctan2(dy, dx))
        return float(np.hypot(dx, dy)) - self.radius(direction) - other.radius(direction)


def spread_objects(
    seed: int,
    *,
    counts: tuple[int, int] = (1, 400),
    ks: tuple[int, int] = (2, 3),
    radii: tuple[float, float] = (5.0, 14.0),
    longest: float = 1.6,
    sigmas: tuple[float, float] = (0.0, 20.0),
    contrasts: tuple[float, float] = (90.0, 300.0),
    touching: float = 0.4,
    shading: float = 0.0,
    blur: float = 0.7,
) -> ObjectPicture:
    """Discs and ellipses of one or two colors on a ground of another, with noise.

    Parameters
    ----------
    seed : int
    counts : (int, int)
        Bounds of their number, which is drawn on a log scale.
    ks : (int, int)
        Bounds of the number of colors, that of the ground included.
    radii : (float, float)
        Bounds of the radius of the disc of the same area, in pixels.
    longest : float
        Greatest ratio of the axes of an ellipse.
    sigmas : (float, float)
        Bounds of the standard deviation of the noise.
    contrasts : (float, float)
        Bounds of the distance in RGB of two colors next to each other.
    touching : float
        Greatest share of objects that are laid against another one.
    shading : float
        Greatest share by which the light differs from one side to the other.
    blur : float
        Greatest sigma of the blur.
    """
    rng = np.random.default_rng(seed)
    count = int(np.exp(rng.uniform(*np.log(counts))).round())
    low = rng.uniform(radii[0], np.sqrt(radii[0] * radii[1]))
    bounds = low, rng.uniform(low, radii[1])
    side = int(max(10 * bounds[1], bounds[1] * np.sqrt(count) * 4.2))
    placed = _places(rng, count, side, bounds, longest, rng.uniform(0, touching))

    truth = np.zeros((side, side), np.int32)
    y, x = np.mgrid[:side, :side]
    for number, each in enumerate(placed, 1):
        part = (
            slice(max(0, int(each.y - each.a) - 1), int(each.y + each.a) + 2),
            slice(max(0, int(each.x - each.a) - 1), int(each.x + each.a) + 2),
        )
        dx, dy = x[part] - each.x, y[part] - each.y
        along = dx * np.cos(each.angle) + dy * np.sin(each.angle)
        across = dy * np.cos(each.angle) - dx * np.sin(each.angle)
        truth[part][(along / each.a) ** 2 + (across / each.b) ** 2 <= 1] = number

    k = int(rng.integers(ks[0], ks[1] + 1)) if count > 1 else 2
    colors = _colors(rng, k, contrasts)
    color_of = np.append(0, 1 + np.arange(len(placed)) % (k - 1))
    pixels = cv2.GaussianBlur(colors[color_of[truth]], (0, 0), rng.uniform(0.01, max(0.02, blur)))
    light = 1 + rng.uniform(0, shading) * (x / side - 0.5)
    pixels = pixels * light[..., None] + rng.normal(0, rng.uniform(*sigmas), pixels.shape)
    image = RgbImage(pixels=np.rint(pixels).clip(0, 255).astype(np.uint8))
    return ObjectPicture(image=image, colors=colors, truth=truth)


def classified(picture: ObjectPicture) -> tuple[NDArray[np.uint8], bool]:
    """The class of each pixel, 0 = object, 1 = ground; and whether every color has a cluster of its own.

    K-means gives a color none where the noise of all pixels spreads wider than the few of that color differ.
    """
    result = segment(picture.image, KMeansSettings(k=picture.k))
    distances = np.linalg.norm(result.palette[:, None].astype(float) - picture.colors, axis=2)
    color_of = distances.argmin(axis=1)
    return (color_of == 0)[result.labels].astype(np.uint8), len(np.unique(color_of)) == picture.k


def found_objects(picture: ObjectPicture, class_map: NDArray[np.uint8]) -> Objects:
    """The objects of a picture, with the defaults but split."""
    return find_objects(class_map, 1, picture.image.pixels, ObjectSettings(splits=True))


def _places(
    rng: np.random.Generator,
    count: int,
    side: int,
    radii: tuple[float, float],
    longest: float,
    touching: float,
) -> list[_Ellipse]:
    placed: list[_Ellipse] = []
    while len(placed) < count:
        size, ratio = rng.uniform(*radii), np.sqrt(rng.uniform(1, longest))
        a, b, angle = size * ratio, size / ratio, rng.uniform(0, np.pi)
        x, y = rng.uniform(a + 2, side - a - 3, 2)
        new = _Ellipse(x=x, y=y, a=a, b=b, angle=angle)
        partner = None
        if placed and rng.random() < touching:
            partner = placed[int(rng.integers(len(placed)))]
            direction = rng.uniform(0, 2 * np.pi)
            reaches = partner.radius(direction), new.radius(direction)
            apart = sum(reaches) - rng.uniform(0, OVERLAP) * min(reaches)
            x, y = partner.x + apart * np.cos(direction), partner.y + apart * np.sin(direction)
            new = _Ellipse(x=x, y=y, a=a, b=b, angle=angle)
        is_inside = a + 2 <= min(x, y) and max(x, y) <= side - a - 3
        if is_inside and all(new.reach(other) > 2.5 for other in placed if other is not partner):
            placed.append(new)
    return placed


def _colors(rng: np.random.Generator, k: int, contrasts: tuple[float, float]) -> NDArray[np.float64]:
    """Colors away from the ends of the scale; each is so far from the nearest of the others."""
    while True:
        colors = rng.uniform(40, 215, (k, 3))
        distances = np.linalg.norm(colors[:, None] - colors, axis=2) + 1000 * np.eye(k)
        nearest = distances.min(axis=1)
        if contrasts[0] <= nearest.min() and nearest.max() <= contrasts[1]:
            return colors
