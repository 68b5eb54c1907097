"""Roads between the model's laptops and the real server: they carry one request at a time, and fail when told."""

from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

from cdadesk.server.database import Database
from cdadesk.server.exchange import answer_enrol, answer_sync
from cdadesk.sync.carrier import Heard, read_answer, request_bytes
from cdadesk.sync.troubles import LineBroke, TokenRefused
from cdadesk.wire.messages import Answer, Batch, Envelope, SetAside

Post = Callable[[str, bytes], bytes]


class Mishap(StrEnum):
    """What may happen to one request."""

    none = "none"
    request_lost = "request_lost"
    answer_lost = "answer_lost"
    twice = "twice"
    late = "late"  # it arrives after all, when nobody waits for the answer any more


class Road:
    """Carries requests to the server, and does with the next one what it was told."""

    def __init__(self, post: Post) -> None:
        self.heard = Heard()
        self.next = Mishap.none
        self.late: list[bytes] = []
        self._post = post

    def exchange(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> Answer:
        """Carry one exchange."""
        body, mishap = request_bytes(envelope, batch, aside), self.next
        self.next = Mishap.none
        if mishap is Mishap.late:
            self.late.append(body)
        if mishap in (Mishap.request_lost, Mishap.late):
            raise LineBroke
        answer = self._post("/sync", body)
        if mishap is Mishap.twice:
            answer = self._post("/sync", body)
        if mishap is Mishap.answer_lost:
            raise LineBroke
        return read_answer(answer, envelope, batch)

    def deliver_late(self) -> None:
        """Let the oldest request that was held up arrive."""
        with suppress(IndexError, TokenRefused):
            self._post("/sync", self.late.pop(0))

    def post(self, path: str, body: bytes) -> bytes:
        """Carry anything else, as a good road does."""
        return self._post(path, body)


def in_process(database: Database) -> Post:
    """Return a way to the server that needs no line."""

    def post(path: str, body: bytes) -> bytes:
        answer = (answer_sync if path == "/sync" else answer_enrol)(database, body)
        if answer.status == 401:
            raise TokenRefused
        assert answer.status == 200, f"the server answered {answer.status}"
        return answer.body

    return post
