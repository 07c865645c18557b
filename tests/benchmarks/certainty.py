"""How often the range of a share holds the truth, and how wide the ranges are.

    python -m tests.benchmarks.certainty [--pictures 200] [--doubt 0.1 0.3 0.5] [--more-clusters 0 2]

The pictures are made by arithmetic (`tests.core.measure.known_areas`): shapes of 2 to 5 colors, blurred with
σ up to 3 pixels, with noise of σ up to 25 levels and with shading.
"""

import argparse

import numpy as np

from kseg_core.measure.settings import DOUBT
from tests.benchmarks.speed import verdict
from tests.core.measure.known_areas import APART, holds, known_areas, measured_ranges

TARGET = 0.9


def measure(pictures: int, doubt: float, more: int, apart: float) -> None:
    """Print the result for one bound of doubt, with K that is so much above the number of colors."""
    held, widths = [], []
    for seed in range(pictures):
        known = known_areas(seed, apart=apart)
        ranges, _ = measured_ranges(known, k=len(known.colors) + more, doubt=doubt)
        held.append(holds(ranges, known))
        widths.append((ranges.high - ranges.low)[: len(known.colors)])
    whole, each = np.mean([row.all() for row in held]), np.concatenate(held).mean()
    width = np.concatenate(widths)
    verdict(
        bool(each >= TARGET),
        f"doubt {doubt:.0%}, K = colors + {more}, colors {apart:g} apart: {each:.1%} of the ranges hold the "
        f"truth, in {whole:.1%} of {pictures} pictures all do; width {100 * np.median(width):.2f} points "
        f"(median), {100 * width.mean():.2f} (mean)",
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.certainty",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--doubt", type=float, nargs="+", default=[DOUBT])
    parser.add_argument("--more-clusters", type=int, nargs="+", default=[0, 2])
    parser.add_argument("--apart", type=float, nargs="+", default=[APART, 100.0])
    given = parser.parse_args()
    for apart in given.apart:
        for more in given.more_clusters:
            for doubt in given.doubt:
                measure(given.pictures, doubt, more, apart)


if __name__ == "__main__":
    main()
