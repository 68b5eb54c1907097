"""Which files the attachments of a scope need: what none of them needs any more is let go, and moves go along.

Here only the database is told. The bytes go after the transaction, and again if their store was away.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.attachment import Attachment, is_hash
from cdadesk.server.tables import FilePiece, GoneObject, StoredFile, StoredRecord

KIND = Attachment.kind
NAMES = ("sha256", "original_sha256")


def named_in(values: Mapping[str, Any]) -> frozenset[str]:
    """Return the check sums of the files that an attachment, or one change of it, names."""
    return frozenset(values[name] for name in NAMES if is_hash(values.get(name)))


def let_go(session: Session, scope: str, hashes: frozenset[str]) -> None:
    """Let go of files that no attachment of the scope names any more; one in the trash needs its file, too."""
    free = hashes - _needed(session, scope, hashes) if hashes else frozenset()
    if not free:
        return
    pieces = _of(FilePiece, scope, free)
    let_bytes_go(session, session.scalars(select(col(FilePiece.object)).where(*pieces)).all())
    session.execute(delete(FilePiece).where(*pieces))
    wholes = _of(StoredFile, scope, free)
    objects = frozenset(session.scalars(select(col(StoredFile.object)).where(*wholes)))
    session.execute(delete(StoredFile).where(*wholes))
    shared = frozenset(session.scalars(select(col(StoredFile.object)).where(col(StoredFile.object).in_(objects))))
    let_bytes_go(session, sorted(objects - shared))


def take_along(session: Session, here: str, there: str, hashes: frozenset[str]) -> None:
    """Let another scope have the files of attachments that moved there: the whole ones, and what came of others.

    Called when their records lie there; files are asked for by scope, and the bytes stay where they are.
    """
    known = frozenset(session.scalars(select(col(StoredFile.sha256)).where(*_of(StoredFile, there, hashes))))
    for each in session.scalars(select(StoredFile).where(*_of(StoredFile, here, hashes - known))).all():
        session.add(StoredFile(**each.model_dump() | {"scope": there}))
    session.flush()
    begun = frozenset(session.scalars(select(col(FilePiece.sha256)).where(*_of(FilePiece, there, hashes))))
    free = hashes - known - begun - _needed(session, here, hashes)
    session.execute(update(FilePiece).where(*_of(FilePiece, here, free)).values(scope=there))
    let_go(session, here, hashes)


def _needed(session: Session, scope: str, hashes: frozenset[str]) -> frozenset[str]:
    values = col(StoredRecord.values)
    named = [values[name].as_string() for name in NAMES]
    asked = select(*named).where(
        col(StoredRecord.scope) == scope,
        col(StoredRecord.kind) == KIND,
        or_(*(each.in_(hashes) for each in named)),
    )
    return frozenset(each for row in session.execute(asked) for each in row if each)


def let_bytes_go(session: Session, objects: Iterable[str]) -> None:
    """Let bytes be deleted after this transaction."""
    rows = [{"object": each} for each in objects]
    if rows:
        session.execute(insert(GoneObject), rows)


def _of(
    table: type[StoredFile] | type[FilePiece], scope: str, hashes: frozenset[str]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(table.scope) == scope, col(table.sha256).in_(hashes)
