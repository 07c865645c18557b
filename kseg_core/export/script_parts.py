"""The pieces of text that several exported scripts have in common."""

import inspect
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from kseg_core.color_spaces import ColorSpace
from kseg_core.framing import WHOLE, Framing
from kseg_core.image import fill_holes


def head(about: str, *, file_name: str, target: str, modules: Sequence[str] = ()) -> str:
    """The first lines of a script: what it is, its imports, and the files it reads and writes."""
    imports = "".join(f"import {module}\n" for module in sorted({*modules, "os", "sys"}))
    return (
        f'"""{about} Needs opencv-python and numpy."""\n\n{imports}\nimport cv2\nimport numpy as np\n\n'
        f"source = sys.argv[1] if len(sys.argv) > 1 else {file_name!r}\n"
        f'target = sys.argv[2] if len(sys.argv) > 2 else "{target}"\n'
    )


def source_of(*functions: Callable[..., object], known: Iterable[Callable[..., object]] = ()) -> str:
    """The source of functions of kseg, each after the source of the functions of kseg that it calls.

    None of them may use other names than those of NumPy and OpenCV. Functions that are known, and what these
    call, are in the script already.
    """
    there, wanted = (_all_with_callees(some) for some in (known, functions))
    return "".join(f"\n\n{inspect.getsource(each)}" for each in wanted if each not in there)


def _all_with_callees(functions: Iterable[Callable[..., object]]) -> list[Callable[..., object]]:
    return [*dict.fromkeys(each for function in functions for each in _with_callees(function))]


def _with_callees(function: Callable[..., object]) -> list[Callable[..., object]]:
    callees = filter(inspect.isfunction, inspect.getclosurevars(function).globals.values())
    return [*dict.fromkeys(each for callee in callees for each in _with_callees(callee)), function]


def nearest(points: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """The number of the centroid that is nearest to each point."""
    points = points.astype(np.float64)
    return np.stack([((points - centroid) ** 2).sum(axis=1) for centroid in centroids]).argmin(axis=0)


def reading(opaque_from: int | None, framing: Framing = WHOLE) -> str:
    """Reads ``picture`` (H, W, 3) as RGB, and of a picture with transparency ``alpha`` and ``opaque`` (H, W).

    Without an alpha from which pixels are opaque, the picture has no transparency. What is read is turned and
    cropped.
    """
    words = _RGB if opaque_from is None else _RGBA
    read = _READ.format(**words, framed=framing.source(words["name"]))
    return read if opaque_from is None else read + _OPAQUE.format(opaque_from)


def writing(picture: str) -> str:
    """Writes the picture that an expression gives, with blue first, as ``target``."""
    return _WRITE.format(picture=picture)


def filling(result: str) -> str:
    """Gives ``result`` the pixels of ``picture``, with transparent ones filled by `fill_holes`."""
    return f"{source_of(fill_holes)}\n\n{result} = fill_holes(picture, opaque)\n"


def smoothing(sigma: float, *, has_alpha: bool) -> str:
    """Makes ``smooth`` of ``picture`` as `smoothed` does."""
    filled = "fill_holes(picture, opaque)" if has_alpha else "picture"
    return (
        (source_of(fill_holes) + "\n" if has_alpha else "")
        + "\n# The clusters are found on the smoothed picture.\n"
        + f"smooth = cv2.GaussianBlur({filled}, (0, 0), {float(sigma)!r})\n"
    )


def coordinates(space: ColorSpace) -> str:
    """Defines ``coordinates(rgb)``, uint8 (N, 3) to float32 (N, 3), by the source that `to_space` runs."""
    convert = space.definition.convert
    return source_of(convert).replace(f"def {convert.__name__}(", "def coordinates(")


_READ = """
try:  # cv2.imread opens no name with letters beyond ASCII on Windows
    {name} = cv2.imdecode(np.fromfile(source, np.uint8), cv2.{flag})
except (OSError, cv2.error):
    {name} = None
if {name} is None{or_else}:
    sys.exit(f"{{source}} is missing, or no {kind} that OpenCV can read.")
{framed}{rgb}
"""
_RGB = {
    "name": "picture",
    "flag": "IMREAD_COLOR",
    "or_else": "",
    "kind": "picture",
    "rgb": "picture = np.ascontiguousarray(picture[:, :, ::-1])  # OpenCV reads blue first",
}
_RGBA = {
    "name": "bgra",
    "flag": "IMREAD_UNCHANGED",
    "or_else": " or bgra.dtype != np.uint8 or bgra.shape[2:] != (4,)",
    "kind": "8-bit picture with transparency",
    "rgb": "picture, alpha = np.ascontiguousarray(bgra[:, :, 2::-1]), bgra[:, :, 3]",
}

_OPAQUE = "opaque = alpha >= {}  # other pixels take no part\n"

_WRITE = """
try:
    is_done, file = cv2.imencode(os.path.splitext(target)[1], {picture})
    if is_done:
        file.tofile(target)
except (OSError, cv2.error):
    is_done = False
if not is_done:
    sys.exit(f"{{target}} cannot be written. Its folder must exist, and its name end in .png or the like.")
"""
