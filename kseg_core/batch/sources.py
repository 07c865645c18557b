"""The photos that a command names: files, folders, patterns and addresses."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kseg_core.batch.job import Refused, Source
from kseg_core.batch.listing import Listing, Place, Root, list_files
from kseg_core.batch.opening import read_bytes
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
    listings = [list_files(text, out) for text in photos]
    closed: dict[tuple[Root, Place], str] = {}
    left_alone: Counter[str] = Counter()
    places: dict[tuple[Root, Place], None] = {}
    for each in listings:
        places |= dict.fromkeys((each.root, place) for place in sorted(each.files, key=_natural))
        closed |= {(each.root, place): reason for place, reason in each.closed.items()}
        left_alone += each.left_alone
    base = _common_base(listings) if len({each.root for each in listings}) == 1 else None
    names = [_name(root, place, base) for root, place in places]
    if len(set(names)) < len(names):
        ((name, _),) = Counter(names).most_common(1)
        raise SettingsError(f"Several photos would be called {name}. Do them one after the other.")
    sources = [
        Source(name=name, path=root.address(place), stem=stem)
        for (root, place), name, stem in zip(places, names, path_stems(names), strict=True)
    ]
    refused = [
        Refused(name=_name(root, place, base) or printable(root.address(place)), reason=reason)
        for (root, place), reason in closed.items()
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


def _common_base(listings: Sequence[Listing]) -> Place:
    base = listings[0].base
    while any(each.base[: len(base)] != base for each in listings):
        base = base[:-1]
    return base


def _natural(place: Place) -> tuple[list[str], Place]:
    """Sorts photo 2 before photo 10, and a folder among the files around it."""
    return [re.sub("[0-9]+", lambda n: n[0].lstrip("0").zfill(20), part.casefold()) for part in place], place


def _name(root: Root, place: Place, base: Place | None) -> str:
    """A photo's name: from the folder that all have in common, or without one from its root."""
    parts = (root.start.strip(":\\/"), *place) if base is None else place[len(base) :]
    return printable("/".join(filter(None, root.shown(parts))))
