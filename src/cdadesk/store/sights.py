"""Sights: the newest change of a record that is seen here, which is what a verdict or a comment names."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from cdadesk.store import history, outbox
from cdadesk.store.tables import guest_op
from cdadesk.wire.ops import Seen


@dataclass(frozen=True)
class Newest:
    """The newest change: its replica and its op there, and its number at the server, None until it has one."""

    replica: str
    n: int
    seen: Seen | None


def newest(connection: Connection, replica: UUID, kind: str, record: UUID) -> Newest:
    """Return the newest change of a record: one of this laptop that waits, else one of a stick, else the server's."""
    n, seen = outbox.newest_of(connection, kind, record)
    visiting = guest_op.c.kind == kind, guest_op.c.record == str(record), guest_op.c.laid_over
    guest = connection.execute(select(guest_op).where(*visiting).order_by(guest_op.c.id.desc()).limit(1)).first()
    if guest is not None and seen is not None:
        return Newest(guest.replica, guest.n, None)
    told = history.newest(connection, kind, record)
    if told is not None and seen is not None and told[0] >= seen:
        return Newest(told[1], told[2], told[0])
    return Newest(str(replica) if n else "", n, seen)
