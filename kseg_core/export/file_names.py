"""Names of files that are written, made from the names of photos."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from kseg_core.reading.formats import ENDINGS

STEM_MAX_LENGTH = 48
"""Characters of a stem."""

PART_MAX_BYTES = 120
"""Bytes of a folder or of a stem in `path_stems`; file systems allow 255, and endings come after it."""

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
    return _unreserved(_safe(_bare(last))[:STEM_MAX_LENGTH].rstrip(_NOT_AT_ENDS))


def _bare(name: str) -> str:
    """A file name without its extension."""
    return re.sub(r"(?<=.)\.[A-Za-z0-9]{1,5}$", "", name)


def _safe(text: str) -> str:
    allowed = "".join(map(_allowed, text.replace('"', "''")))
    return re.sub(r"-{2,}", "-", allowed).strip(_NOT_AT_ENDS)


def _unreserved(stem: str) -> str:
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


def path_stems(names: Sequence[str]) -> list[str]:
    """A stem for each of many photos, with its folders; letter case makes no difference.

    Of photos whose names differ only in how they end, or in what no file name may have, one keeps the stem, a
    JPEG if there is one; the others get their ending or a digest of their name. All other stems depend on no
    other photo.

    Parameters
    ----------
    names : sequence of str
        All different, with "/" between folders.

    Examples
    --------
    >>> path_stems(["plot.1/a.jpg", "plot.1/a.png", "b?.jpg"])
    ['plot.1/a', 'plot.1/a-png', 'b']
    """
    stems = {name: _path_stem(name) for name in sorted(names, key=_rank)}
    owners: dict[str, str] = {}
    for name, stem in stems.items():
        owners.setdefault(stem.casefold(), name)
    for name, stem in stems.items():
        if owners[stem.casefold()] != name:
            ending = PurePosixPath(name).suffix[1:].lower()
            stems[name] = f"{stem}-{_safe(ending)}"
            if owners.setdefault(stems[name].casefold(), name) != name:
                stems[name] = f"{stem}-{_digest(name)}"
    return [stems[name] for name in names]


def _rank(name: str) -> tuple[int, str]:
    ending = PurePosixPath(name).suffix.lower()
    return ENDINGS.index(ending) if ending in ENDINGS else len(ENDINGS), name


def _path_stem(name: str) -> str:
    *folders, last = unicodedata.normalize("NFC", name).split("/")
    return "/".join(_short(_unreserved(_safe(part)), part) for part in (*folders, _bare(last)))


def _short(part: str, name: str) -> str:
    """A part that is not too long for a file system, and still different from others that begin alike."""
    data = part.encode()
    if len(data) <= PART_MAX_BYTES:
        return part
    return f"{data[: PART_MAX_BYTES - 9].decode(errors='ignore').rstrip(_NOT_AT_ENDS)}-{_digest(name)}"


def _digest(name: str) -> str:
    return hashlib.blake2s(name.encode(), digest_size=4).hexdigest()
