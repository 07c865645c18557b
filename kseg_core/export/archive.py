"""A ZIP that is written one file at a time, so that only one file is in memory beside it."""

import io
import zipfile
from collections.abc import Iterable

File = tuple[str, bytes]
"""Name and content."""

ZIP_MIME = "application/zip"

_COMPRESSED = (".png", ".jpg", ".webp")
_DATE = (1980, 1, 1, 0, 0, 0)
"""A fixed date, so that the same files make the same archive."""


def write_archive(files: Iterable[File]) -> bytes:
    """A ZIP of files, which are taken from the iterable one by one.

    Pictures are stored, everything else is deflated.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_COMPRESSED) else zipfile.ZIP_DEFLATED
            writer.writestr(entry, content)
            del content
    return archive.getvalue()
