"""The history of every path: what stood there, what was put in its place, who did it, when, on which device.

A row is one change of one record, with all paths that it changed; a line is one path of it.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, func, select, update

from cdadesk.clock import read_instant
from cdadesk.store.among import among
from cdadesk.store.json_text import written
from cdadesk.store.tables import history
from cdadesk.wire.ops import Seen, covers

Noted = dict[str, Any]
"""A change to be noted: the columns of its row; `leaves` maps each path to [before, value]."""
Gone = Callable[[Row[Any], str], bool]
"""Says of a row, and of one of its paths, whether what stood there is gone."""

# by hand: a first download notes as many changes as there are records
_NOTE = (
    "INSERT INTO history (leaves, scope, kind, record, author, made_at, local_day, replica, save, n, epoch, seq) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PLAIN = ("scope", "kind", "record", "author", "made_at", "local_day", "replica", "save", "n", "epoch", "seq")
_DROP = delete(history).where(history.c.id == bindparam("of_id"))
_NUMBER = "UPDATE history SET epoch = ?, seq = ? WHERE n = ? AND replica = ?"
_NUMBER_IN_ORDER = "UPDATE history SET epoch = ?, seq = n + ? WHERE n BETWEEN ? AND ? AND replica = ?"
_OF_OP = update(history).where(history.c.n == bindparam("of_n"), history.c.replica == bindparam("of_replica"))


@dataclass(frozen=True)
class HistoryLine:
    """One change of one path; `seen` is the server's number of it, None while the server has not taken it.

    `n` is the number, in that replica, of the op that carries it; None for a change that is never sent, and for one of
    others if the server did not tell.
    """

    path: str
    before: Any
    value: Any
    author: str
    made_at: dt.datetime
    local_day: dt.date
    replica: str
    seen: Seen | None
    n: int | None = None


@dataclass(frozen=True)
class Line:
    """One path of a change, as it is kept; `id` is that of the row, which the other paths of the change share."""

    id: int
    scope: str
    kind: str
    record: str
    path: str
    before: Any
    value: Any
    author: str
    made_at: str
    replica: str
    n: int | None
    epoch: int | None
    seq: int | None


def note(connection: Connection, changes: Sequence[Noted]) -> None:
    """Write changes, in the caller's transaction; one that changed no path leaves none."""
    rows = [_values(each) for each in changes if each["leaves"]]
    if rows:
        connection.exec_driver_sql(_NOTE, rows)


def note_columns(connection: Connection, columns: Mapping[str, Iterable[Any]]) -> None:
    """Write changes given by the columns of their rows, the leaves as JSON; what is one in all rows has no end."""
    rows = zip(columns["leaves"], *(columns[name] for name in _PLAIN), strict=False)
    connection.exec_driver_sql(_NOTE, list(rows))


def of(connection: Connection, kind: str, record: UUID, path: str = "") -> list[HistoryLine]:
    """Return the lines of a record, or of a path and all below it: oldest first, as the server numbered them."""
    in_order = (history.c.epoch.is_(None), history.c.epoch, history.c.seq, history.c.id)
    found = connection.execute(select(history).where(*_of_record(kind, record)).order_by(*in_order))
    return [each for row in found for each in _read(row) if not path or covers(path, each.path)]


def of_save(connection: Connection, save: UUID) -> list[Line]:
    """Return what one save noted, in the order of writing."""
    return _lines(connection.execute(select(history).where(history.c.save == str(save)).order_by(history.c.id)))


def known_before(connection: Connection, kind: str, record: UUID, first: int, prefix: str = "") -> bool:
    """Say whether a record, or what lies below one of its paths, has changes older than the one with this id."""
    older = connection.execute(select(history.c.leaves).where(*_of_record(kind, record), history.c.id < first))
    return any(path.startswith(prefix) for leaves in older.scalars() for path in leaves)


def newest(connection: Connection, kind: str, records: Sequence[UUID]) -> dict[UUID, tuple[Seen, str, int]]:
    """Return the newest change with a number of each record that has one: that number, its replica, its op there."""
    newest_first = (history.c.epoch.desc(), history.c.seq.desc())
    place = func.row_number().over(partition_by=history.c.record, order_by=newest_first).label("place")
    numbered = (history.c.n.is_not(None), history.c.epoch.is_not(None))
    lines = select(history, place).where(history.c.kind == kind, among(history.c.record, records), *numbered).subquery()
    found = connection.execute(select(lines).where(lines.c.place == 1))
    return {UUID(row.record): (Seen(row.epoch, row.seq), row.replica, row.n) for row in found}


def newest_op(connection: Connection, replica: str) -> int:
    """Return the newest op of a replica to which the server gave a number that was heard of here, 0 if none."""
    told = select(func.max(history.c.n)).where(history.c.replica == replica, history.c.epoch.is_not(None))
    return connection.execute(told).scalar() or 0


def drop_guest(connection: Connection, replica: str, ns: Collection[int]) -> None:
    """Drop what was noted of ops that were seen on a stick and never got a number here."""
    never = (history.c.replica == replica, history.c.n.in_(ns), history.c.epoch.is_(None))
    connection.execute(delete(history).where(*never))


def number(connection: Connection, replica: UUID | str, numbers: Mapping[int, Seen]) -> None:
    """Note the server's numbers on the changes of a replica's ops."""
    if numbers:
        whose = str(replica)
        connection.exec_driver_sql(_NUMBER, [(*seen, n, whose) for n, seen in numbers.items()])


def number_in_order(connection: Connection, replica: UUID, numbers: range, first: Seen) -> None:
    """Note the server's numbers on the changes of ops that follow each other, as those numbers do."""
    told = (first.epoch, first.seq - numbers[0], numbers[0], numbers[-1], str(replica))
    connection.exec_driver_sql(_NUMBER_IN_ORDER, told)


def hand_over(connection: Connection, replica: UUID, old: Collection[int], new: int, paths: Iterable[str]) -> None:
    """Let the lines of this laptop's refused ops belong to the op that sends their values again."""
    mine = (history.c.replica == str(replica), history.c.n.in_(old))
    taken = frozenset(paths)
    for row in connection.execute(select(history).where(*mine)).mappings().all():
        goes = {path: told for path, told in row["leaves"].items() if path in taken}
        stays = {path: told for path, told in row["leaves"].items() if path not in taken}
        if goes:
            left = {"leaves": stays} if stays else {"leaves": goes, "n": new}
            connection.execute(update(history).where(history.c.id == row["id"]).values(left))
        if goes and stays:
            note(connection, [dict(row) | {"leaves": goes, "n": new}])


def rename(connection: Connection, numbers: Mapping[tuple[str, int], int], replica: UUID) -> None:
    """Let the changes of ops that go out again under another replica, and other numbers, follow them."""
    if numbers:
        moved = [{"of_replica": by, "of_n": n, "to_n": to} for (by, n), to in numbers.items()]
        connection.execute(_OF_OP.values(n=bindparam("to_n"), replica=str(replica)), moved)


def unnumber(connection: Connection, replica: UUID, last_n: int) -> None:
    """Forget the server's numbers of a replica's changes after an op: it does not hold them any more."""
    mine = (history.c.replica == str(replica), history.c.n > last_n)
    connection.execute(update(history).where(*mine).values(epoch=None, seq=None))


def drop(connection: Connection, lines: Iterable[Line]) -> None:
    """Take changes out, given by all of their lines."""
    ids = {line.id for line in lines}
    if ids:
        connection.execute(_DROP, [{"of_id": each} for each in ids])


def blank(connection: Connection, kind: str, record: UUID, is_gone: Gone) -> None:
    """Forget what stood at paths of a record, before and after; that something was there stays."""
    for row in connection.execute(select(history).where(*_of_record(kind, record))).all():
        left = {path: [None, None] if is_gone(row, path) else told for path, told in row.leaves.items()}
        if left != row.leaves:
            connection.execute(update(history).where(history.c.id == row.id).values(leaves=left))


def numbered_lines(connection: Connection, kind: str, record: UUID) -> list[Line]:
    """Return the lines of a record that the server has numbered."""
    return _lines(connection.execute(_in_order().where(*_of_record(kind, record))))


def numbered_in(connection: Connection, scope: str) -> list[Line]:
    """Return the lines of a scope that the server has numbered."""
    return _lines(connection.execute(_in_order().where(history.c.scope == scope)))


def numbered_of(connection: Connection, records: Collection[str]) -> set[tuple[str, str, Seen]]:
    """Return which numbered changes of records the history holds, as (kind, record, number)."""
    columns = (history.c.kind, history.c.record, history.c.epoch, history.c.seq)
    asked = select(*columns).where(history.c.record.in_(records), history.c.seq.is_not(None)).distinct()
    return {(row.kind, row.record, Seen(row.epoch, row.seq)) for row in connection.execute(asked)}


def _of_record(kind: str, record: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return history.c.kind == kind, history.c.record == str(record)


def _in_order() -> Select[Any]:
    return select(history).where(history.c.seq.is_not(None)).order_by(history.c.epoch, history.c.seq)


def _values(change: Noted) -> tuple[Any, ...]:
    return written(change["leaves"]), *[change.get(name) for name in _PLAIN]


def _lines(rows: Iterable[Row[Any]]) -> list[Line]:
    return [
        Line(
            id=row.id,
            scope=row.scope,
            kind=row.kind,
            record=row.record,
            path=path,
            before=before,
            value=value,
            author=row.author,
            made_at=row.made_at,
            replica=row.replica,
            n=row.n,
            epoch=row.epoch,
            seq=row.seq,
        )
        for row in rows
        for path, (before, value) in row.leaves.items()
    ]


def _read(row: Row[Any]) -> Iterator[HistoryLine]:
    for path, (before, value) in row.leaves.items():
        yield HistoryLine(
            path=path,
            before=before,
            value=value,
            author=row.author,
            made_at=read_instant(row.made_at),
            local_day=dt.date.fromisoformat(row.local_day),
            replica=row.replica,
            seen=None if row.seq is None else Seen(row.epoch, row.seq),
            n=row.n,
        )
