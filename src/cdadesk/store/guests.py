"""Guests: ops of colleagues that were seen on a stick and that the server has not told of yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from cdadesk.clock import instant_text
from cdadesk.domain.kernel.closing import closed_paths
from cdadesk.store import cursors, history, inbox
from cdadesk.store.bench import Bench, Guest, OnBench
from cdadesk.store.rows import Schema
from cdadesk.store.tables import guest_op
from cdadesk.wire import canonical
from cdadesk.wire.merge import effects
from cdadesk.wire.messages import Batch, Colleague, Grants, Outcome
from cdadesk.wire.ops import NOTHING_SEEN, Act, Op, Seen, chained
from cdadesk.wire.rights import Account, Doing, may

_LAID = (Act.set, Act.void, Act.restore)  # what is erased or moved is told by the server alone


@dataclass(frozen=True)
class Host:
    """Who lays whose ops over their copy: the grants of this laptop, and the colleague."""

    grants: Grants
    colleague: Colleague

    def welcomes(self, op: Op) -> bool:
        """Say whether an op may be shown: both hold its scope, the colleague may do that, and wrote it in person."""
        theirs = Account(self.colleague.role, self.colleague.scopes)
        wrote = self.grants.people.get(op.author, self.colleague.name)
        in_person = op.author == self.colleague.user or wrote == self.colleague.name
        return in_person and op.scope in self.grants.scopes and may(theirs, Doing.write, op.scope, op.kind)


@dataclass(frozen=True)
class Laid:
    """How many changes of a stick are shown now; `is_doubled` where others came under the same numbers before."""

    count: int
    is_doubled: bool


def follows(connection: Connection, sender: str, batch: Batch, part: int) -> bool:
    """Say whether the op before a batch is known: the first part of a stick begins where the server has all."""
    before = batch.entries[0].n - 1
    known = select(guest_op.c.h).where(guest_op.c.replica == sender, guest_op.c.n == before)
    h = connection.execute(known).scalar()
    return part == 1 or h == batch.h_before or history.newest_op(connection, sender) >= before


def take(connection: Connection, schema: Schema, host: Host, batch: Batch) -> Laid:
    """Lay the ops of a batch over the copy, those that are new here."""
    sender = str(host.colleague.replica)
    known = _chain_known(connection, sender)
    told = history.newest_op(connection, sender)
    bench, count = Bench(connection, schema), 0
    chain = chain_of(batch)
    for entry in batch.entries:
        if entry.n in known:
            continue
        number = insert(guest_op).values(_values(sender, entry, chain[entry.n])).returning(guest_op.c.id)
        guest = connection.execute(number).scalar_one()
        if isinstance(entry, Op) and entry.n > told and _is_welcome(bench, host, entry):
            _lay(bench, Guest(guest, sender, entry.n, effects(entry), None, instant_text(entry.made_at)), entry)
            count += 1
    bench.finish()
    return Laid(count, is_doubled=any(h != known.get(n, h) for n, h in chain.items()))


def chain_of(batch: Batch) -> dict[int, str]:
    """Return the chain at each op of a batch."""
    hs = accumulate(batch.entries, chained, initial=batch.h_before)
    return dict(zip((each.n for each in batch.entries), islice(hs, 1, None), strict=True))


def judge(
    connection: Connection, schema: Schema, sender: str, chain: Mapping[int, str], outcomes: Sequence[Outcome]
) -> None:
    """Note the server's word on ops of a colleague; what it did not take is shown no longer.

    `chain` is that of the ops that it judged: of a twin's, which have the same numbers, it says nothing.
    """
    bench = Bench(connection, schema)
    told = {each.n: each for each in outcomes}
    rows = [row for row in _laid(connection, sender, chain) if row.n in told]
    for row in rows:
        _judge_one(bench, row, told[row.n])
    whole = {each.scope: each.whole for each in cursors.every(connection)}
    for row in rows:
        inbox.release(bench, _place(bench, row), whole.get(row.scope, NOTHING_SEEN))
    bench.finish()


def withdraw(connection: Connection, schema: Schema, sender: str, chain: Mapping[int, str]) -> None:
    """Take ops off the copy that will not come under these names: their laptop has to send them again under others."""
    bench = Bench(connection, schema)
    for row in _laid(connection, sender, chain):
        place = _place(bench, row)
        inbox.send_home(bench, place, [each for each in place.guests if each.id == row.id and each.seen is None])
    bench.finish()


def _laid(connection: Connection, sender: str, chain: Mapping[int, str]) -> list[Row[Any]]:
    """Return the ops of a chain that lie over the copy."""
    laid = select(guest_op).where(guest_op.c.replica == sender, guest_op.c.laid_over)
    return [row for row in connection.execute(laid) if chain.get(row.n) == row.h]


def _chain_known(connection: Connection, sender: str) -> dict[int, str]:
    asked = select(guest_op.c.n, guest_op.c.h).where(guest_op.c.replica == sender)
    return {row.n: row.h for row in connection.execute(asked)}


def _judge_one(bench: Bench, row: Row[Any], outcome: Outcome) -> None:
    place = _place(bench, row)
    if outcome.seen is None:
        inbox.send_home(bench, place, [each for each in place.guests if each.id == row.id])
        return
    seen: Seen = outcome.seen
    numbered = update(guest_op).where(guest_op.c.id == row.id).values(epoch=seen.epoch, seq=seen.seq)
    bench.connection.execute(numbered)
    history.number(bench.connection, row.replica, {row.n: seen})
    place.guests = [replace(each, seen=seen) if each.id == row.id else each for each in place.guests]


def _place(bench: Bench, row: Row[Any]) -> OnBench:
    return bench.on(row.kind, row.scope, UUID(row.record))


def _is_welcome(bench: Bench, host: Host, op: Op) -> bool:
    entity = bench.schema.entities.get(op.kind)
    if entity is None or op.act not in _LAID or not host.welcomes(op):
        return False
    place = bench.on(op.kind, op.scope, op.record)
    said_once = entity.create_only and place.kept is not None
    return place.scope == op.scope and not said_once and not closed_paths(entity, place.shared(), op.fields)


def _lay(bench: Bench, guest: Guest, op: Op) -> None:
    place = bench.on(op.kind, op.scope, op.record)
    shown = place.shared()
    leaves = {path: [shown.get(path), value] for path, value in guest.fields.items()}
    history.note(bench.connection, [_change(guest, op) | {"leaves": leaves}])
    bench.connection.execute(update(guest_op).where(guest_op.c.id == guest.id).values(laid_over=True))
    server = place.server_leaves()
    place.guests.append(guest)
    bench.lay(place, server, place.seen)


def _change(guest: Guest, op: Op) -> history.Noted:
    return {
        "scope": op.scope,
        "kind": op.kind,
        "record": str(op.record),
        "author": op.author,
        "made_at": instant_text(op.made_at),
        "local_day": op.local_day.isoformat(),
        "replica": guest.replica,
        "n": guest.n,
    }


def _values(sender: str, entry: Any, h: str) -> dict[str, Any]:
    is_op = isinstance(entry, Op)
    return {
        "replica": sender,
        "n": entry.n,
        "h": h,
        "scope": entry.scope if is_op else "",
        "kind": entry.kind if is_op else "",
        "record": str(entry.record) if is_op else "",
        "entry": canonical.encode(entry.plain()).decode(),
        "laid_over": False,
    }
