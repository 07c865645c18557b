"""Removing small regions of a label map: they join their neighbors."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.connected import Regions, components, connected_regions, ends_of_chains
from kseg_core.image import NO_LABEL, row_blocks

SPECKS_MAX = 250_000
"""Specks that are compared with their neighbors at most. More take seconds and gigabytes."""

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
    pixels take the label of the nearest pixel that stays, by steps along rows and columns. All regions stay
    above the smallest area that leaves at most `SPECKS_MAX` specks; of the next smaller area, those of
    the lowest label.
    """
    regions = connected_regions(labels)
    is_speck = regions.areas < smallest
    if not is_speck.any():
        return labels
    if np.count_nonzero(is_speck) > SPECKS_MAX:
        goes = _goes_first(regions, smallest)
        del regions, is_speck
        labels = _filled(labels, goes)
        regions = connected_regions(labels)
        is_speck = regions.areas < smallest
    graph = _graph(regions, is_speck)
    number = np.arange(len(regions.areas))
    while (step := _join(graph, smallest)) is not None:
        graph, renumbered = step
        number = renumbered[number]
    numbers = np.append(graph.labels[number], np.uint8(NO_LABEL))
    cleaned = np.empty_like(labels)
    for rows in row_blocks(labels.shape):
        cleaned[rows] = numbers[regions.numbers[rows]]
    return cleaned


def _goes_first(regions: Regions, smallest: int) -> NDArray[np.uint8]:
    """1 for each pixel (H, W) of a region that is too small to be compared."""
    counts = np.zeros(smallest + 1, np.int64)
    for block in row_blocks((len(regions.areas), 1)):
        counts += np.bincount(np.minimum(regions.areas[block], smallest), minlength=smallest + 1)
    specks = counts[:smallest][::-1].cumsum()[::-1]  # of at least each area
    area = np.flatnonzero(specks > SPECKS_MAX)[-1]
    alike = regions.areas == area
    goes = regions.areas < area
    goes |= alike & (regions.labels != regions.labels[alike].min())
    goes = np.append(goes, False)  # what -1 refers to
    pixels = np.empty(regions.numbers.shape, np.uint8)
    for rows in row_blocks(pixels.shape):
        pixels[rows] = goes[regions.numbers[rows]]
    return pixels


def _filled(labels: NDArray[np.uint8], goes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The label map with each pixel that goes (1) like the nearest opaque pixel that does not (0)."""
    opaque = labels != NO_LABEL
    goes |= ~opaque
    _, nearest = cv2.distanceTransformWithLabels(goes, cv2.DIST_L1, 3, labelType=cv2.DIST_LABEL_PIXEL)
    staying = np.append(np.uint8(NO_LABEL), labels[goes == 0])  # numbered from 1 in reading order
    filled = np.full_like(labels, NO_LABEL)
    for rows in row_blocks(labels.shape):
        np.copyto(filled[rows], staying[nearest[rows]], where=opaque[rows])
    return filled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Graph:
    """Regions, and each pair of them that touches: ``sides`` pixel sides between ``a`` and ``b``."""

    labels: NDArray[np.uint8]
    areas: Numbers
    a: Numbers
    b: Numbers
    sides: Numbers


def _graph(regions: Regions, is_speck: NDArray[np.bool_]) -> _Graph:
    """All regions, and the touching pairs of which one is a speck; others never join."""
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
    a, b = np.divmod(pairs, n)
    return _Graph(labels=regions.labels, areas=regions.areas.astype(np.int64), a=a, b=b, sides=sides)


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
