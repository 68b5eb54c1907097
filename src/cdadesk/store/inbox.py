"""The inbox: a page of the server's news, laid under what this laptop has not yet seen taken. Twice is once."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, text, union_all

from cdadesk.clock import local_day, read_instant
from cdadesk.domain.kernel.payload import Leaves
from cdadesk.store import arriving, cursors, echoes, erasing, forking, history, moving, whole
from cdadesk.store.bench import Address, Addresses, Bench, Guest, OnBench, fold
from cdadesk.store.cursors import Cursor
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Schema
from cdadesk.store.tables import former_op, guest_op, op, parked
from cdadesk.wire.ops import NOTHING_SEEN, Seen
from cdadesk.wire.pages import Change, Page, Row, Rows, Slice

# by hand: SQLite uses the index for these words only
_NUMBERED = text("SELECT DISTINCT kind, record FROM op WHERE scope = :scope AND laid_over AND seq >= 0")


class Applied(NamedTuple):
    """Which records now show something else, and which of them others changed."""

    changed: Addresses
    by_others: Addresses


def apply(connection: Connection, schema: Schema, replica: UUID, page: Page) -> Applied:
    """Take a page in, in the caller's transaction.

    Scopes whose sum is told are compared with the server; those that differ begin to come anew.
    """
    bench, rows = Bench(connection, schema), list[Row]()
    for each in page.slices:
        rows += _apply_slice(bench, replica, each)
    moving.let_go(bench)
    _send_home_known(bench, frozenset(each.scope for each in page.slices if each.cursor < each.head))
    bench.finish()
    whole.compare(connection, schema, page.slices)
    changed = bench.changed()
    return Applied(changed, changed.among(_written_by_others(rows, replica)))


def _written_by_others(rows: Iterable[Row], replica: UUID) -> frozenset[Address]:
    """Return the records that somebody changed elsewhere."""
    others = (row for row in rows if any(change.replica != str(replica) for change in row.changes))
    return frozenset((row.kind, row.id) for row in others)


def read_again(connection: Connection, schema: Schema, replica: UUID) -> None:
    """Take in, after an upgrade, what the older version kept without understanding it."""
    bench = Bench(connection, schema)
    waiting = connection.execute(select(parked).where(parked.c.kind.in_(schema.entities)).order_by(parked.c.id)).all()
    for each in waiting:
        _take_rows(bench, replica, each.scope, [Row.read(each.row)], each.epoch)
    connection.execute(delete(parked).where(parked.c.id.in_([each.id for each in waiting])))
    for kind in schema.entities:
        for place in bench.every(kind, schema.table(kind).c.unread.is_not(None)):
            bench.relay(place)
    bench.finish()


def release(bench: Bench, place: OnBench, up_to: Seen) -> None:
    """Lift what the server has numbered and told of, either in the record's own row or because all has come."""
    told = max(place.seen or NOTHING_SEEN, up_to)
    reached = [each for each in place.laid if each.seen is not None and each.seen <= told]
    home = [each for each in place.guests if each.seen is not None and each.seen <= told]
    if reached or home:
        place.lift(reached)
        place.send_home(home)
        bench.relay(place)


def _apply_slice(bench: Bench, replica: UUID, news: Slice) -> Sequence[Row]:
    """Take a slice in, and return its rows but for those that were taken in as columns."""
    cursor = cursors.of(bench.connection, news.scope)
    if cursor is not None and news.cursor <= cursor.at and not _completes(news, cursor):
        return ()
    comes_anew = whole.is_coming(bench.connection, news.scope)
    if news.echo is not None and (comes_anew or not echoes.take_at_once(bench, news.scope, news.echo)):
        news = news.spelled_out()
    rows = news.rows if comes_anew else _take_new(bench, replica, news)
    known = [row for row in rows if row.kind in bench.schema.entities]
    _park(bench.connection, news, [row for row in rows if row.kind not in bench.schema.entities])
    taking = _take_anew if comes_anew else _take_rows
    taking(bench, replica, news.scope, known, news.cursor.epoch)
    cursors.move(bench.connection, news.scope, news.cursor, news.head)
    if comes_anew:
        whole.note_came(bench.connection, news.scope, news.rows)
    if news.cursor >= news.head:
        _release_scope(bench, news.scope, news.cursor)
        if comes_anew:
            bench.write()
            whole.finish(bench, news.scope)
    return rows


def _take_new(bench: Bench, replica: UUID, news: Slice) -> Sequence[Row]:
    """Take in as columns what is new here, and return all other rows."""
    if not isinstance(news.rows, Rows):
        return news.rows
    left: list[Row] = []
    for part in news.rows.parts:
        if part.changes is None or not arriving.take(bench, replica, news.scope, part.changes):
            left += part.rows
    return left


def _completes(news: Slice, cursor: Cursor) -> bool:
    """Say whether a slice tells that all is here, which a first download could not know."""
    return news.cursor == news.head == cursor.at and cursor.whole < cursor.at


def _take_rows(bench: Bench, replica: UUID, scope: str, rows: Sequence[Row], epoch: int) -> None:
    rows = echoes.take(bench, scope, rows)
    bench.fetch_all((row.kind, scope, row.id) for row in rows)
    for row in rows:
        if row.moved is None and bench.on(row.kind, scope, row.id).scope != scope:
            moving.arrive(bench, bench.on(row.kind, scope, row.id), scope)
    noted = _Noted(bench, replica, scope, rows)
    noting: list[history.Noted] = []
    for row in rows:
        place = bench.on(row.kind, scope, row.id)
        newest = max([each.seen for each in row.changes], default=NOTHING_SEEN)
        newest = max(newest, Seen(epoch, row.seq))
        if row.moved is not None:
            _leave(bench, place, scope, row, newest)
        elif place.seen is None or place.seen < newest:
            noting += _take_row(bench, place, row, newest, noted, replica)
    history.note(bench.connection, noting)


def _leave(bench: Bench, place: OnBench, scope: str, row: Row, newest: Seen) -> None:
    """Let a record go; one that lies elsewhere by now, as another page told, or that went before, is not touched."""
    lies_here = place.kept is not None and place.scope == scope
    if lies_here and (place.seen is None or place.seen < newest):
        moving.leave(bench, place, row, newest)


def _take_anew(bench: Bench, replica: UUID, scope: str, rows: Sequence[Row], epoch: int) -> None:
    """Let rows of a scope that comes anew replace the server's copies as a whole; the history gets what it lacks."""
    bench.fetch_all((row.kind, scope, row.id) for row in rows)
    noted = _Noted(bench, replica, scope, rows)
    numbered = history.numbered_of(bench.connection, [str(row.id) for row in rows])
    noting: list[history.Noted] = []
    for row in rows:
        place, server = bench.on(row.kind, scope, row.id), Leaves()
        if row.moved is not None:
            _leave(bench, place, scope, row, Seen(epoch, row.seq))
            continue
        if place.scope != scope:
            moving.arrive(bench, place, scope)
        held = place.server_leaves()
        erasing.erase_told(bench, place, row, replica)
        for change in sorted(row.changes, key=lambda each: each.seen):
            if (row.kind, str(row.id), change.seen) not in numbered and not noted.holds(row, change):
                noting.append(_noted(place, change, server, held))
            server = fold(server, change.fields)
        newest = max([each.seen for each in row.changes], default=NOTHING_SEEN)
        newest = max(newest, Seen(epoch, row.seq))
        send_home(bench, place, [each for each in place.guests if _has_come(each, row, newest)])
        place.lift([each for each in place.laid if each.seen is not None and each.seen <= newest])
        bench.lay(place, server, newest)
    history.note(bench.connection, noting)


def _take_row(
    bench: Bench, place: OnBench, row: Row, newest: Seen, noted: "_Noted", replica: UUID
) -> list[history.Noted]:
    known, held = place.seen or NOTHING_SEEN, place.server_leaves()
    erasing.erase_told(bench, place, row, replica)
    # Where a record is new, its row tells all of it: what a laptop laid over it before it was moved may not have held.
    server = Leaves() if place.seen is None else place.server_leaves()
    noting: list[history.Noted] = []
    for change in sorted(row.changes, key=lambda each: each.seen):
        if any(each.is_told_by(change) for each in place.guests):
            history.number(bench.connection, change.replica, {change.n: change.seen})
        elif change.seen > known and not noted.holds(row, change):
            noting.append(_noted(place, change, server, held))
        server = fold(server, change.fields)
    send_home(bench, place, [each for each in place.guests if _has_come(each, row, newest)])
    place.lift([each for each in place.laid if each.seen is not None and each.seen <= newest])
    bench.lay(place, server, newest)
    return noting


def send_home(bench: Bench, place: OnBench, over: Sequence[Guest]) -> None:
    """Take changes seen on a stick off the copy, and out of the history as far as they got no number; lay it anew."""
    if over:
        place.send_home(over)
        for each in over:
            history.drop_guest(bench.connection, each.replica, [each.n])
        bench.relay(place)


def _has_come(guest: Guest, row: Row, newest: Seen) -> bool:
    """Say whether the server's row holds what a colleague's stick brought, or what came after it."""
    is_told = any(each.replica == guest.replica and each.n >= guest.n for each in row.changes)
    return is_told or (guest.seen is not None and guest.seen <= newest)


def _send_home_known(bench: Bench, behind: frozenset[str]) -> None:
    """Take off what the server has judged for certain, where all that it tells has come.

    It takes the ops of a laptop in their order, so that whoever was told of one knows that those before are judged.
    """
    laid = bench.connection.execute(select(guest_op).where(guest_op.c.laid_over, guest_op.c.scope.not_in(behind))).all()
    told = {replica: history.newest_op(bench.connection, replica) for replica in {row.replica for row in laid}}
    for row in laid:
        if row.n <= told[row.replica]:
            place = bench.on(row.kind, row.scope, UUID(row.record))
            send_home(bench, place, [each for each in place.guests if each.id == row.id])


def _noted(place: OnBench, change: Change, before: Leaves, held: Leaves) -> history.Noted:
    """Return a change as it is noted; of a path that was blank before and after there is nothing to tell."""
    return {
        "scope": place.scope,
        "kind": place.kind,
        "record": str(place.id),
        "author": change.author,
        "made_at": change.made_at,
        "local_day": local_day(read_instant(change.made_at)).isoformat(),
        "replica": change.replica,
        "n": change.n or None,
        "epoch": change.seen.epoch,
        "seq": change.seen.seq,
        "leaves": {
            path: [before.get(path), value]
            for path, value in change.fields.items()
            if value is not None or path in held
        },
    }


class _Noted:
    """Changes in a page that the history has: this laptop's own, and what came along with a record that was moved."""

    def __init__(self, bench: Bench, replica: UUID, scope: str, rows: Sequence[Row]) -> None:
        connection = bench.connection
        self._came_along = moving.carried(connection, [bench.on(row.kind, scope, row.id) for row in rows])
        self._mine = {str(replica), *forking.formers(connection)}
        own = [each.seen for row in rows for each in row.changes if each.replica in self._mine]
        self._numbered: set[Seen] = set()
        self._waiting: set[str] = set()
        if own:
            self._look_up(connection, scope, min(own).seq, max(own).seq)

    def holds(self, row: Row, change: Change) -> bool:
        """Say whether the history has this change of a row."""
        is_own = change.replica in self._mine
        is_echo = is_own and (change.seen in self._numbered or change.made_at in self._waiting)
        return is_echo or (change.replica, change.n) in self._came_along.get((row.kind, row.id), ())

    def _look_up(self, connection: Connection, scope: str, first: int, last: int) -> None:
        mine = (op.c.scope == scope, op.c.state != OpState.forgotten)
        numbered = select(op.c.epoch, op.c.seq).where(*mine, op.c.seq.between(first, last))
        before = select(former_op.c.epoch, former_op.c.seq).where(
            former_op.c.scope == scope, former_op.c.seq.between(first, last)
        )
        found = connection.execute(union_all(numbered, before))
        self._numbered = {Seen(row.epoch, row.seq) for row in found}
        waiting = select(op.c.made_at).where(*mine, op.c.state == OpState.waiting)
        self._waiting = set(connection.execute(waiting).scalars())


def _release_scope(bench: Bench, scope: str, up_to: Seen) -> None:
    for kind, record in bench.connection.execute(_NUMBERED, {"scope": scope}).all():
        release(bench, bench.on(kind, scope, UUID(record)), up_to)


def _park(connection: Connection, news: Slice, rows: Sequence[Row]) -> None:
    """Keep what this version does not know; they are tried again after an upgrade."""
    values = [
        {
            "scope": news.scope,
            "kind": row.kind,
            "record": str(row.id),
            "row": row.plain(),
            "epoch": news.cursor.epoch,
        }
        for row in rows
        if row.moved is None
    ]
    for row in rows:
        erasing.blank_parked(connection, row)
        if row.moved is not None:
            moving.forget_parked(connection, news.scope, row)
    if values:
        drop = parked.delete().where(parked.c.record == bindparam("of"), parked.c.kind == bindparam("kind_of"))
        if whole.is_coming(connection, news.scope):
            connection.execute(drop, [{"of": each["record"], "kind_of": each["kind"]} for each in values])
        connection.execute(insert(parked), values)
