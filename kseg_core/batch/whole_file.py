"""Files that are written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from kseg_core.errors import SettingsError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name to write a file under, in the same folder; at the end the file gets its own.

    Raises
    ------
    SettingsError
        If it cannot be written.
    """
    beside = path.with_name(f".{uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield beside
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror or error}.") from error
