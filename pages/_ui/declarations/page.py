"""What the app and its tests must know of a page before it runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from kseg_core import ColorSpace

_TEXTS = Path(__file__).with_name("how")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A view worth seeing.

    Attributes
    ----------
    path : str
        Of the page in the address; "" is the front page.
    view : mapping
        Address parameters that are not at their defaults; the sample always.
    """

    path: str
    view: Mapping[str, str | list[str]]

    @property
    def address(self) -> str:
        """Its path and query, for a link from outside."""
        return f"/{self.path}?{urlencode(self.view, doseq=True)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A question of a visitor, with a short answer and an example.

    Attributes
    ----------
    title : str
    name : str
        Stem of the file in how/ with the answer; ``{color spaces}`` in it becomes a list of them.
    label : str
        What the link to the example says.
    example : Example
    """

    title: str
    name: str
    label: str
    example: Example

    @property
    def answer(self) -> str:
        spaces = "\n".join(f"- **{space}**: {space.definition.about}." for space in ColorSpace)
        return (_TEXTS / f"{self.name}.md").read_text("utf-8").replace("{color spaces}", spaces)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDeclaration:
    """A page.

    Attributes
    ----------
    path : str
        Of the page in the address; "" is the front page.
    file : str
        In pages/.
    title, icon, help : str
        In the navigation.
    topics : sequence of Topic
        The questions behind "How it works".
    defaults : mapping
        Key of a widget, which is its address parameter too -> value of a first visit.
    unbound : set of str
        Keys that clicks and drawings set. The page itself writes them into the address.
    renamed : mapping
        Key that an address once had -> the key of today.
    former : mapping
        Key -> values that it once had in addresses -> what an address says instead.
    sections : mapping
        Key of a choice that decides what is drawn -> what can be chosen.
    within : mapping
        Key of such a choice -> what an address has to say for it to be drawn at all.
    """

    path: str
    file: str
    title: str
    icon: str
    help: str
    topics: Sequence[Topic]
    defaults: Mapping[str, Any]
    unbound: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    sections: Mapping[str, Sequence[str]] = field(default_factory=dict)
    within: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def views(self) -> Iterator[dict[str, str]]:
        """The address parameters of every section, the one of a first visit first."""
        yield {}
        for key, choices in self.sections.items():
            around = self.within.get(key, {})
            yield from ({**around, key: str(choice)} for choice in choices if choice != self.defaults[key])
