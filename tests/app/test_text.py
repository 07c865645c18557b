"""Text from outside on the page."""

import pytest

from pages._ui.text import plain


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
