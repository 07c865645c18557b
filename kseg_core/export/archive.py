"""Files put into a ZIP one after the other, so that only one of them is held beside it."""

import io
import zipfile
from collections.abc import Iterable, Iterator

ARCHIVE_MIME = "application/zip"

_COMPRESSED = (".png", ".jpg", ".webp")
_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP knows: the same files make the same archive."""


def write_archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of files (name, content), which are asked for one by one."""
    archive = io.BytesIO()
    for _ in archive_steps(files, archive):
        pass
    return archive.getvalue()


def archive_steps(files: Iterable[tuple[str, bytes]], archive: io.BytesIO) -> Iterator[str]:
    """Write files (name, content) into a ZIP and tell the name of each one that is in.

    Pictures are stored as they are, everything else is deflated. After the last step the archive is
    complete.
    """
    with zipfile.ZipFile(archive, "w") as writer:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _DATE)
            stored = name.endswith(_COMPRESSED)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            writer.writestr(entry, content)
            del content
            yield name
