"""Servers that misbehave: real HTTP on a real port, each answer written by hand.

with a_server(html(), bomb()) as server:      # the first request gets the first answer, the last one repeats
    HttpCarrier(server.address) ...
"""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cdadesk.sync.http import CONTENT_TYPE
from cdadesk.wire.enrol import Refused
from cdadesk.wire.frames import Frame, FrameType, pack, unpack
from cdadesk.wire.messages import Batch, Envelope, Grants, Outcomes
from cdadesk.wire.pages import Page

CERTIFICATES = Path(__file__).parent / "certificates"
PORTAL = b"<html><body>Welcome to the railway station. Please sign in.</body></html>"


@dataclass(frozen=True)
class Request:
    """What came in."""

    path: str
    body: bytes

    @property
    def envelope(self) -> Envelope:
        """Return the envelope of an exchange."""
        return Envelope.read(self._frames()[FrameType.envelope])

    @property
    def batch(self) -> Batch | None:
        """Return the batch, if one came."""
        found = self._frames().get(FrameType.batch)
        return Batch.read(found) if found else None

    def _frames(self) -> dict[FrameType, Any]:
        return {frame.type: frame.body for frame in unpack(self.body)}


class Wire:
    """What an answer is written on."""

    def __init__(self, handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
        self._handler = handler
        self.over = over

    def head(self, status: int, kind: str, **headers: str) -> None:
        """Write status and headers; the time is told only if a header says so."""
        self._handler.send_response_only(status)
        for name, value in ({"Content-Type": kind} | headers).items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()

    def whole(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        """Write an answer in order."""
        self.head(status, kind, Content_Length=str(len(body)), **headers)
        self.some(body)

    def some(self, body: bytes) -> None:
        """Write bytes of the body."""
        self._handler.wfile.write(body)
        self._handler.wfile.flush()

    def break_off(self) -> None:
        """Let the connection go as a cut cable does."""
        linger = struct.pack("ii", 1, 0)
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._handler.close_connection = True


Answer = Callable[[Request, Wire], None]


@dataclass
class Hostile:
    """A server that runs: what it was asked, and its address."""

    address: str
    requests: list[Request] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)


@contextmanager
def a_server(*answers: Answer, certificate: str = "") -> Iterator[Hostile]:
    """Answer each request with the next answer, and all further ones with the last."""
    over = threading.Event()
    hostile = Hostile("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = Request(self.path, body)
            answer = answers[min(len(hostile.requests), len(answers) - 1)]
            hostile.requests.append(request)
            hostile.asked.set()
            answer(request, Wire(self, over))

        def do_CONNECT(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing of clients that went away."""

    with Quiet(("127.0.0.1", 0), Handler) as server:
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            scheme = "https"
        hostile.address = f"{scheme}://localhost:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hostile
        finally:
            over.set()
            server.shutdown()
            thread.join()


def nobody() -> str:
    """Return an address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


# answers


def raw(body: bytes, status: int = 200, **headers: str) -> Answer:
    """Answer with bytes of our content type."""
    return lambda _request, wire: wire.whole(status, CONTENT_TYPE, body, **headers)


def frames(*messages: Frame, **headers: str) -> Answer:
    """Answer with frames."""
    return raw(pack(*messages), **headers)


def told(
    page: Page | None = None, outcomes: Outcomes | None = None, grants: Grants | None = None, **headers: str
) -> Answer:
    """Answer an exchange."""
    messages = [Frame(FrameType.page, (page or Page()).plain())]
    if outcomes is not None:
        messages.append(Frame(FrameType.outcomes, outcomes.plain()))
    if grants is not None:
        messages.append(Frame(FrameType.grants, grants.plain()))
    return frames(*messages, **headers)


def html(status: int = 200, body: bytes = PORTAL, **headers: str) -> Answer:
    """Answer as a web page, or somebody's proxy."""
    return lambda _request, wire: wire.whole(status, "text/html; charset=utf-8", body, **headers)


def refusal(status: int, code: str = "", sentence: str = "", **headers: str) -> Answer:
    """Refuse as our server does."""
    return raw(Refused(code, sentence).pack(), status, **headers)


def half(body: bytes) -> Answer:
    """Promise more than comes."""

    def answer(_request: Request, wire: Wire) -> None:
        wire.head(200, CONTENT_TYPE, Content_Length=str(len(body)))
        wire.some(body[: len(body) // 2])
        wire.break_off()

    return answer


def hang_up(_request: Request, wire: Wire) -> None:
    """Break off without a word."""
    wire.break_off()


def silence(_request: Request, wire: Wire) -> None:
    """Take the request and say nothing until the test is over."""
    wire.over.wait(30)
    wire.break_off()


def stall(_request: Request, wire: Wire) -> None:
    """Begin to answer and then say nothing more."""
    wire.head(200, CONTENT_TYPE, Content_Length="1000")
    wire.some(b"CDA1")
    wire.over.wait(30)
    wire.break_off()


def without_end(_request: Request, wire: Wire) -> None:
    """Answer for ever."""
    wire.head(200, CONTENT_TYPE)
    portion = bytes(1024 * 1024)
    for _each in range(1000):
        wire.some(portion)


def bomb(size: int = 40 * 1024 * 1024) -> Answer:
    """Answer with few bytes that unpack to more than is taken."""
    return frames(Frame(FrameType.page, {"slices": [], "filler": "0" * size}))
