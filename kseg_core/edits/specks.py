"""Removing small regions of a label map: they join their neighbors."""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.connected import Regions, components, connected_regions, ends_of_chains
from kseg_core.image import NO_LABEL, row_blocks

SPECKS_MAX = 250_000
"""Specks that are compared with their neighbors at most. More take seconds and gigabytes."""

_STEP = np.int32(256)
"""One step to a neighbor; what is below it is a label."""

_FAR = np.int32(1 << 30)
"""More than all steps across a picture."""

Numbers = NDArray[np.int64]


def remove_specks(labels: NDArray[np.uint8], smallest: int) -> NDArray[np.uint8]:
    """Join every region of fewer than `smallest` pixels to a neighbor.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
        `NO_LABEL` where a pixel is transparent.
    smallest : int
        Pixels a region needs to stay.

    Returns
    -------
    ndarray of uint8, shape (H, W)
        Each region has at least `smallest` pixels or no neighbor. Repeating it changes nothing.

    Notes
    -----
    In rounds, until nothing changes:

    1. Find the connected regions (`connected_regions`) and rank them by area, the largest first. Ties
       go to the lower label, then to the first pixel in reading order.
    2. Each region below `smallest` joins the neighbor of higher rank with which it shares the most
       pixel sides; ties go to the higher rank. If that neighbor joins another one in the same round,
       and so on, all take the label of the last.

    Because specks also join larger specks, a noisy area grows together instead of being eaten
    away from its border. After the first round, only the graph of regions is used.

    If there are more than `SPECKS_MAX` specks, as in grain of many megapixels, the smallest go first: their
    pixels take the label of the nearest pixel that stays, by steps along rows and columns; of equally near
    ones the lowest label. All regions stay above the smallest area that leaves at most `SPECKS_MAX` specks;
    of the next smaller area, those of the lowest label.
    """
    regions = connected_regions(labels)
    is_speck = regions.areas < smallest
    if not is_speck.any():
        return labels
    if np.count_nonzero(is_speck) > SPECKS_MAX:
        del is_speck
        nearest = _labels_that_stay(labels, regions, smallest)
        del regions
        labels = _filled(labels, nearest)
        del nearest
        regions = connected_regions(labels)
        is_speck = regions.areas < smallest
    members, graph = _graph(regions, is_speck)
    number = np.arange(len(members))
    while (step := _join(graph, smallest)) is not None:
        graph, renumbered = step
        number = renumbered[number]
    numbers = np.append(regions.labels, np.uint8(NO_LABEL))
    numbers[members] = graph.labels[number]
    cleaned = np.empty_like(labels)
    for rows in row_blocks(labels.shape):
        cleaned[rows] = numbers[regions.numbers[rows]]
    return cleaned


def _labels_that_stay(labels: NDArray[np.uint8], regions: Regions, smallest: int) -> NDArray[np.int32]:
    """The label of each pixel (H, W), `_FAR` where its region is too small to be compared, or transparent."""
    counts, blocks = np.zeros(smallest + 1, np.int64), row_blocks((len(regions.areas), 1))
    for block in blocks:
        counts += np.bincount(np.minimum(regions.areas[block], smallest), minlength=smallest + 1)
    specks = counts[:smallest][::-1].cumsum()[::-1]  # of at least each area
    area = np.flatnonzero(specks > SPECKS_MAX)[-1]
    lowest = min(
        regions.labels[block].min(where=regions.areas[block] == area, initial=NO_LABEL) for block in blocks
    )
    staying = np.empty(labels.shape, np.int32)
    for rows in row_blocks(labels.shape):
        label, areas = labels[rows], regions.areas[regions.numbers[rows]]
        stays = (areas > area) | ((areas == area) & (label == lowest))
        staying[rows] = np.where(stays & (label != NO_LABEL), label, _FAR)
    return staying


def _filled(labels: NDArray[np.uint8], nearest: NDArray[np.int32]) -> NDArray[np.uint8]:
    """The label map with each opaque pixel like the nearest one whose label is given; `nearest` is used up.

    One number holds steps and label, so that the lowest is the nearest. Steps go along columns, then rows.
    """
    for lines in (nearest, nearest[::-1]):
        for before, line in itertools.pairwise(lines):
            np.minimum(line, before + _STEP, out=line)
    steps = np.arange(labels.shape[1], dtype=np.int32) * _STEP
    filled = np.full_like(labels, NO_LABEL)
    for rows in row_blocks(labels.shape):
        for part in (nearest[rows], nearest[rows, ::-1]):
            part -= steps
            np.minimum.accumulate(part, axis=1, out=part)
            part += steps
        np.copyto(filled[rows], nearest[rows] % _STEP, casting="unsafe", where=labels[rows] != NO_LABEL)
    return filled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Graph:
    """Regions, and each pair of them that touches: ``sides`` pixel sides between ``a`` and ``b``."""

    labels: NDArray[np.uint8]
    areas: Numbers
    a: Numbers
    b: Numbers
    sides: Numbers


def _graph(regions: Regions, is_speck: NDArray[np.bool_]) -> tuple[Numbers, _Graph]:
    """Numbers of the specks and their neighbors, and the touching pairs of which one is a speck."""
    numbers, n = regions.numbers, len(regions.areas)
    found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for rows in row_blocks(numbers.shape):
        part, below = numbers[rows], numbers[rows.start + 1 : rows.stop + 1]
        beside = _pair_keys(part[:, :-1], part[:, 1:], is_speck)
        beneath = _pair_keys(part[: len(below)], below, is_speck)
        found.append(np.unique(np.concatenate([beside, beneath]), return_counts=True))
    pairs, pair_of_key = np.unique(np.concatenate([keys for keys, _ in found]), return_inverse=True)
    sides = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(sides, pair_of_key, np.concatenate([counts for _, counts in found]))
    members, ends = np.unique(np.divmod(pairs, n), return_inverse=True)
    a, b = ends.reshape(2, -1)
    areas = regions.areas[members].astype(np.int64)
    return members, _Graph(labels=regions.labels[members], areas=areas, a=a, b=b, sides=sides)


def _pair_keys(here: NDArray[np.int32], there: NDArray[np.int32], is_speck: NDArray[np.bool_]) -> Numbers:
    touching = (here != there) & (here >= 0) & (there >= 0)
    a, b = here[touching], there[touching]
    of_speck = is_speck[a] | is_speck[b]
    return _keys(a[of_speck].astype(np.int64), b[of_speck].astype(np.int64), len(is_speck))


def _keys(a: Numbers, b: Numbers, n: int) -> Numbers:
    return np.minimum(a, b) * n + np.maximum(a, b)


def _join(graph: _Graph, smallest: int) -> tuple[_Graph, Numbers] | None:
    """One round: the new graph and the new number of each region, or None if no region joins."""
    n, a, b = len(graph.areas), graph.a, graph.b
    if not len(a):
        return None
    rank = np.empty(n, dtype=np.int64)
    rank[np.lexsort((graph.labels, -graph.areas))] = np.arange(n)
    smaller, larger = np.where(rank[a] > rank[b], (a, b), (b, a))
    joins = graph.areas[smaller] < smallest
    if not joins.any():
        return None
    smaller, larger, sides = smaller[joins], larger[joins], graph.sides[joins]
    best_first = np.lexsort((rank[larger], -sides, smaller))
    smaller, larger = smaller[best_first], larger[best_first]
    chosen = np.append(True, smaller[1:] != smaller[:-1])
    target = np.arange(n)
    target[smaller[chosen]] = larger[chosen]
    labels = graph.labels[ends_of_chains(target)]

    alike = labels[a] == labels[b]
    renumbered, m = components(n, a[alike], b[alike])
    areas = np.zeros(m, dtype=np.int64)
    np.add.at(areas, renumbered, graph.areas)
    new_labels = np.empty(m, dtype=np.uint8)
    new_labels[renumbered] = labels
    apart = ~alike
    keys = _keys(renumbered[a[apart]], renumbered[b[apart]], m)
    pairs, pair_of_key = np.unique(keys, return_inverse=True)
    a, b = np.divmod(pairs, m)
    sides = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(sides, pair_of_key, graph.sides[apart])
    return _Graph(labels=new_labels, areas=areas, a=a, b=b, sides=sides), renumbered
