"""The files of a photo that the command writes: those of the page, under a word for each."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from uuid import uuid4

from kseg_core.export.archive import File
from kseg_core.export.edge_files import EDGE_FILES
from kseg_core.export.table import EXPORT_FILES

WORDS = tuple(
    dict.fromkeys(
        word for word in (*(row.word for row in EXPORT_FILES), *(row.word for row in EDGE_FILES)) if word
    )
)
"""What can be asked for; several files can share a word."""


def write_files(files: Iterable[File], folder: Path, within: PurePosixPath) -> dict[str, int]:
    """Write files, each whole or not at all.

    Returns
    -------
    dict of str to int
        Path in the folder -> bytes.
    """
    written = {}
    for name, content in files:
        path = within / name
        write_whole(folder / path, content)
        written[str(path)] = len(content)
    return written


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: under another name beside it, which then becomes its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{uuid4().hex}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def are_there(files: Mapping[str, int], folder: Path) -> bool:
    """Whether all files are there, as large as they were written."""
    try:
        return all((folder / path).stat().st_size == size for path, size in files.items())
    except OSError:
        return False
