"""Echoes: what this laptop's own batch wrote comes back as it was sent, and is shown already.

The server's copy takes it in, and nothing lies over the copy any more: what is shown stays as it is. So only the
numbers are noted, for many records at once. Whatever is not quite so simple is left to the inbox.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, delete, select, text

from cdadesk.store.among import among
from cdadesk.store.bench import Bench
from cdadesk.store.tables import guest_op, op, server_copy
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Echo, Row

_RUN = text(
    "SELECT kind, count(*) FROM op WHERE n BETWEEN :first AND :last AND laid_over AND scope = :scope "
    "AND epoch = :epoch AND seq = n + :ahead GROUP BY kind"
)
_OTHERS = text(
    "SELECT 1 FROM op AS mine JOIN op AS other ON other.record = mine.record AND other.kind = mine.kind "
    "WHERE mine.n BETWEEN :first AND :last AND other.laid_over AND other.n NOT BETWEEN :first AND :last "
    "UNION ALL SELECT 1 FROM guest_op WHERE laid_over LIMIT 1"
)
_LIFT_RUN = text("UPDATE op SET laid_over = 0 WHERE n BETWEEN :first AND :last")
_ANY_COPY = text("SELECT 1 FROM server_copy LIMIT 1")
_DROP_COPIES = text(
    "DELETE FROM server_copy WHERE (scope, kind, record) IN "
    "(SELECT scope, kind, record FROM op WHERE n BETWEEN :first AND :last)"
)
_LIFT = "UPDATE op SET laid_over = 0 WHERE n = ?"
Named = frozenset[tuple[int, Seen]]
"""Ops of this laptop: n, and the server's number of it."""


def take_at_once(bench: Bench, scope: str, echo: Echo) -> bool:
    """Note the numbers of a whole run of ops, if nothing lies over any of their records but what has come back."""
    connection, told = bench.connection, _told(scope, echo)
    of_kind = {kind: count for kind, count in connection.execute(_RUN, told)}  # noqa: C416 - mypy knows rows only so
    length = echo.last - echo.first + 1
    known = of_kind.keys() <= bench.schema.entities.keys() and sum(of_kind.values()) == length
    if not known or bench.is_busy() or connection.execute(_OTHERS, told).first() is not None:
        return False
    tables = {kind: bench.schema.table(kind).name for kind in of_kind}
    with connection.begin_nested() as attempt:
        for kind, count in of_kind.items():
            if connection.execute(_see(tables[kind]), told | {"kind": kind}).rowcount != count:
                attempt.rollback()
                return False
    connection.execute(_LIFT_RUN, told)
    if connection.execute(_ANY_COPY).first() is not None:
        connection.execute(_DROP_COPIES, told)
    return True


def _told(scope: str, echo: Echo) -> dict[str, Any]:
    ahead = echo.seen.seq - echo.first
    return {"scope": scope, "first": echo.first, "last": echo.last, "epoch": echo.seen.epoch, "ahead": ahead}


def _see(table: str) -> TextClause:
    """Return what notes the numbers of the records of a run that lie in the scope, and were told of under no newer one.

    The ops come first, and their records are looked up; by itself SQLite may go through all records of the scope.
    """
    return text(
        f"UPDATE {table} SET seen_epoch = op.epoch, seen_seq = op.seq FROM op NOT INDEXED "  # noqa: S608 - our own name
        f"WHERE op.n BETWEEN :first AND :last AND op.kind = :kind "
        f"AND {table}.id = op.record AND {table}.scope = :scope "
        f"AND ({table}.seen_seq IS NULL OR ({table}.seen_epoch, {table}.seen_seq) < (op.epoch, op.seq))"
    )


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
