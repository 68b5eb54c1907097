"""An HTTP session that can be cut from another thread: a stalled line must not hold whoever presses Cancel."""

import contextlib
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


def _pools(known: Connections) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            known.add(self)
            super().connect()

    class Safe(HTTPSConnection):
        def connect(self) -> None:
            known.add(self)
            super().connect()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = Safe

    return {"http": PlainPool, "https": SafePool}
