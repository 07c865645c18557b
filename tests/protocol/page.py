"""The page of one visitor as it stands: what the messages of the server have put on it."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.protocol.answer import VisitFailed

_PICTURE = re.compile(r'"data:image[^"]+"')

Place = tuple[int, ...]


class Page:
    """Elements by their place."""

    def __init__(self) -> None:
        self._elements: dict[Place, Element] = {}
        self._fragments: dict[Place, str] = {}

    def take(self, message: ForwardMsg) -> None:
        """Put an element where a delta says, in place of what stood there."""
        place = tuple(message.metadata.delta_path)
        if message.delta.WhichOneof("type") == "new_transient":
            return
        for below in [other for other in self._elements if other[: len(place)] == place]:
            del self._elements[below]
        if message.delta.WhichOneof("type") == "new_element":
            self._elements[place] = message.delta.new_element
            self._fragments[place] = message.delta.fragment_id

    def drop_all_but(self, touched: set[Place]) -> None:
        """Drop what a finished run has not drawn again."""
        self._elements = {place: element for place, element in self._elements.items() if place in touched}

    def elements(self) -> Iterator[Element]:
        """Everything on the page."""
        yield from self._elements.values()

    def widgets(self) -> set[str]:
        """The identities of all widgets."""
        return {_widget_id(element) for element in self.elements()}

    def find(self, key: str) -> tuple[str, str, Element]:
        """Identity, fragment and element of the widget with this key. Raises `VisitFailed`."""
        for place, element in self._elements.items():
            widget = _widget_id(element)
            if widget.endswith(f"-{key}"):
                return widget, self._fragments.get(place, ""), element
        raise VisitFailed(f"There is no widget {key} on the page.")

    def texts(self) -> list[str]:
        """Markdown and captions, the sidebar's included."""
        return [
            element.markdown.body for element in self.elements() if element.WhichOneof("type") == "markdown"
        ]

    def pictures(self) -> set[str]:
        """SHA-256 of each encoded picture on the page, in charts and in components."""
        found: set[str] = set()
        for element in self.elements():
            match element.WhichOneof("type"):
                case "plotly_chart":
                    for written in _PICTURE.findall(element.plotly_chart.spec):
                        found.add(sha256(base64.b64decode(json.loads(written).partition(",")[2])))
                case "bidi_component" if element.bidi_component.component_name == "sent_file":
                    packed = element.bidi_component.bytes
                    head = 4 + int.from_bytes(packed[:4], "little")
                    if json.loads(packed[4:head])["kind"] == "picture":
                        found.add(sha256(packed[head:]))
        return found

    def palettes(self) -> list[list[str]]:
        """The hex values of each result card."""
        return [
            [color["hex"] for color in json.loads(element.bidi_component.json)[0]["colors"]]
            for element in self.elements()
            if element.WhichOneof("type") == "bidi_component"
            and element.bidi_component.component_name == "result_card"
        ]


def sha256(data: bytes) -> str:
    """Stands for a picture's bytes."""
    return hashlib.sha256(data).hexdigest()


def _widget_id(element: Element) -> str:
    kind = element.WhichOneof("type")
    return str(getattr(getattr(element, kind), "id", "")) if kind else ""
