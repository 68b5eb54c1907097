"""The history of every path: what stood there, what was put in its place, who did it, when, on which device."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, func, or_, select, update

from cdadesk.clock import read_instant
from cdadesk.store.among import among
from cdadesk.store.json_text import written
from cdadesk.store.tables import history
from cdadesk.wire.ops import Seen

Line = dict[str, Any]

# by hand: a first download notes as many lines as there are fields in all its records
_NOTE = (
    "INSERT INTO history "
    "(before, value, scope, kind, record, path, author, made_at, local_day, replica, save, n, epoch, seq) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PLAIN = ("scope", "kind", "record", "path", "author", "made_at", "local_day", "replica", "save", "n", "epoch", "seq")
_DROP = delete(history).where(history.c.id == bindparam("of_id"))
_NUMBER = update(history).where(history.c.n == bindparam("of_n"), history.c.replica == bindparam("of_replica"))


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


def note(connection: Connection, lines: Sequence[Line]) -> None:
    """Write lines, in the caller's transaction."""
    if lines:
        connection.exec_driver_sql(_NOTE, [_values(line) for line in lines])


def of(connection: Connection, kind: str, record: UUID, path: str = "") -> list[HistoryLine]:
    """Return the lines of a record, or of a path and all below it: oldest first, as the server numbered them."""
    conditions: list[ColumnElement[bool]] = [history.c.kind == kind, history.c.record == str(record)]
    if path:
        below = history.c.path.startswith(f"{path}/", autoescape=True)
        conditions.append(or_(history.c.path == path, below))
    in_order = (history.c.epoch.is_(None), history.c.epoch, history.c.seq, history.c.id)
    found = connection.execute(select(history).where(*conditions).order_by(*in_order))
    return [_read(row) for row in found]


def of_save(connection: Connection, save: UUID) -> list[Row[Any]]:
    """Return what one save noted, in the order of writing."""
    return list(connection.execute(select(history).where(history.c.save == str(save)).order_by(history.c.id)))


def known_before(connection: Connection, kind: str, record: UUID, first: int, prefix: str = "") -> bool:
    """Say whether a record, or what lies below one of its paths, has lines older than the one with this id."""
    conditions = [history.c.kind == kind, history.c.record == str(record), history.c.id < first]
    below = history.c.path.startswith(prefix, autoescape=True)
    return connection.execute(select(history.c.id).where(*conditions, below).limit(1)).first() is not None


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
    """Note the server's numbers on the lines of a replica's ops."""
    if numbers:
        whose = str(replica)
        values = [{"of_n": n, "of_replica": whose, "epoch": seen.epoch, "seq": seen.seq} for n, seen in numbers.items()]
        connection.execute(_NUMBER.values(epoch=bindparam("epoch"), seq=bindparam("seq")), values)


def hand_over(connection: Connection, replica: UUID, old: Collection[int], new: int, paths: Iterable[str]) -> None:
    """Let the lines of this laptop's refused ops belong to the op that sends their values again."""
    mine = history.c.replica == str(replica)
    chosen = and_(mine, history.c.n.in_(old), history.c.path.in_(list(paths)))
    connection.execute(update(history).where(chosen).values(n=new))


def rename(connection: Connection, numbers: Mapping[tuple[str, int], int], replica: UUID) -> None:
    """Let the lines of ops that go out again under another replica, and other numbers, follow them."""
    if numbers:
        moved = [{"of_replica": by, "of_n": n, "to_n": to} for (by, n), to in numbers.items()]
        connection.execute(_NUMBER.values(n=bindparam("to_n"), replica=str(replica)), moved)


def unnumber(connection: Connection, replica: UUID, last_n: int) -> None:
    """Forget the server's numbers of a replica's changes after an op: it does not hold them any more."""
    mine = (history.c.replica == str(replica), history.c.n > last_n)
    connection.execute(update(history).where(*mine).values(epoch=None, seq=None))


def drop(connection: Connection, ids: Sequence[int]) -> None:
    """Take lines out."""
    if ids:
        connection.execute(_DROP, [{"of_id": each} for each in ids])


def numbered_lines(connection: Connection, kind: str, record: UUID) -> Sequence[Row[Any]]:
    """Return the lines of a record that the server has numbered."""
    mine = (history.c.kind == kind, history.c.record == str(record), history.c.seq.is_not(None))
    return connection.execute(select(history).where(*mine).order_by(history.c.epoch, history.c.seq)).all()


def numbered_of(connection: Connection, records: Collection[str]) -> set[tuple[str, str, Seen]]:
    """Return which numbered changes of records the history holds, as (kind, record, number)."""
    columns = (history.c.kind, history.c.record, history.c.epoch, history.c.seq)
    asked = select(*columns).where(history.c.record.in_(records), history.c.seq.is_not(None)).distinct()
    return {(row.kind, row.record, Seen(row.epoch, row.seq)) for row in connection.execute(asked)}


def _values(line: Line) -> tuple[Any, ...]:
    before, value = line["before"], line["value"]
    told = (None if before is None else written(before), None if value is None else written(value))
    return told + tuple(line.get(name) for name in _PLAIN)


def _read(row: Row[Any]) -> HistoryLine:
    return HistoryLine(
        path=row.path,
        before=row.before,
        value=row.value,
        author=row.author,
        made_at=read_instant(row.made_at),
        local_day=dt.date.fromisoformat(row.local_day),
        replica=row.replica,
        seen=None if row.seq is None else Seen(row.epoch, row.seq),
        n=row.n,
    )
