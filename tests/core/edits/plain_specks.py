"""The rule of `remove_specks`, written for reading: whole pixel passes, one round after another."""

import cv2
import numpy as np
from numpy.typing import NDArray


def plain_remove_specks(labels: NDArray[np.uint8], smallest: int) -> NDArray[np.uint8]:
    while True:
        # Regions: connected pixels of one label. In front stands one for pixels that are not there.
        region, label_of = np.zeros(labels.shape, np.int32), [255]
        for label in np.unique(labels[labels != 255]):
            n, part = cv2.connectedComponents((labels == label).astype(np.uint8), connectivity=4)
            region = np.where(part > 0, part + len(label_of) - 1, region)
            label_of += [int(label)] * (n - 1)
        area = np.bincount(region.ravel(), minlength=len(label_of))
        rank = np.empty(len(area), np.int64)
        rank[np.argsort(-area, kind="stable")] = np.arange(len(area))

        # Every two regions that touch, and how many pixel sides they share.
        across = [region[:, :-1].ravel(), region[:-1].ravel()]
        beyond = [region[:, 1:].ravel(), region[1:].ravel()]
        both = np.stack([np.concatenate(across + beyond), np.concatenate(beyond + across)])
        both = both[:, (both[0] != both[1]) & (both > 0).all(axis=0)]
        (small, large), sides = np.unique(both, axis=1, return_counts=True)
        joins = (area[small] < smallest) & (rank[large] < rank[small])
        if not joins.any():
            return labels
        small, large, sides = small[joins], large[joins], sides[joins]

        # Written from the least wish to the greatest, so that the greatest stays.
        order = np.lexsort((-rank[large], sides))
        target = np.arange(len(area))
        target[small[order]] = large[order]
        while (target != target[target]).any():
            target = target[target]
        labels = np.array(label_of, np.uint8)[target][region]
