"""The elbow: how often the verdict is right, and what a sweep of K costs beside other systems.

    python -m tests.benchmarks.elbow [--only verdict|sweep] [--quick]

Verdict: 200 pictures from each of two unlike generators of 2 to 8 known colors, and from each of two
of gradients and noise, with seeds that nothing was tuned on. Right is the known number, or none.

Sweep: K = 1 … 10 of a 12-megapixel photo, decoded, against the tutorial's loop of `cv2.kmeans` with
attempts = 10 on every pixel and, where scikit-learn is installed, its KMeans with n_init = 10 and 1.
Every system's centers are measured by the same exact WCSS over all pixels. About half an hour on two
cores; ``--quick`` takes a few K and a smaller photo.
"""

import argparse
import importlib.util
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.elbow_curve import ElbowCurve, ElbowPoint
from kseg_core.elbow.structure import color_structure
from kseg_core.elbow.sweep import DEFAULT_K_VALUES, fit_steps, sweep
from kseg_core.elbow.texture import Texture, texture_of
from kseg_core.elbow.verdict import EMPTY_GAP
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.lloyd import nearest_labels
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.samples.gallery import load_sample
from tests.core.elbow.elbow_pictures import KNOWN, UNSTRUCTURED

FIRST_SEED = 2000
SETTINGS = KMeansSettings(k=1)
Fit = Callable[[NDArray[np.float32], int], NDArray[np.float32]]


def recommended_k(image: RgbImage, k_max: int = max(DEFAULT_K_VALUES)) -> int | None:
    """``sweep(image, range(1, k_max + 1)).knee``, without the fits that the rule does not read."""
    if texture_of(image) is Texture.SMOOTH:
        return None
    structure = color_structure(image, SETTINGS, k_max=k_max)
    apart = structure.k_values[structure.fills < EMPTY_GAP].tolist()
    if apart and apart[-1] > k_max:
        return None
    (fit,) = fit_steps(image, [replace(SETTINGS, k=apart[-1] if apart else 1)], color_histogram(image))
    return ElbowCurve(points=(ElbowPoint(fit=fit, measured={}),), structure=structure).knee


def score_verdicts(pictures: int) -> None:
    seeds = range(FIRST_SEED, FIRST_SEED + pictures)
    print(f"Right verdicts, seeds {seeds[0]} to {seeds[-1]}")
    for known in KNOWN:
        right = sum(recommended_k(image) == k for image, k in map(known, seeds))
        print(f"  {known.__name__:20} {right} of {pictures} ({right / pictures:.1%})")
    for empty in UNSTRUCTURED:
        right = sum(recommended_k(image) is None for image in map(empty, seeds))
        print(f"  {empty.__name__:20} {right} of {pictures} ({right / pictures:.1%})")


def large_photo(size: tuple[int, int]) -> RgbImage:
    """The coffee sample enlarged, with sensor noise of sigma 4."""
    pixels = cv2.resize(load_sample("Coffee").pixels, size, interpolation=cv2.INTER_CUBIC)
    noise = 4.0 * np.random.default_rng(0).standard_normal(pixels.shape, dtype=np.float32)
    return RgbImage(pixels=np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8))


def cv2_loop(samples: NDArray[np.float32], k: int) -> NDArray[np.float32]:
    cv2.setRNGSeed(0)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 10, 1.0)
    return np.asarray(cv2.kmeans(samples, k, None, criteria, 10, cv2.KMEANS_RANDOM_CENTERS)[2])


def scikit_learn(n_init: int) -> Fit:
    def fit(samples: NDArray[np.float32], k: int) -> NDArray[np.float32]:
        from sklearn.cluster import KMeans

        centers: NDArray[np.float32] = KMeans(k, n_init=n_init, random_state=0).fit(samples).cluster_centers_
        return centers

    return fit


def exact_wcss(histogram: ColorHistogram, centers: NDArray[np.float32]) -> float:
    colors = histogram.colors.astype(np.float64)
    exact = centers.astype(np.float64)
    off_center = colors - exact[nearest_labels(colors.T.copy(), exact)]
    return float(np.einsum("n,nc,nc->", histogram.counts.astype(np.float64), off_center, off_center))


def compare_sweeps(size: tuple[int, int], k_values: Sequence[int], *, without: str) -> None:
    image = large_photo(size)
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        curve = sweep(image, k_values, SETTINGS)
        verdict = curve.verdict
        seconds.append(time.perf_counter() - start)
    ours = min(seconds)
    print(f"{size[0]} × {size[1]}, K = {', '.join(map(str, k_values))}")
    print(f"  kseg, histogram and verdict included: {ours:.2f} s (best of 3; worst {max(seconds):.2f})")
    print(f"  {verdict.sentence if verdict else ''}  WCSS rises at: {list(curve.rises) or 'no K'}")

    histogram = color_histogram(image)
    samples = image.pixels.reshape(-1, 3).astype(np.float32)
    rivals: dict[str, Fit] = {"cv2.kmeans × 10": cv2_loop}
    if importlib.util.find_spec("sklearn"):
        rivals |= {"scikit-learn n_init=1": scikit_learn(1), "scikit-learn n_init=10": scikit_learn(10)}
    for name, fit in rivals.items():
        if without and without in name:
            continue
        spent, excess = 0.0, []
        for k, wcss in zip(k_values, curve.wcss, strict=True):
            start = time.perf_counter()
            centers = fit(samples, k)
            spent += time.perf_counter() - start
            excess.append(exact_wcss(histogram, centers) / wcss - 1.0)
        worse = [k for k, more in zip(k_values, excess, strict=True) if more < -1e-6]
        above = " ".join(f"{more:+.3%}" for more in excess)
        print(f"  {name}: {spent:.1f} s, {spent / ours:.0f} times ours; WCSS against ours {above}")
        print(f"    better than ours at: {worse or 'no K'}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.elbow",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", choices=("verdict", "sweep"), help="one part alone")
    parser.add_argument("--k", nargs="+", type=int, help="the K to run (1 to 10)")
    parser.add_argument("--pictures", type=int, help="pictures of each generator (200)")
    parser.add_argument("--without", default="", help="leave out systems whose name holds this word")
    parser.add_argument(
        "--quick", action="store_true", help="1,200 × 900 pixels, K = 1, 4, 7, 10, 20 pictures"
    )
    options = parser.parse_args()
    if options.only != "sweep":
        score_verdicts(options.pictures or (20 if options.quick else 200))
    if options.only != "verdict":
        k_values = options.k or ([1, 4, 7, 10] if options.quick else DEFAULT_K_VALUES)
        size = (1200, 900) if options.quick else (4000, 3000)
        compare_sweeps(size, sorted(k_values), without=options.without)


if __name__ == "__main__":
    main()
