"""One exchange: send batches, take pages, until both sides hold the same. Safe to interrupt, and safe to repeat."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cdadesk.store.settings import Setting
from cdadesk.store.store import Store
from cdadesk.sync import patience
from cdadesk.sync.ahead import Ahead, is_behind
from cdadesk.sync.carrier import Cancelled, Carrier
from cdadesk.sync.first import Bringing, Came
from cdadesk.sync.portions import PAGE_MOST, SMALLER_MAY_DO, Portion
from cdadesk.sync.troubles import AnotherServer, NonsenseAnswer, ProgramTooOld, ServerTroubled
from cdadesk.wire.messages import (
    Answer,
    Batch,
    Envelope,
    Grants,
    Refusal,
    Simply,
)
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Page, SetAside, parts_of

__all__ = ["Cancelled", "Progress", "exchange"]


@dataclass(frozen=True)
class Progress:
    """How far an exchange has come: ops sent and still waiting, records of others received, whether there is more.

    `behind` says that the last page did not hold all news, `too_old` that this program gets none before an upgrade;
    `skew` is how much the server's clock is ahead of this laptop's, as far as it told. `went` are the ids of records of
    which something was sent, `records_waiting` counts those of which something waits: people count records, not ops.
    `erased` counts changes of which the server did not keep what had been erased meanwhile. `first_came` of
    `first_size` bytes are here of a large cluster that comes as one file.
    """

    sent: int = 0
    waiting: int = 0
    received: int = 0
    more: bool = True
    skew: dt.timedelta | None = None
    behind: bool = False
    went: frozenset[str] = frozenset()
    records_waiting: int = 0
    erased: int = 0
    too_old: bool = False
    first_came: int = 0
    first_size: int = 0


Watcher = Callable[[Progress], None]


def exchange(store: Store, carrier: Carrier, watch: Watcher, stopped: Callable[[], bool]) -> Progress:
    """Exchange until nothing waits on either side.

    What was too much for line or server is halved, down to a single save of a person and a page of a few records. What
    the server fails on time and again is halved, too, and in the end laid aside there (`patience`); nothing else is
    tried again. Raises a Trouble when line or server fail, Cancelled when `stopped` says so; both lose nothing.
    """
    with Ahead(store, carrier) as ahead:
        progress = _to_the_end(store, ahead, Bringing(store, carrier, stopped), watch, stopped)
    if progress.too_old:
        raise ProgramTooOld
    store.note_exchange()
    return progress


def _to_the_end(store: Store, ahead: Ahead, first: Bringing, watch: Watcher, stopped: Callable[[], bool]) -> Progress:
    progress, portion = Progress(), Portion()
    while progress.more:
        if stopped():
            raise Cancelled
        batch = ahead.next_batch(portion)
        try:
            progress = exchange_once(store, ahead, progress, batch, portion.page)
        except SMALLER_MAY_DO as trouble:
            portion = portion.smaller(batch, trouble)
        except ServerTroubled as trouble:
            if batch is None:
                raise
            progress = exchange_once(store, ahead, progress, None, portion.page)  # raises if all fails, not the batch
            patience.note_failure(store, batch, trouble)
            portion = portion if patience.is_alone(batch) else portion.smaller(batch, trouble)
        else:
            full_up, full_down = progress.waiting > 0, progress.behind
            portion = portion.fitting(ahead.heard.took, more_up=full_up, more_down=full_down)
            watch(progress)
            progress = progress if progress.waiting else _with_first(first, progress, watch)
    return progress


def _with_first(first: Bringing, progress: Progress, watch: Watcher) -> Progress:
    """Bring what lies ready of large scopes, once nothing of our own waits; then the feed has the rest."""

    def told(came: Came) -> Progress:
        received = progress.received + came.records
        return replace(progress, received=received, first_came=came.fetched, first_size=came.size)

    records = first.bring(lambda came: watch(told(came)))
    return progress if records is None else replace(progress, received=progress.received + records, more=True)


def exchange_once(
    store: Store, carrier: Carrier, so_far: Progress, batch: Batch | None, room: int = PAGE_MOST
) -> Progress:
    """Send at most one batch, take one page of so many bytes; no transaction is open while we wait for the network."""
    with store.looking():
        before, aside, asks = _standing(store), store.next_to_tell(), envelope(store, room)
    with store.sending(batch):
        answer = carrier.exchange(asks, batch, aside)
    _check(store, batch, answer)
    store.note_skew(carrier.heard.skew)
    if aside is not None:
        store.note_told()
    _take_in(store, answer)
    with store.looking():
        after, records = _standing(store), store.records_waiting()
    more = _is_more(after, batch, answer)
    if more and after == before and (batch is not None or not after.waiting):
        raise NonsenseAnswer  # it would go on for ever
    received = so_far.received + _news(answer.page, str(store.replica))
    went = so_far.went | _records(batch, answer)
    told = (so_far.sent + _taken(answer), after.waiting, received, more, carrier.heard.skew, is_behind(answer.page))
    return Progress(*told, went, records, so_far.erased + _erased(answer), answer.page.upgrade)


def _take_in(store: Store, answer: Answer) -> None:
    outcomes = answer.outcomes
    if outcomes is not None and outcomes.refusal is None and answer.grants is None and answer.page.is_echo:
        store.settle_with_echo(outcomes, answer.page)
        return
    if outcomes is not None:
        store.settle(outcomes)
    if answer.grants is not None:
        store.take(answer.grants)
    store.apply(answer.page)


@dataclass(frozen=True)
class _Standing:
    """What every round must change, or there is no sense in another."""

    waiting: int
    cursors: Mapping[str, Seen]
    grants: str
    aside: SetAside | None


def _standing(store: Store) -> _Standing:
    return _Standing(store.waiting(), store.cursors(), store.link().grants_hash, store.next_to_tell())


def envelope(store: Store, room: int) -> Envelope:
    """Return who asks and what it holds; with its keys as long as the server does not know them."""
    link, cursors = store.link(), store.cursors()
    keys, grants = store.sticks.keys().public, store.sticks.grants()
    return Envelope(
        replica=store.replica,
        token=link.token,
        grants=link.grants_hash,
        cursors=cursors,
        floors={scope: floor for scope, floor in store.floors().items() if floor != cursors.get(scope, floor)},
        made=store.made(),
        room=room,
        keys=keys if grants is None or (grants.server is not None and grants.known_as != keys.sign) else None,
        check=store.is_check_due(),
        laptop=store.settings.get(Setting.laptop, ""),
    )


def _check(store: Store, batch: Batch | None, answer: Answer) -> None:
    outcomes = answer.outcomes
    if batch is not None and (outcomes is None or (outcomes.refusal is None and not outcomes.outcomes)):
        raise NonsenseAnswer
    if answer.grants is not None:
        check_server(store, answer.grants)


def check_server(store: Store, grants: Grants) -> None:
    """Raise AnotherServer where grants are another person's, or come from another server than the one known."""
    link = store.link()
    if link.grants_hash and grants.user != store.me.id:
        raise AnotherServer
    if link.identity and grants.identity != link.identity:
        raise AnotherServer


def _taken(answer: Answer) -> int:
    return len(answer.outcomes.outcomes) if answer.outcomes is not None else 0


def _records(batch: Batch | None, answer: Answer) -> frozenset[str]:
    """Return the records whose ops were judged, as their ids are written."""
    told = answer.outcomes.outcomes if answer.outcomes is not None else ()
    judged = told.numbers if isinstance(told, Simply) else {each.n for each in told}
    return frozenset(batch.records(judged) if batch is not None else ())


def _is_more(after: _Standing, batch: Batch | None, answer: Answer) -> bool:
    refusal = answer.outcomes.refusal if answer.outcomes is not None else None
    to_send = after.waiting > 0 and (refusal is Refusal.gap or batch is None or _taken(answer) > 0)
    news = is_behind(answer.page) or answer.grants is not None
    return to_send or news or refusal is Refusal.restored or after.aside is not None


def _erased(answer: Answer) -> int:
    return answer.outcomes.erased if answer.outcomes is not None else 0


def _news(page: Page, replica: str) -> int:
    """Count the records that others changed; this laptop's own changes come back in the same page."""
    count = 0
    for each in page.slices:
        columns, rows = parts_of(each.rows)
        count += sum(len(changes) - changes.replicas.count(replica) for changes in columns)
        count += sum(any(change.replica != replica for change in row.changes) for row in rows)
    return count
