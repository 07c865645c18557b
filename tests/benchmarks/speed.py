"""Seconds and WCSS of kseg beside the other systems, on the same photo in the same process."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core import KMeansSettings, color_histogram, decode_image
from kseg_core.kmeans.segment import segment_each
from tests.benchmarks.contenders import CONTENDERS, REFERENCE, Contender, LabelMap, Pixels
from tests.benchmarks.photos import PhotoFile

Result = TypeVar("Result")
SLACK = 1.001
"""A WCSS within 0.1 % of another counts as no worse."""

MANY_COLORS = 1_000_000
DECODINGS, DECODINGS_OF_MANY_COLORS = 8.0, 12.0
"""What K = 3, 5 and 7 together may take, from bytes to label maps, in bare decodings by OpenCV; the second
with more distinct colors than `MANY_COLORS`."""

QUANTETTE = 3.1
"""Milliseconds per megapixel that quantette, which is written in Rust, publishes for 24 megapixels, 256
colors and four threads, without decoding (https://docs.rs/crate/quantette)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a system needed and reached, by K."""

    seconds: dict[int, float]
    wcss: dict[int, float]
    overhead: float = 0.0

    @property
    def total(self) -> float:
        return self.overhead + sum(self.seconds.values())


@dataclass(slots=True)
class OwnRuns:
    """Runs of kseg, from compressed bytes to label maps and palettes, one before each other system.

    All K are done in one go; each counts with the time that its result names.
    """

    photo: PhotoFile
    ks: list[int]
    runs: list[Measured] = field(default_factory=list)
    parts: dict[str, list[float]] = field(default_factory=dict)

    def run(self) -> None:
        image, decoding = timed(lambda: decode_image(self.photo.data))
        histogram, counting = timed(lambda: color_histogram(image))
        asked = [KMeansSettings(k=k) for k in self.ks]
        results, _ = timed(lambda: list(segment_each(image, asked, histogram=histogram)))
        seconds = {each.settings.k: each.seconds for each in results}
        wcss = {each.settings.k: each.wcss / each.n_pixels for each in results}
        self.runs.append(Measured(seconds=seconds, wcss=wcss, overhead=decoding + counting))
        for part, value in (("decode_image", decoding), ("histogram", counting)):
            self.parts.setdefault(part, []).append(value)
        _, floor = timed(lambda: cv2.imdecode(np.frombuffer(self.photo.data, np.uint8), cv2.IMREAD_COLOR))
        self.parts.setdefault("cv2.imdecode", []).append(floor)

    @property
    def median(self) -> Measured:
        return Measured(
            seconds={k: statistics.median(run.seconds[k] for run in self.runs) for k in self.ks},
            wcss=self.runs[0].wcss,
            overhead=statistics.median(run.overhead for run in self.runs),
        )

    def part(self, name: str) -> float:
        return statistics.median(self.parts[name])


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    gc.collect()
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def wcss_per_pixel(pixels: Pixels, labels: LabelMap) -> float:
    """WCSS of a partition around its own means: the kindest reading of any system's result."""
    flat = labels.reshape(-1)
    mass = np.bincount(flat)
    held = 0.0
    for channel in range(3):
        values: NDArray[np.float64] = pixels[..., channel].reshape(-1).astype(np.float64)
        held += float(values @ values) - float((np.bincount(flat, values) ** 2 / np.maximum(mass, 1)).sum())
    return held / flat.size


def measure(contender: Contender, pixels: Pixels, ks: list[int]) -> Measured:
    seconds, wcss = {}, {}
    for k in ks:
        labels, seconds[k] = timed(lambda k=k: contender.run(pixels, k))  # type: ignore[misc]
        wcss[k] = wcss_per_pixel(pixels, labels)
    return Measured(seconds=seconds, wcss=wcss)


def compare(photo: PhotoFile, ks: list[int], *, only: str, without: str) -> None:
    """Run everything on one photo and print the table and the verdicts."""
    image = decode_image(photo.data)
    colors = color_histogram(image).n_colors
    print(
        f"\n{photo.name}: {image.width} × {image.height} pixels, {colors:,} distinct colors, "
        f"{len(photo.data) / 1e6:.1f} MB"
    )
    own = OwnRuns(photo, ks)
    own.run()
    others: dict[str, Measured] = {}
    missing = []
    for contender in CONTENDERS:
        name = contender.name.lower()
        if only not in name or (without and without in name):
            continue
        if not contender.is_installed:
            missing.append(f"{contender.name} ({contender.package})")
            continue
        own.run()
        print(f"  … {contender.name}", flush=True)
        others[contender.name] = measure(contender, image.pixels, ks)
    own.run()
    print_table(own, others, ks)
    if missing:
        print("not installed, so not measured:", ", ".join(missing))
    print_floor(own, megapixels=image.width * image.height / 1e6, is_many=colors > MANY_COLORS)
    print_verdicts(photo, own.median, others, ks)


def print_table(own: OwnRuns, others: dict[str, Measured], ks: list[int]) -> None:
    median = own.median
    heads = [f"K={k}" for k in ks]
    print(
        f"{'seconds':40}"
        + "".join(f"{head:>9}" for head in heads)
        + f"{'total':>9}{'ratio':>8}   WCSS/pixel"
        + "".join(f"{head:>9}" for head in heads)
    )
    print(f"{'decoding alone: cv2.imdecode':40}{own.part('cv2.imdecode'):{9 * len(ks) + 9}.3f}")
    print(f"{'decoding alone: decode_image':40}{own.part('decode_image'):{9 * len(ks) + 9}.3f}")
    print(f"{'the histogram of all colors':40}{own.part('histogram'):{9 * len(ks) + 9}.3f}")
    rows = {"kseg, total with decoding and histogram": median, **others}
    for name, row in rows.items():
        print(
            f"{name:40}"
            + "".join(f"{row.seconds[k]:9.3f}" for k in ks)
            + f"{row.total:9.3f}{row.total / median.total:7.1f}×"
            + " " * 13
            + "".join(f"{row.wcss[k]:9.2f}" for k in ks)
        )


def print_floor(own: OwnRuns, *, megapixels: float, is_many: bool) -> None:
    # The quickest of several runs, because the first decoding also makes the threads it needs.
    ratio = min(run.total for run in own.runs) / min(own.parts["cv2.imdecode"])
    bound = DECODINGS_OF_MANY_COLORS if is_many else DECODINGS
    verdict(ratio <= bound, f"all K together in {ratio:.1f} bare decodings by OpenCV (target {bound:.0f})")
    without = 1000 * (own.median.total - own.part("decode_image")) / megapixels
    print(
        f"       {without:.1f} ms per megapixel without decoding, for {len(own.ks)} results\n"
        f"       {QUANTETTE} is the far mark: quantette, for one result of 256 colors on four threads"
    )


def print_verdicts(photo: PhotoFile, own: Measured, others: dict[str, Measured], ks: list[int]) -> None:
    for name, other in others.items():
        excess = max(100 * (own.wcss[k] / other.wcss[k] - 1) for k in ks)
        ratio = other.total / own.total
        if name == REFERENCE.name:
            verdict(ratio >= photo.target, f"{ratio:.0f} × faster than {name} (target {photo.target:.0f} ×)")
        elif "attempts" not in name:
            # A system that is quicker only by being worse is not in the race.
            slower = ratio > 1.0 or min(other.wcss[k] / own.wcss[k] for k in ks) > SLACK
            verdict(slower, f"faster than {name}, or better: {ratio:.1f} ×")
        verdict(excess <= 0.1, f"WCSS no worse than {name} at any K: {excess:+.2f} % (target +0.1 %)")


def verdict(met: bool, sentence: str) -> None:
    print("met   " if met else "MISSED", sentence)
