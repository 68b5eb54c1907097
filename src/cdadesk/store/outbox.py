"""The outbox: ops, numbered and chained when they are written, frozen from then on, sent in whole groups."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, text, update

from cdadesk.clock import instant_text, new_id
from cdadesk.store.among import among
from cdadesk.store.tables import op
from cdadesk.wire import canonical, runs
from cdadesk.wire.messages import Batch, Outcome, Result, Simply
from cdadesk.wire.ops import (
    GROUP_BYTES,
    GROUP_OPS,
    Op,
    Seen,
    Stub,
    chain_start,
    chained,
    item_id,
    read_entry,
)
from cdadesk.wire.unread import Unread


class OpState(StrEnum):
    """Where an op stands."""

    waiting = "waiting"
    acknowledged = "acknowledged"
    rejected = "rejected"
    mended = "mended"
    forgotten = "forgotten"  # its scope was taken away after it was judged
    again = "again"  # this laptop has issued it anew under another name


# by hand: many are judged at once
_JUDGE = "UPDATE op SET state = ?, code = ?, sentence = ?, epoch = ?, seq = ? WHERE n = ?"


_FROM = "SELECT n, h, in_group, size, entry FROM op WHERE n >= ? ORDER BY n"
_LIE_IN = text(
    "SELECT scope, kind, json_group_array(record) FROM op WHERE n BETWEEN :first AND :last GROUP BY scope, kind"
)
_STILL_WAIT = text("SELECT count(*) FROM op WHERE n BETWEEN :first AND :last AND state = 'waiting'")
_TAKE = text(
    "UPDATE op SET state = 'acknowledged', code = '', sentence = '', epoch = :epoch, seq = n + :ahead "
    "WHERE n BETWEEN :first AND :last"
)


@dataclass(frozen=True)
class Made:
    """The newest op of this replica: its number, and the chain up to it."""

    n: int
    h: str


def made(connection: Connection, replica: UUID) -> Made:
    """Return the newest op; 0 and the start of the chain before the first."""
    row = connection.execute(select(op.c.n, op.c.h).order_by(op.c.n.desc()).limit(1)).first()
    return Made(row.n, row.h) if row else Made(0, chain_start(replica))


def chain_at(connection: Connection, replica: UUID, n: int) -> str | None:
    """Return the chain at an op, None where there is none under this number."""
    known: str | None = connection.execute(select(op.c.h).where(op.c.n == n)).scalar()
    return chain_start(replica) if n == 0 else known


def pieces(whole: Op) -> Iterator[Op]:
    """Cut an op that is too large for a group by its fields; what one field holds stays together."""
    if whole.size() <= GROUP_BYTES:
        yield whole
        return
    room = GROUP_BYTES - replace(whole, fields={}).size()
    part: dict[str, Any] = {}
    taken = 0
    for path, value in whole.fields.items():
        size = len(canonical.encode({path: value}))
        if part and taken + size > room:
            yield replace(whole, fields=part)
            part, taken, whole = {}, 0, replace(whole, resolves=())
        part[path] = value
        taken += size
    yield replace(whole, fields=part)


def grouped(ops: Iterable[Op]) -> list[Op]:
    """Give the ops of one save their groups: one, unless the protocol's limits ask for more."""
    made_of: list[Op] = []
    group, count, size = new_id(), 0, 0
    for each in ops:
        if count and (count == GROUP_OPS or size + each.size() > GROUP_BYTES):
            group, count, size = new_id(), 0, 0
        made_of.append(replace(each, group=group))
        count, size = count + 1, size + each.size()
    return made_of


def put(connection: Connection, replica: UUID, save: UUID, ops: Sequence[Op]) -> None:
    """Write numbered ops at the end of the chain."""
    h = made(connection, replica).h
    values = []
    for each in ops:
        h = chained(h, each)
        values.append(_values(each, h, save))
    if values:
        connection.execute(insert(op), values)


def next_batch(connection: Connection, replica: UUID, most: int, after: int = 0) -> Batch | None:
    """Return the first groups that wait after an op, as many whole ones as fit in so many bytes and at least one."""
    waiting = select(func.min(op.c.n)).where(op.c.state == OpState.waiting, op.c.n > after)
    first = connection.execute(waiting).scalar()
    return None if first is None else batch_from(connection, replica, first, most)


def batch_from(connection: Connection, replica: UUID, first: int, most: int) -> Batch | None:
    """Return the groups from an op on, as many whole ones as fit in so many bytes and at least one; None beyond all."""
    held = _run(connection, first, most)
    if not held:
        return None
    before = connection.execute(select(op.c.h).where(op.c.n == first - 1)).scalar() or chain_start(replica)
    numbers, written = range(first, held[-1].n + 1), ",".join(each.entry for each in held)
    return Batch(before, held[-1].h, Unread(numbers, lambda: runs.dense(canonical.read(f"[{written}]"))))


def newest_of(connection: Connection, kind: str, records: Sequence[UUID]) -> dict[UUID, tuple[int, Seen | None]]:
    """Return the newest op of each record that has one here, and its number at the server, None until it has one."""
    last = select(func.max(op.c.n)).where(op.c.kind == kind, among(op.c.record, records)).group_by(op.c.record)
    return {
        UUID(row.record): (row.n, _number_of(row)) for row in connection.execute(select(op).where(op.c.n.in_(last)))
    }


def _number_of(row: Row[Any]) -> Seen | None:
    return Seen(row.epoch, row.seq) if row.state == OpState.acknowledged and row.epoch else None


def resolved(connection: Connection) -> frozenset[UUID]:
    """Return the conflicts that ops of this laptop settle, refused ones left out."""
    holds = func.json_extract(op.c.entry, "$.resolves").is_not(None)
    asked = select(op).where(holds, op.c.state.in_((OpState.waiting, OpState.acknowledged)))
    entries = [entry_of(row) for row in connection.execute(asked)]
    return frozenset(each for entry in entries if isinstance(entry, Op) for each in entry.resolves)


def entry_of(row: Row[Any]) -> Op | Stub:
    """Return what a row holds, as it was frozen."""
    return read_entry(canonical.read(row.entry))


class Lies(NamedTuple):
    """Where an op lies."""

    scope: str
    kind: str
    record: UUID


def waiting(connection: Connection, ns: Sequence[int]) -> dict[int, Lies]:
    """Return where those of the ops lie that the server has not judged yet, by number."""
    if not ns:
        return {}
    asked = select(op.c.n, op.c.scope, op.c.kind, op.c.record).where(
        op.c.n.between(min(ns), max(ns)), op.c.state == OpState.waiting
    )
    return {n: Lies(scope, kind, UUID(record)) for n, scope, kind, record in connection.execute(asked)}


def take_simply(connection: Connection, told: Simply, first: Seen) -> bool:
    """Note of ops that follow each other that all were taken, under numbers that do so too; say if all waited.

    Where one did not wait any more, nothing is noted.
    """
    mine = {"first": told.numbers[0], "last": told.numbers[-1]}
    waiting: int = connection.execute(_STILL_WAIT, mine).scalar_one()
    if waiting == len(told):
        connection.execute(_TAKE, mine | {"epoch": first.epoch, "ahead": first.seq - told.first})
    return waiting == len(told)


def lie_in(connection: Connection, numbers: range) -> list[tuple[str, str, list[str]]]:
    """Return where ops lie: scope, kind, and the record of each."""
    found = connection.execute(_LIE_IN, {"first": numbers[0], "last": numbers[-1]})
    return [(scope, kind, canonical.read(records)) for scope, kind, records in found]


def judge(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    """Note what the server said to ops."""
    if outcomes:
        connection.exec_driver_sql(_JUDGE, [_judged(each) for each in outcomes])


def state_after(outcome: Outcome) -> OpState:
    """Return where an op stands after the server's word."""
    return OpState.rejected if outcome.result is Result.rejected else OpState.acknowledged


def _judged(outcome: Outcome) -> tuple[Any, ...]:
    epoch, seq = outcome.seen or (None, None)
    return state_after(outcome).value, outcome.code, outcome.sentence, epoch, seq, outcome.n


def mend(connection: Connection, ns: Sequence[int]) -> None:
    """Note that refused ops were replaced by a newer save."""
    connection.execute(update(op).where(op.c.n.in_(ns)).values(state=OpState.mended))


def already_mended(connection: Connection, replica: UUID, ns: Sequence[int]) -> list[int]:
    """Return those of refused ops that a later save has mended: they were sent again with it."""
    mending = resolved(connection)
    return [n for n in ns if item_id(replica, n) in mending]


def forget(connection: Connection, row: Row[Any]) -> None:
    """Drop the content of an op whose scope was taken away; its place in the chain stays."""
    entry = canonical.encode(Stub(row.n, entry_of(row).digest()).plain()).decode()
    left = {"entry": entry, "size": len(entry), "state": OpState.forgotten, "laid_over": False}
    empty = {"code": "", "sentence": "", "epoch": None, "seq": None}
    connection.execute(update(op).where(op.c.n == row.n).values(left | empty))


class _Held(NamedTuple):
    n: int
    h: str
    in_group: str
    size: int
    entry: str


def _run(connection: Connection, first: int, most: int) -> list[_Held]:
    taken: list[_Held] = []
    group: list[_Held] = []
    size = 0
    with closing(_from(connection, first)) as found:
        for each in found:
            if group and each.in_group != group[0].in_group:
                taken += group
                group = []
            if taken and size + each.size > most:
                return taken
            group.append(each)
            size += each.size
    return taken + group


def _from(connection: Connection, first: int) -> Generator[_Held]:
    """Yield the ops from one on as the driver reads them: nearly all that a laptop sends at once goes through here."""
    driver: Any = connection.connection.driver_connection
    with closing(driver.execute(_FROM, (first,))) as found:
        yield from map(_Held._make, found)


def _values(frozen: Op, h: str, save: UUID) -> dict[str, Any]:
    entry = canonical.encode(frozen.plain()).decode()
    return {
        "n": frozen.n,
        "h": h,
        "save": str(save),
        "in_group": str(frozen.group),
        "scope": frozen.scope,
        "kind": frozen.kind,
        "record": str(frozen.record),
        "entry": entry,
        "size": len(entry.encode()),
        "made_at": instant_text(frozen.made_at),
        "state": OpState.waiting,
        "laid_over": True,
    }
