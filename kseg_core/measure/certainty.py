"""How sure the shares of classes are."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.changed_share import common_pixels
from kseg_core.histogram import color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segment import segment_each
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import K_MAX, K_MIN, SEED_MAX, KMeansSettings, Swatch
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.measure.areas import class_areas
from kseg_core.measure.classes import Classes, class_map, class_of_clusters
from kseg_core.measure.measured import ShareRanges

SEEDS = 2
"""Other seeds that are tried."""

FIT_PIXELS = 1 << 18
"""Pixels at most, on a grid over the picture, with which other seeds and other K are tried."""

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OtherFits:
    """What the shares are with other seeds, and with one cluster more or less.

    Attributes
    ----------
    changes : ndarray of float64, shape (F, C + 1)
        How much higher each share is in each of the fits that count.
    without : tuple of int
        The K that do not count: a cluster there is of two classes.
    """

    changes: Shares
    without: tuple[int, ...] = ()


def other_fits(
    image: RgbImage,
    found: Segmentation,
    classes: Classes,
    region: NDArray[np.bool_] | None = None,
) -> OtherFits:
    """Measure with other seeds, with K - 1 and with K + 1.

    Each cluster goes to the class that most of its pixels were in. A fit counts if most pixels of every
    cluster stay in their class. Otherwise a cluster is of two classes, and the fit cannot tell them apart.

    Parameters
    ----------
    image : RgbImage
    found : Segmentation
        Of the image, with its label map, before edits.
    classes : Classes
        Of these clusters (`found_classes`).
    region : ndarray of bool, shape (H, W), optional
        What is measured; None = all.
    """
    step = int(np.ceil(np.sqrt(image.height * image.width / FIT_PIXELS)))
    grid = np.s_[::step, ::step]
    seen = smoothed(image, found.settings.smoothing)
    fitted, shown = _part(seen, grid), _part(image, grid)
    if fitted is None or shown is None:
        return OtherFits(changes=np.zeros((0, len(classes) + 1)))
    histogram = color_histogram(shown)
    inside = None if region is None else region[grid]

    def measured(result: Segmentation, of_result: Classes) -> Shares:
        return class_areas(class_map(shown, histogram, result, of_result, inside), len(classes)).shares

    before = replace(found, labels=found.labels[grid].copy())
    shares, of_found = measured(before, classes), class_of_clusters(found, classes)
    changes, without = [], []
    for result in segment_each(fitted, _others(found.settings)):
        common = common_pixels(before.labels, result.labels)[: before.n_clusters, : result.n_clusters]
        of_class = np.stack([common[of_found == row].sum(axis=0) for row in range(len(classes) + 1)])
        of_result = of_class.argmax(axis=0)
        if np.array_equal(of_result[common.argmax(axis=1)], of_found):
            followed = tuple(
                replace(each, clusters=tuple(np.flatnonzero(of_result == row).tolist()))
                for row, each in enumerate(classes)
            )
            changes.append(measured(result, followed) - shares)
        else:
            without.append(result.settings.k)
    return OtherFits(
        changes=np.array(changes).reshape(-1, len(classes) + 1),
        without=tuple(sorted(set(without) - {found.settings.k})),
    )


def _others(settings: KMeansSettings) -> list[KMeansSettings]:
    plain = replace(settings, smoothing=0.0, swatch=Swatch.MEAN)
    seeds = [(plain.seed + number) % (SEED_MAX + 1) for number in range(1, SEEDS + 1)]
    least = max(K_MIN, len(plain.locked))
    others = [k for k in (plain.k - 1, plain.k + 1) if least <= k <= K_MAX]
    return [*(replace(plain, seed=seed) for seed in seeds), *(replace(plain, k=k) for k in others)]


def _part(image: RgbImage, grid: tuple[slice, slice]) -> RgbImage | None:
    """The pixels on the grid; None if all are transparent."""
    alpha = None if image.opaque is None else image.opaque[grid].astype(np.uint8) * np.uint8(255)
    if alpha is not None and not alpha.any():
        return None
    return RgbImage(pixels=np.ascontiguousarray(image.pixels[grid]), alpha=alpha, digest="part")


def share_ranges(
    numbers: NDArray[np.uint8], others: NDArray[np.uint8], classes: Classes, fits: OtherFits
) -> ShareRanges:
    """The range of each share.

    Parameters
    ----------
    numbers : ndarray of uint8, shape (H, W)
        The `class_map` in which no class is left out.
    others : ndarray of uint8, shape (H, W)
        Its `doubtful_map`.
    classes : Classes
    fits : OtherFits

    Notes
    -----
    A share is lowest if all doubtful pixels of the class are in their other class, and highest if all that
    could be in the class are. The largest changes by `other_fits`, down and up, are added to that.
    """
    totals = class_areas(numbers, len(classes)).pixels.astype(np.float64)
    moves = common_pixels(numbers, others)[: len(totals), : len(totals)]
    counts = np.array([*(not each.is_left_out for each in classes), True])
    measured, come, go = totals[counts].sum(), moves[~counts].sum(axis=0), moves[:, ~counts].sum(axis=1)
    # The whole is largest if all that can come and nothing goes, but none of it from or to the class itself.
    largest = measured - go + come[counts].sum() - come
    smallest = measured + come - go[counts].sum() + go
    changes = np.vstack([np.zeros_like(totals), fits.changes])
    low = (totals - moves.sum(axis=1)) / np.maximum(1, largest) + changes.min(axis=0)
    high = (totals + moves.sum(axis=0)) / np.maximum(1, smallest) + changes.max(axis=0)
    return ShareRanges(
        low=np.where(counts, low.clip(0, 1), 0),
        high=np.where(counts, high.clip(0, 1), 0),
        doubtful=float(moves[counts].sum() / max(1, measured)),
        without=fits.without,
    )
