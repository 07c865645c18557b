"""The link to the view."""

from pages._ui.frame.share import qr_code


def test_a_link_that_is_too_long_for_a_code_gets_none():
    assert qr_code("https://example.org/?k=3").startswith("<svg")
    assert qr_code("x" * 4000) == ""
