"""An HTTP session that can be cut from another thread: a stalled line must not hold whoever presses Cancel."""

import contextlib
import http.client
import socket
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from cdadesk.sync.carrier import Cancelled

_T = TypeVar("_T")
_LOOK_EVERY = 0.1  # seconds between two looks at whether the person wants to stop

Connections = weakref.WeakSet[HTTPConnection]


class Line:
    """One session, and the connections that it keeps open; close it in the end."""

    def __init__(self, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self._open = Connections()
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cdadesk-line")
        self.session = requests.Session()
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, _Adapter(self._open))

    def close(self) -> None:
        """Let the connections go."""
        self._cut()
        self.session.close()
        self._beside.shutdown(wait=False)

    def wait_for(self, work: Callable[[], _T]) -> _T:
        """Do work that uses the session, and return its answer; raises Cancelled once the person wants to stop."""
        call = self._beside.submit(work)
        while wait([call], timeout=_LOOK_EVERY).not_done:
            if self._stopped():
                self._cut()
                raise Cancelled
        return call.result()

    def _cut(self) -> None:
        for connection in list(self._open):
            plug = connection.sock
            if plug is not None:
                with contextlib.suppress(OSError):  # the other end went in this very moment
                    plug.shutdown(socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Lets every connection be known as soon as it is made."""

    def __init__(self, known: Connections) -> None:
        self._known = known
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:  # noqa: FBT001, FBT002 - the signature is requests'
        super().init_poolmanager(connections, maxsize, block, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._known)


class _Lines:
    """Reads the head of an answer line by line; a head that ends before its empty line was cut off."""

    def __init__(self, inside: Any) -> None:
        self._inside = inside

    def readline(self, limit: int = -1) -> bytes:
        """Return a whole line; raises RemoteDisconnected where the line broke."""
        found: bytes = self._inside.readline(limit)
        if not found.endswith(b"\n") and len(found) != limit:
            raise http.client.RemoteDisconnected("the head of the answer is cut off")
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)


class _WholeHead(http.client.HTTPResponse):
    """An answer whose head is there to its end: of half a head the library would make another answer."""

    def begin(self) -> None:
        """Read the head."""
        whole: Any = self.fp
        lines: Any = _Lines(whole)
        self.fp = lines
        try:
            super().begin()
        finally:
            self.fp = whole if self.fp is lines else self.fp


def _pools(known: Connections) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        response_class = _WholeHead

        def connect(self) -> None:
            known.add(self)
            super().connect()

    class Safe(HTTPSConnection):
        response_class = _WholeHead

        def connect(self) -> None:
            known.add(self)
            super().connect()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = Safe

    return {"http": PlainPool, "https": SafePool}
