"""One browser tab's connection: HTTP with cookies, and messages over the WebSocket."""

import contextlib
import http.client
import uuid
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from tests.protocol.answer import VisitFailed

_PIECE = 65_536


class Connection:
    """What a tab sends and receives. It asks for the start page first, as a browser does.

    Parameters
    ----------
    url : str
        Of the server, ``http://host:port``.
    timeout : float
        Longest wait for an answer, in seconds.
    take : Callable
        Gets every message that arrives.
    cookies : mapping
        What the browser keeps from before.
    """

    def __init__(
        self, url: str, timeout: float, take: Callable[[ForwardMsg], None], cookies: Mapping[str, str]
    ) -> None:
        self.host = urlsplit(url).netloc
        self.cookies = dict(cookies)
        self._timeout = timeout
        self._take = take
        self._cached: dict[str, ForwardMsg] = {}
        self._tab = contextlib.ExitStack()
        self.request("GET", "/_stcore/health")
        self._socket: ClientConnection = self._tab.enter_context(
            connect(
                f"ws://{self.host}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                additional_headers=self._cookie_header(),
                max_size=None,
            )
        )

    def close(self) -> None:
        self._tab.close()

    @property
    def known(self) -> list[str]:
        """Hashes of the messages that need not be sent again."""
        return list(self._cached)

    def send(self, message: BackMsg) -> None:
        try:
            self._socket.send(message.SerializeToString())
        except Exception as error:
            raise VisitFailed(f"The connection was lost: {error}") from error

    def receive(self) -> ForwardMsg:
        """The next message, whole. Raises `VisitFailed`."""
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

    def wait_for(self, kind: str) -> ForwardMsg:
        """The next message of a kind."""
        while True:
            message = self.receive()
            if message.WhichOneof("type") == kind:
                return message

    def put(self, path: str, name: str, data: bytes, *, chunked: bool = False) -> int:
        """Send a file and return the status; `chunked` keeps its length from the server."""
        boundary = uuid.uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        body = head + data + f"\r\n--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self.request("PUT", path, body, headers, chunked=chunked)[0]

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        chunked: bool = False,
    ) -> tuple[int, bytes]:
        """Status and content of one HTTP request; cookies are sent and kept."""
        connection = http.client.HTTPConnection(self.host, timeout=self._timeout)
        pieces = (body[start : start + _PIECE] for start in range(0, len(body), _PIECE)) if body else None
        try:
            # A file may be refused before all of it was sent; the answer is there then.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request(
                    method,
                    path,
                    pieces if chunked else body,
                    {**self._cookie_header(), **(headers or {})},
                    encode_chunked=chunked,
                )
            answer = connection.getresponse()
            for value in answer.headers.get_all("Set-Cookie") or ():
                name, _, content = value.split(";")[0].partition("=")
                self.cookies[name] = content
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise VisitFailed(f"{method} {path} was not answered: {error!r}") from error
        finally:
            connection.close()

    def _cookie_header(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
