"""One exchange: send batches, take pages, until both sides hold the same. Safe to interrupt, and safe to repeat."""

from collections.abc import Callable
from dataclasses import dataclass

from cdadesk.store.store import Store
from cdadesk.sync.carrier import Carrier
from cdadesk.sync.troubles import BatchTooLarge, NonsenseAnswer, ServerTroubled
from cdadesk.wire.messages import Answer, Batch, Envelope, Page, Refusal

ROOM = 1024 * 1024
BATCH_START = 32 * 1024
BATCH_LEAST = 8 * 1024
BATCH_MOST = 1024 * 1024


@dataclass(frozen=True)
class Progress:
    """How far an exchange has come: ops that still wait, and whether the server holds more news."""

    sent: int
    waiting: int
    received: int
    more: bool


Watcher = Callable[[Progress], None]


class Cancelled(Exception):
    """The person stopped the exchange; what was done so far stays done."""


def exchange(store: Store, carrier: Carrier, watch: Watcher, stopped: Callable[[], bool]) -> Progress:
    """Exchange until nothing waits on either side.

    Raises a Trouble when the line or the server fails, Cancelled when `stopped` says so; both lose nothing.
    """
    progress, room = Progress(0, 0, 0, more=True), BATCH_START
    while progress.more:
        if stopped():
            raise Cancelled
        try:
            progress = exchange_once(store, carrier, progress, room)
        except (BatchTooLarge, ServerTroubled):
            if room <= BATCH_LEAST:
                raise
            room = max(BATCH_LEAST, room // 2)
        else:
            room = min(BATCH_MOST, room * 2)
            watch(progress)
    store.note_exchange()
    return progress


def exchange_once(store: Store, carrier: Carrier, so_far: Progress, room: int) -> Progress:
    """Send at most one batch, take one page; no transaction is open while we wait for the network."""
    batch = store.next_to_send(room)
    with store.sending(batch):
        answer = carrier.exchange(_envelope(store), batch)
    _settle(store, batch, answer)
    if answer.grants is not None:
        store.take(answer.grants)
    store.apply(answer.page)
    return _progress(store, so_far, batch, answer)


def _envelope(store: Store) -> Envelope:
    link = store.link()
    return Envelope(
        replica=store.replica,
        token=link.token,
        grants=link.grants_hash,
        cursors=store.cursors(),
        made=store.made(),
        room=ROOM,
    )


def _settle(store: Store, batch: Batch | None, answer: Answer) -> None:
    if batch is None:
        return
    if answer.outcomes is None:
        raise NonsenseAnswer
    store.settle(answer.outcomes)


def _progress(store: Store, so_far: Progress, batch: Batch | None, answer: Answer) -> Progress:
    waiting = store.standing().waiting
    answered = len(answer.outcomes.outcomes) if answer.outcomes else 0
    gap = answer.outcomes is not None and answer.outcomes.refusal is Refusal.gap
    return Progress(
        sent=so_far.sent + answered,
        waiting=waiting,
        received=so_far.received + sum(len(each.rows) for each in answer.page.slices),
        more=(waiting > 0 and (answered > 0 or gap or batch is None))
        or _behind(answer.page)
        or answer.grants is not None,
    )


def _behind(page: Page) -> bool:
    return any(each.cursor < each.head for each in page.slices)
