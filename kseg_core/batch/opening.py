"""Files and addresses are opened, and what goes wrong is said in a sentence."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kseg_core.errors import ImageError, KsegError, SettingsError
from kseg_core.reading.decode import MAX_UPLOAD_BYTES, check_file_size

MARK = "://"
"""What an address has and a path has not."""


def read_bytes(address: str) -> bytes:
    """A file, read whole.

    Raises
    ------
    ImageError
        If it is larger than a photo may be, which is known before it is read, or cannot be read.
    """
    if MARK in address:
        with opened(address) as (files, path), files.open(path, "rb") as file:
            check_file_size(getattr(file, "size", None) or 0)
            data: bytes = file.read(MAX_UPLOAD_BYTES + 1)
        return data
    try:
        mode = Path(address).stat().st_mode
        if stat.S_ISDIR(mode):
            raise ImageError("This is a folder.")
        if not stat.S_ISREG(mode):  # Opening one might wait for ever.
            raise ImageError("This is not a file, but a pipe, a socket or a device.")
        with Path(address).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            check_file_size(size)
            return stream.read(size)
    except OSError as error:
        raise ImageError(why_not(error, "file")) from error


def why_not(error: OSError, noun: str) -> str:
    """Why a file or a folder of this machine cannot be read."""
    match error:
        case FileNotFoundError():
            return f"This {noun} is not there, or it is a link to nothing."
        case PermissionError():
            return f"This {noun} cannot be opened: permission denied."
    return f"This {noun} cannot be read: {error.strerror or error}."


@contextmanager
def opened(address: str) -> Iterator[tuple[Any, str]]:
    """The file system of an address and the path in it; what goes wrong there in a sentence.

    Raises
    ------
    SettingsError
        If fsspec is not installed.
    ImageError
        If anything else is raised: each file system has errors of its own.
    """
    try:
        import fsspec
    except ImportError as error:
        raise SettingsError(f"{address} needs a package more: pip install fsspec") from error
    try:
        yield fsspec.core.url_to_fs(address)
    except KsegError:
        raise
    except FileNotFoundError as error:
        raise ImageError("There is nothing at this address.") from error
    except Exception as error:
        raise ImageError(f"This address cannot be read: {error or type(error).__name__}.") from error
