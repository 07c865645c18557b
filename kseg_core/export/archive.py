"""Files put into a ZIP one after the other, so that only one of them is held beside it."""

import io
import zipfile
from collections.abc import Iterable

File = tuple[str, bytes]
"""A name and what is in it."""

ZIP_MIME = "application/zip"

_STORED = (".png", ".jpg", ".webp")
_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP knows: the same files make the same archive."""


def write_archive(files: Iterable[File]) -> bytes:
    """A ZIP of files, which are asked for one by one. Pictures are stored, everything else is deflated."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            writer.writestr(entry, content)
            del content
    return archive.getvalue()
