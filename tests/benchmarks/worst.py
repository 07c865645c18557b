"""Every operation on the worst pictures there are: CPU seconds and peak memory above the photo.

``python -m tests.benchmarks.worst [megapixels] [part of a name]``. An operation above a bound is marked.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core import ColorSpace, KMeansSettings, color_histogram, decode_image, segment
from kseg_core.canny.edge_paths import contours_of_paths, edge_paths, svg_of_paths
from kseg_core.canny.edges import find_edges
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.threshold_map import threshold_map
from kseg_core.canny.thresholds import ThresholdMethod, auto_thresholds
from kseg_core.edits.cluster_table import cluster_table
from kseg_core.edits.specks import remove_specks
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.export.export_file import ExportFile
from kseg_core.export.request import ExportRequest
from kseg_core.export.table import EXPORT_FILES
from kseg_core.image import RgbImage
from kseg_core.kmeans.settings import Engine
from kseg_core.measure.classes import one_each
from kseg_core.measure.measured import measure
from kseg_core.measure.objects import ObjectSettings, find_objects
from kseg_core.measure.settings import MeasureSettings
from kseg_core.methods.method import Method, segment_by
from kseg_core.rendering.boundaries import segment_boundaries
from kseg_core.rendering.subject import subject_guesses
from tests.benchmarks.measured import measured

CPU_SECONDS_MAX = 20.0
MEGABYTES_MAX = 600.0
K = 32


def _noise(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)


def _checkerboard(height: int, width: int) -> NDArray[np.uint8]:
    y, x = np.ogrid[:height, :width]
    return np.where(((x + y) % 2 == 0)[..., None], np.uint8(255), np.zeros(3, np.uint8))


def _stripes(height: int, width: int) -> NDArray[np.uint8]:
    colors = np.random.default_rng(1).integers(0, 256, (K, 3), dtype=np.uint8)
    return np.tile(colors[np.arange(width) % K], (height, 1, 1))


def _every_color(height: int, width: int) -> NDArray[np.uint8]:
    codes = np.arange(height * width, dtype=np.uint32) % (1 << 24)
    return np.stack([codes >> 16, codes >> 8, codes], axis=1).astype(np.uint8).reshape(height, width, 3)


PICTURES = {
    "noise": _noise,
    "checkerboard": _checkerboard,
    "stripes": _stripes,
    "every color": _every_color,
}

Work = Callable[[], object]


def operations(image: RgbImage, request: ExportRequest) -> Iterator[tuple[str, Work]]:
    """The name of each operation, and a call that does it."""
    settings, labels = KMeansSettings(k=K), request.segmentation.labels
    yield "decode a PNG of it", partial(decode_image, encode_lossless(image).data)
    yield "histogram", partial(color_histogram, image)
    for space in ColorSpace:
        yield f"segment, {space}", partial(segment, image, replace(settings, color_space=space))
    yield "segment, opencv", partial(segment, image, replace(settings, engine=Engine.OPENCV))
    yield "segment, position", partial(segment, image, replace(settings, position_weight=0.5))
    yield "segment, smoothing", partial(segment, image, replace(settings, smoothing=3.0))
    for method in Method:
        yield f"method, {method}", partial(segment_by, method, image, method.settings(settings))
    for smallest in (2, 20, 5000):
        yield f"remove specks below {smallest}", partial(remove_specks, labels, smallest)
    yield "table of clusters", partial(cluster_table, request.segmentation)
    yield "boundaries", partial(segment_boundaries, labels)
    yield "subject", partial(subject_guesses, labels)
    halves = (labels % 2).astype(np.uint8)
    for splits in (False, True):
        about = ", split" if splits else ""
        found = partial(find_objects, pixels=image.pixels, settings=ObjectSettings(splits=splits))
        yield f"objects{about}", partial(found, halves, 1)
        yield f"objects of {K} classes{about}", partial(found, labels, K)
    canny = CannySettings(25.0, 49.0, blur_sigma=0.0)
    size = {"width": image.width, "height": image.height}
    for rule in ThresholdMethod:
        yield f"thresholds, {rule}", partial(auto_thresholds, image, rule)
    yield "edges", partial(find_edges, image, canny)
    yield "threshold map", lambda: threshold_map(find_edges(image, canny))
    yield "edges as SVG", lambda: svg_of_paths(edge_paths(find_edges(image, canny).edges), **size)
    yield "edges as JSON", lambda: contours_of_paths(edge_paths(find_edges(image, canny).edges))
    for row in EXPORT_FILES:
        yield f"file: {row.label}", partial(_drain, row, request)


def _drain(row: ExportFile, request: ExportRequest) -> None:
    for _ in row.for_zip(request):
        pass


def main(megapixels: float, part: str) -> None:
    """Print a row an operation, and on which picture it takes how much."""
    cv2.setNumThreads(1)  # threads do not survive a fork
    height, width = (round(side * (megapixels / 24) ** 0.5) for side in (4000, 6000))
    print(
        f"{width} x {height}, K = {K}; marked: above {CPU_SECONDS_MAX:g} CPU seconds or {MEGABYTES_MAX:g} MB"
    )
    for name, make in PICTURES.items():
        image = RgbImage(pixels=make(height, width), digest=name)
        segmentation = segment(image, KMeansSettings(k=K))
        classes = one_each(segmentation.palette, segmentation.members)
        request = ExportRequest(
            image=image,
            segmentation=segmentation,
            edited=segmentation,
            title=name,
            stem=name,
            picked=(0,),
            measured=measure(image, segmentation, MeasureSettings(classes=classes)),
        )
        for operation, work in operations(image, request):
            if part in operation:
                taken = measured(work)
                within = taken.cpu_seconds <= CPU_SECONDS_MAX and taken.megabytes <= MEGABYTES_MAX
                print(
                    f"{name:14}{operation:36}{taken.cpu_seconds:8.2f} s {taken.megabytes:8.0f} MB"
                    f"{'' if within else '  <<<'}  {taken.refusal}{taken.failure}",
                    flush=True,
                )


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(float(arguments[0]) if arguments else 24.0, arguments[1] if len(arguments) > 1 else "")
