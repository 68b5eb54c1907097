"""Records as the pages read them: what came in, how a record stands, and the history of its fields."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server.accounts import Member
from cdadesk.server.copies import copy_of
from cdadesk.server.tables import DeadLetter, History, StoredRecord
from cdadesk.server.troubles import NotFound
from cdadesk.wire.merge import Copy
from cdadesk.wire.ops import Act, Seen
from cdadesk.wire.rights import Doing

_WITH_NEWEST = select(StoredRecord, History).join(
    History, and_(col(History.scope) == col(StoredRecord.scope), col(History.seq) == col(StoredRecord.seq))
)


@dataclass(frozen=True)
class Standing:
    """A record as it stands: `seen` is the base of a form that shows it, `newest` the last op in it, (replica, n)."""

    scope: str
    kind: str
    id: UUID
    copy: Copy
    seen: Seen
    newest: tuple[str, int]


@dataclass(frozen=True)
class Arrival:
    """One change that came in; `refused` are the paths where it met another's and does not stand."""

    seen: Seen
    kind: str
    record: UUID
    act: str
    paths: tuple[str, ...]
    refused: tuple[str, ...]
    author: str
    replica: str
    n: int
    made_at: dt.datetime
    received_at: dt.datetime


@dataclass(frozen=True)
class FieldChange:
    """One change of one field: what stood there, what was written, and whether it took its place."""

    path: str
    before: Any
    value: Any
    stood: bool
    by: Arrival


def came_in(session: Session, member: Member, scope: str, limit: int = 50, before: int | None = None) -> list[Arrival]:
    """Return the newest changes of a scope, newest first; `before` is the seq from which to go on. Raises NotFound."""
    _check(member, scope, "")
    found = select(History).where(col(History.scope) == scope).order_by(col(History.seq).desc()).limit(limit)
    if before is not None:
        found = found.where(col(History.seq) < before)
    return [_arrival(each) for each in session.scalars(found)]


def standing(session: Session, member: Member, scope: str, kind: str, record: UUID) -> Standing:
    """Return one record; raises NotFound when there is none that the member may see."""
    _check(member, scope, kind)
    found = session.execute(_WITH_NEWEST.where(*_in(scope, kind), col(StoredRecord.id) == record)).first()
    if found is None:
        raise NotFound(str(record))
    return _standing(*found)


def all_of(session: Session, member: Member, scope: str, kind: str) -> list[Standing]:
    """Return all records of a kind in a scope, the latest changed first; raises NotFound for a scope out of reach."""
    _check(member, scope, kind)
    found = session.execute(_WITH_NEWEST.where(*_in(scope, kind)).order_by(col(StoredRecord.seq).desc()))
    return [_standing(*each) for each in found]


def field_history(session: Session, member: Member, scope: str, kind: str, record: UUID) -> list[FieldChange]:
    """Return every change of every field of a record, oldest first; what was erased was nothing and became nothing.

    An erasure names also paths at which nothing ever was; these are left out. Raises NotFound for a scope out of reach.
    """
    _check(member, scope, kind)
    found = (
        select(History)
        .where(col(History.scope) == scope, col(History.kind) == kind, col(History.record) == record)
        .order_by(col(History.seq))
    )
    return list(_field_changes(session.scalars(found)))


def dead_letters(session: Session, member: Member, scope: str) -> list[DeadLetter]:
    """Return what could not be taken into a scope and is not mended yet; raises NotFound for a scope out of reach."""
    _check(member, scope, "")
    found = select(DeadLetter).where(col(DeadLetter.scope) == scope, col(DeadLetter.mended_at).is_(None))
    return list(session.scalars(found.order_by(col(DeadLetter.received_at), col(DeadLetter.n))))


def _check(member: Member, scope: str, kind: str) -> None:
    if not member.may(Doing.read, scope, kind):
        raise NotFound(scope)


def _in(scope: str, kind: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(StoredRecord.scope) == scope, col(StoredRecord.kind) == kind


def _standing(found: StoredRecord, newest: History) -> Standing:
    seen = Seen(newest.epoch, newest.seq)
    return Standing(found.scope, found.kind, found.id, copy_of(found), seen, (newest.replica, newest.n))


def _field_changes(changes: Iterable[History]) -> Iterator[FieldChange]:
    values: dict[str, Any] = {}
    told: set[str] = set()
    for change in changes:
        by = _arrival(change)
        written = {path: value for path, value in change.fields.items() if path in told or change.act != Act.erase}
        told |= change.fields.keys()
        for path, value in written.items():
            stood = path not in change.refused
            yield FieldChange(path, values.get(path), value, stood, by)
            if stood:
                values[path] = value


def _arrival(change: History) -> Arrival:
    return Arrival(
        seen=Seen(change.epoch, change.seq),
        kind=change.kind,
        record=change.record,
        act=change.act,
        paths=tuple(change.fields),
        refused=tuple(change.refused),
        author=change.author,
        replica=change.replica,
        n=change.n,
        made_at=change.made_at,
        received_at=change.received_at,
    )
