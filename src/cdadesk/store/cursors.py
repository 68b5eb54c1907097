"""Cursors: how much of each scope has come from the server, and which scopes were granted."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from cdadesk.store.tables import cursor
from cdadesk.wire.ops import NOTHING_SEEN, Seen


@dataclass(frozen=True)
class Cursor:
    """How far one scope has come in the feed; up to `whole` nothing is missing, wherever it stands in the feed now."""

    scope: str
    name: str
    granted: bool
    at: Seen
    whole: Seen


def every(connection: Connection) -> list[Cursor]:
    """Return the cursors of all scopes."""
    return [
        Cursor(row.scope, row.name, row.granted, Seen(row.epoch, row.seq), Seen(row.whole_epoch, row.whole_seq))
        for row in connection.execute(select(cursor).order_by(cursor.c.scope))
    ]


def of(connection: Connection, scope: str) -> Cursor | None:
    """Return the cursor of one scope, None if nothing was ever granted or received of it."""
    return next((each for each in every(connection) if each.scope == scope), None)


def move(connection: Connection, scope: str, to: Seen, head: Seen) -> None:
    """Note how far the scope has come."""
    if of(connection, scope) is None:
        open_scope(connection, scope, "")
    values = {"epoch": to.epoch, "seq": to.seq}
    if to >= head:
        values |= {"whole_epoch": to.epoch, "whole_seq": to.seq}
    connection.execute(update(cursor).where(cursor.c.scope == scope).values(values))


def start_over(connection: Connection, scope: str) -> None:
    """Let a scope come from its beginning."""
    nothing = {"epoch": 0, "seq": 0, "whole_epoch": 0, "whole_seq": 0}
    connection.execute(update(cursor).where(cursor.c.scope == scope).values(nothing))


def open_scope(connection: Connection, scope: str, name: str) -> None:
    """Begin a scope that was granted."""
    start = {"epoch": NOTHING_SEEN.epoch, "seq": NOTHING_SEEN.seq}
    whole = {"whole_epoch": NOTHING_SEEN.epoch, "whole_seq": NOTHING_SEEN.seq}
    connection.execute(insert(cursor).values(scope=scope, name=name, granted=True, **start, **whole))


def grant(connection: Connection, scope: str, name: str, *, granted: bool) -> None:
    """Note whether a scope is granted, and what it is called."""
    connection.execute(update(cursor).where(cursor.c.scope == scope).values(name=name, granted=granted))


def close_scope(connection: Connection, scope: str) -> None:
    """Let a scope be empty whose records are gone: it was taken away, unlike one that nobody ever granted."""
    start_over(connection, scope)
    connection.execute(update(cursor).where(cursor.c.scope == scope).values(granted=False))
