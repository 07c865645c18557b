"""A long search for what breaks: files, addresses and names, each mutated until the time is over.

    python -m tests.benchmarks.fuzz [--minutes 10] [--only files] [--seed 0]
    python -m tests.benchmarks.fuzz FOLDER ... [--every-file]

Files: every picture and odd file of the tests, mutated, into `decode_image`; only a picture or an ImageError
may come out, in time. Addresses: every query parameter of every page in a run of the app. Names: `file_stem`.
The suite does the same for a few seconds, in tests/core/reading/test_decode_bad_files.py and
tests/app/test_any_address.py. With folders, such as the test pictures of image libraries, every file in them
is decoded once, in a process of its own.
"""

import argparse
import logging
import string
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kseg_core.errors import ImageError
from kseg_core.export.file_names import STEM_MAX_LENGTH, file_stem
from kseg_core.reading.decode import decode_image
from tests.benchmarks.suites import check
from tests.core.reading.bad_files import bare_signatures
from tests.core.reading.odd_files import odd_numbers, other_kinds
from tests.core.reading.outcomes import MAX_SECONDS
from tests.core.reading.picture_files import every_format

_LONGEST_FILE = 60_000
_KINDS = ("files", "addresses", "names")


class Found(Exception):  # noqa: N818
    """Something that must not happen; the message has what made it happen."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", type=Path, nargs="*", help="whose files are decoded as they are")
    parser.add_argument("--every-file", action="store_true", help="print what becomes of every picture")
    parser.add_argument("--minutes", type=float, default=10.0, help="of all kinds together (10)")
    parser.add_argument("--only", choices=_KINDS, help="one kind alone")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("found"), help="folder for what broke something")
    options = parser.parse_args()
    kinds = (options.only,) if options.only else _KINDS
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if options.folders:
        sys.exit(bool(check(options.folders, every_file=options.every_file)))
    found = 0
    for kind in kinds:
        rng = np.random.default_rng(options.seed)
        match kind:
            case "files":
                attempt = _files(rng, options.keep)
            case "addresses":
                attempt = _addresses(rng)
            case _:
                attempt = _names(rng)
        found += _search(kind, attempt, 60 * options.minutes / len(kinds))
    sys.exit(bool(found))


def _search(kind: str, attempt: Callable[[], str], seconds: float) -> int:
    """Try until the time is over, print what came out, and return how often it was what must not be."""
    outcomes: Counter[str] = Counter()
    slowest, found, end = 0.0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.perf_counter()
        try:
            outcomes[attempt()] += 1
        except Found as error:
            found += 1
            print(f"{kind}: {error}", flush=True)
        slowest = max(slowest, time.perf_counter() - start)
    tries = f"{outcomes.total() + found:,} tries, slowest {slowest:.2f} s, {found} found"
    print(f"{kind}: {tries}; {dict(outcomes)}", flush=True)
    return found


def _files(rng: np.random.Generator, keep: Path) -> Callable[[], str]:
    files = list((every_format() | other_kinds() | odd_numbers() | bare_signatures()).values())

    def attempt() -> str:
        data = _mutated(rng, files)
        start = time.perf_counter()
        try:
            decode_image(data)
            outcome = "read"
        except ImageError:
            outcome = "refused"
        except Exception as error:
            raise Found(f"{error!r}, in {_kept(keep, data)}") from error
        if time.perf_counter() - start > MAX_SECONDS:
            raise Found(f"{time.perf_counter() - start:.1f} s for {_kept(keep, data)}")
        return outcome

    return attempt


def _mutated(rng: np.random.Generator, files: list[bytes]) -> bytes:
    """One file with bytes changed, moved, doubled, dropped, or with a piece of another."""
    data = bytearray(files[rng.integers(len(files))])
    for _ in range(rng.integers(1, 8)):
        place, length = int(rng.integers(len(data) + 1)), int(rng.integers(1, 40))
        match rng.integers(6):
            case 0:
                data[place : place + 1] = rng.bytes(1)
            case 1:
                data[place : place + length] = rng.bytes(length)
            case 2:
                del data[place : place + length]
            case 3:
                other = files[rng.integers(len(files))]
                start = int(rng.integers(len(other) + 1))
                data[place:place] = other[start : start + length * 20]
            case 4:
                data[place:place] = data[place : place + length * 20]
            case 5:
                size = int(rng.choice([1, 2, 4]))
                value = int(rng.choice([0, 1, 2 ** (8 * size) - 1, 2 ** (8 * size - 1)]))
                order = "little" if rng.random() < 0.5 else "big"
                data[place : place + size] = value.to_bytes(size, order)  # type: ignore[arg-type]
    return bytes(data[:_LONGEST_FILE])


def _kept(folder: Path, data: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{time.time_ns()}.bin"
    path.write_bytes(data)
    return path


def _addresses(rng: np.random.Generator) -> Callable[[], str]:
    from tests.app.test_any_address import KEYS, NASTY, stands
    from tests.app.visit import FILES

    letters = string.printable + "äß漢\u202e\u0000"

    def attempt() -> str:
        path = str(rng.choice(FILES))
        address = {}
        for key in rng.choice(KEYS, rng.integers(1, 20)):
            word = "".join(rng.choice(list(letters), rng.integers(0, 9)))
            address[str(key)] = [str(rng.choice([*NASTY, word])) for _ in range(rng.integers(0, 4))]
        try:
            stands(path, address)
        except Exception as error:
            raise Found(f"{path} {address}: {error!r}") from error
        return path

    return attempt


def _names(rng: np.random.Generator) -> Callable[[], str]:
    def attempt() -> str:
        codes = rng.integers(0, rng.choice([128, 0x3000, 0x110000]), rng.integers(0, 80))
        name = "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)
        stem = file_stem(name)
        visible = all(unicodedata.category(char)[0] not in "C" for char in stem if char not in "\u200c\u200d")
        allowed = visible and not set(stem) & set('/\\<>:"|?*')
        if not (allowed and 1 <= len(stem) <= STEM_MAX_LENGTH and file_stem(f"{stem}.png") == stem):
            raise Found(f"{name!r} became {stem!r}")
        return "named"

    return attempt


if __name__ == "__main__":
    main()
