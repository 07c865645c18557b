"""Text from outside on the page."""

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~$:^&-])")


def plain(text: str) -> str:
    """Text from outside (file names, notes) so that Markdown shows it letter by letter."""
    return _MARKUP.sub(r"\\\1", text)
