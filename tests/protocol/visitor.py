"""A visitor who opens pages, changes widgets, uploads, downloads and leaves."""

import time
import uuid
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.protocol.answer import Answer, VisitFailed, announces, complaint, says_waiting, shows
from tests.protocol.connection import Connection
from tests.protocol.page import Page, Place

_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Visitor:
    """One browser tab: a session of its own, with the page as it stands.

    Parameters
    ----------
    url : str
        Of the server, ``http://host:port``.
    timeout : float
        Longest wait for an answer, in seconds.
    cookies : mapping, optional
        Those of another tab of the same browser.
    """

    def __init__(self, url: str, *, timeout: float = 60.0, cookies: Mapping[str, str] | None = None) -> None:
        self._page = Page()
        self._set: dict[str, WidgetState] = {}
        self._paths: dict[str, str] = {}
        self._hash = ""
        self._session = ""
        self.address = ""
        self._connection = Connection(url, timeout, self._take, cookies or {})
        self.texts, self.pictures = self._page.texts, self._page.pictures
        self.palettes = self._page.palettes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Close the tab."""
        self._connection.close()

    @property
    def session(self) -> str:
        """The server's name for this session."""
        return self._session

    @property
    def cookies(self) -> dict[str, str]:
        """What the server has asked the browser to keep."""
        return self._connection.cookies

    def elements(self) -> Iterator[Element]:
        """Everything on the page."""
        return self._page.elements()

    def open(self, page: str = "", address: str = "") -> Answer:
        """Open a page by its path; the address is what stands behind the question mark."""
        self.address = address
        known = self._paths.get(page)
        self._hash = known or ""
        return self._run(page_name="" if known else page)

    def change(self, key: str, **value: Any) -> Answer:
        """Change the widget with this key: ``change("k", string_array_value=["4"])`` and so on."""
        widget, fragment, _ = self._page.find(key)
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
        answer = self._run(fragment=fragment)
        if kind.endswith("trigger_value"):
            self._set.pop(widget, None)
        return answer

    def upload(self, key: str, name: str, data: bytes) -> Answer:
        """Give a file to the uploader with this key, as a browser does. Raises `VisitFailed`."""
        return self.upload_several(key, {name: data})

    def upload_several(self, key: str, files: dict[str, bytes]) -> Answer:
        """Give files by their names to the uploader with this key. Raises `VisitFailed`."""
        start = time.monotonic()
        widget, fragment, _ = self._page.find(key)
        state = WidgetState(id=widget)
        for name, data in files.items():
            urls = self._ask_for_urls(name)
            status = self.put(urls.upload_url, name, data)
            if status != 204:
                raise VisitFailed(f"The upload was answered with {status}.")
            info = UploadedFileInfo(file_id=urls.file_id, name=name, size=len(data), file_urls=urls)
            state.file_uploader_state_value.uploaded_file_info.append(info)
        self._set[widget] = state
        sending = time.monotonic() - start
        answer = self._run(fragment=fragment)
        answer.seconds += sending
        return answer

    def put(self, path: str, name: str, data: bytes, *, chunked: bool = False) -> int:
        """Send a file by HTTP and return the status; `chunked` keeps its length from the server."""
        return self._connection.put(path, name, data, chunked=chunked)

    def upload_path(self, name: str) -> str:
        """An address that takes one file for this session."""
        return str(self._ask_for_urls(name).upload_url)

    def download(self, key: str) -> bytes:
        """The file behind a download button."""
        element = self._page.find(key)[2].download_button
        url = element.url
        if element.deferred_file_id:
            message = BackMsg()
            request = message.backend_operation_request
            request.request_id, request.session_id = uuid.uuid4().hex, self._session
            request.deferred_file.file_id = element.deferred_file_id
            self._connection.send(message)
            answer = self._connection.wait_for("backend_operation_response").backend_operation_response
            if answer.error_msg:
                raise VisitFailed(answer.error_msg)
            url = answer.deferred_file.url
        return self._connection.request("GET", url)[1]

    def _run(self, *, page_name: str = "", fragment: str = "") -> Answer:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.address
        state.page_script_hash, state.page_name, state.fragment_id = self._hash, page_name, fragment
        present = self._page.widgets()
        state.widget_states.widgets.extend(self._set[widget] for widget in self._set if widget in present)
        state.cached_message_hashes.extend(self._connection.known)
        state.context_info.url = f"http://{self._connection.host}/{page_name}"
        start = time.monotonic()
        self._connection.send(message)
        answer = self._until_finished(start, keep=bool(fragment))
        answer.exceptions += filter(None, map(complaint, self.elements()))
        return answer

    def _until_finished(self, start: float, *, keep: bool) -> Answer:
        """Take what comes until the run has ended; `keep` what it does not draw again."""
        answer = Answer()
        first: float | None = None
        announced: float | None = None
        touched: set[Place] = set()
        while True:
            message = self._connection.receive()
            now = time.monotonic() - start
            kind = message.WhichOneof("type")
            if kind == "new_session":
                touched.clear()
                self._hash = message.new_session.page_script_hash
            elif kind == "delta":
                touched.add(tuple(message.metadata.delta_path))
                if first is None and shows(message):
                    first = now
                if announced is None and announces(message):
                    announced = now
                answer.said_waiting |= says_waiting(message)
            elif kind == "script_finished" and message.script_finished in _FINISHED:
                break
        answer.seconds = now
        answer.first = now if first is None else first
        answer.silent = now if announced is None else announced
        if not keep:
            self._page.drop_all_but(touched)
        return answer

    def _ask_for_urls(self, name: str) -> Any:
        message = BackMsg()
        request = message.file_urls_request
        request.request_id, request.session_id = uuid.uuid4().hex, self._session
        request.file_names.append(name)
        self._connection.send(message)
        return self._connection.wait_for("file_urls_response").file_urls_response.file_urls[0]

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._session = message.new_session.initialize.session_id
            case "navigation":
                for page in message.navigation.app_pages:
                    self._paths[page.url_pathname] = page.page_script_hash
            case "page_info_changed":
                self.address = message.page_info_changed.query_string
            case "delta":
                self._page.take(message)
