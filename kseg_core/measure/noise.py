"""Noise in a class map: how much there is, what removes it, and which pieces are specks.

Exported scripts carry the source: only names of NumPy and OpenCV.
"""

import cv2
import numpy as np


def is_noisy(class_map: np.ndarray) -> bool:
    """Whether more than 1.5 % of what is measured, and more than 20 pixels, touch none of their class.

    A pixel touches those that it shares a side with. 255 = not measured.
    """
    is_measured = class_map != 255
    is_lone = is_measured.copy()
    for one, other in ((np.s_[1:], np.s_[:-1]), (np.s_[:, 1:], np.s_[:, :-1])):
        differs = class_map[one] != class_map[other]
        is_lone[one] &= differs
        is_lone[other] &= differs
    return bool(np.count_nonzero(is_lone) > max(20, 0.015 * np.count_nonzero(is_measured)))


def without_noise(class_map: np.ndarray, n_classes: int) -> np.ndarray:
    """The class map with every pixel in the class that at least 6 of its 8 neighbors are in.

    Of the filters tried, this one leaves most of the necks between touching objects, and of corners: a
    median takes them away. What is not measured stays so.
    """
    cleaned = class_map.copy()
    for number in range(n_classes + 1):
        members = (class_map == number).view(np.uint8)
        near = cv2.boxFilter(members, -1, (3, 3), normalize=False, borderType=cv2.BORDER_REPLICATE)
        cleaned[(near >= 6) & (class_map <= n_classes)] = number
    return cleaned


def speck_bound(areas: np.ndarray) -> int:
    """The area below which pieces of one class are specks.

    The greater of two bounds. Below the first, pieces hold 1 % of the area at most, and each is less than
    1/100 of the area that pieces have on average, weighted by their area. The second is where specks of
    noise end: pieces of 4 pixels on average, and the next is twice as large.
    """
    if not len(areas):
        return 1
    areas = np.sort(areas)
    held = np.cumsum(areas)
    bound = min(areas[np.searchsorted(held, held[-1] / 100)], (areas**2.0).sum() / held[-1] / 100)
    ends = np.flatnonzero(
        (areas[1:] + 4 >= 2 * (areas[:-1] + 4)) & (held[:-1] <= 4 * np.arange(1, len(areas)))
    )
    if len(ends):
        widest = ends[np.argmax((areas[ends + 1] + 4) / (areas[ends] + 4))]
        bound = max(bound, np.sqrt(areas[widest] * areas[widest + 1]))
    return max(1, int(np.ceil(bound)))
