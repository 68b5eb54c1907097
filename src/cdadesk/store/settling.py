"""Settling: what the server said to each op. One transaction; the same answer twice changes nothing."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select, update

from cdadesk.store import cursors, erasing, history, inbox, journal, moving, outbox, restoring, whole
from cdadesk.store.bench import Address, Addresses, Bench, Laid, OnBench
from cdadesk.store.outbox import Lies, OpState
from cdadesk.store.rows import Schema
from cdadesk.store.tables import op
from cdadesk.store.troubles import ForkedReplica, ServerRewound
from cdadesk.wire.messages import Outcome, Outcomes, Refusal, Result, Simply
from cdadesk.wire.ops import NOTHING_SEEN, Op, Seen

_SIMPLY = frozenset({Result.ok, Result.merged})
_FAR = Seen(2**53, 0)
_LAY = update(op).where(op.c.n == bindparam("of_n")).values(laid_over=True)


def settle(connection: Connection, schema: Schema, replica: UUID, answer: Outcomes, at: dt.datetime) -> Set[Address]:
    """Note the server's word on each op; return which records now show or stand otherwise.

    After a gap the ops that the server lacks wait again, and after a restore of the server all that it lost. Raises
    ForkedReplica or ServerRewound, with nothing changed.
    """
    if answer.refusal is Refusal.rewound:
        raise ServerRewound
    if answer.refusal is Refusal.fork or answer.last_n > outbox.made(connection, replica).n:
        raise ForkedReplica
    if answer.refusal is None and isinstance(answer.outcomes, Simply):
        quietly = _take_simply(connection, replica, answer.outcomes, at)
        if quietly is not None:
            return quietly
    bench = Bench(connection, schema)
    touched = _take_up(bench, replica, answer)
    journal.note_judged(connection, [each.n for each in answer.outcomes], at)
    _release(bench, touched.places)
    moving.let_go(bench)
    bench.finish()
    return touched.quietly | frozenset((place.kind, place.id) for place in touched.places)


def _take_simply(connection: Connection, replica: UUID, told: Simply, at: dt.datetime) -> Addresses | None:
    """Note that ops were simply taken, one after the other, where nothing else changes by it; None where it does."""
    first = told.stretch()
    if first is None:
        return None
    lie = outbox.lie_in(connection, told.numbers)
    scopes = {scope for scope, _kind, _records in lie}
    if sum(len(records) for _scope, _kind, records in lie) < len(told) or not _are_to_come(connection, scopes, first):
        return None
    if not outbox.take_simply(connection, told, first):
        return None
    history.number_in_order(connection, replica, told.numbers, first)
    journal.note_judged(connection, told.numbers, at)
    return _addresses(lie)


def _addresses(lie: Sequence[tuple[str, str, list[str]]]) -> Addresses:
    """Return where ops lie: each record once, however many changes of it were taken."""
    found: dict[str, dict[str, None]] = {}
    for _scope, kind, records in lie:
        found.setdefault(kind, {}).update(dict.fromkeys(records))
    return Addresses(frozenset(), [(kind, list(records)) for kind, records in found.items()])


def _are_to_come(connection: Connection, scopes: Collection[str], first: Seen) -> bool:
    """Say whether the feed has yet to reach a number in each of these scopes, and nothing goes out of sight."""
    anew = set(whole.coming(connection))
    reached = {each.scope: each.at for each in cursors.every(connection) if each.scope not in anew}
    return all(first > reached.get(each, _FAR) for each in scopes) and not moving.is_any_leaving(connection)


@dataclass(frozen=True)
class _Touched:
    """Records that stand otherwise: those worked on, and those of which only the ops have their numbers now."""

    places: list[OnBench]
    quietly: frozenset[Address] = frozenset()


def _take_up(bench: Bench, replica: UUID, answer: Outcomes) -> _Touched:
    if answer.refusal is None:
        return _judge(bench, replica, answer.outcomes)
    touched = _send_again(bench, replica, answer.last_n)
    if answer.refusal is Refusal.restored:
        touched += restoring.go_back(bench, replica, answer)
    return _Touched(touched)


def _judge(bench: Bench, replica: UUID, told: Sequence[Outcome]) -> _Touched:
    waiting = outbox.waiting(bench.connection, [each.n for each in told])
    new = [each for each in told if each.n in waiting]
    outbox.judge(bench.connection, new)
    refused = [each.n for each in new if each.result is Result.rejected]
    mended = outbox.already_mended(bench.connection, replica, refused) if refused else []
    outbox.mend(bench.connection, mended)
    numbers = {each.n: each.seen for each in new if each.seen is not None}
    history.number(bench.connection, replica, numbers)
    quiet = _quiet(bench, new, waiting)
    keys = {
        each.n: (waiting[each.n].kind, waiting[each.n].scope, waiting[each.n].record)
        for each in new
        if each.n not in quiet
    }
    bench.fetch_all(keys.values())
    places = [bench.on(*key) for key in dict.fromkeys(keys.values())]
    erased = [each.n for each in new if each.result is Result.erased]
    for place in places:
        place.laid = [replace(each, seen=each.seen or _at_once(each)) for each in place.laid]
        lost = [n for n in erased if bench.on(*keys[n]) is place]
        if lost:
            erasing.judged(bench, place, lost, replica)
        if over := [each for each in place.laid if each.n in mended]:
            place.lift(over)
            bench.relay(place)
    return _Touched(places, frozenset((waiting[n].kind, waiting[n].record) for n in quiet))


def _quiet(bench: Bench, new: Sequence[Outcome], waiting: Mapping[int, Lies]) -> frozenset[int]:
    """Return the ops that were simply taken, under numbers that the feed has yet to reach: nothing else changes."""
    anew = set(whole.coming(bench.connection))
    reached = {each.scope: each.at for each in cursors.every(bench.connection) if each.scope not in anew}
    return frozenset(
        each.n
        for each in new
        if each.result in _SIMPLY and each.seen and each.seen > reached.get(waiting[each.n].scope, _FAR)
    )


def _at_once(laid: Laid) -> Seen | None:
    """Return where a change is reached that was taken and changed nothing at the server: everywhere."""
    return NOTHING_SEEN if laid.state is OpState.acknowledged else None


def _send_again(bench: Bench, replica: UUID, last_n: int) -> list[OnBench]:
    """Let all after what the server holds wait again, laid over the copy as before it was sent."""
    behind = op.c.n > last_n
    connection = bench.connection
    lost = [row for row in connection.execute(select(op).where(behind)) if isinstance(outbox.entry_of(row), Op)]
    connection.execute(update(op).where(behind).values(state=OpState.waiting, epoch=None, seq=None))
    if lost:
        connection.execute(_LAY, [{"of_n": row.n} for row in lost])
    history.unnumber(connection, replica, last_n)
    keys = {_key(row) for row in lost}
    bench.fetch_all(keys)
    places = [bench.on(*key) for key in sorted(keys)]
    for place in places:
        bench.relay(place)
    return places


def _release(bench: Bench, places: Sequence[OnBench]) -> None:
    complete = {each.scope: each.whole for each in cursors.every(bench.connection)}
    for place in places:
        inbox.release(bench, place, complete.get(place.scope, NOTHING_SEEN))


def _key(row: Row[Any]) -> tuple[str, str, UUID]:
    return row.kind, row.scope, UUID(row.record)
