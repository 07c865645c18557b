import os
from pathlib import Path

import fsspec
import pytest

from kseg_core.batch.job import Refused
from kseg_core.batch.journal import FILE_NAME
from kseg_core.batch.sources import find_sources, read_source
from kseg_core.errors import ImageError, SettingsError
from kseg_core.reading.decode import MAX_UPLOAD_BYTES

FILES = ("a10.jpg", "a2.JPG", "a2.png", "b/c/y.webp", "b/x.tif", "b/notes.txt", "d.jpg/in.jpg", "e[1].jpg")
HIDDEN = (".h/z.jpg", "._a2.jpg", "out/r.png", f"b/old/{FILE_NAME}", "b/old/r.png")
ALL = ["a2.JPG", "a2.png", "a10.jpg", "b/c/y.webp", "b/x.tif", "d.jpg/in.jpg", "e[1].jpg"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*FILES, *HIDDEN):
        path = tmp_path / "p" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "p/b/loop").symlink_to("..")
    return tmp_path / "p"


def names(folder: Path, *photos: str) -> list[str]:
    found = find_sources([str(folder / each) for each in photos], folder / "out")
    assert not found.refused
    return [each.name for each in found.sources]


@pytest.mark.parametrize(
    ("photos", "expected"),
    [
        ("", ALL),
        ("*", ALL),
        ("**", ALL),
        ("../?/*", [f"p/{name}" for name in ALL]),
        ("*.jpg", ["a10.jpg", "d.jpg/in.jpg", "e[1].jpg"]),
        ("**/*.txt", ["b/notes.txt"]),
        ("**/*.t*", ["b/x.tif"]),
        ("b/**.tif", ["x.tif"]),
        ("**/*.png", ["a2.png"]),
        ("*/**", ALL[3:6]),
        ("**/c/*", ["b/c/y.webp"]),
        ("e[1].jpg", ["e[1].jpg"]),
        ("b/notes.txt", ["notes.txt"]),
        ("b/loop", ALL),
    ],
)
def test_files_folders_and_patterns(folder: Path, photos: str, expected: list[str]) -> None:
    assert names(folder, photos) == expected


def test_what_is_named_twice_comes_once_and_what_is_not_taken_is_counted(folder: Path) -> None:
    assert names(folder, "b", "a2.png", "b/x.tif", ".") == [
        *("b/c/y.webp", "b/x.tif", "a2.png", "a2.JPG", "a10.jpg", "d.jpg/in.jpg", "e[1].jpg")
    ]
    found = find_sources([str(folder)], folder / "out")
    assert found.words == "Left alone: 1 .txt file, 1 linked folder, 1 results folder."
    assert [each.stem for each in found.sources[:4]] == ["a2", "a2-png", "a10", "b/c/y"]


@pytest.mark.parametrize(
    ("photos", "out", "sentence"),
    [
        ("nothere.jpg", "out", "no file or folder"),
        ("", "out", "no file or folder"),
        ("z*.jpg", "out", "No photo matches"),
        ("b", ".", "where the results go"),
        ("out/r.png", "out", "where the results go"),
        ("f", "out", "There are no photos in f. Left alone: 2 .txt files, 1 .0 file.*, 6 other files"),
        ("no-such-protocol://x", "out", "x: This address cannot be read"),
    ],
)
def test_nothing_to_take_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, photos: str, out: str, sentence: str
) -> None:
    (folder / "f").mkdir()
    for name in ("1.txt", "2.TXT", "readme", *(f"{n}.{n}" for n in range(9))):
        (folder / "f" / name).touch()
    monkeypatch.chdir(folder)
    with pytest.raises(SettingsError, match=sentence):
        find_sources([photos], Path(out))


def test_a_name_may_begin_like_a_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    Path("~$a2.jpg").touch()
    found = find_sources(["~$a2.jpg", "~/a2.png"], Path("out")).sources
    assert [each.name for each in found] == ["~$a2.jpg", "a2.png"]


def test_what_cannot_be_read_is_refused_and_nothing_hangs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.jpg")
    (tmp_path / "gone.jpg").symlink_to("nowhere")
    (tmp_path / "loop.jpg").symlink_to("loop.jpg")
    with (tmp_path / "large.jpg").open("wb") as file:
        file.truncate(MAX_UPLOAD_BYTES + 1)
    sources = find_sources([str(tmp_path / "loop.jpg"), str(tmp_path)], tmp_path / "out").sources
    sentences = {}
    for source in sources:
        with pytest.raises(ImageError) as error:
            read_source(source)
        sentences[source.name] = str(error.value)
    assert sentences == {
        "fifo.jpg": "This is not a file, but a pipe, a socket or a device.",
        "gone.jpg": "This file is not there, or it is a link to nothing.",
        "large.jpg": "This file has 51 MB; at most 50 MB can be read here. "
        "Make the picture smaller or save it as a JPEG.",
        "loop.jpg": "This file cannot be read: Too many levels of symbolic links.",
    }


def test_addresses_are_opened_by_fsspec(tmp_path: Path) -> None:
    files = fsspec.filesystem("memory")
    for name in ("/plots/june/1.jpg", "/plots/june/2.txt", "/plots/july/1.jpg"):
        files.pipe(name, b"picture")
    out = tmp_path / "out"
    (source, _) = find_sources(["memory://plots"], out).sources
    assert (source.name, source.path) == ("july/1.jpg", "memory://plots/july/1.jpg")
    assert read_source(source) == b"picture"
    (tmp_path / "x.jpg").touch()
    found = find_sources(["memory://plots/*/1.jpg", "memory://plots/june/1.jpg", str(tmp_path)], out).sources
    assert [each.name for each in found[:2]] == ["memory/plots/july/1.jpg", "memory/plots/june/1.jpg"]
    assert len(found) == 3


@pytest.mark.parametrize("photos", ["", "*", "**/*.*"])
def test_a_folder_that_cannot_be_opened_is_named_and_costs_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, photos: str
) -> None:
    scan = os.scandir

    def closed(path: str | Path) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "b")
    found = find_sources([str(folder / photos)], folder / "out")
    assert found.refused == [Refused(name="b", reason="This folder cannot be opened: permission denied.")]
    assert [each.name for each in found.sources] == [name for name in ALL if not name.startswith("b/")]
