"""Removing small regions of a label map: they join their neighbors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.connected import Regions, connected_regions
from kseg_core.image import NO_LABEL, row_blocks

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
    """
    regions = connected_regions(labels)
    is_speck = regions.areas < smallest
    if not is_speck.any():
        return labels
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Graph:
    """Regions, and each pair of them that touches: ``sides`` pixel sides between ``a`` and ``b``."""

    labels: NDArray[np.uint8]
    areas: Numbers
    first: Numbers
    a: Numbers
    b: Numbers
    sides: Numbers


def _graph(regions: Regions, is_speck: NDArray[np.bool_]) -> _Graph:
    """All regions, and the touching pairs of which one is a speck; others never join."""
    numbers, n = regions.numbers, len(regions.areas)
    first = np.zeros(n + 1, dtype=np.int64)
    keys = [np.zeros(0, dtype=np.int64)]
    for rows in reversed(row_blocks(numbers.shape)):
        part, below = numbers[rows], numbers[rows.start + 1 : rows.stop + 1]
        flat = part.ravel()
        starts = np.flatnonzero(np.append(True, flat[1:] != flat[:-1]))[::-1]
        # The earliest place is written last; -1 writes behind the regions.
        first[flat[starts]] = starts + rows.start * numbers.shape[1]
        keys.append(_pair_keys(part[:, :-1], part[:, 1:], is_speck))
        keys.append(_pair_keys(part[: len(below)], below, is_speck))
    pairs, sides = np.unique(np.concatenate(keys), return_counts=True)
    a, b = np.divmod(pairs, n)
    return _Graph(labels=regions.labels, areas=regions.areas, first=first[:n], a=a, b=b, sides=sides)


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
    rank = np.empty(n, dtype=np.int64)
    rank[np.lexsort((graph.first, graph.labels, -graph.areas))] = np.arange(n)
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
    labels = graph.labels[_ends_of_chains(target)]

    alike = labels[a] == labels[b]
    renumbered, m = _components(n, a[alike], b[alike])
    areas = np.zeros(m, dtype=np.int64)
    np.add.at(areas, renumbered, graph.areas)
    first = np.full(m, np.iinfo(np.int64).max)
    np.minimum.at(first, renumbered, graph.first)
    new_labels = np.empty(m, dtype=np.uint8)
    new_labels[renumbered] = labels
    apart = ~alike
    keys = _keys(renumbered[a[apart]], renumbered[b[apart]], m)
    pairs, pair_of_key = np.unique(keys, return_inverse=True)
    a, b = np.divmod(pairs, m)
    sides = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(sides, pair_of_key, graph.sides[apart])
    return _Graph(labels=new_labels, areas=areas, first=first, a=a, b=b, sides=sides), renumbered


def _components(n: int, a: Numbers, b: Numbers) -> tuple[Numbers, int]:
    """The connected component of each of n nodes, shape (n,), for edges a to b; and their number."""
    root = np.arange(n)
    while len(a):
        low, high = np.minimum(root[a], root[b]), np.maximum(root[a], root[b])
        np.minimum.at(root, high, low)
        root = _ends_of_chains(root)
        apart = root[a] != root[b]
        a, b = a[apart], b[apart]
    is_root = root == np.arange(n)
    return (np.cumsum(is_root) - 1)[root], int(is_root.sum())


def _ends_of_chains(target: Numbers) -> Numbers:
    """The last node of the chain from each node to its target; a last node is its own target."""
    while not np.array_equal(target, further := target[target]):
        target = further
    return target
