"""The feed: what a replica has not seen yet, scope by scope, in the order of the server's numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server.copies import feed_row
from cdadesk.server.tables import Scope, StoredRecord
from cdadesk.wire import canonical
from cdadesk.wire.messages import Page, Row, Slice
from cdadesk.wire.ops import NOTHING_SEEN, Seen

_PORTION = 200


@dataclass(frozen=True)
class Known:
    """How far a reader has come in each scope, and up to where it holds all of it."""

    cursors: Mapping[str, Seen] = field(default_factory=dict)
    floors: Mapping[str, Seen] = field(default_factory=dict)

    def cursor(self, scope: str, head: Seen) -> Seen:
        """Return the cursor; one of another epoch says nothing of what a restored server holds."""
        cursor = self.cursors.get(scope, NOTHING_SEEN)
        return cursor if cursor.epoch == head.epoch else NOTHING_SEEN

    def floor(self, scope: str, head: Seen) -> Seen:
        """Return up to where nothing is missing."""
        cursor = self.cursor(scope, head)
        return min(self.floors.get(scope, cursor), cursor)


class _Room:
    """What is left of the bytes that the reader wants; the first row always fits."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._empty = True

    def take(self, row: Row) -> bool:
        """Make place for a row, or say that there is none."""
        size = len(canonical.encode(row.plain()))
        if size > self._left and not self._empty:
            return False
        self._left -= size
        self._empty = False
        return True


def page(session: Session, scopes: Sequence[str], known: Known, room: int) -> Page:
    """Return as many rows as fit into the room, and at least one if there is any.

    Every scope that holds news has a slice, even an empty one, so that the reader knows to ask again. The caller names
    only scopes that the reader may see, and hands over a session that sees one state of the database: a record that
    moves up between two questions would be in neither answer.
    """
    left = _Room(room)
    heads = _heads(session, scopes)
    slices = []
    for scope in scopes:
        head = heads.get(scope, NOTHING_SEEN)
        if known.cursor(scope, head).seq < head.seq:
            slices.append(_slice(session, scope, head, known, left))
    return Page(tuple(slices))


def _heads(session: Session, scopes: Sequence[str]) -> dict[str, Seen]:
    found = select(col(Scope.scope), col(Scope.epoch), col(Scope.seq)).where(col(Scope.scope).in_(scopes))
    return {scope: Seen(epoch, seq) for scope, epoch, seq in session.execute(found)}


def _slice(session: Session, scope: str, head: Seen, known: Known, room: _Room) -> Slice:
    cursor, floor = known.cursor(scope, head), known.floor(scope, head)
    rows: list[Row] = []
    for stored in _newer(session, scope, cursor.seq, head.seq):
        row = feed_row(stored, floor)
        if not room.take(row):
            reached = Seen(head.epoch, rows[-1].seq) if rows else cursor
            return Slice(scope, tuple(rows), reached, head)
        rows.append(row)
    return Slice(scope, tuple(rows), head, head)


def _newer(session: Session, scope: str, after: int, head: int) -> Iterator[StoredRecord]:
    """Yield the records changed since, by their newest number; a portion at a time, as most pages need only one."""
    while True:
        portion = session.scalars(
            select(StoredRecord)
            .where(col(StoredRecord.scope) == scope, col(StoredRecord.seq) > after, col(StoredRecord.seq) <= head)
            .order_by(col(StoredRecord.seq))
            .limit(_PORTION)
        ).all()
        yield from portion
        if len(portion) < _PORTION:
            return
        after = portion[-1].seq
