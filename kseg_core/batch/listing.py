"""The files that a path, a pattern or an address names."""

import functools
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from kseg_core.batch.journal import FILE_NAME
from kseg_core.batch.opening import MARK, opened, why_not
from kseg_core.errors import ImageError, SettingsError
from kseg_core.reading.formats import ENDINGS

Place = tuple[str, ...]
"""Folders and a last name, from a root."""


@dataclass(frozen=True, slots=True)
class Root:
    """What all places are in: a drive, or a file system of `fsspec`.

    Attributes
    ----------
    start : str
        How paths or addresses begin: ``/``, or ``s3://``.
    chain : str
        How addresses end, as in ``::photos.zip``.
    """

    start: str
    chain: str = ""

    def address(self, place: Place) -> str:
        """What `read_bytes` reads."""
        is_local = MARK not in self.start
        return str(Path(self.start, *place)) if is_local else f"{self.start}{'/'.join(place)}{self.chain}"

    def shown(self, place: Place) -> Place:
        """A place as people see it; what follows the question mark of a web address may be a key."""
        if not self.start.startswith("http"):
            return place
        return tuple(unquote(part.split("?")[0]) for part in place)


@dataclass(slots=True)
class Listing:
    """What one name names.

    Attributes
    ----------
    root : Root
    base : tuple of str
        The folder that was named, or that the file or the pattern is in.
    files : dict
        Each file once.
    closed : dict
        Folders that cannot be opened, and why.
    left_alone : Counter
        As in `Found`.
    """

    root: Root
    base: Place
    files: dict[Place, None] = field(default_factory=dict)
    closed: dict[Place, str] = field(default_factory=dict)
    left_alone: Counter[str] = field(default_factory=Counter)

    def take(self, place: Place, *, says_ending: bool = False) -> None:
        """Take a file of a folder, if it ends as a photo does or the pattern says how it ends."""
        if says_ending or place[-1].lower().endswith(ENDINGS):
            self.files[place] = None
        else:
            self.left_alone[f"{PurePosixPath(place[-1]).suffix.lower() or 'other'} file"] += 1


def list_files(text: str, out: Path) -> Listing:
    """The files of a folder and below it, those that match a pattern, or a single file.

    Parameters
    ----------
    text : str
    out : Path
        Where results go, which is left out.

    Raises
    ------
    SettingsError
        If nothing is there, it cannot be read, or it lies below `out`.
    """
    protocol, mark, rest = text.partition(MARK)
    if mark and protocol not in ("file", "local"):
        try:
            return _at_address(protocol, rest)
        except ImageError as error:
            raise SettingsError(f"{text}: {error}") from error
    return _on_disk(rest if mark else text, out)


def _on_disk(text: str, out: Path) -> Listing:
    path = Path(text)
    if path.parts[:1] == ("~",):  # In quotes; a name such as "~$1.jpg" is a name.
        path = path.expanduser()
    path = Path(os.path.normpath(path.absolute()))
    fixed, pattern = path, ""
    if not os.path.lexists(path):
        n = next((n for n, part in enumerate(path.parts) if _is_pattern(part)), len(path.parts))
        fixed, pattern = Path(*path.parts[:n]), _pattern(path.parts[n:])
    is_folder = _is_folder(fixed)
    if not text or not (is_folder if pattern else os.path.lexists(fixed)):
        raise SettingsError(f"There is no file or folder “{text}”.")
    if Path(os.path.realpath(fixed)).is_relative_to(os.path.realpath(out)):
        raise SettingsError(f"{text} lies in {out}, where the results go. Give them a folder of their own.")
    listing = Listing(Root(path.anchor), (fixed if is_folder else fixed.parent).parts[1:])
    if pattern:
        _match(listing, fixed, pattern, out)
        if not listing.closed:
            _check_matches(listing, text)
    elif is_folder:
        _walk(listing, fixed, out)
    else:
        listing.files[fixed.parts[1:]] = None
    return listing


def _match(listing: Listing, fixed: Path, pattern: str, out: Path) -> None:
    """Take what matches a pattern; of a folder that matches, all that is below it."""
    only_folders = pattern.endswith("/**")
    while pattern.endswith("/**"):
        pattern = pattern.removesuffix("/**")
    if pattern == "**":
        _walk(listing, fixed, out)
        return
    is_left_out = functools.cache(partial(_has_results, out=out))
    says_ending, walked = _says_ending(pattern), set[Path]()
    for path in sorted(fixed.glob(pattern)):
        below = path.relative_to(fixed)
        folders = [fixed / each for each in below.parents]
        is_hidden = any(part.startswith(".") for part in below.parts)
        if is_hidden or any(each in walked or (each != fixed and is_left_out(each)) for each in folders):
            continue
        if path.is_symlink() and _is_folder(path):
            listing.left_alone["linked folder"] += 1
        elif _is_folder(path):
            walked.add(path)
            _walk(listing, path, out)
        elif not only_folders:
            listing.take(path.parts[1:], says_ending=says_ending)
    parts = pattern.split("/")
    above = (folder for n in range(1, len(parts)) for folder in fixed.glob("/".join(parts[:n])))
    for folder in (fixed, *above):  # `glob` passes over in silence what it cannot open.
        is_hidden = any(part.startswith(".") for part in folder.relative_to(fixed).parts)
        if _is_folder(folder) and not is_hidden and not os.access(folder, os.R_OK | os.X_OK):
            listing.closed[folder.parts[1:]] = why_not(PermissionError(), "folder")


def _walk(listing: Listing, top: Path, out: Path) -> None:
    """Take the photos in a folder and below it, without those of linked folders and results."""

    def note(error: OSError) -> None:
        listing.closed[Path(error.filename).parts[1:]] = why_not(error, "folder")

    for folder, below, names in os.walk(top, onerror=note):
        here = Path(folder)
        if here.parts[1:] != listing.base and _has_results(here, out):
            listing.left_alone["results folder"] += not _is_same(here, out)
            below.clear()
            continue
        below[:] = [name for name in below if not name.startswith(".")]
        listing.left_alone["linked folder"] += sum((here / name).is_symlink() for name in below)
        for name in names:
            if not name.startswith("."):
                listing.take((*here.parts[1:], name))


def _has_results(folder: Path, out: Path) -> bool:
    """Whether results of this run go there, or those of another are there."""
    return _is_same(folder, out) or (folder / FILE_NAME).exists()


def _is_same(folder: Path, out: Path) -> bool:
    return folder.name == Path(os.path.realpath(out)).name and os.path.realpath(folder) == os.path.realpath(
        out
    )


def _at_address(protocol: str, rest: str) -> Listing:
    inner, link, outer = rest.partition("::")
    root, parts = Root(protocol + MARK, link + outer), tuple(inner.rstrip("/").split("/"))
    n = next((n for n, part in enumerate(parts) if "*" in part), len(parts))
    base, pattern = parts[:n], _pattern(parts[n:])
    if not pattern and parts[-1].lower().endswith(ENDINGS):  # Asking for each of many would take long.
        return Listing(root, base[:-1], {base: None})
    with opened(root.address(base)) as (files, path):
        if not pattern and not files.isdir(path):
            if not files.exists(path):
                raise SettingsError(f"There is no file or folder {root.address(base)}.")
            return Listing(root, base[:-1], {base: None})
        listing = Listing(root, base)
        found = files.glob(f"{path.rstrip('/')}/{pattern}") if pattern else [path]
        below = [name for each in found for name in files.find(each)]
    for name in below:
        place = tuple(name[len(path) :].strip("/").split("/"))
        if not any(part.startswith(".") for part in place):
            listing.take((*base, *place), says_ending=_says_ending(pattern))
    if pattern:
        _check_matches(listing, f"{protocol}{MARK}{rest}")
    return listing


def _check_matches(listing: Listing, text: str) -> None:
    if not listing.files:
        raise SettingsError(f"No photo matches {text}.")


def _pattern(parts: Place) -> str:
    """Parts of a pattern in one; within a name two stars mean what one does, as in a shell."""
    return "/".join(part if part == "**" else re.sub(r"\*+", "*", part) for part in parts)


def _is_pattern(text: str) -> bool:
    return any(sign in text for sign in "*?[")


def _says_ending(pattern: str) -> bool:
    """Whether a pattern itself says how files end."""
    return not _is_pattern(PurePosixPath(pattern).suffix or "*")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # Who reads it as a file is told why.
        return False
