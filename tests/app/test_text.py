"""Words on the page."""

import pytest

from pages._ui.text import count, plain


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "color", "0 colors"),
        (1, "color", "1 color"),
        (2, "pixel", "2 pixels"),
        (1234567, "c", "1,234,567 cs"),
    ],
)
def test_count_takes_the_plural_where_it_needs_one(number, noun, words):
    assert count(number, noun) == words


@pytest.mark.parametrize("mark", "\\`*_{}[]()<>#+!|~$:^&-")
def test_plain_escapes_every_mark_of_markdown(mark):
    assert plain(f"a{mark}b") == f"a\\{mark}b"


def test_plain_leaves_letters_of_any_script_alone():
    assert plain("Ferien 2024 写真 é.jpg") == "Ferien 2024 写真 é.jpg"


def test_plain_makes_links_and_markup_harmless():
    shown = plain("[click](https://example.org) **bold** :red[x] $x$ <b>")
    assert "](" not in shown.replace("\\]\\(", "")
    assert "**" not in shown
    assert shown.count("\\") == 16
