"""A laptop that was restored or cloned goes on under a new id, and issues again what it does not know to be taken.

The server knows another history of the old id: changes that this file has forgotten, or that a twin made. So the old id
is left to them. What lies over the server's copy gets a new number and keeps its `base`, its writer and its words; the
names under which it was issued before go with it, so that the server recognises what it has. All else goes to the
journal of former replicas.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select, update

from cdadesk.clock import new_id
from cdadesk.store import granting, history, outbox, settings
from cdadesk.store.bench import Bench
from cdadesk.store.outbox import OpState
from cdadesk.store.rows import Schema
from cdadesk.store.settings import Setting
from cdadesk.store.tables import erasure, former_op, judged, op
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Grants
from cdadesk.wire.ops import Op, Origin

_KEPT = ("n", "h", "save", "scope", "kind", "record", "entry", "state", "epoch", "seq", "code", "sentence")
_NAMES = 8  # under which one op may have been issued

Issued = tuple[Row[Any], UUID]
"""A row of an op, and the replica that issued it."""


@dataclass(frozen=True)
class Heir:
    """What a profile will be after a fork: an id and keys that no copy of it has."""

    replica: UUID
    keys: Keys


@dataclass(frozen=True)
class Successor:
    """What takes the place of a replica: the new id and token, and what the account may see."""

    replica: UUID
    token: str
    grants: Grants


def note(connection: Connection, *, forked: bool) -> None:
    """Remember whether the server knows another history of this replica."""
    settings.write(connection, Setting.forked, forked or None)


def is_forked(connection: Connection) -> bool:
    """Say whether this profile must go on under a new id before it can exchange."""
    return bool(settings.read(connection, Setting.forked))


def heir(connection: Connection) -> Heir:
    """Return the id and the keys with which this profile will go on: the same each time it is asked, until it does."""
    known, keys = settings.read(connection, Setting.successor), settings.read(connection, Setting.successor_keys)
    chosen = Heir(UUID(known) if known else new_id(), Keys.read(keys) if keys else Keys.new())
    settings.write(connection, Setting.successor, str(chosen.replica))
    settings.write(connection, Setting.successor_keys, chosen.keys.written)
    return chosen


def newest_in_common(connection: Connection, replica: UUID) -> Origin:
    """Return the newest op that the server judged: up to there its history and this one are the same."""
    asked = select(op.c.n, op.c.h).where(op.c.state != OpState.waiting).order_by(op.c.n.desc()).limit(1)
    found = connection.execute(asked).first()
    return (str(replica), found.n, found.h) if found else (str(replica), 0, "")


def formers(connection: Connection) -> list[str]:
    """Return the ids that this profile had before, oldest first."""
    return list(settings.read(connection, Setting.formers) or [])


def to_issue_again(connection: Connection) -> list[Row[Any]]:
    """Return the ops that lie over the server's copy: waiting, refused, or taken and not yet come back."""
    rows = connection.execute(select(op).where(op.c.laid_over).order_by(op.c.n))
    return [row for row in rows if isinstance(outbox.entry_of(row), Op)]


def go_on(connection: Connection, schema: Schema, old: UUID, by: Successor) -> None:
    """Become the successor; the caller owns the transaction, and the server knows the new id already."""
    again = to_issue_again(connection)
    _to_the_journal(connection, old, {row.n for row in again})
    numbers = issue(connection, by.replica, [(row, old) for row in again])
    history.rename(connection, numbers, by.replica)
    _rename_erasures(connection, {n: number for (_by, n), number in numbers.items()})
    for name, value in {
        Setting.replica: str(by.replica),
        Setting.formers: [*formers(connection), str(old)],
        Setting.token: by.token,
        Setting.keys: heir(connection).keys.written,
        Setting.successor: None,
        Setting.successor_keys: None,
        Setting.forked: None,
    }.items():
        settings.write(connection, name, value)
    granting.take(connection, schema, by.grants)
    _lay_again(connection, schema, again)


def issue(connection: Connection, replica: UUID, again: Sequence[Issued]) -> dict[tuple[str, int], int]:
    """Write ops of other replicas at the end of the chain, whole saves together; map (replica, n) to new numbers."""
    first = outbox.made(connection, replica).n + 1
    ops: list[Op] = []
    for _group, members in groupby(again, key=_group_of):
        ops += outbox.grouped(_named(*each) for each in members)
    numbers = {}
    for at, (each, (row, by)) in enumerate(zip(ops, again, strict=True), start=first):
        outbox.put(connection, replica, UUID(row.save), [replace(each, n=at)])
        numbers[str(by), row.n] = at
    return numbers


def _named(row: Row[Any], by: UUID) -> Op:
    entry = outbox.entry_of(row)
    if not isinstance(entry, Op):
        raise TypeError(f"op {row.n} has no content left")
    return replace(entry, was=((str(by), row.n, row.h), *entry.was)[:_NAMES])


def _group_of(issued: Issued) -> UUID | int:
    entry = outbox.entry_of(issued[0])
    return entry.group if isinstance(entry, Op) else entry.n


def _to_the_journal(connection: Connection, old: UUID, again: set[int]) -> None:
    at = {row.n: row.at for row in connection.execute(select(judged))}
    values = []
    for row in connection.execute(select(op)):
        kept = {name: getattr(row, name) for name in _KEPT} | {"replica": str(old), "at": at.get(row.n, row.made_at)}
        values.append(kept | ({"state": OpState.again} if row.n in again else {}))
    if values:
        connection.execute(insert(former_op), values)
    connection.execute(delete(op))
    connection.execute(delete(judged))


def _rename_erasures(connection: Connection, numbers: Mapping[int, int]) -> None:
    """Let what this laptop erased name the op with which that goes out again."""
    for row in connection.execute(select(erasure).where(erasure.c.n.is_not(None))).all():
        one = (erasure.c.kind == row.kind, erasure.c.record == row.record, erasure.c.path == row.path)
        connection.execute(update(erasure).where(*one).values(n=numbers.get(row.n)))


def _lay_again(connection: Connection, schema: Schema, again: Sequence[Row[Any]]) -> None:
    """Lay the changes over the server's copies under their new numbers: what is shown stays as it was."""
    bench = Bench(connection, schema)
    keys = {(row.kind, row.scope, UUID(row.record)) for row in again}
    bench.fetch_all(keys)
    for key in sorted(keys):
        bench.relay(bench.on(*key))
    bench.finish()
