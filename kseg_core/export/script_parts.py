"""The pieces of text that the scripts are put together from."""

import inspect
from collections.abc import Callable

import numpy as np

from kseg_core.color_spaces import ColorSpace
from kseg_core.image import fill_holes


def head(about: str, *, file_name: str, target: str, modules: tuple[str, ...] = ()) -> str:
    """The first lines of a script: what it is, its imports, and the files it reads and writes."""
    imports = "".join(f"import {module}\n" for module in sorted({*modules, "sys"}))
    return (
        f'"""{about} Needs opencv-python and numpy."""\n\n{imports}\nimport cv2\nimport numpy as np\n\n'
        f"source = sys.argv[1] if len(sys.argv) > 1 else {file_name!r}\n"
        f'target = sys.argv[2] if len(sys.argv) > 2 else "{target}"\n'
    )


def source_of(function: Callable[..., object]) -> str:
    """A function of ours as it stands, after those of ours that it calls.

    They must name nothing else but NumPy and OpenCV.
    """
    return "\n\n" + "\n\n".join(inspect.getsource(each) for each in _with_those_it_calls(function))


def _with_those_it_calls(function: Callable[..., object]) -> list[Callable[..., object]]:
    """A function, and before it those of our own that it calls."""
    called = filter(inspect.isfunction, inspect.getclosurevars(function).globals.values())
    return [*dict.fromkeys(each for one in called for each in _with_those_it_calls(one)), function]


def nearest(points: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """The number of the centroid that is nearest to each point."""
    points = points.astype(np.float64)
    return np.stack([((points - centroid) ** 2).sum(axis=1) for centroid in centroids]).argmin(axis=0)


def reading(*, has_alpha: bool) -> str:
    """Reads ``picture`` (H, W, 3) as RGB, and ``alpha`` (H, W) of a picture with transparency."""
    return _READ_ALPHA if has_alpha else _READ


def filling(result: str) -> str:
    """Gives ``result`` the pixels of ``picture``, with transparent ones filled by `fill_holes`."""
    return f"{source_of(fill_holes)}\n\n{result} = fill_holes(picture, alpha > 0)\n"


def smoothing(sigma: float, *, has_alpha: bool) -> str:
    """Makes ``smooth`` of ``picture`` as `smoothed` does."""
    filled = "fill_holes(picture, alpha > 0)" if has_alpha else "picture"
    return (
        (source_of(fill_holes) + "\n" if has_alpha else "")
        + "\n# The clusters are found on the smoothed picture.\n"
        + f"smooth = cv2.GaussianBlur({filled}, (0, 0), {float(sigma)!r})\n"
    )


def coordinates(space: ColorSpace) -> str:
    """Defines ``coordinates(rgb)``: uint8 (N, 3) to float32 (N, 3), by the very source of `to_space`."""
    convert = space.definition.convert
    return source_of(convert).replace(f"def {convert.__name__}(", "def coordinates(")


def by_color(picture: str) -> str:
    """Fills ``table`` with the labels of the colors of a picture, which are ``packed``."""
    return _BY_COLOR.format(picture=picture)


def by_place(picture: str, unit: float) -> str:
    """Labels of every pixel by its color and place, the place measured in `unit` a pixel."""
    return _BY_PLACE.format(picture=picture, unit=repr(unit))


def without_specks(smallest: int, clusters: list[int], *, has_alpha: bool) -> str:
    """Removes regions of ``labels`` as `remove_specks` does.

    Parameters
    ----------
    smallest : int
        Pixels a region must have to stay.
    clusters : list of int
        For each label the lowest one that it is merged with, or itself.
    has_alpha : bool
    """
    merged = clusters != list(range(len(clusters)))
    return "".join(
        [
            f"labels = np.uint8({clusters})[labels]  # merged clusters are one\n" if merged else "",
            "labels[alpha == 0] = 255  # not there\n" if has_alpha else "",
            _SPECKS.format(smallest=smallest),
        ]
    )


def writing(*, has_alpha: bool) -> str:
    """Writes ``result`` (H, W, 3), which is RGB, as ``target``; what is transparent stays so."""
    if not has_alpha:
        return "cv2.imwrite(target, cv2.cvtColor(result, cv2.COLOR_RGB2BGR))\n"
    return (
        "result = cv2.cvtColor(result, cv2.COLOR_RGB2BGRA)\nresult[alpha == 0] = 0\n"
        "cv2.imwrite(target, result)\n"
    )


_BY_COLOR = """

packed = pack_colors({picture})
codes = np.unique(packed)
distinct = codes.view(np.uint8).reshape(-1, 4)[:, :3]  # red is the lowest byte
table = np.zeros(1 << 24, np.uint8)
table[codes] = nearest(coordinates(distinct), centroids)
"""

_BY_PLACE = """

labels = np.zeros(picture.shape[:2], np.uint8)
for y, row in enumerate({picture}):
    place = np.stack([np.arange(len(row)), np.full(len(row), y)], axis=1).astype(np.float32)
    labels[y] = nearest(np.hstack([coordinates(row), place * np.float32({unit})]), centroids)
"""

_SPECKS = """
# Every region of fewer than {smallest} pixels joins, of the larger regions it touches, the one with which
# it shares the most pixel sides; again until there is none left.
while True:
    regions, owners = np.full(labels.shape, -1, np.int32), []
    for label in np.unique(labels[labels != 255]):
        count, part = cv2.connectedComponents((labels == label).astype(np.uint8), connectivity=4)
        regions[part > 0] = part[part > 0] + len(owners) - 1
        owners += [label] * (count - 1)
    owners = np.uint8(owners)
    areas = np.bincount(regions[regions >= 0])
    rank = np.argsort(np.lexsort((owners, -areas)))  # the largest is 0
    a = np.concatenate([regions[:, :-1].ravel(), regions[:-1].ravel()])
    b = np.concatenate([regions[:, 1:].ravel(), regions[1:].ravel()])
    touch = (a != b) & (a >= 0) & (b >= 0)
    a, b = a[touch].astype(np.int64), b[touch].astype(np.int64)
    small, large = np.where(rank[a] > rank[b], (a, b), (b, a))
    pairs, sides = np.unique((small * len(owners) + large)[areas[small] < {smallest}], return_counts=True)
    if len(pairs) == 0:
        break
    small, large = np.divmod(pairs, len(owners))
    order = np.lexsort((-rank[large], sides, small))  # of each small region the best one last
    join = np.arange(len(owners))
    join[small[order]] = large[order]
    while (join != join[join]).any():
        join = join[join]
    labels[regions >= 0] = owners[join][regions[regions >= 0]]
"""

_READ = """
picture = cv2.imread(source, cv2.IMREAD_COLOR)
if picture is None:
    sys.exit(f"OpenCV cannot read {source}")
picture = np.ascontiguousarray(picture[:, :, ::-1])  # OpenCV reads blue first
"""

_READ_ALPHA = """
bgra = cv2.imread(source, cv2.IMREAD_UNCHANGED)
if bgra is None:
    sys.exit(f"OpenCV cannot read {source}")
picture, alpha = np.ascontiguousarray(bgra[:, :, 2::-1]), bgra[:, :, 3]
"""
