"""Roads between the model's laptops and the real server: they carry one request at a time, and fail when told."""

from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.server.carrying import answer_carry
from cdadesk.server.database import Database
from cdadesk.server.exchange import Answer as ServerAnswer
from cdadesk.server.exchange import answer_enrol, answer_sync, told_apart
from cdadesk.server.files.lane import Lane
from cdadesk.server.files.objects import Objects
from cdadesk.sync.carrier import Heard, read_answer, request_bytes
from cdadesk.sync.troubles import LineBroke, NotUnderstoodThere, RefusedThere, TokenRefused
from cdadesk.wire.enrol import Refused
from cdadesk.wire.messages import Answer, Batch, Envelope
from cdadesk.wire.pages import SetAside
from tests.model.making import Making

Post = Callable[[str, bytes], bytes]
REFUSALS: dict[int, Callable[[bytes], Trouble]] = {
    400: lambda _body: NotUnderstoodThere(),
    401: lambda _body: TokenRefused(),
    403: lambda body: RefusedThere(Refused.read(body).sentence),
}


class Mishap(StrEnum):
    """What may happen to one request."""

    none = "none"
    request_lost = "request_lost"
    half_arrives = "half_arrives"
    answer_lost = "answer_lost"
    twice = "twice"
    late = "late"  # it arrives after all, when nobody waits for the answer any more


class Road:
    """Carries requests to the server, and does with the next one what it was told."""

    def __init__(self, post: Post) -> None:
        self.heard = Heard()
        self.next = Mishap.none
        self.late: list[tuple[str, bytes]] = []
        self.carries: int | None = None  # so many requests, and then it breaks for good
        self._post = post

    def exchange(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> Answer:
        """Carry one exchange."""
        return read_answer(self.post("/sync", request_bytes(envelope, batch, aside)), envelope, batch)

    def post(self, path: str, body: bytes) -> bytes:
        """Carry a request; raises LineBroke when something happens to it or to its answer."""
        self._wear_out()
        mishap, self.next = self.next, Mishap.none
        match mishap:
            case Mishap.late:
                self.late.append((path, body))
            case Mishap.half_arrives:
                with suppress(Trouble):
                    self._post(path, body[: len(body) // 2])
        if mishap in (Mishap.request_lost, Mishap.late, Mishap.half_arrives):
            raise LineBroke
        answer = self._post(path, body)
        if mishap is Mishap.twice:
            answer = self._post(path, body)
        if mishap is Mishap.answer_lost:
            raise LineBroke
        return answer

    def _wear_out(self) -> None:
        if self.carries is not None:
            if self.carries == 0:
                raise LineBroke
            self.carries -= 1

    def deliver_late(self) -> None:
        """Let the oldest request that was held up arrive; nobody hears what is answered."""
        if self.late:
            with suppress(TokenRefused, RefusedThere):
                self._post(*self.late.pop(0))


def in_process(database: Database, objects: Objects, making: Making | None = None) -> Post:
    """Return a way to the server that needs no line; with `making` it has first downloads ready."""

    def files(body: bytes) -> bytes:
        answer = Lane(database, objects).answered(body)
        if answer is None:
            raise LineBroke
        return answer

    doors: dict[str, Callable[[bytes], ServerAnswer]] = {
        "/sync": lambda body: answer_sync(database, body, making),
        "/carry": lambda body: answer_carry(database, objects, body),
        "/blobs": lambda body: told_apart(lambda: files(body)),
        "/enrol": lambda body: answer_enrol(database, body),
    }

    def post(path: str, body: bytes) -> bytes:
        answer = doors[path](body)
        if making is not None:
            making.wait()
        if answer.status in REFUSALS:
            raise REFUSALS[answer.status](answer.body)
        assert answer.status == 200, f"the server answered {answer.status}"
        return answer.body

    return post
