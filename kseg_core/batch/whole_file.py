"""Files that are written whole or not at all."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from kseg_core.errors import KsegError, SettingsError

_UNFINISHED = ".part"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class NoRoomError(KsegError):
    """Nothing more can be written to a disk, so that no other photo can be done either."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name to write a file under, in the same folder; at the end the file gets its own.

    Raises
    ------
    NoRoomError
        If nothing more can be written there.
    SettingsError
        If this file cannot be written.
    """
    beside = path.with_name(f".{uuid4().hex}{_UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield beside
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        kind = NoRoomError if error.errno in _NO_ROOM else SettingsError
        raise kind(f"{path} cannot be written: {error.strerror or error}.") from error


@contextmanager
def nothing_unfinished(folder: Path) -> Iterator[None]:
    """Delete, before and after the block, what processes left that were killed while they wrote a file."""
    _delete_unfinished(folder)
    try:
        yield
    finally:
        _delete_unfinished(folder)


def _delete_unfinished(folder: Path) -> None:
    for path in folder.rglob(f".{'?' * 32}{_UNFINISHED}"):
        path.unlink(missing_ok=True)
