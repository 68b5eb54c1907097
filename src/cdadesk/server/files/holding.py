"""What the server holds of files: pieces as far as they came, and wholes that were verified. Any process may go on."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.attachment import Attachment, checked_type, is_hash
from cdadesk.server.accounts import Member
from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects, name_of_piece, name_of_whole
from cdadesk.server.files.troubles import StoreOfFilesFailed
from cdadesk.server.needed_files import named_in
from cdadesk.server.tables import FilePiece, StoredFile, StoredRecord
from cdadesk.wire.blobs import Holding, Part
from cdadesk.wire.rights import Doing


@dataclass(frozen=True)
class Named:
    """A file as a record names it: only by such a record can it be asked for."""

    scope: str
    record: UUID
    sha256: str
    size: int
    media_type: str
    file_name: str


@dataclass(frozen=True)
class Held:
    """How much of a file is here; `wrong` says that all of it came, and was another file."""

    size: int
    is_whole: bool = False
    is_wrong: bool = False


class Keeper:
    """Takes files in and gives them out."""

    def __init__(self, database: Database, objects: Objects) -> None:
        self._database = database
        self._objects = objects

    def held(self, named: Named) -> Held:
        """Return how much of a file is here."""
        with self._database.reading() as session:
            return _held(session, named)

    def settled(self, named: Named) -> Held:
        """Return how much of a file is here; one of which all came before the server was ended is completed first.

        Whoever sends it has nothing left to send, and would wait for ever.
        """
        held = self.held(named)
        return self._join(named) if not held.is_whole and held.size == named.size else held

    def take(self, named: Named, part: Part) -> Held:
        """Keep a part, as far as it came and goes on from what is here; the last one completes the file."""
        held = self.held(named)
        fresh = part.contents[held.size - part.offset :] if part.offset <= held.size else b""
        if not held.is_whole and fresh:
            held = self._keep(named, held.size, fresh)
        if not held.is_whole and held.size == named.size:
            return self._join(named)
        return held

    def read(self, named: Named, offset: int, most: int) -> bytes:
        """Return some bytes of a whole file; raises FileNotFoundError if it is not here."""
        return self._objects.read(self._whole(named), offset, max(min(most, named.size - offset), 0))

    def read_object(self, name: str, offset: int, most: int) -> bytes:
        """Return some bytes of what lies under a name; raises FileNotFoundError if nothing does."""
        return self._objects.read(name, offset, max(most, 0))

    def stream(self, named: Named) -> Iterator[bytes]:
        """Return the bytes of a whole file; raises FileNotFoundError if it is not here."""
        return self._objects.stream(self._whole(named))

    def _whole(self, named: Named) -> str:
        with self._database.reading() as session:
            found = session.get(StoredFile, (named.scope, named.sha256))
        if found is None:
            raise FileNotFoundError(named.sha256)
        return found.object

    def _keep(self, named: Named, start: int, contents: bytes) -> Held:
        name = name_of_piece(named.scope, named.sha256, start)
        self._objects.put(name, [contents])

        def work(session: Session) -> tuple[bool, Held]:
            before = _held(session, named)
            if before.is_whole or before.size != start or not _is_named_still(session, named):
                return False, before
            session.add(FilePiece(scope=named.scope, sha256=named.sha256, start=start, size=len(contents), object=name))
            return True, Held(start + len(contents))

        kept, held = self._database.write(work)
        if not kept:
            self._objects.drop(name)  # another request was quicker
        return held

    def _join(self, named: Named) -> Held:
        """Make one file of the pieces, verified by its whole check sum; a wrong one is thrown away."""
        with self._database.reading() as session:
            pieces = _pieces(session, named)
        digest = hashlib.sha256()
        name = name_of_whole(named.scope, named.sha256)

        def joined() -> Iterator[bytes]:
            for each in pieces:
                some = self._objects.read(each.object, 0, each.size)
                digest.update(some)
                yield some

        try:
            self._objects.put(name, joined())
        except StoreOfFilesFailed as failed:
            held = self.held(named)
            if held.is_whole:  # another request joined them meanwhile
                return held
            if isinstance(failed.__cause__, FileNotFoundError):
                return self._begin_anew(named)
            raise
        right = name if digest.hexdigest() == named.sha256 else None
        kept, held = self._database.write(lambda session: self._enter(session, named, right))
        self._objects.drop(*(each.object for each in pieces), *([] if kept else [name]))
        return held

    def _begin_anew(self, named: Named) -> Held:
        """Forget the pieces of a file: a database that was put back knows some that were joined and gone since."""
        with self._database.reading() as session:
            names = [each.object for each in _pieces(session, named)]
        self._database.write(lambda session: session.execute(delete(FilePiece).where(*_of(named))))
        self._objects.drop(*names)
        return Held(0)

    def _enter(self, session: Session, named: Named, right: str | None) -> tuple[bool, Held]:
        """Say whether the joined file is the one that is kept, and what is here now; None was another file."""
        if not _is_named_still(session, named):  # erased or moved meanwhile, with what had come of it
            return False, Held(0)
        session.execute(delete(FilePiece).where(*_of(named)))
        if session.get(StoredFile, (named.scope, named.sha256)) is not None:
            return False, Held(named.size, is_whole=True)
        if right is None:
            return False, Held(0, is_wrong=True)
        key, now = {"scope": named.scope, "sha256": named.sha256}, self._database.clock.now()
        session.add(StoredFile(**key, size=named.size, object=right, received_at=now))
        return True, Held(named.size, is_whole=True)


def told_of(scope: str, files: Mapping[str, Held]) -> Holding:
    """Return what is said of files of one scope, by their check sums."""
    return Holding(
        scope,
        {sha256: held.size for sha256, held in files.items() if not held.is_whole},
        tuple(sha256 for sha256, held in files.items() if held.is_whole),
        tuple(sha256 for sha256, held in files.items() if held.is_wrong),
    )


def named_by(session: Session, member: Member, doing: Doing, key: tuple[str, object, str]) -> Named | None:
    """Return the file that an attachment names, if the member may do that with it; None tells no more than that.

    `key` is (scope, record, check sum).
    """
    scope, record, sha256 = key
    if not is_hash(sha256) or not member.may(doing, scope, Attachment.kind):
        return None
    found = session.get(StoredRecord, (scope, Attachment.kind, record))
    for prefix in ("", "original_"):
        size = found.values.get(f"{prefix}size") if found else None
        if found and found.values.get(f"{prefix}sha256") == sha256 and isinstance(size, int):
            told = "media_type" if not prefix else "original_type"
            name = str(found.values.get("file_name") or "")
            return Named(scope, found.id, sha256, size, checked_type(found.values.get(told)), name)
    return None


def _is_named_still(session: Session, named: Named) -> bool:
    """Say whether the attachment names the file as it did; until the end of the transaction nobody changes that."""
    key = (col(StoredRecord.scope) == named.scope, col(StoredRecord.kind) == Attachment.kind)
    mine = select(StoredRecord).where(*key, col(StoredRecord.id) == named.record).with_for_update(read=True)
    found = session.scalars(mine).first()
    return found is not None and named.sha256 in named_in(found.values)


def _held(session: Session, named: Named) -> Held:
    if session.get(StoredFile, (named.scope, named.sha256)) is not None:
        return Held(named.size, is_whole=True)
    return Held(sum(each.size for each in _pieces(session, named)))


def _pieces(session: Session, named: Named) -> list[FilePiece]:
    """Return the pieces from the beginning on, as long as one follows the other."""
    found, end = [], 0
    for each in session.scalars(select(FilePiece).where(*_of(named)).order_by(col(FilePiece.start))):
        if each.start != end:
            break
        found.append(each)
        end += each.size
    return found


def _of(named: Named) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(FilePiece.scope) == named.scope, col(FilePiece.sha256) == named.sha256
