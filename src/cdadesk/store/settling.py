"""Settling: what the server said to each op. One transaction; the same answer twice changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from cdadesk.store import cursors, erasing, history, inbox, outbox
from cdadesk.store.bench import Address, Bench, Laid, OnBench
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Schema
from cdadesk.store.tables import op
from cdadesk.store.troubles import ForkedReplica
from cdadesk.wire.messages import Outcome, Outcomes, Refusal, Result
from cdadesk.wire.ops import NOTHING_SEEN, Seen


def settle(connection: Connection, schema: Schema, replica: UUID, answer: Outcomes) -> frozenset[Address]:
    """Note the server's word on each op; return which records now show or stand otherwise.

    After a gap the ops that the server lacks wait again. Raises ForkedReplica, with nothing changed.
    """
    if answer.refusal is Refusal.fork or answer.last_n > outbox.made(connection, replica).n:
        raise ForkedReplica
    bench = Bench(connection, schema)
    is_gap = answer.refusal is Refusal.gap
    touched = _send_again(bench, answer.last_n) if is_gap else _judge(bench, replica, answer.outcomes)
    _release(bench, touched)
    bench.finish()
    return frozenset((place.kind, place.id) for place in touched)


def _judge(bench: Bench, replica: UUID, told: Sequence[Outcome]) -> list[OnBench]:
    waiting = outbox.waiting(bench.connection, [each.n for each in told])
    new = [each for each in told if each.n in waiting]
    outbox.judge(bench.connection, new)
    numbers = {each.n: each.seen for each in new if each.seen is not None}
    history.number(bench.connection, replica, numbers)
    keys = {each.n: _key(waiting[each.n]) for each in new}
    bench.fetch_all(keys.values())
    places = [bench.on(*key) for key in dict.fromkeys(keys.values())]
    for place in places:
        place.laid = [replace(each, seen=each.seen or _at_once(each)) for each in place.laid]
        lost = [each.n for each in new if each.result is Result.erased and bench.on(*keys[each.n]) is place]
        if lost:
            erasing.judged(bench, place, lost, replica)
    return places


def _at_once(laid: Laid) -> Seen | None:
    """Return where a change is reached that was taken and changed nothing at the server: everywhere."""
    return NOTHING_SEEN if laid.state is OpState.acknowledged else None


def _send_again(bench: Bench, last_n: int) -> list[OnBench]:
    """Let all after what the server holds wait again, laid over the copy as before it was sent."""
    behind = op.c.n > last_n
    connection = bench.connection
    keys = {_key(row) for row in connection.execute(select(op).where(behind))}
    connection.execute(update(op).where(behind).values(state=OpState.waiting, laid_over=True, epoch=None, seq=None))
    bench.fetch_all(keys)
    places = [bench.on(*key) for key in sorted(keys)]
    for place in places:
        bench.relay(place)
    return places


def _release(bench: Bench, places: Sequence[OnBench]) -> None:
    whole = {each.scope: each.whole for each in cursors.every(bench.connection)}
    for place in places:
        inbox.release(bench, place, whole.get(place.scope, NOTHING_SEEN))


def _key(row: Row[Any]) -> tuple[str, str, UUID]:
    return row.kind, row.scope, UUID(row.record)
