import io
import zipfile

from kseg_core.export.archive import write_archive
from tests.core.export.requests import Logged


def test_an_archive_is_made_one_file_at_a_time() -> None:
    log: list[str] = []

    def files():
        for name in ("a.png", "b.txt", "c.bin"):
            yield name, Logged.made(name[0], log)

    archive = write_archive(files())
    assert log == [f"{what} {name}" for name in "abc" for what in ("make", "drop")]
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        assert [(entry.filename, entry.compress_type) for entry in read.infolist()] == [
            ("a.png", zipfile.ZIP_STORED),
            ("b.txt", zipfile.ZIP_DEFLATED),
            ("c.bin", zipfile.ZIP_DEFLATED),
        ]
        assert {entry.date_time for entry in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert read.testzip() is None
    assert archive == write_archive(files())
