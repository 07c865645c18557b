"""Names of downloads, made from the names of uploads."""

import re
import unicodedata
from collections.abc import Iterable

STEM_MAX_LENGTH = 48
"""Characters of a stem."""

_RESERVED_STEM = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")


def file_stem(name: str) -> str:
    """A stem for names of downloads, made from the name of an upload.

    Parameters
    ----------
    name : str
        Anything. Folders and the extension are dropped.

    Returns
    -------
    str
        Letters and digits of any script, ``_`` and single ``-``, at most `STEM_MAX_LENGTH`
        characters; ``"photo"`` if nothing is left or a system reserves the name.

    Examples
    --------
    >>> file_stem("Holiday at sea.HEIC")
    'Holiday-at-sea'
    >>> file_stem("../../etc/<b>.png")
    'b'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFKC", name))[-1]
    bare = re.sub(r"(?<=.)\.[A-Za-z0-9]{1,5}$", "", last)
    words = "".join(char if char == "_" or unicodedata.category(char)[0] in "LMN" else "-" for char in bare)
    stem = re.sub(r"-{2,}", "-", words).strip("-_")[:STEM_MAX_LENGTH].rstrip("-_")
    return "photo" if not stem or _RESERVED_STEM.fullmatch(stem) else stem


def unique_stems(names: Iterable[str]) -> list[str]:
    """`file_stem` of each name. Repeated stems get a number; letter case makes no difference."""
    stems: list[str] = []
    used: set[str] = set()
    for name in names:
        stem, number = file_stem(name), 1
        unique = stem
        while unique.casefold() in used:
            number += 1
            unique = f"{stem}-{number}"
        used.add(unique.casefold())
        stems.append(unique)
    return stems
