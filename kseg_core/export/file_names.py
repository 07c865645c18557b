"""Names of downloads, made from the names of uploads."""

import re
import unicodedata
from collections.abc import Iterable

STEM_MAX_LENGTH = 48
"""Characters of a stem."""

_RESERVED_STEM = re.compile(r"(?i)con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]")
_FORBIDDEN = frozenset("*/:<>?\\|")
_JOINERS = frozenset("\u200c\u200d")
_NOT_AT_ENDS = "-. \u200c\u200d"


def file_stem(name: str) -> str:
    """A stem for names of downloads: the name of an upload, as far as every file system allows it.

    Parameters
    ----------
    name : str
        Anything. Folders and the extension are dropped.

    Returns
    -------
    str
        At most `STEM_MAX_LENGTH` characters. What Windows forbids, and what cannot be seen, becomes ``-``; a
        double quote, the sign for inches, becomes two single ones. No dot, space or hyphen at either end.
        ``"photo"`` if nothing is left; a name that Windows reserves gets a ``_``.

    Examples
    --------
    >>> file_stem('5" x 7" print.HEIC')
    "5'' x 7'' print"
    >>> file_stem("../../etc/<b>.png")
    'b'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    bare = re.sub(r"(?<=.)\.[A-Za-z0-9]{1,5}$", "", last).replace('"', "''")
    allowed = "".join(map(_allowed, bare))
    stem = re.sub(r"-{2,}", "-", allowed).strip(_NOT_AT_ENDS)[:STEM_MAX_LENGTH].rstrip(_NOT_AT_ENDS)
    return f"{stem}_" if _RESERVED_STEM.fullmatch(stem) else stem or "photo"


def _allowed(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    unseen = category[0] == "C" or category in ("Zl", "Zp")
    return "-" if char in _FORBIDDEN or (unseen and char not in _JOINERS) else char


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
