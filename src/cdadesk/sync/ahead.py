"""Going ahead: on a quick line the next request is under way while this laptop takes in what the last one brought.

Never is more than one under way, and it says what it would say later: what an answer will change here is foretold.
Where the laptop stands elsewhere in the end, what such a request brings is let go of, as if the line had lost it.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from cdadesk.store.store import Store
from cdadesk.sync import patience
from cdadesk.sync.carrier import Carrier, Heard
from cdadesk.sync.portions import Portion
from cdadesk.wire.messages import Answer, Batch, Envelope, Simply
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Page, SetAside, Slice


@dataclass(frozen=True)
class _UnderWay:
    """A request that was sent, and what is to come of it."""

    envelope: Envelope
    batch: Batch | None
    answer: Future[Answer]

    def says(self, envelope: Envelope) -> bool:
        """Say whether it tells what an envelope does; what was saved meanwhile goes with the next one."""
        return self.envelope == replace(envelope, made=self.envelope.made, room=self.envelope.room)


class Ahead:
    """Stands before a carrier for one exchange, and sends by it, ahead of time where that is of use."""

    def __init__(self, store: Store, carrier: Carrier) -> None:
        self.heard = Heard()
        self._store = store
        self._carrier = carrier
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cdadesk-ahead")
        self._portion = Portion()
        self._under_way: _UnderWay | None = None
        self._prepared: Batch | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beside.shutdown()

    def next_batch(self, portion: Portion) -> Batch | None:
        """Return what is sent next, or is on its way already."""
        self._portion = portion
        return self._under_way.batch if self._under_way else patience.next_batch(self._store, portion.batch)

    def exchange(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> Answer:
        """Return the answer as the carrier brings it; what comes next is sent before it is looked at."""
        sent = self._sent(envelope, batch, aside)
        self._prepare(batch)
        answer = sent.answer.result()
        self.heard = self._carrier.heard
        if aside is None:
            self._go_ahead(sent, answer)
        return answer

    def post(self, path: str, body: bytes) -> bytes:
        """Return the bytes of the answer at another address."""
        return self._carrier.post(path, body)

    def _sent(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None) -> _UnderWay:
        """Return the request under way if it is this one; else send it as soon as the other is out of the way."""
        before, self._under_way = self._under_way, None
        if before is not None and before.batch is batch and aside is None and before.says(envelope):
            return before
        return _UnderWay(envelope, batch, self._beside.submit(self._carrier.exchange, envelope, batch, aside))

    def _prepare(self, batch: Batch | None) -> None:
        """Read and write out what comes after a batch, as long as that is on its way."""
        self._prepared = None
        if batch is not None and self._portion.is_full_batch:
            self._prepared = patience.batch_after(self._store, batch, self._portion.batch)
        if self._prepared is not None:
            self._prepared.written  # noqa: B018 - it is kept

    def _go_ahead(self, sent: _UnderWay, answer: Answer) -> None:
        batch, behind = self._prepared, is_behind(answer.page)
        stays = self._portion.fitting(self.heard.took, more_up=batch is not None, more_down=behind) == self._portion
        has_room = self._portion.is_full_page or not behind
        is_more = batch is not None or (sent.batch is None and behind)
        envelope = foretold(sent.envelope, sent.batch, answer) if stays and has_room and is_more else None
        if envelope is not None and not self._store.first.begun():
            coming = self._beside.submit(self._carrier.exchange, envelope, batch, None)
            self._under_way = _UnderWay(envelope, batch, coming)


def foretold(envelope: Envelope, batch: Batch | None, answer: Answer) -> Envelope | None:
    """Return what this laptop will say once it has taken in an answer; None where that is not quite sure."""
    if answer.grants is not None or answer.page.upgrade or envelope.check or not _is_plain(batch, answer):
        return None
    cursors, floors = dict(envelope.cursors), dict(envelope.floors)
    for each in answer.page.slices:
        if each.scope not in cursors or each.ready is not None:
            return None
        _move(each, cursors, floors)
    below = {scope: floor for scope, floor in floors.items() if floor != cursors[scope]}
    return replace(envelope, cursors=cursors, floors=below)


def _move(news: Slice, cursors: dict[str, Seen], floors: dict[str, Seen]) -> None:
    """Go as far as a slice leads, as the inbox does."""
    at = cursors[news.scope]
    whole = floors.get(news.scope, at)
    is_new = news.cursor > at or (news.cursor == news.head == at and whole < at)
    if is_new:
        cursors[news.scope] = news.cursor
        floors[news.scope] = news.cursor if news.cursor >= news.head else whole


def _is_plain(batch: Batch | None, answer: Answer) -> bool:
    """Say whether all that was sent was simply taken."""
    told = answer.outcomes
    if batch is None or told is None:
        return batch is None and told is None
    return told.refusal is None and isinstance(told.outcomes, Simply) and told.outcomes.numbers == batch.numbers


def is_behind(page: Page) -> bool:
    """Say whether a page does not hold all news."""
    return any(each.cursor < each.head for each in page.slices)
