"""How things stand with the server: what waits, what was refused, and where one record is on its way."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Text, func, literal_column, select

from cdadesk.clock import read_instant
from cdadesk.store import drafts, outbox, settings, sticks
from cdadesk.store.outbox import OpState
from cdadesk.store.settings import Setting
from cdadesk.store.tables import guest_op, op
from cdadesk.wire.ops import Op

_FEW = 500
_OPEN = (OpState.waiting, OpState.rejected)


class Transport(StrEnum):
    """Where a record's changes are; `applied` also stands for one that came from the server."""

    not_sent = "not_sent"
    on_stick = "on_stick"
    seen_on_stick = "seen_on_stick"  # a colleague's change that the server has not told of yet
    sending = "sending"
    applied = "applied"
    needs_you = "needs_you"


@dataclass(frozen=True)
class Standing:
    """What waits in the outbox (ops, the records they are of, their bytes), what was refused, what is only typed.

    `on_stick` of the records that wait are on a stick as they are now.
    """

    waiting: int
    records: int
    bytes: int
    rejected: int
    drafts: int
    last_exchange: dt.datetime | None
    on_stick: int = 0

    @property
    def all_sent(self) -> bool:
        """Say whether the server has applied all that was ever saved here."""
        return self.waiting == 0 and self.rejected == 0


@dataclass(frozen=True)
class Refused:
    """A change that the server could not take: its words, and what was in it."""

    n: int
    kind: str
    record: UUID
    scope: str
    code: str
    sentence: str
    fields: Mapping[str, Any]
    made_at: dt.datetime


def standing(connection: Connection) -> Standing:
    """Return how things stand at this instant."""
    waits = op.c.state == OpState.waiting
    asked = select(func.count(), func.count(func.distinct(op.c.record)), func.sum(op.c.size)).where(waits)
    ops, records, size = connection.execute(asked).one()
    refused = select(func.count(func.distinct(op.c.record))).where(op.c.state == OpState.rejected)
    last = settings.read(connection, Setting.last_exchange)
    return Standing(
        waiting=ops,
        records=records,
        bytes=size or 0,
        rejected=connection.execute(refused).scalar_one(),
        drafts=drafts.count(connection),
        last_exchange=read_instant(last) if last else None,
        on_stick=records - _not_on_stick(connection, records),
    )


def waiting(connection: Connection) -> int:
    """Return how many ops wait: asked with each portion, it comes out of the index."""
    waits = op.c.state == OpState.waiting
    return connection.execute(select(func.count()).select_from(op).where(waits)).scalar_one()


def records_waiting(connection: Connection) -> int:
    """Return of how many records an op waits, out of the index as well."""
    records = select(op.c.record).where(op.c.state == OpState.waiting).distinct().subquery()
    return connection.execute(select(func.count()).select_from(records)).scalar_one()


def _not_on_stick(connection: Connection, waiting: int) -> int:
    """Return how many of the records that wait have a change that is on no stick."""
    reach = sticks.reach(connection)
    if not waiting or not reach:
        return waiting
    beyond = select(func.count(func.distinct(op.c.record))).where(op.c.state == OpState.waiting, op.c.n > reach)
    return connection.execute(beyond).scalar_one()


def refused(connection: Connection) -> list[Refused]:
    """Return what the server could not take and nobody has mended, oldest first."""
    rows = connection.execute(select(op).where(op.c.state == OpState.rejected).order_by(op.c.n))
    return [change_of(row) for row in rows]


def change_of(row: Row[Any]) -> Refused:
    """Return what lies in an op, and what the server said of it."""
    entry = outbox.entry_of(row)
    fields = entry.fields if isinstance(entry, Op) else {}
    key = (row.kind, UUID(row.record), row.scope)
    return Refused(row.n, *key, row.code, row.sentence, fields, read_instant(row.made_at))


def transports(
    connection: Connection, kind: str, records: Sequence[UUID], on_the_way: Collection[int]
) -> dict[UUID, Transport]:
    """Return where each record's changes are: the most urgent of its ops speaks for it."""
    asked = select(op.c.record, op.c.n, op.c.state).where(op.c.kind == kind)
    if len(records) <= _FEW:  # looked up by record: by state, SQLite would walk through all that waits
        by_record = op.c.record.in_([str(each) for each in records])
        asked = asked.where(by_record, literal_column("+op.state", Text).in_(_OPEN))
    else:
        asked = asked.where(op.c.state.in_(_OPEN))
    found = dict.fromkeys(records, Transport.applied)
    reach = sticks.reach(connection)
    for record in _seen_on_stick(connection, kind):
        if record in found:
            found[record] = Transport.seen_on_stick
    for row in connection.execute(asked):
        record = UUID(row.record)
        if record in found:
            found[record] = max(found[record], _of_op(row.n, row.state, on_the_way, reach), key=_URGENCY.index)
    return found


def not_sent(connection: Connection, kind: str) -> frozenset[UUID]:
    """Return the records of a kind that have a change which waits or was refused."""
    asked = select(op.c.record).where(op.c.kind == kind, op.c.state.in_(_OPEN)).distinct()
    return frozenset(UUID(each) for each in connection.execute(asked).scalars())


_URGENCY = [
    Transport.applied,
    Transport.seen_on_stick,
    Transport.sending,
    Transport.on_stick,
    Transport.not_sent,
    Transport.needs_you,
]


def _seen_on_stick(connection: Connection, kind: str) -> list[UUID]:
    visiting = (guest_op.c.kind == kind, guest_op.c.laid_over)
    return [UUID(each) for each in connection.execute(select(guest_op.c.record).where(*visiting).distinct()).scalars()]


def _of_op(n: int, state: str, on_the_way: Collection[int], reach: int) -> Transport:
    if state == OpState.rejected:
        return Transport.needs_you
    if n in on_the_way:
        return Transport.sending
    return Transport.on_stick if n <= reach else Transport.not_sent
