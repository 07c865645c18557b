"""The photos that a command names: files, folders, patterns and addresses."""

import fnmatch
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kseg_core.batch.job import Refused, Source
from kseg_core.batch.journal import FILE_NAME
from kseg_core.batch.trees import Kind, LocalTree, Place, Tree, locate, read_bytes
from kseg_core.errors import ImageError, SettingsError
from kseg_core.export.file_names import path_stems
from kseg_core.reading.formats import ENDINGS
from kseg_core.wording import count, printable

ANY_DEPTH = "**"
"""In a pattern: any number of folders, one in another, or none."""

_KINDS = 5
"""Of files that were left alone, so many are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a command names.

    Attributes
    ----------
    sources : list of Source
        Each photo once.
    refused : list of Refused
        Folders that cannot be opened.
    left_alone : mapping of str to int
        What in the folders was not taken, and how many of each: ".txt file", "other file" (without an
        ending), "linked folder", "results folder" (of another run). Hidden files do not count.
    """

    sources: list[Source]
    refused: list[Refused]
    left_alone: Mapping[str, int]

    @property
    def words(self) -> str:
        """A sentence of what was left alone, or nothing."""
        if not self.left_alone:
            return ""
        kinds = sorted(self.left_alone.items(), key=lambda kind: (-kind[1], kind[0]))
        shown = dict(kinds[:_KINDS])
        if len(kinds) > _KINDS:
            shown["other file"] = shown.get("other file", 0) + sum(n for _, n in kinds[_KINDS:])
        return f"Left alone: {', '.join(count(n, what) for what, n in shown.items())}."


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One of the things that a command names: a file, or what matches a pattern in a folder."""

    text: str
    tree: Tree
    base: Place
    pattern: Place
    is_file: bool = False


def find_sources(photos: Sequence[str], out: Path) -> Found:
    """The photos that a command names, in its order, and within a folder in the order of their names.

    In a folder, and at any depth below it, files are taken that end as photos do. So it is with what a
    pattern matches, unless it says itself how files end. Hidden files, linked folders, results of other runs
    and what lies below `out` are left alone. A photo is named by its path from the folder that all of
    `photos` have in common.

    Parameters
    ----------
    photos : sequence of str
        Files, folders, patterns, addresses of `fsspec`. In a pattern ``*`` stands for any part of a name and
        ``**`` for folders at any depth.
    out : Path
        Where results go.

    Raises
    ------
    SettingsError
        If something is not there, cannot be read or lies below `out`, there is no photo at all, or two would
        have the same name.
    """
    wanted = [_wanted(text, out) for text in photos]
    closed: dict[tuple[Tree, Place], str] = {}
    left_alone: Counter[str] = Counter()
    places: dict[tuple[Tree, Place], None] = {}
    for each in wanted:
        walk = [(*each.base, *each.pattern)] if each.is_file else _walk(each, out, closed, left_alone)
        found = sorted(walk, key=_natural)
        if not found and each.pattern != (ANY_DEPTH,):
            raise SettingsError(f"No photo matches {each.text}.")
        places |= dict.fromkeys((each.tree, place) for place in found)
    trees = {each.tree for each in wanted}
    base = _common_base(wanted) if len(trees) == 1 else None
    names = [_name(tree, place, base) for tree, place in places]
    if len(set(names)) < len(names):
        ((name, _),) = Counter(names).most_common(1)
        raise SettingsError(f"Several photos would be called {name}. Do them one after the other.")
    sources = [
        Source(name=name, path=tree.address(place), stem=stem)
        for (tree, place), name, stem in zip(places, names, path_stems(names), strict=True)
    ]
    refused = [
        Refused(name=_name(tree, place, base) or printable(place[-1]), reason=reason)
        for (tree, place), reason in closed.items()
    ]
    result = Found(sources=sources, refused=refused, left_alone=left_alone)
    if not sources:
        reasons = (f"{each.name}: {each.reason}" for each in refused)
        texts = f"There are no photos in {' '.join(photos)}.", result.words, *reasons
        raise SettingsError(" ".join(filter(None, texts)))
    return result


def read_source(source: Source) -> bytes:
    """The file of a photo. Raises `ImageError` if it cannot be read or is too large."""
    return read_bytes(source.path)


def _wanted(text: str, out: Path) -> _Wanted:
    """What a text means. Raises `SettingsError` if there is nothing, or it lies below `out`."""
    tree, place = locate(text)
    try:
        kind = tree.kind(place)
    except ImageError as error:
        raise SettingsError(f"{text}: {error}") from error
    if kind is Kind.FILE:
        wanted = _Wanted(text, tree, place[:-1], place[-1:], is_file=True)
    elif kind is not None:
        wanted = _Wanted(text, tree, place, (ANY_DEPTH,))
    else:
        n = next((n for n, part in enumerate(place) if _is_pattern(part)), len(place))
        wanted = _Wanted(text, tree, place[:n], place[n:])
        if not wanted.pattern or tree.kind(wanted.base) is None:
            raise SettingsError(f"There is no file or folder {text}.")
    if isinstance(tree, LocalTree):
        path = Path(tree.address(place if wanted.is_file else wanted.base)).resolve()
        if path.is_relative_to(out.resolve()):
            raise SettingsError(
                f"{text} lies in {out}, where the results go. Give them a folder of their own."
            )
    return wanted


def _walk(
    wanted: _Wanted, out: Path, closed: dict[tuple[Tree, Place], str], left_alone: Counter[str]
) -> Iterator[Place]:
    """The photos in a folder that match a pattern; in `closed`, why folders cannot be opened."""
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


def _common_base(wanted: Sequence[_Wanted]) -> Place:
    base = wanted[0].base
    while any(each.base[: len(base)] != base for each in wanted):
        base = base[:-1]
    return base


def _is_pattern(text: str) -> bool:
    return any(sign in text for sign in "*?[")


def _is_out(tree: Tree, place: Place, out: Path) -> bool:
    return (
        isinstance(tree, LocalTree)
        and place[-1] == out.resolve().name
        and Path(tree.address(place)).resolve() == out.resolve()
    )


def _natural(place: Place) -> tuple[list[str], Place]:
    """Sorts photo 2 before photo 10, and a folder among the files around it."""
    return [re.sub("[0-9]+", lambda n: n[0].lstrip("0").zfill(20), part.casefold()) for part in place], place


def _name(tree: Tree, place: Place, base: Place | None) -> str:
    """A photo's name: from the folder that all have in common, or without one from its root."""
    parts = (tree.title, *place) if base is None else place[len(base) :]
    return printable("/".join(filter(None, tree.shown(parts))))
