"""Which large scopes lie ready for laptops that begin, and what becomes of these files.

A file holds the pages of one scope's feed as a laptop without anything would read them, up to a number. It is noted
before the first page of it is read, under the counter of its scope: whatever is erased or moved away from then on finds
the note, and discards or spoils the file in its own transaction. The bytes go after that.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.server.needed_files import let_bytes_go
from cdadesk.server.tables import FirstDownload, Scope, StoredRecord
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Ready

LEAST = 2_000
"""Records of a scope from which on it lies ready."""
FOLDER = "first"

_ABANDONED = dt.timedelta(minutes=30)  # whoever made it was ended in the middle
_KEPT = dt.timedelta(days=14)  # an older file stays for laptops that have a part of it


@dataclass(frozen=True)
class Made:
    """A file that was made: under which name it lies, and what laptops are told of it."""

    scope: str
    object: str
    ready: Ready


def newest(session: Session, scope: str, epoch: int) -> Ready | None:
    """Return the newest file of a scope in this epoch, None if there is none."""
    made = select(FirstDownload).where(*_whole(scope), col(FirstDownload.epoch) == epoch)
    found = session.scalars(made.order_by(col(FirstDownload.seq).desc()).limit(1)).first()
    return None if found is None else Ready(found.sha256 or "", found.size, Seen(found.epoch, found.seq))


def lying_at(session: Session, scope: str, sha256: str) -> tuple[str, int] | None:
    """Return under which name a file lies, and its size; None if it was discarded, or never was."""
    found = session.scalars(select(FirstDownload).where(*_whole(scope), col(FirstDownload.sha256) == sha256)).first()
    return None if found is None else (found.object, found.size)


def is_worth_it(session: Session, scope: str, least: int) -> bool:
    """Say whether a scope holds so much that its file saves something."""
    held = select(func.count()).select_from(StoredRecord).where(col(StoredRecord.scope) == scope)
    return (session.scalar(held) or 0) >= least


def begin(session: Session, scope: str, now: dt.datetime) -> str | None:
    """Note that a file is being made, and return its name; None if somebody is at it."""
    counter = select(Scope).where(col(Scope.scope) == scope).with_for_update()
    at = session.scalars(counter).one()  # who erases holds it until the end, and finds the note, or was before us
    drop_abandoned(session, now)
    making = select(FirstDownload).where(col(FirstDownload.scope) == scope, col(FirstDownload.sha256).is_(None))
    if session.scalars(making).first() is not None:
        return None
    name = f"{FOLDER}/{scope.replace(':', '-')}/{secrets.token_hex(8)}"
    session.add(FirstDownload(scope=scope, object=name, epoch=at.epoch, seq=0, size=0, begun_at=now))
    return name


def finish(session: Session, made: Made, now: dt.datetime) -> bool:
    """Let a file be told of; false if it is not to be used, and its bytes go."""
    row = session.get(FirstDownload, (made.scope, made.object), with_for_update=True)
    if row is None or row.spoiled or row.epoch != made.ready.at.epoch:
        abandon(session, made.scope, made.object)
        return False
    row.sha256, row.size, row.seq = made.ready.sha256, made.ready.size, made.ready.at.seq
    session.flush()
    outdated = (col(FirstDownload.seq) < row.seq, col(FirstDownload.begun_at) < now - _KEPT)
    _drop(session, session.scalars(select(FirstDownload).where(*_whole(made.scope), *outdated)).all())
    return True


def abandon(session: Session, scope: str, name: str) -> None:
    """Let go of a file; that it is already gone does not matter, its bytes may have come later."""
    of_file = (col(FirstDownload.scope) == scope, col(FirstDownload.object) == name)
    session.execute(delete(FirstDownload).where(*of_file))
    let_bytes_go(session, [name])


def discard(session: Session, scopes: Iterable[str]) -> None:
    """Let go of all files of scopes in which something was erased, or from which something went away."""
    found = session.scalars(select(FirstDownload).where(col(FirstDownload.scope).in_(sorted(set(scopes)))))
    rows = found.all()
    for each in rows:
        each.spoiled = True  # of one that is being made: whoever makes it lets go of its bytes
    session.flush()
    _drop(session, [each for each in rows if each.sha256 is not None])


def discard_all(session: Session) -> None:
    """Let go of all files: the server was put back, and what they tell may not be here any more."""
    discard(session, session.scalars(select(col(FirstDownload.scope)).distinct()).all())


def drop_abandoned(session: Session, now: dt.datetime) -> None:
    """Let go of files that nobody makes any more."""
    making = (col(FirstDownload.sha256).is_(None), col(FirstDownload.begun_at) < now - _ABANDONED)
    _drop(session, session.scalars(select(FirstDownload).where(*making)).all())


def _drop(session: Session, rows: Sequence[FirstDownload]) -> None:
    for each in rows:
        session.delete(each)
    session.flush()
    let_bytes_go(session, [each.object for each in rows])


def _whole(scope: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(FirstDownload.scope) == scope, col(FirstDownload.sha256).is_not(None)
