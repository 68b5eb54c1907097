"""The carrier over HTTP: one session kept open, bounded answers, every failure told apart."""

import datetime as dt
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import requests
from requests.structures import CaseInsensitiveDict
from urllib3 import exceptions as urllib3
from urllib3.util import SKIP_HEADER

from cdadesk.clock import Clock, ticks
from cdadesk.sync.address import checked_address, host_of
from cdadesk.sync.carrier import Heard, read_answer, request_bytes
from cdadesk.sync.failures import told_apart
from cdadesk.sync.line import Line
from cdadesk.sync.troubles import (
    BatchTooLarge,
    LedElsewhere,
    LineBroke,
    NonsenseAnswer,
    NotOurServer,
    NotUnderstoodThere,
    ProxyWantsPassword,
    RefusedThere,
    ServerBusy,
    ServerTroubled,
    SignInRefused,
    TokenRefused,
)
from cdadesk.wire.enrol import Refused
from cdadesk.wire.frames import PACKED_LIMIT, BadFrames
from cdadesk.wire.messages import Answer, Batch, Envelope
from cdadesk.wire.pages import SetAside

CONTENT_TYPE = "application/x-cdadesk"
TIMEOUT = (30.0, 90.0)  # a stalled upload is governed by the first figure
_CHUNK = 64 * 1024
_ANSWER_MOST = 2 * PACKED_LIMIT
_LONGEST_WAIT = 24 * 60 * 60
_HEADERS = {"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER}  # the frames say what they are
_WRONG_PASSWORD = "sign_in"  # noqa: S105 - the code of a refusal


def never() -> bool:
    """Say that nobody wants to stop."""
    return False


class HttpCarrier:
    """Speaks to one server; close it when the exchange is over.

    `stopped` is asked all the while: once it says so the line is cut, and whoever waits gets Cancelled.
    """

    def __init__(
        self,
        address: str,
        clock: Clock | None = None,
        stopped: Callable[[], bool] = never,
        timeout: tuple[float, float] = TIMEOUT,
    ) -> None:
        self.heard = Heard()
        self.address = checked_address(address)
        self._clock = clock or Clock()
        self._timeout = timeout
        self._line = Line(stopped)
        self._line.session.headers = CaseInsensitiveDict(_HEADERS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        self._line.close()

    def exchange(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> Answer:
        """Send one request to /sync and read its answer; raises a Trouble when there is none, or Cancelled."""
        try:
            return read_answer(self.post("/sync", request_bytes(envelope, batch, aside)), envelope, batch)
        except BadFrames as error:
            raise NonsenseAnswer from error

    def post(self, path: str, body: bytes) -> bytes:
        """Send bytes of our content type, return the bytes of the answer; raises a Trouble, or Cancelled."""
        return self._line.wait_for(lambda: self._post(path, body))

    def _post(self, path: str, body: bytes) -> bytes:
        begun = ticks()
        with (
            told_apart(self._clock.today()),
            self._line.session.post(
                self.address + path, data=body, timeout=self._timeout, stream=True, allow_redirects=False
            ) as response,
        ):
            skew = _skew(response, self._clock.now())
            found = _bounded(response)
            self.heard = Heard(dt.timedelta(seconds=ticks() - begun), skew)
            _check(response, found)
            return found


def _skew(response: requests.Response, here: dt.datetime) -> dt.timedelta | None:
    """Return how much the server's clock is ahead; None if what answered tells no time."""
    try:
        return parsedate_to_datetime(response.headers.get("Date", "")).astimezone(dt.UTC) - here
    except (ValueError, TypeError, OverflowError):
        return None


def _is_ours(response: requests.Response) -> bool:
    return response.headers.get("Content-Type", "").split(";")[0].strip().lower() == CONTENT_TYPE


def _check(response: requests.Response, body: bytes) -> None:
    """Raise what a refusal means; a captive portal redirects, or answers 200 with a page of its own."""
    status, ours = response.status_code, _is_ours(response)
    if status == 200 and ours:
        return
    if 300 <= status < 400:
        raise _led_elsewhere(response)
    if ours and status in _OURS:
        raise _OURS[status](body)
    if status == 407:
        raise ProxyWantsPassword
    if status == 413:
        raise BatchTooLarge
    if status in (429, 503):
        raise ServerBusy(_wait(response))
    raise ServerTroubled(status) if status >= 500 else NotOurServer()


def _led_elsewhere(response: requests.Response) -> LedElsewhere | NotOurServer:
    host = host_of(response.headers.get("Location", ""))
    return LedElsewhere(host) if host else NotOurServer()


def _refused(body: bytes) -> SignInRefused | RefusedThere:
    try:
        refused = Refused.read(body)
    except BadFrames:
        return RefusedThere("")
    return SignInRefused() if refused.code == _WRONG_PASSWORD else RefusedThere(refused.sentence[:500])


_OURS: dict[int, Callable[[bytes], Exception]] = {
    400: lambda _body: NotUnderstoodThere(),
    401: lambda _body: TokenRefused(),
    403: _refused,
}


def _wait(response: requests.Response) -> int:
    """Return the seconds that the server asks to wait, 0 if it does not say."""
    told = response.headers.get("Retry-After", "").strip()
    return min(int(told), _LONGEST_WAIT) if told.isdecimal() and len(told) < 10 else 0


def _bounded(response: requests.Response) -> bytes:
    """Return the body as it came, unpacked by nobody; raises NonsenseAnswer for one without end, LineBroke for half."""
    found = bytearray()
    try:
        for chunk in response.raw.stream(_CHUNK, decode_content=False):
            found += chunk
            if len(found) > _ANSWER_MOST:
                raise NonsenseAnswer
    except urllib3.IncompleteRead as error:
        raise LineBroke from error
    return bytes(found)
