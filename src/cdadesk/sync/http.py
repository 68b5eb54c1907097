"""The carrier over HTTP: one session kept open, bounded answers, every failure told apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import requests

from cdadesk.sync.carrier import read_answer, request_bytes
from cdadesk.sync.troubles import (
    BatchTooLarge,
    LineBroke,
    NonsenseAnswer,
    NotOurServer,
    NotSafe,
    ServerAway,
    ServerTroubled,
    SignInRefused,
    TokenRefused,
)
from cdadesk.wire.frames import PACKED_LIMIT, BadFrames
from cdadesk.wire.messages import Answer, Batch, Envelope

CONTENT_TYPE = "application/x-cdadesk"
TIMEOUT = (30, 90)  # a stalled upload is governed by the first figure
_CHUNK = 64 * 1024
_ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class HttpCarrier:
    """Speaks to one server; close it when the exchange is over."""

    def __init__(self, address: str) -> None:
        self._address = checked_address(address)
        self._session = requests.Session()
        self._session.headers["Content-Type"] = CONTENT_TYPE
        self._session.headers["Accept-Encoding"] = "identity"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def exchange(self, envelope: Envelope, batch: Batch | None) -> Answer:
        """Send one request to /sync and read its answer; raises a Trouble when there is none."""
        try:
            return read_answer(self.post("/sync", request_bytes(envelope, batch)))
        except BadFrames as error:
            raise NonsenseAnswer from error

    def post(self, path: str, body: bytes) -> bytes:
        """Send bytes of our content type, return the bytes of the answer; raises a Trouble."""
        with (
            _told_apart(),
            self._session.post(
                self._address + path, data=body, timeout=TIMEOUT, stream=True, allow_redirects=False
            ) as response,
        ):
            _check(response)
            return _bounded(response)


def checked_address(address: str) -> str:
    """Return the address without its last slash; raises NotSafe for an open line to another machine."""
    address = address.strip().rstrip("/")
    parts = urlsplit(address if "//" in address else f"https://{address}")
    if parts.scheme != "https" and parts.hostname not in _ON_THIS_MACHINE:
        raise NotSafe
    return parts.geturl().rstrip("/")


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise NotSafe from error
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
        raise LineBroke from error
    except requests.exceptions.RequestException as error:
        raise ServerAway from error


def _check(response: requests.Response) -> None:
    """Tell refusals apart; a captive portal redirects, or answers 200 with a page of its own."""
    ours = response.headers.get("Content-Type", "").split(";")[0] == CONTENT_TYPE
    match response.status_code:
        case 200 if ours:
            return
        case 401 if ours:
            raise TokenRefused
        case 403 if ours:
            raise SignInRefused
        case 413:
            raise BatchTooLarge
        case status if status >= 429:
            raise ServerTroubled(status)
    raise NotOurServer


def _bounded(response: requests.Response) -> bytes:
    found = bytearray()
    for chunk in response.iter_content(_CHUNK):
        found += chunk
        if len(found) > 2 * PACKED_LIMIT:
            raise NonsenseAnswer
    declared = response.headers.get("Content-Length")
    if declared is not None and declared.isdigit() and int(declared) != len(found):
        raise LineBroke
    return bytes(found)
