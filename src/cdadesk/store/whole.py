"""Whether a scope here is what the server holds, and how it becomes so again: all of it comes anew.

The sums of both sides are compared now and then. Where they differ, or where a restored server has lost something, the
cursor goes back to the beginning, and rows replace the server's copies as they come, through as many exchanges as it
takes. Nothing leaves the screen meanwhile; what waits to be sent is not touched. When the end is reached, what did not
come is set aside.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from cdadesk.store import aside, cursors, history, settings
from cdadesk.store.bench import Bench, OnBench
from cdadesk.store.rows import Schema
from cdadesk.store.settings import Setting
from cdadesk.store.tables import anew, came_again, parked
from cdadesk.wire.pages import Row, Slice, Sum

CHECK_EVERY = 20  # exchanges


class Why(StrEnum):
    """Why a scope comes anew."""

    differs = "differs"
    restored = "restored"


def begin(connection: Connection, scope: str, why: Why) -> None:
    """Let a scope come anew from its beginning."""
    connection.execute(delete(anew).where(anew.c.scope == scope))
    connection.execute(delete(came_again).where(came_again.c.scope == scope))
    connection.execute(insert(anew).values(scope=scope, why=why))
    cursors.start_over(connection, scope)


def is_coming(connection: Connection, scope: str) -> bool:
    """Say whether a scope is coming anew."""
    return connection.execute(select(anew.c.scope).where(anew.c.scope == scope)).first() is not None


def coming(connection: Connection) -> list[str]:
    """Return the scopes that are coming anew."""
    return list(connection.execute(select(anew.c.scope).order_by(anew.c.scope)).scalars())


def note_came(connection: Connection, scope: str, rows: Iterable[Row]) -> None:
    """Note which records have come; one that is noted stays noted."""
    values = [{"scope": scope, "kind": row.kind, "record": str(row.id)} for row in rows]
    if values:
        connection.execute(insert(came_again).prefix_with("OR IGNORE"), values)


def finish(bench: Bench, scope: str) -> None:
    """Set aside what the server does not hold, now that all that it holds has come."""
    connection = bench.connection
    came = select(came_again.c.kind, came_again.c.record).where(came_again.c.scope == scope)
    here = {(row.kind, UUID(row.record)) for row in connection.execute(came)}
    for kind in bench.schema.entities:
        table = bench.schema.table(kind)
        for place in bench.every(kind, (table.c.scope == scope) & table.c.seen_seq.is_not(None)):
            if (kind, place.id) not in here:
                _set_aside(bench, place)
                bench.drop_copy(place)
    _finish_parked(bench, scope, {(kind, str(record)) for kind, record in here})
    connection.execute(delete(anew).where(anew.c.scope == scope))
    connection.execute(delete(came_again).where(came_again.c.scope == scope))


def _set_aside(bench: Bench, place: OnBench) -> None:
    """Set aside what the server told of a record once: change by change where the history holds them."""
    lines = history.numbered_lines(bench.connection, place.kind, place.id)
    if lines:
        aside.keep_lines(bench, lines)
        history.drop(bench.connection, lines)
    elif not place.laid:
        aside.keep_place(bench, place)


def is_check_due(connection: Connection) -> bool:
    """Say whether the sums are to be compared in the next exchange."""
    wanted = settings.read(connection, Setting.check_wanted) or coming(connection)
    return bool(wanted) or int(settings.read(connection, Setting.unchecked) or 0) >= CHECK_EVERY


def count_exchange(connection: Connection) -> None:
    """Note that an exchange went through without a comparison."""
    settings.write(connection, Setting.unchecked, int(settings.read(connection, Setting.unchecked) or 0) + 1)


def compare(connection: Connection, schema: Schema, slices: Iterable[Slice]) -> frozenset[str]:
    """Compare the sums of scopes that are all here, and let those that differ come anew; return these."""
    told = {each.scope: each.sum for each in slices if each.sum is not None and each.cursor == each.head}
    if not told:
        return frozenset()
    here = {each.scope: each for each in cursors.every(connection)}
    mine = [scope for scope in told if scope in here and not is_coming(connection, scope)]
    differing = frozenset(scope for scope in mine if sum_of(connection, schema, scope) != told[scope])
    for scope in differing:
        begin(connection, scope, Why.differs)
    if not differing and not coming(connection):
        settings.write(connection, Setting.check_wanted, None)
        settings.write(connection, Setting.unchecked, None)
    return differing


def sum_of(connection: Connection, schema: Schema, scope: str) -> Sum:
    """Return the sum over what the server has told of a scope, also of kinds that this version cannot read."""
    total = Sum()
    for kind, record, seq in _numbers(connection, schema, scope):
        total = total.plus(kind, record, seq)
    return total


def _numbers(connection: Connection, schema: Schema, scope: str) -> Iterator[tuple[str, UUID, int]]:
    for kind in schema.entities:
        table = schema.table(kind)
        told = (table.c.scope == scope, table.c.seen_seq.is_not(None))
        for row in connection.execute(select(table.c.id, table.c.seen_seq).where(*told)):
            yield kind, UUID(row.id), row.seen_seq
    newest: dict[tuple[str, str], int] = {}
    for row in connection.execute(select(parked).where(parked.c.scope == scope)):
        key = row.kind, row.record
        newest[key] = max(newest.get(key, 0), int(row.row["seq"]))
    yield from ((kind, UUID(record), seq) for (kind, record), seq in newest.items())


def _finish_parked(bench: Bench, scope: str, here: set[tuple[str, str]]) -> None:
    for row in bench.connection.execute(select(parked).where(parked.c.scope == scope)).all():
        if (row.kind, row.record) not in here:
            aside.keep_row(bench, scope, Row.read(row.row))
            bench.connection.execute(delete(parked).where(parked.c.id == row.id))
