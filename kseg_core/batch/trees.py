"""Where photos lie: folders of this machine, and what `fsspec` can open."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from kseg_core.errors import ImageError, KsegError, SettingsError
from kseg_core.reading.decode import MAX_UPLOAD_BYTES, check_file_size
from kseg_core.reading.formats import ENDINGS

MARK = "://"
"""What an address has and a path has not."""

Place = tuple[str, ...]
"""Folders and a last name, from the root of a tree."""


class Kind(Enum):
    """What lies in a folder. A pipe named ``x.jpg`` is a file until it is read."""

    FILE = "file"
    FOLDER = "folder"
    LINKED_FOLDER = "linked folder"


class Tree(Protocol):
    """Folders within folders."""

    @property
    def title(self) -> str:
        """How names begin where photos come from several trees."""
        ...

    def address(self, place: Place) -> str:
        """What `read_bytes` reads."""
        ...

    def shown(self, parts: Place) -> Place:
        """Parts of a place, as people see them."""
        ...

    def kind(self, place: Place) -> Kind | None:
        """What is there; None if nothing is."""
        ...

    def entries(self, place: Place) -> Iterator[tuple[str, Kind]]:
        """What lies in a folder. Raises `ImageError` if that cannot be told."""
        ...


@dataclass(frozen=True, slots=True)
class LocalTree:
    """The file system, or a drive of it; `anchor` is how its paths begin."""

    anchor: str

    @property
    def title(self) -> str:
        return self.anchor.strip(":\\/")

    def address(self, place: Place) -> str:
        return str(Path(self.anchor, *place))

    def shown(self, parts: Place) -> Place:
        return parts

    def kind(self, place: Place) -> Kind | None:
        path = Path(self.address(place))
        return Kind.FOLDER if _is_folder(path) else Kind.FILE if os.path.lexists(path) else None

    def entries(self, place: Place) -> Iterator[tuple[str, Kind]]:
        with _local_errors("folder"), os.scandir(self.address(place)) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield entry.name, Kind.FOLDER
                elif entry.is_symlink() and _is_folder(Path(entry.path)):
                    yield entry.name, Kind.LINKED_FOLDER
                else:
                    yield entry.name, Kind.FILE


@dataclass(frozen=True, slots=True)
class RemoteTree:
    """A file system of `fsspec`.

    Attributes
    ----------
    protocol : str
        As in ``"s3"``.
    chain : str
        What comes after the place, as in ``"::photos.zip"``.
    """

    protocol: str
    chain: str

    @property
    def title(self) -> str:
        return self.protocol

    def address(self, place: Place) -> str:
        return f"{self.protocol}{MARK}{'/'.join(place)}{self.chain}"

    def shown(self, parts: Place) -> Place:
        if not self.protocol.startswith("http"):
            return parts
        *folders, last = parts
        return tuple(map(unquote, (*folders, last.split("?")[0])))  # What follows may be a key to the photo.

    def kind(self, place: Place) -> Kind | None:
        address = self.address(place)
        if (
            place[-1].lower().endswith(ENDINGS) and "*" not in address
        ):  # Asking for each of many would take long.
            return Kind.FILE
        with _opened(address) as (files, path):
            return Kind.FOLDER if files.isdir(path) else Kind.FILE if files.exists(path) else None

    def entries(self, place: Place) -> Iterator[tuple[str, Kind]]:
        with _opened(self.address(place)) as (files, path):
            found = files.ls(path, detail=True)
        for entry in found:
            name = entry["name"].rstrip("/")
            if name != path.rstrip("/"):  # A bucket may hold an empty file that stands for the folder.
                is_folder = entry["type"] == "directory"
                yield name.rsplit("/", 1)[-1], Kind.FOLDER if is_folder else Kind.FILE


def locate(text: str) -> tuple[Tree, Place]:
    """The tree and the place of a path or an address."""
    if MARK in text:
        protocol, rest = text.split(MARK, 1)
        if protocol not in ("file", "local"):
            inner, link, outer = rest.partition("::")
            return RemoteTree(protocol, link + outer), tuple(inner.rstrip("/").split("/"))
        text = rest
    path = Path(text)
    if path.parts[:1] == ("~",):  # In quotes; a name such as "~$1.jpg" is a name.
        path = path.expanduser()
    path = Path(os.path.normpath(path.absolute()))
    return LocalTree(path.anchor), path.parts[1:]


def read_bytes(address: str) -> bytes:
    """A file, read whole.

    Raises
    ------
    ImageError
        If it is larger than a photo may be, which is known before it is read, or cannot be read.
    """
    if MARK in address:
        with _opened(address) as (files, path), files.open(path, "rb") as file:
            check_file_size(getattr(file, "size", None) or 0)
            data: bytes = file.read(MAX_UPLOAD_BYTES + 1)
        return data
    with _local_errors("file"):
        mode = Path(address).stat().st_mode
        if stat.S_ISDIR(mode):
            raise ImageError("This is a folder.")
        if not stat.S_ISREG(mode):  # Opening one might wait for ever.
            raise ImageError("This is not a file, but a pipe, a socket or a device.")
        with Path(address).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            check_file_size(size)
            return stream.read(size)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # Who reads it as a file is told why.
        return False


@contextmanager
def _local_errors(noun: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ImageError(f"This {noun} is not there, or it is a link to nothing.") from error
    except PermissionError as error:
        raise ImageError(f"This {noun} cannot be opened: permission denied.") from error
    except OSError as error:
        raise ImageError(f"This {noun} cannot be read: {error.strerror or error}.") from error


@contextmanager
def _opened(address: str) -> Iterator[tuple[Any, str]]:
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
