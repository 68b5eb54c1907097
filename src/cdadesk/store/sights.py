"""Sights: the newest change of a record that is seen here, which is what a verdict or a comment names."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from cdadesk.store import history, outbox
from cdadesk.wire.ops import Seen


@dataclass(frozen=True)
class Newest:
    """The newest change: its replica and its op there, and its number at the server, None until it has one."""

    replica: str
    n: int
    seen: Seen | None


def newest(connection: Connection, replica: UUID, kind: str, record: UUID) -> Newest:
    """Return the newest change of a record: one of this laptop that waits, else what the server numbered last."""
    n, seen = outbox.newest_of(connection, kind, record)
    told = history.newest(connection, kind, record)
    if told is not None and seen is not None and told[0] >= seen:
        return Newest(told[1], told[2], told[0])
    return Newest(str(replica) if n else "", n, seen)
