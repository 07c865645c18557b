"""The command on many photos: its speed beside other systems, its memory, and what it makes of bad files.

    python -m tests.benchmarks.batch [--only speed] [--photos 200] [--many 100000]

What is needed on top of the command is in tests/benchmarks/requirements.txt; ``pngquant`` and ImageMagick's
``magick`` take part where they are installed. On two cores all of it takes about half an hour, and a gigabyte
in the folder for temporary files.
"""

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks.batch import hostile, memory, speed

PARTS = ("speed", "memory", "many", "hostile")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.batch",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    parser.add_argument("--photos", type=int, default=200, help="of 12 megapixels, for the speed (200)")
    parser.add_argument("--many", type=int, default=100_000, help="small photos (100000)")
    parser.add_argument(
        "--option", action="append", default=[], help="for the many photos: given to the command"
    )
    parser.add_argument(
        "--folder", type=Path, action="append", default=[], help="more files for the bad ones"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kseg-") as folder:
        scratch = Path(folder)
        for part in (options.only,) if options.only else PARTS:
            place = scratch / part
            match part:
                case "speed":
                    speed.report(place, count=options.photos)
                case "memory":
                    memory.of_large_photos(place)
                case "many":
                    memory.of_many_photos(place, count=options.many, options=options.option)
                case _:
                    hostile.report(place, folders=options.folder)


if __name__ == "__main__":
    main()
