"""Sights: the newest change of a record that is seen here, which is what a verdict or a comment names."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from cdadesk.store import history, outbox
from cdadesk.store.among import among
from cdadesk.store.tables import guest_op
from cdadesk.wire.ops import NOTHING_SEEN, Seen


@dataclass(frozen=True)
class Newest:
    """The newest change: its replica and its op there, and its number at the server, None until it has one."""

    replica: str
    n: int
    seen: Seen | None


def newest(connection: Connection, replica: UUID, kind: str, records: Sequence[UUID]) -> dict[UUID, Newest]:
    """Return the newest change of each record: one of this laptop that waits, else one of a stick, else the server's.

    A few questions, however many records.
    """
    mine = outbox.newest_of(connection, kind, records)
    visiting = _visiting(connection, kind, records)
    told = history.newest(connection, kind, records)
    return {each: _newest(replica, mine.get(each), visiting.get(each), told.get(each)) for each in records}


def _newest(
    replica: UUID,
    mine: tuple[int, Seen | None] | None,
    visiting: tuple[str, int] | None,
    told: tuple[Seen, str, int] | None,
) -> Newest:
    n, seen = mine or (0, NOTHING_SEEN)
    if visiting is not None and seen is not None:
        return Newest(*visiting, None)
    if told is not None and seen is not None and told[0] >= seen:
        return Newest(told[1], told[2], told[0])
    return Newest(str(replica) if n else "", n, seen)


def _visiting(connection: Connection, kind: str, records: Sequence[UUID]) -> dict[UUID, tuple[str, int]]:
    """Return the newest op of a colleague that lies over each record: its replica, and its number there."""
    laid = (guest_op.c.kind == kind, guest_op.c.laid_over, among(guest_op.c.record, records))
    last = select(func.max(guest_op.c.id)).where(*laid).group_by(guest_op.c.record)
    found = connection.execute(select(guest_op).where(guest_op.c.id.in_(last)))
    return {UUID(row.record): (row.replica, row.n) for row in found}
