"""Echoes: what this laptop's own batch wrote comes back as it was sent, and is shown already.

The server's copy takes it in, and nothing lies over the copy any more: what is shown stays as it is. So only the
numbers are noted, for many records at once. Whatever is not quite so simple is left to the inbox.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy import delete, select

from cdadesk.store.among import among
from cdadesk.store.bench import Bench
from cdadesk.store.tables import guest_op, op, server_copy
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Row

_LIFT = "UPDATE op SET laid_over = 0 WHERE n = ?"
Named = frozenset[tuple[int, Seen]]
"""Ops of this laptop: n, and the server's number of it."""


def take(bench: Bench, scope: str, rows: Sequence[Row]) -> list[Row]:
    """Note the numbers of records over whose copy nothing lies but what has come back; return the other rows."""
    own = [row for row in rows if row.is_echo and not bench.holds(row.kind, row.id)]
    taken: set[tuple[str, UUID]] = set()
    for kind, members in groupby(sorted(own, key=lambda row: row.kind), lambda row: row.kind):
        told = {row.id: row for row in members}
        quiet = _quiet(bench, scope, kind, told)
        _note(bench, scope, kind, [told[each] for each in quiet])
        taken |= {(kind, each) for each in quiet}
    return [row for row in rows if (row.kind, row.id) not in taken]


def _quiet(bench: Bench, scope: str, kind: str, told: Mapping[UUID, Row]) -> list[UUID]:
    """Return the records that lie in this scope, and over which lies exactly what has come back."""
    connection, table = bench.connection, bench.schema.table(kind)
    here = select(table.c.id, table.c.seen_epoch, table.c.seen_seq).where(table.c.scope == scope)
    known = {UUID(record): seen for record, *seen in connection.execute(here.where(among(table.c.id, told)))}
    visited = select(guest_op.c.record).where(guest_op.c.kind == kind, guest_op.c.laid_over)
    visits = set(connection.execute(visited.where(among(guest_op.c.record, told))).scalars())
    laid = _laid(bench, kind, told)
    return [
        record
        for record, row in told.items()
        if record in known
        and str(record) not in visits
        and laid.get(record) == frozenset((each.n, each.seen) for each in row.changes)
        and (known[record][1] is None or Seen(*known[record]) < _newest(row))
    ]


def _laid(bench: Bench, kind: str, told: Mapping[UUID, Row]) -> dict[UUID, Named]:
    asked = select(op.c.record, op.c.n, op.c.epoch, op.c.seq).where(op.c.kind == kind, op.c.laid_over)
    found: dict[UUID, set[tuple[int, Seen]]] = {}
    for record, n, epoch, seq in bench.connection.execute(asked.where(among(op.c.record, told))):
        found.setdefault(UUID(record), set()).add((n, Seen(epoch, seq)))
    return {record: frozenset(ops) for record, ops in found.items()}


def _note(bench: Bench, scope: str, kind: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    connection = bench.connection
    bench.schema.note_seen(connection, kind, scope, {row.id: _newest(row) for row in rows})
    connection.exec_driver_sql(_LIFT, [(each.n,) for row in rows for each in row.changes])
    copies = (server_copy.c.kind == kind, among(server_copy.c.record, [row.id for row in rows]))
    connection.execute(delete(server_copy).where(*copies))


def _newest(row: Row) -> Seen:
    return max(each.seen for each in row.changes)
