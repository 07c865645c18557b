"""The other systems, each as a function from pixels and K to a label for every pixel."""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
LabelMap = NDArray[np.integer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A system to compare with.

    Attributes
    ----------
    name : str
    run : callable
        From pixels (H, W, 3) and K to labels, H * W of them.
    package : str
        What has to be installed.
    """

    name: str
    run: Callable[[Pixels, int], LabelMap]
    package: str = "cv2"

    @property
    def is_installed(self) -> bool:
        return importlib.util.find_spec(self.package) is not None


def as_rows(pixels: Pixels) -> NDArray[np.float32]:
    return pixels.reshape(-1, 3).astype(np.float32)


def run_cv2(pixels: Pixels, k: int, attempts: int) -> LabelMap:
    cv2.setRNGSeed(0)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 10, 1.0)
    return cv2.kmeans(as_rows(pixels), k, None, stop, attempts, cv2.KMEANS_PP_CENTERS)[1]  # type: ignore[call-overload, no-any-return]


def run_sklearn(pixels: Pixels, k: int) -> LabelMap:
    from sklearn.cluster import KMeans

    return KMeans(k, n_init=1, random_state=0).fit(as_rows(pixels)).labels_


def run_minibatch(pixels: Pixels, k: int) -> LabelMap:
    from sklearn.cluster import MiniBatchKMeans

    return MiniBatchKMeans(k, n_init=1, random_state=0).fit(as_rows(pixels)).labels_


def run_sklearn_recipe(pixels: Pixels, k: int) -> LabelMap:
    """scikit-learn's color quantization example: fit 1,000 pixels, predict all."""
    from sklearn.cluster import KMeans
    from sklearn.utils import shuffle

    rows = as_rows(pixels) / 255
    return (
        KMeans(n_clusters=k, random_state=0).fit(shuffle(rows, random_state=0, n_samples=1000)).predict(rows)
    )


def run_pillow(pixels: Pixels, k: int) -> LabelMap:
    picture = Image.fromarray(pixels)
    return np.asarray(picture.quantize(k, Image.Quantize.MEDIANCUT, kmeans=10)).ravel()


def run_imagequant(pixels: Pixels, k: int) -> LabelMap:
    import imagequant

    quantized = imagequant.quantize_pil_image(Image.fromarray(pixels).convert("RGBA"), 0.0, max_colors=k)
    return np.asarray(quantized).ravel()


def run_faiss(pixels: Pixels, k: int) -> LabelMap:
    import faiss

    rows = as_rows(pixels)
    kmeans = faiss.Kmeans(3, k, seed=1)
    kmeans.train(rows)
    return kmeans.index.search(rows, 1)[1].ravel()


REFERENCE = Contender(name="cv2.kmeans, attempts = 10", run=lambda pixels, k: run_cv2(pixels, k, 10))

CONTENDERS = (
    REFERENCE,
    Contender(name="cv2.kmeans, attempts = 1", run=lambda pixels, k: run_cv2(pixels, k, 1)),
    Contender(name="scikit-learn KMeans, n_init = 1", run=run_sklearn, package="sklearn"),
    Contender(name="scikit-learn's example (1,000 pixels)", run=run_sklearn_recipe, package="sklearn"),
    Contender(name="Pillow median cut + kmeans", run=run_pillow, package="PIL"),
    Contender(name="imagequant", run=run_imagequant, package="imagequant"),
    Contender(name="faiss Kmeans", run=run_faiss, package="faiss"),
    Contender(name="scikit-learn MiniBatchKMeans", run=run_minibatch, package="sklearn"),
)
