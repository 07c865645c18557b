"""Words on the page."""

import re

from kseg_core.wording import count as count
from kseg_core.wording import percent as percent

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~$:^&-])")


def plain(text: str) -> str:
    """Text from outside (file names, notes) so that Markdown shows it letter by letter."""
    return _MARKUP.sub(r"\\\1", text)
