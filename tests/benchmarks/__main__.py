"""kseg beside other systems: speed, WCSS, memory.

    python -m tests.benchmarks [PHOTO ...] [--only speed] [--quick]

Without a photo three of 12 megapixels are made, two of them from a scikit-image sample. What is needed
on top of the app is in tests/benchmarks/requirements.txt. On two cores all of it takes about half an hour;
``--quick`` takes a minute or two and proves nothing.
"""

import argparse
from pathlib import Path

from kseg_core import ColorSpace
from tests.benchmarks import memory, published, quality, speed
from tests.benchmarks.photos import photo_files

PARTS = ("speed", "published", "quality", "memory")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("photos", nargs="*", type=Path, help="photos to use instead of the made ones")
    parser.add_argument("--k", nargs="+", type=int, default=[3, 5, 7], help="the K to run (3 5 7)")
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    parser.add_argument("--system", default="", help="only other systems whose name holds this word")
    parser.add_argument("--without", default="", help="leave out systems whose name holds this word")
    parser.add_argument("--folder", type=Path, help="more photos for the quality part")
    parser.add_argument("--published", type=Path, help="folder with the test images of the published part")
    parser.add_argument(
        "--space", type=ColorSpace, default=ColorSpace.RGB, help="color space of the quality part"
    )
    parser.add_argument("--restarts", type=int, default=50, help="restarts of the quality reference (50)")
    parser.add_argument("--quick", action="store_true", help="small photos and few restarts")
    options = parser.parse_args()
    parts = (options.only,) if options.only else PARTS

    if "speed" in parts:
        for photo in photo_files(options.photos, quick=options.quick):
            speed.compare(photo, options.k, only=options.system.lower(), without=options.without.lower())
    if "published" in parts:
        published.compare(options.published)
    if "memory" in parts:
        memory.report(quick=options.quick)
    if "quality" in parts:
        restarts = min(options.restarts, 5) if options.quick else options.restarts
        quality.compare(options.folder, restarts=restarts, quick=options.quick, space=options.space)


if __name__ == "__main__":
    main()
