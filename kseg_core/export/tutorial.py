"""The short program that finds the clusters itself, with `cv2.kmeans`."""

from kseg_core.color_spaces import ColorSpace
from kseg_core.export import script_parts
from kseg_core.framing import WHOLE, Framing
from kseg_core.histogram import color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segment import OPENCV_PIXELS
from kseg_core.kmeans.settings import Criteria, Init, KMeansSettings
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.kmeans.spatial import FIT_PIXELS, place_unit

_CRITERIA = {
    Criteria.BOTH: "cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER",
    Criteria.EPS: "cv2.TERM_CRITERIA_EPS",
    Criteria.MAX_ITER: "cv2.TERM_CRITERIA_MAX_ITER",
}
_FLAGS = {Init.KMEANS_PP: "cv2.KMEANS_PP_CENTERS", Init.RANDOM: "cv2.KMEANS_RANDOM_CENTERS"}


def tutorial_script(
    image: RgbImage, settings: KMeansSettings, *, file_name: str, framing: Framing = WHOLE
) -> str:
    """A Python program that needs OpenCV and NumPy and segments a picture file.

    Parameters
    ----------
    image : RgbImage
    settings : KMeansSettings
        Its engine, locked colors, weighting and swatch are ignored.
    file_name : str
        The picture that the program reads by default.
    framing : Framing, optional
        How it turns and crops that picture first.

    Returns
    -------
    str
        Run as ``python tutorial.py picture.png result.png``. The result equals that of `segment`
        with the settings that are read and ``engine="opencv"`` pixel for pixel where OpenCV decodes the
        file to the pixels of `image`, and the script's OpenCV computes as the server's does.
    """
    has_alpha = image.alpha is not None
    opaque = "[opaque]" if has_alpha else ".reshape(-1, 3)"
    by_place = settings.position_weight > 0.0
    histogram = color_histogram(smoothed(image, settings.smoothing))
    n_distinct = histogram.n_pixels if by_place else histogram.n_colors
    limit = FIT_PIXELS if by_place else OPENCV_PIXELS
    is_sampled, is_trivial = histogram.n_pixels > limit, n_distinct <= settings.k
    needs_nearest = (by_place or is_sampled) and not is_trivial
    pixels = "blurred" if settings.smoothing else "pixels"
    # Millions of pixels are converted a part at a time, unless their place is needed with them.
    has_points = by_place or not is_sampled or is_trivial
    parts = [
        script_parts.head(
            "Segment a picture: python tutorial.py [picture] [result.png].",
            file_name=file_name,
            target="result.png",
        ),
        script_parts.reading(image.opaque_from if has_alpha else None, framing),
        script_parts.smoothing(settings.smoothing, has_alpha=has_alpha) if settings.smoothing else "",
        script_parts.coordinates(ColorSpace(settings.color_space)),
        script_parts.source_of(script_parts.nearest) if needs_nearest else "",
        f"\n\npixels = picture{opaque}\n",
        f"blurred = smooth{opaque}\n" if settings.smoothing else "",
        f"points = coordinates({pixels})\n" if has_points else "",
        _with_place(has_alpha=has_alpha, unit=place_unit(image, settings)) if by_place else "",
    ]
    if is_trivial:
        parts.append(_EACH_ALONE)
    else:
        sample = "points[chosen]" if has_points else f"coordinates({pixels}[chosen])"
        parts += [
            _sample(settings.seed, limit) if is_sampled else "",
            _fit(settings, samples=sample if is_sampled else "points"),
        ]
        if not needs_nearest:
            parts.append("labels = labels.ravel()\n")
        elif has_points:
            parts.append(_assign("points", "part"))
        else:
            parts.append(_assign(pixels, "coordinates(part)"))
    parts += [_PAINT, _WRITE_ALPHA if has_alpha else _WRITE]
    return "".join(parts)


def _with_place(*, has_alpha: bool, unit: float) -> str:
    mask = "opaque" if has_alpha else "np.ones(picture.shape[:2])"
    return (
        f"place = np.argwhere({mask})[:, ::-1].astype(np.float32)  # x, y\n"
        f"points = np.hstack([points, place * np.float32({unit!r})])\n"
    )


def _sample(seed: int, limit: int) -> str:
    return (
        f"\n# All pixels would take long: cv2.kmeans gets {limit:,} of them, evenly spread.\n"
        f"jitter = np.random.default_rng({seed}).random({limit})\n"
        f"chosen = ((np.arange({limit}) + jitter) * (len(pixels) / {limit})).astype(np.intp)\n"
    )


def _fit(settings: KMeansSettings, *, samples: str) -> str:
    stop = f"{_CRITERIA[Criteria(settings.criteria)]}, {settings.max_iter}, {float(settings.epsilon)!r}"
    return (
        f"\nk = {settings.k}\ncv2.setRNGSeed({settings.seed})\n"
        f"criteria = ({stop})\n"
        f"flags = {_FLAGS[Init(settings.init)]}\n"
        f"_, labels, centroids = cv2.kmeans({samples}, k, None, criteria, {settings.attempts}, flags)\n"
    )


def _assign(pixels: str, points_of_part: str) -> str:
    return (
        f"parts = np.array_split({pixels}, len(pixels) // 100_000 + 1)\n"
        f"labels = np.concatenate([nearest({points_of_part}, centroids) for part in parts])\n"
    )


_EACH_ALONE = """
# There are no more colors than clusters: each is a cluster of its own.
_, labels = np.unique(points, axis=0, return_inverse=True)
k = labels.max() + 1
"""

_PAINT = """
# Each cluster is painted with the mean color of its pixels.
painted = np.zeros_like(pixels)
for number in range(k):
    mine = labels == number
    if mine.any():
        painted[mine] = np.rint(pixels[mine].mean(axis=0))
"""

_WRITE = "result = painted.reshape(picture.shape)\n" + script_parts.writing(
    "cv2.cvtColor(result, cv2.COLOR_RGB2BGR)"
)
_WRITE_ALPHA = """result = np.zeros_like(bgra)
result[opaque] = np.column_stack([painted[:, ::-1], alpha[opaque]])
""" + script_parts.writing("result")
