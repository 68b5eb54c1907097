"""Blanking: what was erased in a record is also taken from what was kept of it apart: recovered rows, parked ops."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server.bench import Key
from cdadesk.server.moving import departed
from cdadesk.server.tables import Departed, RecoveredRow, StoredRecord
from cdadesk.wire import canonical
from cdadesk.wire.erased_rows import LATER, SPEAK, about, unsaid, without
from cdadesk.wire.ops import NOTHING_SEEN, Op, Seen
from cdadesk.wire.pages import Row


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
    kept = without(row, erased_in(session, (scope, row.kind, row.id)) | dict(row.erased))
    spoken_of = about(row)
    return kept if spoken_of is None else unsaid(kept, erased_in(session, (scope, *spoken_of)))


def blank_recovered(session: Session, kind: str, record: UUID, paths: Iterable[str]) -> None:
    """Take erased paths from what laptops brought of a record, and from what was said there about these paths."""
    erased = dict.fromkeys(paths, LATER)
    is_it = (col(RecoveredRow.kind) == kind) & (col(RecoveredRow.record) == record)
    for each in session.scalars(select(RecoveredRow).where(or_(is_it, col(RecoveredRow.kind).in_(SPEAK)))).all():
        row = Row.read(each.row)
        if (row.kind, row.id) == (kind, record):
            _put_back(session, each, without(row, erased))
        elif about(row) == (kind, record):
            _put_back(session, each, unsaid(row, erased))
    session.flush()


def digest_of(scope: str, row: Row) -> str:
    """Return by what one row of a laptop is told from another."""
    return canonical.digest(scope.encode(), canonical.encode(row.plain()))


def _since(told: Departed | StoredRecord, arrived: Seen | None) -> dict[str, Seen]:
    """Return what was erased; where the record has come from elsewhere, only what was erased since it came."""
    erased = {path: Seen(*at) for path, at in (told.erased or {}).items()}
    return erased if arrived is None else {path: LATER for path, at in erased.items() if at > arrived}


def _put_back(session: Session, kept: RecoveredRow, row: Row) -> None:
    """Write a row anew, under the digest of what is left: that of the whole would let one try its values out."""
    if row.plain() == kept.row:
        return
    values = kept.model_dump() | {"digest": digest_of(kept.scope, row), "row": row.plain()}
    of_laptop = (col(RecoveredRow.scope) == kept.scope, col(RecoveredRow.replica) == kept.replica)
    session.execute(delete(RecoveredRow).where(*of_laptop, col(RecoveredRow.digest) == kept.digest))
    session.expunge(kept)
    session.merge(RecoveredRow(**values))
