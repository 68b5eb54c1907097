"""What is set aside: what this laptop held and the server does not. Kept, shown, told to the server, never applied.

Each is a row as the feed would have carried it, so that whoever looks at it sees who wrote what, and when.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy import Row as Kept

from cdadesk.clock import Clock, instant_text, read_instant
from cdadesk.store import history
from cdadesk.store.bench import Bench, OnBench
from cdadesk.store.history import Line
from cdadesk.store.tables import set_aside
from cdadesk.wire import canonical
from cdadesk.wire.ops import NOTHING_SEEN, Seen
from cdadesk.wire.pages import Change, Row, SetAside

TELL_MOST = 128 * 1024  # bytes of one portion


@dataclass(frozen=True)
class Aside:
    """One record of which something was set aside: what, when it was, and whether the server was told."""

    id: int
    scope: str
    kind: str
    record: UUID
    title: str
    changes: tuple[Change, ...]
    at: dt.datetime
    told: bool


def keep_lines(bench: Bench, gone: Sequence[Line]) -> None:
    """Set aside changes given as lines of the history, record by record."""
    in_order = sorted(gone, key=lambda line: (line.kind, line.record, line.epoch, line.seq))
    for (kind, record), found in groupby(in_order, key=lambda line: (line.kind, line.record)):
        changes = tuple(_changes(found))
        row = Row(max(each.seen.seq for each in changes), kind, UUID(record), changes)
        _keep(bench, gone[0].scope, row, _title(bench, kind, gone[0].scope, UUID(record)))


def keep_place(bench: Bench, place: OnBench) -> None:
    """Set aside the server's copy of a record of which no history tells, unless changes of it lie there already."""
    mine = (set_aside.c.kind == place.kind, set_aside.c.record == str(place.id))
    if bench.connection.execute(select(set_aside.c.id).where(*mine).limit(1)).first() is not None:
        return
    seen = place.seen or NOTHING_SEEN
    now = instant_text(Clock().now())
    change = Change(seen, "", "", now, now, place.server_leaves())
    title = place.kept.record.title() if place.kept else ""
    _keep(bench, place.scope, Row(seen.seq, place.kind, place.id, (change,)), title)


def keep_row(bench: Bench, scope: str, row: Row) -> None:
    """Set aside a row as it came once."""
    _keep(bench, scope, row, "")


def every(connection: Connection) -> list[Aside]:
    """Return what is set aside and has not come back by itself, the newest first."""
    found = [_read(row) for row in connection.execute(select(set_aside).order_by(set_aside.c.id.desc()))]
    return [each for each in found if not _is_back(connection, each)]


def next_to_tell(connection: Connection, most: int) -> tuple[SetAside | None, list[int]]:
    """Return rows that the server was not told of yet, as many as fit in so many bytes and at least one."""
    rows: list[tuple[str, Row]] = []
    ids: list[int] = []
    size = 0
    for each in connection.execute(select(set_aside).where(~set_aside.c.sent).order_by(set_aside.c.id)):
        size += len(canonical.encode(each.row))
        if rows and size > most:
            break
        rows.append((each.scope, Row.read(each.row)))
        ids.append(each.id)
    return (SetAside(tuple(rows)) if rows else None), ids


def note_told(connection: Connection, ids: Sequence[int]) -> None:
    """Note that the server keeps these now."""
    connection.execute(update(set_aside).where(set_aside.c.id.in_(ids)).values(sent=True))


def _keep(bench: Bench, scope: str, row: Row, title: str) -> None:
    values = {
        "scope": scope,
        "kind": row.kind,
        "record": str(row.id),
        "row": row.plain(),
        "title": title,
        "at": instant_text(Clock().now()),
        "sent": False,
    }
    bench.connection.execute(set_aside.insert().values(values))


def _title(bench: Bench, kind: str, scope: str, record: UUID) -> str:
    if kind not in bench.schema.entities:
        return ""
    kept = bench.on(kind, scope, record).kept
    return kept.record.title() if kept else ""


def _changes(found: Iterable[Line]) -> Iterable[Change]:
    for (epoch, seq), members in groupby(found, key=lambda line: (line.epoch, line.seq)):
        listed = list(members)
        first = listed[0]
        fields = {line.path: line.value for line in listed}
        hand = (first.replica, first.author, first.made_at, first.made_at)
        yield Change(Seen(epoch, seq), *hand, fields, first.n or 0)


def _read(row: Kept[Any]) -> Aside:
    told = Row.read(row.row)
    return Aside(row.id, row.scope, row.kind, told.id, row.title, told.changes, read_instant(row.at), row.sent)


def _is_back(connection: Connection, held: Aside) -> bool:
    """Say whether every change has come again from the server since: known by its hand and the time of writing."""
    here: dict[tuple[str, str], dict[str, Any]] = {}
    for line in history.numbered_lines(connection, held.kind, held.record):
        here.setdefault((line.author, line.made_at), {})[line.path] = line.value
    return all(_among(each, here) for each in held.changes)


def _among(change: Change, here: Mapping[tuple[str, str], Mapping[str, Any]]) -> bool:
    return change.fields.items() <= dict(here.get((change.author, change.made_at), {})).items()
