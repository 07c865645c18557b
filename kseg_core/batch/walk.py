"""What a command names: a file, or what matches a pattern in a folder and below it."""

import fnmatch
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kseg_core.batch.journal import FILE_NAME
from kseg_core.batch.trees import Kind, LocalTree, Place, Tree, locate
from kseg_core.errors import ImageError, SettingsError
from kseg_core.reading.formats import ENDINGS

ANY_DEPTH = "**"
"""In a pattern: any number of folders, one in another, or none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is named.

    Attributes
    ----------
    text : str
        As it was given.
    tree : Tree
    base : tuple of str
        The folder.
    pattern : tuple of str
        For the names in it; of a file its name.
    is_file : bool
    """

    text: str
    tree: Tree
    base: Place
    pattern: Place
    is_file: bool = False


def find_wanted(text: str, out: Path) -> Wanted:
    """What a text means. Raises `SettingsError` if there is nothing, or it lies below `out`."""
    tree, place = locate(text)
    try:
        kind = tree.kind(place)
    except ImageError as error:
        raise SettingsError(f"{text}: {error}") from error
    if kind is Kind.FILE:
        wanted = Wanted(text, tree, place[:-1], place[-1:], is_file=True)
    elif kind is not None:
        wanted = Wanted(text, tree, place, (ANY_DEPTH,))
    else:
        n = next((n for n, part in enumerate(place) if _is_pattern(part)), len(place))
        wanted = Wanted(text, tree, place[:n], place[n:])
        if not wanted.pattern or tree.kind(wanted.base) is None:
            raise SettingsError(f"There is no file or folder {text}.")
    if isinstance(tree, LocalTree):
        path = tree.address(place if wanted.is_file else wanted.base)
        if _real(path).is_relative_to(_real(out)):
            raise SettingsError(
                f"{text} lies in {out}, where the results go. Give them a folder of their own."
            )
    return wanted


def walk(
    wanted: Wanted, out: Path, closed: dict[tuple[Tree, Place], str], left_alone: Counter[str]
) -> Iterator[Place]:
    """The photos that are wanted, in any order.

    Parameters
    ----------
    wanted : Wanted
    out : Path
        Where results go, which is left out.
    closed : dict
        Gets the folders that cannot be opened, and why.
    left_alone : Counter
        Gets what `Found.left_alone` counts.
    """
    if wanted.is_file:
        yield (*wanted.base, *wanted.pattern)
        return
    tree, pattern = wanted.tree, wanted.pattern
    says_ending = not _is_pattern(PurePosixPath(pattern[-1]).suffix or "*")
    folders = [(wanted.base, frozenset({0}))]
    while folders:
        folder, reached_here = folders.pop()
        try:
            entries = dict(tree.entries(folder))
        except ImageError as error:
            closed[tree, folder] = str(error)
            continue
        if FILE_NAME in entries and folder != wanted.base:
            left_alone["results folder"] += 1
            continue
        for name, kind in entries.items():
            reached = _advance(pattern, reached_here, name)
            if name.startswith(".") or not reached:
                continue
            place = (*folder, name)
            is_match = any(set(pattern[n:]) <= {ANY_DEPTH} for n in reached)
            if kind is Kind.FOLDER:
                if not _is_out(tree, place, out):
                    folders.append((place, reached))
            elif kind is Kind.LINKED_FOLDER:
                left_alone[kind.value] += 1
            elif is_match and (says_ending or name.lower().endswith(ENDINGS)):
                yield place
            elif is_match:
                left_alone[f"{PurePosixPath(name).suffix.lower() or 'other'} file"] += 1


def _advance(pattern: Place, reached: frozenset[int], name: str) -> frozenset[int]:
    """How far in a pattern one gets with one more name, from how far one was; at its end all goes."""
    further: set[int] = set()
    for n in reached:
        while n < len(pattern) and pattern[n] == ANY_DEPTH:
            further.add(n)
            n += 1
        if n == len(pattern):
            further.add(n)
        elif fnmatch.fnmatch(name, pattern[n]):
            further.add(n + 1)
    return frozenset(further)


def _is_pattern(text: str) -> bool:
    return any(sign in text for sign in "*?[")


def _is_out(tree: Tree, place: Place, out: Path) -> bool:
    if not isinstance(tree, LocalTree):
        return False
    return place[-1] == _real(out).name and _real(tree.address(place)) == _real(out)


def _real(path: str | Path) -> Path:
    """A path without links; `Path.resolve` raises at a link to itself."""
    return Path(os.path.realpath(path))
