"""What comes back for one action of a visitor, and what of it says that something is going on."""

import re
from dataclasses import dataclass, field

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_WAITING = re.compile(r"Waiting|in line", re.IGNORECASE)
_NOTICES = ("spinner", "progress")
_UNSEEN = ("empty", "html")


class VisitFailed(Exception):  # noqa: N818
    """The server closed the connection, did not answer in time, or refused a file."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came back for one action.

    Attributes
    ----------
    seconds : float
        From the action until the server had finished.
    first : float
        Of these, the seconds before anything that can be seen was sent.
    silent : float
        Of these, the seconds before anything on the page said that something is being done or waited for.
    said_waiting : bool
        Whether the page said that others come first.
    exceptions : list of str
        Exceptions and errors that stood on the page.
    """

    seconds: float = 0.0
    first: float = 0.0
    silent: float = 0.0
    said_waiting: bool = False
    exceptions: list[str] = field(default_factory=list)


def shows(message: ForwardMsg) -> bool:
    """Whether a message brings something that can be seen."""
    return any(element.WhichOneof("type") not in _UNSEEN for element in _elements_of(message))


def announces(message: ForwardMsg) -> bool:
    """Whether a message says that something is being done or waited for."""
    return says_waiting(message) or any(
        element.WhichOneof("type") in _NOTICES for element in _elements_of(message)
    )


def says_waiting(message: ForwardMsg) -> bool:
    """Whether a message says that others come first."""
    return any(_WAITING.search(_words(element)) for element in _elements_of(message))


def complaint(element: Element) -> str:
    """An exception or error on the page in words; empty for anything else."""
    match element.WhichOneof("type"):
        case "exception":
            return f"{element.exception.type}: {element.exception.message}"
        case "alert" if element.alert.format == element.alert.ERROR:
            return element.alert.body
    return ""


def _elements_of(message: ForwardMsg) -> list[Element]:
    delta = message.delta
    match delta.WhichOneof("type"):
        case "new_element":
            return [delta.new_element]
        case "new_transient":
            return list(delta.new_transient.elements)
    return []


def _words(element: Element) -> str:
    match element.WhichOneof("type"):
        case "markdown":
            return element.markdown.body
        case "alert":
            return element.alert.body
        case "spinner":
            return element.spinner.text
        case "progress":
            return element.progress.text
    return ""
