"""Visitors of a running server without a browser: Streamlit's own WebSocket and upload protocol."""

import base64
import contextlib
import hashlib
import http.client
import json
import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

_PICTURE = re.compile(r'"data:image[^"]+"')
_WAITING = re.compile(r"Waiting|in line", re.IGNORECASE)
_NOTICES = ("spinner", "progress")

Place = tuple[int, ...]


class VisitFailed(Exception):  # noqa: N818
    """The server closed the connection, did not answer in time, or refused a file."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came back for one action.

    Attributes
    ----------
    seconds : float
        From the action until the server had finished.
    silent : float
        Of these, the seconds before anything on the page said that something is being done or waited for.
    said_waiting : bool
        Whether the page said that others come first.
    exceptions : list of str
        Exceptions and errors that stood on the page.
    """

    seconds: float = 0.0
    silent: float = 0.0
    said_waiting: bool = False
    exceptions: list[str] = field(default_factory=list)


class Visitor:
    """One browser tab: a session of its own, with the page as it stands.

    Parameters
    ----------
    url : str
        Of the server, ``http://host:port``.
    timeout : float
        Longest wait for an answer, in seconds.
    """

    def __init__(self, url: str, *, timeout: float = 60.0) -> None:
        self._host = urlsplit(url).netloc
        self._timeout = timeout
        self._page: dict[Place, Element] = {}
        self._fragments: dict[Place, str] = {}
        self._cached: dict[str, ForwardMsg] = {}
        self._set: dict[str, WidgetState] = {}
        self._pages: dict[str, str] = {}
        self._hash = ""
        self._session = ""
        self.address = ""
        stream = f"ws://{self._host}/_stcore/stream"
        self._tab = contextlib.ExitStack()
        self._socket: ClientConnection = self._tab.enter_context(
            connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Close the tab."""
        self._tab.close()

    @property
    def session(self) -> str:
        """The server's name for this session."""
        return self._session

    def open(self, page: str = "", address: str = "") -> Answer:
        """Open a page by its path; the address is what stands behind the question mark."""
        self.address = address
        known = self._pages.get(page)
        self._hash = known or ""
        return self._run(page_name="" if known else page)

    def change(self, key: str, **value: Any) -> Answer:
        """Change the widget with this key: ``change("k", string_array_value=["4"])`` and so on."""
        place, widget = self._find(key)
        state = WidgetState(id=widget)
        (kind,) = value
        wanted = getattr(state, kind)
        if hasattr(wanted, "data"):
            wanted.data.extend(value[kind])
        elif hasattr(wanted, "CopyFrom"):
            wanted.CopyFrom(value[kind])
        else:
            setattr(state, kind, value[kind])
        self._set[widget] = state
        answer = self._run(fragment=self._fragments.get(place, ""))
        if kind.endswith("trigger_value"):
            self._set.pop(widget, None)
        return answer

    def upload(self, key: str, name: str, data: bytes) -> Answer:
        """Give a file to the uploader with this key, as a browser does. Raises `VisitFailed`."""
        start = time.monotonic()
        _, widget = self._find(key)
        urls = self._ask_for_urls(name)
        status = self.put(urls.upload_url, name, data)
        if status != 204:
            raise VisitFailed(f"The upload was answered with {status}.")
        info = UploadedFileInfo(file_id=urls.file_id, name=name, size=len(data), file_urls=urls)
        state = WidgetState(id=widget)
        state.file_uploader_state_value.uploaded_file_info.append(info)
        self._set[widget] = state
        sending = time.monotonic() - start
        answer = self._run()
        answer.seconds += sending
        return answer

    def put(self, path: str, name: str, data: bytes, *, chunked: bool = False) -> int:
        """Send a file by HTTP and return the status; `chunked` keeps its length from the server."""
        boundary = uuid.uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        body = head + data + f"\r\n--{boundary}--\r\n".encode()
        connection = http.client.HTTPConnection(self._host, timeout=self._timeout)
        try:
            connection.request("GET", "/_stcore/health")
            answer = connection.getresponse()
            answer.read()
            cookies = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or ()]
            headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
            for cookie in cookies:
                if cookie.startswith("_streamlit_xsrf="):
                    headers |= {"Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2].strip('"')}
            pieces = (body[start : start + 65_536] for start in range(0, len(body), 65_536))
            # A file may be refused before all of it was sent; the answer is there then.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request("PUT", path, pieces if chunked else body, headers, encode_chunked=chunked)
            return connection.getresponse().status
        finally:
            connection.close()

    def upload_path(self, name: str) -> str:
        """An address that takes one file for this session."""
        return str(self._ask_for_urls(name).upload_url)

    def download(self, key: str) -> bytes:
        """The file behind a download button."""
        element = self._page[self._find(key)[0]].download_button
        url = element.url
        if element.deferred_file_id:
            message = BackMsg()
            request = message.backend_operation_request
            request.request_id, request.session_id = uuid.uuid4().hex, self._session
            request.deferred_file.file_id = element.deferred_file_id
            self._send(message)
            answer = self._wait_for("backend_operation_response").backend_operation_response
            if answer.error_msg:
                raise VisitFailed(answer.error_msg)
            url = answer.deferred_file.url
        connection = http.client.HTTPConnection(self._host, timeout=self._timeout)
        try:
            connection.request("GET", url)
            return connection.getresponse().read()
        finally:
            connection.close()

    def elements(self) -> Iterator[Element]:
        """Everything on the page."""
        yield from self._page.values()

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
                case "bidi_component" if element.bidi_component.component_name == "picture_layer":
                    packed = element.bidi_component.bytes
                    head = int.from_bytes(packed[:4], "little")
                    found.add(sha256(packed[4 + head :]))
        return found

    def palettes(self) -> list[list[str]]:
        """The hex values of each result card."""
        return [
            [color["hex"] for color in json.loads(element.bidi_component.json)[0]["colors"]]
            for element in self.elements()
            if element.WhichOneof("type") == "bidi_component"
            and element.bidi_component.component_name == "result_card"
        ]

    def _find(self, key: str) -> tuple[Place, str]:
        for place, element in self._page.items():
            widget = _widget_id(element)
            if widget.endswith(f"-{key}"):
                return place, widget
        raise VisitFailed(f"There is no widget {key} on the page.")

    def _run(self, *, page_name: str = "", fragment: str = "") -> Answer:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.address
        state.page_script_hash, state.page_name, state.fragment_id = self._hash, page_name, fragment
        present = {_widget_id(element) for element in self._page.values()}
        state.widget_states.widgets.extend(self._set[widget] for widget in self._set if widget in present)
        state.cached_message_hashes.extend(self._cached)
        state.context_info.url = f"http://{self._host}/{page_name}"
        answer, start = Answer(), time.monotonic()
        self._send(message)
        announced: float | None = None
        touched: set[Place] = set()
        while True:
            message = self._receive()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                touched.clear()
                self._hash = message.new_session.page_script_hash
            elif kind == "delta":
                place = tuple(message.metadata.delta_path)
                touched.add(place)
                if announced is None and _announces(message):
                    announced = time.monotonic()
                answer.said_waiting |= _says_waiting(message)
            elif kind == "script_finished" and message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            ):
                break
        answer.seconds = time.monotonic() - start
        answer.silent = (announced or time.monotonic()) - start
        if not fragment:
            self._page = {place: element for place, element in self._page.items() if place in touched}
        for element in self.elements():
            if element.WhichOneof("type") == "exception":
                answer.exceptions.append(f"{element.exception.type}: {element.exception.message}")
            elif element.WhichOneof("type") == "alert" and element.alert.format == element.alert.ERROR:
                answer.exceptions.append(element.alert.body)
        return answer

    def _ask_for_urls(self, name: str) -> Any:
        message = BackMsg()
        request = message.file_urls_request
        request.request_id, request.session_id = uuid.uuid4().hex, self._session
        request.file_names.append(name)
        self._send(message)
        return self._wait_for("file_urls_response").file_urls_response.file_urls[0]

    def _wait_for(self, kind: str) -> ForwardMsg:
        while True:
            message = self._receive()
            if message.WhichOneof("type") == kind:
                return message

    def _send(self, message: BackMsg) -> None:
        self._socket.send(message.SerializeToString())

    def _receive(self) -> ForwardMsg:
        try:
            data = self._socket.recv(timeout=self._timeout)
        except TimeoutError as error:
            raise VisitFailed(f"No answer within {self._timeout:.0f} seconds.") from error
        except Exception as error:
            raise VisitFailed(f"The connection was lost: {error}") from error
        assert isinstance(data, bytes)
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "ref_hash":
            whole = ForwardMsg()
            whole.CopyFrom(self._cached[message.ref_hash])
            whole.metadata.CopyFrom(message.metadata)
            message = whole
        elif message.metadata.cacheable:
            self._cached[message.hash] = message
        self._take(message)
        return message

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._session = message.new_session.initialize.session_id
            case "navigation":
                for page in message.navigation.app_pages:
                    self._pages[page.url_pathname] = page.page_script_hash
            case "page_info_changed":
                self.address = message.page_info_changed.query_string
            case "delta":
                place = tuple(message.metadata.delta_path)
                if message.delta.WhichOneof("type") == "new_transient":
                    return
                for below in [other for other in self._page if other[: len(place)] == place]:
                    del self._page[below]
                if message.delta.WhichOneof("type") == "new_element":
                    self._page[place] = message.delta.new_element
                    self._fragments[place] = message.delta.fragment_id


def sha256(data: bytes) -> str:
    """Stands for a picture's bytes."""
    return hashlib.sha256(data).hexdigest()


def _widget_id(element: Element) -> str:
    kind = element.WhichOneof("type")
    return str(getattr(getattr(element, kind), "id", "")) if kind else ""


def _announces(message: ForwardMsg) -> bool:
    return any(
        element.WhichOneof("type") in _NOTICES or bool(_WAITING.search(_words(element)))
        for element in _elements_of(message)
    )


def _says_waiting(message: ForwardMsg) -> bool:
    return any(_WAITING.search(_words(element)) for element in _elements_of(message))


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
