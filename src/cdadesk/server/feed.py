"""The feed: what a replica has not seen yet, scope by scope, in the order of the server's numbers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from typing import Any

from sqlalchemy import Text, cast, not_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server.copies import Stored, feed_row, read_stored, single_change, tombstone
from cdadesk.server.tables import Departed, Scope, StoredRecord, metadata
from cdadesk.wire import canonical, runs
from cdadesk.wire.echo import NOTHING_OWN, Own
from cdadesk.wire.fences import still_holds
from cdadesk.wire.ops import NOTHING_SEEN, Seen
from cdadesk.wire.pages import Flat, Page, Row, Slice, Sum

_PORTION = 200
_RECORD = metadata.tables["record"].columns
# rows are read as they are written down, and made no objects of
_COLUMNS = (
    _RECORD["kind"],
    cast(_RECORD["id"], Text),
    _RECORD["seq"],
    *(cast(_RECORD[name], Text) for name in ("values", "stamps", "writers", "erased")),
)


@dataclass(frozen=True)
class Known:
    """How far a reader has come in each scope, and up to where it holds all of it; `checks`: whether it asks for sums.

    `fences` say up to where what was seen in an older epoch still holds.
    """

    cursors: Mapping[str, Seen] = field(default_factory=dict)
    floors: Mapping[str, Seen] = field(default_factory=dict)
    fences: Mapping[str, Sequence[Seen]] = field(default_factory=dict)
    checks: bool = False

    def cursor(self, scope: str, head: Seen) -> Seen:
        """Return the cursor; one that saw more than a restored server holds says nothing."""
        cursor = self.cursors.get(scope, NOTHING_SEEN)
        held = still_holds(cursor, self.fences.get(scope, ()), head.epoch)
        return cursor if held == cursor and cursor.epoch <= head.epoch else NOTHING_SEEN

    def floor(self, scope: str, head: Seen) -> Seen:
        """Return up to where nothing is missing."""
        cursor = self.cursor(scope, head)
        return min(self.floors.get(scope, cursor), cursor)


Told = Row | dict[str, Any]
"""A row, or as a single change the row that says no more (`wire.runs`)."""


def _seq(row: Told) -> int:
    return row["seq"] if isinstance(row, dict) else row.seq


class _Room:
    """What is left of the bytes that the reader wants; the first row always fits."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._empty = True

    def take(self, row: Told) -> bool:
        """Make place for a row, or say that there is none."""
        if isinstance(row, dict):
            size = runs.size_of_flat(row, len(canonical.encode(row)))
        else:
            size = len(canonical.encode(row.plain()))
        if size > self._left and not self._empty:
            return False
        self._left -= size
        self._empty = False
        return True


def page(session: Session, scopes: Sequence[str], known: Known, room: int, own: Own = NOTHING_OWN) -> Page:
    """Return as many rows as fit into the room, and at least one if there is any.

    `own` are the changes that the reader made just now and that stand as it sent them (`wire.echo`): rows that say
    nothing else are left out. Every scope that holds news has a slice, even an empty one, so that the reader knows to
    ask again; so has one of which the reader does not know yet that it holds all. The caller names only scopes that the
    reader may see, and hands over a session that sees one state of the database: a record that moves up between two
    questions would be in neither answer.
    """
    left = _Room(room)
    heads = _heads(session, scopes)
    slices = []
    for scope in scopes:
        head = heads.get(scope, NOTHING_SEEN)
        if known.checks or known.floor(scope, head).seq < head.seq:
            slices.append(_Reading(session, (scope, head), known, own, scopes).slice(left))
    return Page(tuple(slices))


def _heads(session: Session, scopes: Sequence[str]) -> dict[str, Seen]:
    found = select(col(Scope.scope), col(Scope.epoch), col(Scope.seq)).where(col(Scope.scope).in_(scopes))
    return {scope: Seen(epoch, seq) for scope, epoch, seq in session.execute(found)}


class _Reading:
    """The news of one scope for one reader."""

    def __init__(
        self,
        session: Session,
        at: tuple[str, Seen],
        known: Known,
        own: Own,
        readable: Collection[str],
    ) -> None:
        self._session = session
        self._scope, self._head = scope, head = at
        self._readable = readable
        self._cursor, self._floor = known.cursor(scope, head), known.floor(scope, head)
        self._own = own.seen_in(scope)
        self._made = [each for each in own.made.get(scope, ()) if each.epoch == head.epoch]
        self._checks = known.checks

    def slice(self, room: _Room) -> Slice:
        """Return what there is room for."""
        rows: list[Told] = []
        for row in self._rows():
            if not room.take(row):
                reached = Seen(self._head.epoch, _seq(rows[-1])) if rows else self._cursor
                return Slice(self._scope, Flat(rows), reached, self._head)
            rows.append(row)
        return Slice(self._scope, Flat(rows), self._head, self._head, self._sum() if self._checks else None)

    def _sum(self) -> Sum:
        """Return the sum over the scope as it stands, in the same state of the database as the rows."""
        total = Sum()
        numbers = select(col(StoredRecord.kind), col(StoredRecord.id), col(StoredRecord.seq))
        for kind, record, seq in self._session.execute(numbers.where(col(StoredRecord.scope) == self._scope)):
            total = total.plus(kind, record, seq)
        return total

    def _rows(self) -> Iterator[Told]:
        """Yield in their order the records that lie here, and what is left of those that went away."""
        here = (single_change(stored, self._floor) or feed_row(stored, self._floor) for stored in self._newer())
        gone = [tombstone(left, self._floor, self._readable) for left in self._departed()]
        return merge(here, gone, key=_seq) if gone else here

    def _departed(self) -> Iterable[Departed]:
        newer = (col(Departed.seq) > self._cursor.seq, col(Departed.seq) <= self._head.seq)
        found = select(Departed).where(col(Departed.scope) == self._scope, *newer, col(Departed.back).is_(None))
        return self._session.scalars(found.order_by(col(Departed.seq)))

    def _newer(self) -> Iterator[Stored]:
        """Yield the records changed since, by their newest number; a portion at a time, as most pages need only one."""
        after = self._cursor.seq
        known = self._known_to_their_writer()
        made = [not_(col(StoredRecord.seq).between(each.first, each.last)) for each in self._made]
        while True:
            newer = (col(StoredRecord.seq) > after, col(StoredRecord.seq) <= self._head.seq)
            portion = self._session.execute(
                select(*_COLUMNS)
                .where(col(StoredRecord.scope) == self._scope, *newer, *made, col(StoredRecord.seq).not_in(known))
                .order_by(col(StoredRecord.seq))
                .limit(_PORTION)
            ).all()
            yield from (read_stored(*row) for row in portion)
            if len(portion) < _PORTION:
                return
            after = portion[-1][2]

    def _known_to_their_writer(self) -> list[int]:
        """Return the numbers of the records in which nothing is new to the reader but what it just sent."""
        if not self._own:
            return []
        numbers = [each.seq for each in self._own if each.epoch == self._head.epoch]
        newest = select(col(StoredRecord.seq), col(StoredRecord.writers)).where(
            col(StoredRecord.scope) == self._scope, col(StoredRecord.seq).in_(numbers)
        )
        return [
            seq
            for seq, writers in self._session.execute(newest)
            if all(Seen(*each[:2]) in self._own or Seen(*each[:2]) <= self._floor for each in writers)
        ]
