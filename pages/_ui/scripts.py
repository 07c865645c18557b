"""The scripts and style sheets of components, put together from the files in assets/."""

from pathlib import Path

_ASSETS = Path(__file__).with_name("assets")


def script(*names: str) -> str:
    """One script from files in their order; only the last may export.

    Components get their script as one text, so files that several use are plain declarations.
    """
    return "\n".join((_ASSETS / f"{name}.js").read_text("utf-8") for name in names)


def style_sheet(name: str) -> str:
    """A style sheet."""
    return (_ASSETS / f"{name}.css").read_text("utf-8")
