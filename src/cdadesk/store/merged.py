"""Records that others have changed lately: two valid edits can merge into something odd, so one looks again."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from cdadesk.store import settings
from cdadesk.store.bench import Address, Addresses
from cdadesk.store.outbox import OpState
from cdadesk.store.tables import op

_NAME = "merged_records"
_KEPT = 200
_FEW = 100  # a page with more is a download, not somebody's evening


class Merged(NamedTuple):
    """A record that others changed, and whether changes of this laptop lie in it, too."""

    kind: str
    record: UUID
    ours: bool


def note(connection: Connection, changed: Addresses) -> None:
    """Remember the records that others have just changed, the newest first; of a download, only what is ours, too."""
    ours = _ours(connection, changed.known)
    told = changed if len(changed) <= _FEW else ours
    if told:
        newest = [Merged(kind, record, (kind, record) in ours) for kind, record in sorted(told)]
        names = {(each.kind, each.record) for each in newest}
        kept = [each for each in every(connection) if (each.kind, each.record) not in names]
        plain = [[each.kind, str(each.record), each.ours] for each in [*newest, *kept][:_KEPT]]
        settings.write(connection, _NAME, plain)


def every(connection: Connection) -> list[Merged]:
    """Return what is remembered, the newest first."""
    return [Merged(kind, UUID(record), ours) for kind, record, ours in settings.read(connection, _NAME) or []]


def _ours(connection: Connection, changed: Collection[Address]) -> frozenset[Address]:
    ids = [str(record) for _kind, record in changed]
    asked = select(op.c.kind, op.c.record).where(op.c.state.in_((OpState.waiting, OpState.acknowledged))).distinct()
    found: set[Address] = set()
    for first in range(0, len(ids), _FEW):
        rows = connection.execute(asked.where(op.c.record.in_(ids[first : first + _FEW])))
        found |= {(row.kind, UUID(row.record)) for row in rows}
    return frozenset(found & set(changed))
