"""Names of files: whatever a photo is called, a safe stem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core.export.file_names import PART_MAX_BYTES, STEM_MAX_LENGTH, file_stem, path_stems, unique_stems


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Holiday at sea.HEIC", "Holiday at sea"),
        ("photo.jpeg", "photo"),
        ("IMG_2041.JPG", "IMG_2041"),
        ("archive.tar.gz", "archive.tar"),
        ("Two reds", "Two reds"),
        ("Café à la crème.png", "Café à la crème"),
        ("Cafe\u0301.png", "Café"),
        ("海の写真.jpg", "海の写真"),
        ("हिन्दी.jpg", "हिन्दी"),
        ("C:\\Users\\me\\cat.png", "cat"),
        ("../../etc/passwd", "passwd"),
        ("<script>alert(1)</script>.png", "script"),
        ("a\x00b\r\nSet-Cookie: x.png", "a-b-Set-Cookie- x"),
        ("evil\u202egnp.exe", "evil-gnp"),
        ('"quoted"; filename=x.png', "''quoted''; filename=x"),
        (".png", "png"),
        ("", "photo"),
        ("...", "photo"),
        ("🙂.png", "🙂"),
        ("👩\u200d👩\u200d👧.png", "👩\u200d👩\u200d👧"),
        ('5" x 7" print.png', "5'' x 7'' print"),
        ("שלום (2).jpg", "שלום (2)"),
        ("_DSC0042.NEF", "_DSC0042"),
        ("..hidden. .png", "hidden"),
        ("100 % & more; $5 #1.jpg", "100 % & more; $5 #1"),
        ("CON.png", "CON_"),
        ("lpt1", "lpt1_"),
        ("x/", "photo"),
        ("a" * 500 + ".png", "a" * STEM_MAX_LENGTH),
    ],
)
def test_file_stem(name: str, stem: str):
    assert file_stem(name) == stem


@given(st.text())
def test_file_stem_is_always_a_safe_name(name: str):
    stem = file_stem(name)
    assert 1 <= len(stem) <= STEM_MAX_LENGTH
    assert len(stem.encode()) <= 4 * STEM_MAX_LENGTH
    assert stem.replace("\u200c", "").replace("\u200d", "").isprintable()
    assert not set(stem) & set('/\\<>:"|?*\t\r\n')
    assert not set(stem[0] + stem[-1]) & set("-. ")
    assert file_stem(f"{stem}.png") == stem


def test_names_stay_apart_on_every_file_system() -> None:
    assert unique_stems(["a.jpg", "A.png", "b/a.gif", "a-2.jpg", "?.png", "photo.jpg"]) == (
        ["a", "A-2", "a-3", "a-2-2", "photo", "photo-2"]
    )


def test_stems_with_folders_stay_as_they_are_when_photos_come_to_them() -> None:
    first = ["plot.1/a.jpg", "b?.jpg", "../con/c.tif", "é" * 90 + ".jpg"]
    more = ["plot.1/a.png", "plot.1/A.jpg", "a.jpg", "b*.jpg", "c.png", *first]
    long = path_stems(first)[-1]
    assert path_stems(first)[:-1] == ["plot.1/a", "b", "photo/con_/c"]
    assert len(long.encode()) <= PART_MAX_BYTES
    stems = dict(zip(more, path_stems(more), strict=True))
    assert [stems["plot.1/a.png"], stems["a.jpg"], stems["c.png"]] == ["plot.1/a-png", "a", "c"]
    assert (stems["plot.1/a.jpg"], stems[first[-1]]) == ("plot.1/a-jpg", long)
    assert len({stem.casefold() for stem in stems.values()}) == len(more)
