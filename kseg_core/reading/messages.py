"""Messages between two processes over a Unix socket: a few plain values, and bytes.

Nothing that arrives can run code: the values are JSON, not pickles. Many bytes come as a file that lies in
memory only and is mapped without a copy. It is sealed: nobody can change or shorten it afterwards.
"""

import fcntl
import json
import mmap
import os
import socket
import struct
from collections.abc import Mapping
from typing import Any

SHARED_FROM = 1 << 20
"""Bytes from which they come as a file. Each that is in use holds a file descriptor."""

_SIZES = struct.Struct("=QQ")
_SEALS = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE

Buffer = bytes | mmap.mmap


def send(connection: socket.socket, values: Mapping[str, object], *parts: memoryview) -> None:
    """Send values, which are plain or NumPy's scalars, and the bytes of all parts as one.

    Raises
    ------
    OSError
        If the other end is closed, or does not read within the timeout of the socket.
    """
    text = json.dumps(values, default=lambda scalar: scalar.item()).encode()
    size = sum(part.nbytes for part in parts)
    file = _memory_file(parts) if size >= SHARED_FROM else None
    try:
        socket.send_fds(connection, [_SIZES.pack(len(text), size)], [] if file is None else [file])
    finally:
        if file is not None:
            os.close(file)
    for part in (memoryview(text), *(parts if file is None else ())):
        connection.sendall(part)


def receive(connection: socket.socket) -> tuple[dict[str, Any], Buffer]:
    """Wait for a message.

    Raises
    ------
    EOFError
        If the other end was closed.
    OSError
        If nothing arrives within the timeout of the socket.
    """
    sizes, files, _, _ = socket.recv_fds(connection, _SIZES.size, 1, socket.MSG_WAITALL)
    try:
        if len(sizes) < _SIZES.size:
            raise EOFError
        length, size = _SIZES.unpack(sizes)
        values = json.loads(_receive_exactly(connection, length))
        return values, _mapped(files[0], size) if files else _receive_exactly(connection, size)
    finally:
        for file in files:
            os.close(file)


def _memory_file(parts: tuple[memoryview, ...]) -> int | None:
    """A sealed file in memory with the bytes of all parts; None where a container does not allow one."""
    try:
        file = os.memfd_create("kseg", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except OSError:
        return None
    try:
        with os.fdopen(file, "wb", closefd=False) as stream:
            for part in parts:
                stream.write(part)
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, _SEALS)
    except BaseException:
        os.close(file)
        raise
    return file


def _mapped(file: int, size: int) -> mmap.mmap:
    if fcntl.fcntl(file, fcntl.F_GET_SEALS) & _SEALS != _SEALS:
        raise OSError("the file can still be changed")
    return mmap.mmap(file, size, access=mmap.ACCESS_READ)


def _receive_exactly(connection: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = connection.recv(min(size, SHARED_FROM))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
