"""Blanking: what was erased in a record is also taken from what was kept of it apart: recovered rows, parked ops."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server import conflicts
from cdadesk.server.bench import Key
from cdadesk.server.moving import departed
from cdadesk.server.tables import Departed, RecoveredRow, StoredRecord
from cdadesk.wire import canonical
from cdadesk.wire.messages import Change, Row
from cdadesk.wire.ops import NOTHING_SEEN, Op, Seen, covered

_LATER = Seen(2**52, 0)
"""Later than whatever was seen in a scope: what was erased after the record had left it."""

_SPEAK = {"conflict": conflicts.VALUES, "comment": ("text",)}


def erased_in(session: Session, key: Key) -> dict[str, Seen]:
    """Return which paths of a record were erased, wherever it lies now, each with the number that its scope gave it."""
    scope, kind, record = key
    found: dict[str, Seen] = {}
    arrived: Seen | None = None
    while (left := departed(session, (scope, kind, record))) is not None and left.back is None:
        found |= _since(left, arrived)
        scope, arrived = left.to_scope, Seen(*left.arrived)
    lies = session.get(StoredRecord, (scope, kind, record))
    return found | (_since(lies, arrived) if lies is not None else {})


def unread(session: Session, op: Op) -> Op:
    """Return an op as it may be laid aside without being read: no value of it, if its author missed an erasure.

    Nobody knows what a newer program would have written where; the laptop still has its words.
    """
    base = op.base or NOTHING_SEEN
    missed = any(at > base for at in erased_in(session, (op.scope, op.kind, op.record)).values())
    return op.without(op.fields) if missed else op


def row_to_keep(session: Session, scope: str, row: Row) -> Row:
    """Return a row that a laptop brings of what this server lost, without what was erased meanwhile."""
    kept = _without(row, erased_in(session, (scope, row.kind, row.id)) | dict(row.erased))
    about = _about(row)
    return kept if about is None else _unsaid(kept, erased_in(session, (scope, *about)))


def blank_recovered(session: Session, kind: str, record: UUID, paths: Iterable[str]) -> None:
    """Take erased paths from what laptops brought of a record, and from what was said there about these paths."""
    erased = dict.fromkeys(paths, _LATER)
    is_it = (col(RecoveredRow.kind) == kind) & (col(RecoveredRow.record) == record)
    for each in session.scalars(select(RecoveredRow).where(or_(is_it, col(RecoveredRow.kind).in_(_SPEAK)))).all():
        row = Row.read(each.row)
        if (row.kind, row.id) == (kind, record):
            _put_back(session, each, _without(row, erased))
        elif _about(row) == (kind, record):
            _put_back(session, each, _unsaid(row, erased))
    session.flush()


def digest_of(scope: str, row: Row) -> str:
    """Return by what one row of a laptop is told from another."""
    return canonical.digest(scope.encode(), canonical.encode(row.plain()))


def _since(told: Departed | StoredRecord, arrived: Seen | None) -> dict[str, Seen]:
    """Return what was erased; where the record has come from elsewhere, only what was erased since it came."""
    erased = {path: Seen(*at) for path, at in (told.erased or {}).items()}
    return erased if arrived is None else {path: _LATER for path, at in erased.items() if at > arrived}


def _put_back(session: Session, kept: RecoveredRow, row: Row) -> None:
    """Write a row anew, under the digest of what is left: that of the whole would let one try its values out."""
    if row.plain() == kept.row:
        return
    values = kept.model_dump() | {"digest": digest_of(kept.scope, row), "row": row.plain()}
    of_laptop = (col(RecoveredRow.scope) == kept.scope, col(RecoveredRow.replica) == kept.replica)
    session.execute(delete(RecoveredRow).where(*of_laptop, col(RecoveredRow.digest) == kept.digest))
    session.expunge(kept)
    session.merge(RecoveredRow(**values))


def _without(row: Row, erased: Mapping[str, Seen]) -> Row:
    """Return a row without the values of erased paths that were written before; that something stood there stays."""
    return replace(row, changes=tuple(_change_without(each, erased) for each in row.changes))


def _change_without(change: Change, erased: Mapping[str, Seen]) -> Change:
    gone = [path for path, at in erased.items() if at >= change.seen]
    left = {path: None if covered(path, gone) else value for path, value in change.fields.items()}
    return replace(change, fields=left)


def _unsaid(row: Row, erased: Mapping[str, Seen]) -> Row:
    """Return a conflict or a comment without what it tells of erased paths; one about the whole record tells of all."""
    values = _values(row)
    path = values.get("path") or values.get("about_path")
    if erased and (not isinstance(path, str) or covered(path, erased)):
        return _without(row, dict.fromkeys(_SPEAK[row.kind], _LATER))
    return row


def _about(row: Row) -> tuple[str, UUID] | None:
    values = _values(row)
    kind, record = values.get("about_kind"), values.get("about_id")
    if row.kind not in _SPEAK or not isinstance(kind, str) or not isinstance(record, str):
        return None
    try:
        return kind, UUID(record)
    except ValueError:
        return None


def _values(row: Row) -> dict[str, Any]:
    return {path: value for change in row.changes for path, value in change.fields.items()}
