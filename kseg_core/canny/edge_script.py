"""The short program that makes the same edge map without kseg."""

import math
from textwrap import dedent

from kseg_core.edges import LITERAL_SIGMA_MAX, CannySettings, EdgeChannels


def edge_script(settings: CannySettings, *, sigma: float, file_name: str, has_alpha: bool = False) -> str:
    """A Python program that needs OpenCV and NumPy and makes the edge map of a picture file.

    Parameters
    ----------
    settings : CannySettings
    sigma : float
        The smoothing in pixels, as `CannySettings.sigma_for` gives it.
    file_name : str
        The picture it reads unless it is given another.
    has_alpha : bool
        Whether the picture has transparent pixels, which make no edges.

    Returns
    -------
    str
        Run as ``python edges.py picture.png edges.png``. The map equals `detect_edges` pixel for
        pixel where OpenCV decodes the file to the same pixels, as it does for any 8-bit PNG.
    """
    parts = [_HEAD.format(file_name=repr(file_name))]
    parts.append(_READ_ALPHA if has_alpha else _READ)
    if has_alpha:
        parts.append(_FILL)
    if settings.channels is EdgeChannels.GRAY:
        parts.append("\npicture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)\n")
    parts.append(_smoothing(sigma))
    parts.append(
        f"\nedges = cv2.Canny(picture, {float(settings.low)!r}, {float(settings.high)!r}, "
        f"apertureSize={settings.aperture}, L2gradient={settings.l2_gradient})\n"
    )
    if has_alpha:
        parts.append("edges[alpha == 0] = 0\n")
    parts.append("cv2.imwrite(target, edges)\n")
    return "".join(parts)


def _smoothing(sigma: float) -> str:
    if sigma <= 0:
        return ""
    if sigma <= LITERAL_SIGMA_MAX:
        return f"picture = cv2.GaussianBlur(picture, (0, 0), {sigma!r})\n"
    factor = 2 ** math.ceil(math.log2(sigma / LITERAL_SIGMA_MAX))
    return dedent(f"""
        # A Gaussian this wide runs on the picture reduced by {factor}: averaging and enlarging add
        # a variance of {factor}² / 4 pixels, which is taken off.
        height, width = picture.shape[:2]
        reduced = -(-width // {factor}), -(-height // {factor})
        small = cv2.resize(picture, reduced, interpolation=cv2.INTER_AREA)
        small_sigma = ({sigma!r} ** 2 - {factor} ** 2 / 4) ** 0.5 / {factor}
        small = cv2.GaussianBlur(small, (0, 0), small_sigma, borderType=cv2.BORDER_REFLECT)
        picture = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    """)


_HEAD = '''"""Make an edge map: python edges.py [picture] [edges.png]. Needs opencv-python and numpy."""

import sys

import cv2
import numpy as np

source = sys.argv[1] if len(sys.argv) > 1 else {file_name}
target = sys.argv[2] if len(sys.argv) > 2 else "edges.png"

'''

_READ = """picture = cv2.imread(source, cv2.IMREAD_COLOR)
if picture is None:
    sys.exit(f"OpenCV cannot read {source}")
picture = np.ascontiguousarray(picture[:, :, ::-1])  # OpenCV reads blue first
"""

_READ_ALPHA = """bgra = cv2.imread(source, cv2.IMREAD_UNCHANGED)
if bgra is None:
    sys.exit(f"OpenCV cannot read {source}")
picture, alpha = np.ascontiguousarray(bgra[:, :, 2::-1]), bgra[:, :, 3]
"""

_FILL = """
# What is transparent makes no edge: it takes the color of the nearest pixel that is there.
_, nearest = cv2.distanceTransformWithLabels(
    (alpha == 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
)
colors = np.zeros((nearest.max() + 1, 3), np.uint8)
colors[nearest[alpha > 0]] = picture[alpha > 0]
picture = colors[nearest]
"""
