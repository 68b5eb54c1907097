"""The history of every path: what stood there, what was put in its place, who did it, when, on which device."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from cdadesk.clock import read_instant
from cdadesk.store.tables import history
from cdadesk.wire.ops import Seen

Line = dict[str, Any]


@dataclass(frozen=True)
class HistoryLine:
    """One change of one path; `seen` is the server's number of it, None while the server has not taken it."""

    path: str
    before: Any
    value: Any
    author: str
    made_at: dt.datetime
    local_day: dt.date
    replica: str
    seen: Seen | None


def note(connection: Connection, lines: Sequence[Line]) -> None:
    """Write lines, in the caller's transaction."""
    if lines:
        connection.execute(insert(history), lines)


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


def number(connection: Connection, n: int, seen: Seen) -> None:
    """Note the server's number on the lines of one op."""
    connection.execute(update(history).where(history.c.n == n).values(epoch=seen.epoch, seq=seen.seq))


def hand_over(connection: Connection, old: Collection[int], new: int, paths: Iterable[str]) -> None:
    """Let the lines of refused ops belong to the op that sends their values again."""
    chosen = and_(history.c.n.in_(old), history.c.path.in_(list(paths)))
    connection.execute(update(history).where(chosen).values(n=new))


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
    )
