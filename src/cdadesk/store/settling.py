"""Settling: what the server said to each op. One transaction; the same answer twice changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, select, update

from cdadesk.store import cursors, history, inbox, outbox
from cdadesk.store.bench import Address, Bench, Laid, OnBench
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Schema
from cdadesk.store.tables import op
from cdadesk.store.troubles import ForkedReplica
from cdadesk.wire.messages import Outcome, Outcomes, Refusal, Result
from cdadesk.wire.ops import NOTHING_SEEN


def settle(connection: Connection, schema: Schema, replica: UUID, answer: Outcomes) -> frozenset[Address]:
    """Note the server's word on each op; return which records now show or stand otherwise.

    After a gap the ops that the server lacks wait again. Raises ForkedReplica, with nothing changed.
    """
    if answer.refusal is Refusal.fork or answer.last_n > outbox.made(connection, replica).n:
        raise ForkedReplica
    bench = Bench(connection, schema)
    if answer.refusal is Refusal.gap:
        touched = _send_again(bench, answer.last_n)
    else:
        touched = [place for each in answer.outcomes if (place := _settle_one(bench, each))]
    _release(bench, touched)
    bench.finish()
    return frozenset((place.kind, place.id) for place in touched)


def _settle_one(bench: Bench, outcome: Outcome) -> OnBench | None:
    row = bench.connection.execute(select(op).where(op.c.n == outcome.n)).first()
    if row is None or row.state != OpState.waiting:
        return None
    state = OpState.rejected if outcome.result is Result.rejected else OpState.acknowledged
    outbox.judge(bench.connection, outcome, state)
    if outcome.seen is not None:
        history.number(bench.connection, outcome.n, outcome.seen)
    place = bench.on(row.kind, row.scope, UUID(row.record))
    place.laid = [_judged(each, outcome, state) if each.n == outcome.n else each for each in place.laid]
    return place


def _judged(laid: Laid, outcome: Outcome, state: OpState) -> Laid:
    """Return the change with its number; one that changed nothing at the server has none, and is reached at once."""
    seen = None if state is OpState.rejected else outcome.seen or NOTHING_SEEN
    return replace(laid, state=state, seen=seen)


def _send_again(bench: Bench, last_n: int) -> list[OnBench]:
    """Let all after what the server holds wait again, laid over the copy as before it was sent."""
    behind = op.c.n > last_n
    connection = bench.connection
    rows = list(connection.execute(select(op.c.kind, op.c.scope, op.c.record).where(behind)))
    connection.execute(update(op).where(behind).values(state=OpState.waiting, laid_over=True, epoch=None, seq=None))
    places = {(row.kind, row.record): bench.on(row.kind, row.scope, UUID(row.record)) for row in rows}
    for place in places.values():
        bench.relay(place)
    return list(places.values())


def _release(bench: Bench, places: Sequence[OnBench]) -> None:
    whole = {each.scope: each.whole for each in cursors.every(bench.connection)}
    for place in places:
        inbox.release(bench, place, whole.get(place.scope, NOTHING_SEEN))
