"""A folder in which some files are broken, huge or meant to harm: the run ends, and names each of them."""

import os
import socket
import zlib
from pathlib import Path

from kseg_core import ImageError, KMeansSettings, decode_image
from kseg_core.recipe import Recipe, recipe_json
from tests.benchmarks.batch.command import COMMAND, run
from tests.benchmarks.batch.folders import small_photos
from tests.benchmarks.speed import verdict
from tests.core.reading import bad_files, odd_files
from tests.core.reading.outcomes import SENTENCE
from tests.core.reading.picture_files import every_format

SHARE = 0.01
"""So many of the files are broken or hostile."""

_HUGE = 50_000
_ODD_NAMES = (
    b"-k.jpg",
    b"line\nbreak.jpg",
    b"\xff not UTF-8.jpg",
    "émoji 🐈.jpg".encode(),
    b"quote\" ' $(reboot) %s {0}.jpg",
    b"twin.jpg",
    b"TWIN.JPG",
    b"con.jpg",
    b" blanks .jpg",
    b"dots...jpg",
    b"x" * 251 + b".jpg",
)


def report(scratch: Path, *, folders: list[Path]) -> None:
    """Print whether each file that cannot be read is named with the page's sentence, and all others are done.

    Parameters
    ----------
    scratch : Path
    folders : list of Path
        Whose files are added.
    """
    bad, photos, out = _bad_files(folders), scratch / "photos", scratch / "out"
    good = small_photos(photos, round(len(bad) / SHARE) - len(bad))
    for name in _ODD_NAMES:
        Path(os.fsdecode(bytes(photos) + b"/" + name)).hardlink_to(good[0])
    for name, data in bad.items():
        (photos / name).write_bytes(data)
    special = _add_special(photos, good[0])
    refusals = {name: _refusal(data, name) for name, data in bad.items()}
    refused = {name for name, sentence in refusals.items() if sentence} | special
    n_done = sum(1 for path in photos.rglob("*") if not path.is_dir()) - len(refused)
    print(f"\n{n_done:,} photos, and {len(refused)} files that cannot be read", flush=True)

    recipe = scratch / "recipe.json"
    recipe.write_text(recipe_json(Recipe(settings=KMeansSettings(k=3))))
    options = ["--out", out, "--write", "png", "--jobs", 2]
    done = run([*COMMAND, recipe, photos, *options], log=scratch / "log.txt", watches=True)
    peaks = ", ".join(f"{process} {peak:.0f}" for process, peak in sorted(done.megabytes.items()))
    print(f"ended after {done.seconds:.0f} s; peak memory in MB: {peaks}")
    verdict(done.status == 1, f"exit status {done.status} (target 1)")
    named = dict(line.split(": ", 1) for line in (out / "not-read.txt").read_text().splitlines())
    for name in sorted(refused ^ set(named)):
        print("  not named:" if name in refused else "  named, although it can be read:", name)
    verdict(set(named) == refused, f"{len(named)} files are named")
    for name, sentence in named.items():
        if not SENTENCE.fullmatch(sentence) or sentence != refusals.get(name, sentence):
            print(f"  {name}: {sentence} Expected: {refusals.get(name, 'a sentence')}")
    n_pictures = sum(1 for _ in out.rglob("*.png"))
    verdict(n_pictures == n_done, f"{n_pictures:,} pictures are there (target {n_done:,})")


def _bad_files(folders: list[Path]) -> dict[str, bytes]:
    files = {
        "empty": b"",
        f"PNG of {_HUGE} × {_HUGE}": _huge_png(),
        **bad_files.cut_files(every_format()),
        **bad_files.strangers(),
        **bad_files.too_large(),
        **odd_files.without_size(),
        **odd_files.nothing_but_odd_numbers(),
        **{name: make() for name, make in bad_files.slow_on_purpose().items()},
        **{name: make() for name, make in odd_files.bombs_by_frames().items()},
        **{name: make() for name, make in odd_files.bombs_by_metadata().items()},
        **{path.name: path.read_bytes() for folder in folders for path in sorted(folder.iterdir())},
    }
    return {f"{name}.jpg": data for name, data in files.items()}


def _huge_png() -> bytes:
    """All of its pixels, 7.5 GB of them in some megabytes."""
    deflate, row = zlib.compressobj(1), bytes(1 + 3 * _HUGE)
    packed = b"".join([deflate.compress(row * 10) for _ in range(_HUGE // 10)] + [deflate.flush()])
    return bad_files.png(bad_files.header(_HUGE, _HUGE), (b"IDAT", packed))


def _add_special(photos: Path, photo: Path) -> set[str]:
    """Add what is no file, or none of a sensible size, though it ends as photos do.

    Returns
    -------
    set of str
        The names of what has to be refused.
    """
    os.mkfifo(photos / "pipe.jpg")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(photos / "socket.jpg"))
    (photos / "zeros without end.jpg").symlink_to("/dev/zero")
    (photos / "link to nothing.jpg").symlink_to("nowhere.jpg")
    (photos / "link to itself.jpg").symlink_to("link to itself.jpg")
    with (photos / "a terabyte.jpg").open("wb") as file:
        file.truncate(1 << 40)
    refused = {path.name for path in photos.iterdir() if not path.is_file()} | {"a terabyte.jpg"}
    (photos / "folder.jpg").mkdir()
    (photos / "folder.jpg" / "circle.jpg").symlink_to(photos, target_is_directory=True)
    (photos / "folder.jpg" / "photo.jpg").hardlink_to(photo)
    return refused


def _refusal(data: bytes, name: str) -> str:
    """What the page would say; empty if it can be read."""
    try:
        decode_image(data, name=name)
    except ImageError as error:
        return str(error)
    return ""
