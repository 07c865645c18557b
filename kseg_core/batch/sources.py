"""The photos that a command names: files, folders, patterns and addresses."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kseg_core.batch.job import Refused, Source
from kseg_core.batch.trees import Place, Tree, read_bytes
from kseg_core.batch.walk import ANY_DEPTH, Wanted, find_wanted, walk
from kseg_core.errors import SettingsError
from kseg_core.export.file_names import path_stems
from kseg_core.wording import count, printable

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
    wanted = [find_wanted(text, out) for text in photos]
    closed: dict[tuple[Tree, Place], str] = {}
    left_alone: Counter[str] = Counter()
    places: dict[tuple[Tree, Place], None] = {}
    for each in wanted:
        found = sorted(walk(each, out, closed, left_alone), key=_natural)
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
        Refused(name=_name(tree, place, base) or printable(tree.address(place)), reason=reason)
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


def _common_base(wanted: Sequence[Wanted]) -> Place:
    base = wanted[0].base
    while any(each.base[: len(base)] != base for each in wanted):
        base = base[:-1]
    return base


def _natural(place: Place) -> tuple[list[str], Place]:
    """Sorts photo 2 before photo 10, and a folder among the files around it."""
    return [re.sub("[0-9]+", lambda n: n[0].lstrip("0").zfill(20), part.casefold()) for part in place], place


def _name(tree: Tree, place: Place, base: Place | None) -> str:
    """A photo's name: from the folder that all have in common, or without one from its root."""
    parts = (tree.title, *place) if base is None else place[len(base) :]
    return printable("/".join(filter(None, tree.shown(parts))))
