"""Blobs: the files of photos and papers, each kept once, encrypted, under a name that tells nothing.

A file is written and flushed before the record that names it is saved; whatever no record names is swept away when the
profile is opened next.
"""

import datetime as dt
import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Row, delete, insert, select, update

from cdadesk.store import attached, first_downloads, settings
from cdadesk.store.engine import Database
from cdadesk.store.rows import Schema
from cdadesk.store.sealed_files import PIECE, SealedFile
from cdadesk.store.settings import Setting
from cdadesk.store.tables import blob, blob_sent
from cdadesk.store.troubles import ChangedWhileRead, DamagedFile, DiskFull, NotHere, file_troubles_told
from cdadesk.store.vault import Key

SPARE = 32 * 1024 * 1024
"""What must stay free on the disk after a file was kept, so that records can still be saved."""

KEPT = PIECE
"""What comes of a file is kept in pieces of so many bytes; what is left of one is fetched again."""

MAY_COME_BACK = dt.timedelta(days=90)
"""How long the journal may bring a record back that an older copy of the database does not know."""


class _Digest(Protocol):
    def update(self, some: bytes, /) -> None: ...


@dataclass(frozen=True)
class Coming:
    """A file that is being fetched: how much of it is here, and how large it is."""

    sha256: str
    held: int
    size: int


class Blobs:
    """The files of one profile."""

    def __init__(self, folder: Path, key: Key, database: Database, schema: Schema) -> None:
        self.folder = folder
        self._key = hashlib.blake2b(key.raw, digest_size=32, person=b"cdadesk blobs").digest()
        self._database = database
        self._schema = schema

    def room(self) -> int:
        """Return how many bytes of files the disk still takes."""
        with file_troubles_told():
            return max(shutil.disk_usage(self.folder.parent).free - SPARE, 0)

    def keep(self, contents: Iterator[bytes], size: int) -> str:
        """Keep a file and return its check sum; one that is here already is not kept twice.

        Raises DiskFull before anything is written, ChangedWhileRead if it is not as large as was said.
        """
        file, digest = self._new_file(size), hashlib.sha256()
        try:
            held = file.write(_counted(contents, size, digest), size)
            if held != size:
                raise ChangedWhileRead
            return self._enter(digest.hexdigest(), file, size)
        except BaseException:
            file.path.unlink(missing_ok=True)
            raise

    def holds(self, sha256: str) -> bool:
        """Say whether a whole file is here."""
        with self._database.reading() as connection:
            return _row(connection, sha256, whole=True) is not None

    def held_of(self, hashes: set[str]) -> frozenset[str]:
        """Return those of the files that are here whole."""
        with self._database.reading() as connection:
            return frozenset(attached.whole(connection) & hashes)

    def read(self, sha256: str, offset: int, most: int) -> bytes:
        """Return some bytes of a file; raises NotHere or DamagedFile."""
        return self._file(sha256).read(offset, most)

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """Yield a file piece by piece; raises NotHere or DamagedFile."""
        yield from self._file(sha256).pieces()

    def is_as_kept(self, sha256: str) -> bool:
        """Read a file from end to end, and say whether it is what was kept."""
        digest = hashlib.sha256()
        try:
            for piece in self.pieces(sha256):
                digest.update(piece)
        except DamagedFile:
            return False
        return digest.hexdigest() == sha256

    def every(self) -> list[str]:
        """Return the check sums of all files that are here whole."""
        with self._database.reading() as connection:
            return sorted(attached.whole(connection))

    def begin(self, sha256: str, size: int) -> Coming:
        """Begin to fetch a file, or go on where it broke off; raises DiskFull."""
        with self._database.reading() as connection:
            row = _row(connection, sha256, whole=False)
        if row is not None:
            return Coming(sha256, min(self._sealed(row.file).held(), (size - 1) // PIECE * PIECE), size)
        file = self._new_file(size)
        file.write(iter(()), size)
        with self._database.writing() as connection:
            values = {"sha256": sha256, "file": file.path.name, "size": size, "whole": False}
            connection.execute(insert(blob).prefix_with("OR IGNORE"), values)
        return Coming(sha256, 0, size)

    def take(self, coming: Coming, contents: bytes) -> Coming:
        """Keep what came of a file that is being fetched, in whole pieces; the last bytes complete it.

        Raises DamagedFile, with nothing kept of the file, if all of it came and it is another one.
        """
        file = self._coming(coming.sha256)
        held = file.write(iter([contents]), coming.size, after=coming.held)
        if held >= coming.size:
            self._complete(coming.sha256, file)
        return Coming(coming.sha256, held, coming.size)

    def drop(self, sha256: str) -> None:
        """Throw a file away; whoever wants it again must fetch it."""
        with self._database.writing() as connection:
            name = connection.execute(select(blob.c.file).where(blob.c.sha256 == sha256)).scalar()
            connection.execute(delete(blob).where(blob.c.sha256 == sha256))
        if name is not None:
            self._sealed(name).path.unlink(missing_ok=True)

    def let_go(self, hashes: frozenset[str]) -> None:
        """Delete files that were erased, and what tells of them; one that another program holds goes the next time."""
        with self._database.reading() as connection:
            files = {row.sha256: row.file for row in connection.execute(select(blob).where(blob.c.sha256.in_(hashes)))}
        gone = set(hashes - files.keys())
        for sha256, name in files.items():
            with suppress(OSError):
                self._sealed(name).path.unlink(missing_ok=True)
                gone.add(sha256)
        if gone:
            with self._database.writing() as connection:
                for table in (blob, blob_sent):
                    connection.execute(delete(table).where(table.c.sha256.in_(gone)))

    def was_sent(self, sha256: str) -> bool:
        """Say whether the server has a file whole, in any scope."""
        with self._database.reading() as connection:
            found = connection.execute(select(blob_sent.c.sha256).where(blob_sent.c.sha256 == sha256))
            return found.first() is not None

    def note_whole_there(self, scope: str, sha256: str) -> None:
        """Remember that the server said it has the whole of a file in a scope."""
        with self._database.writing() as connection:
            connection.execute(insert(blob_sent).prefix_with("OR IGNORE"), {"scope": scope, "sha256": sha256})

    def meet_epoch(self, epoch: int) -> None:
        """Forget what a server was said to have whole once it was restored: it is asked again."""
        with self._database.writing() as connection:
            if settings.read(connection, Setting.blobs_epoch) != epoch:
                connection.execute(delete(blob_sent))
                settings.write(connection, Setting.blobs_epoch, epoch)

    def waiting(self) -> list[attached.ToSend]:
        """Return the files that the server does not have whole, originals last, each in the order of its making."""
        with self._database.reading() as connection:
            return attached.to_send(connection, self._schema)

    def in_use(self) -> list[attached.ToSend]:
        """Return the files that lie here whole and hang on a record, originals last."""
        with self._database.reading() as connection:
            return attached.in_use(connection, self._schema)

    def sweep(self, now: dt.datetime) -> None:
        """Bring folder and table together again; only while nobody keeps a file.

        What no record names goes. A file that the table does not know, because an older database was put back, is
        taken up again if a record names it, and else kept for as long as its record may still come back.
        """
        with self._database.writing() as connection:
            named = attached.named(connection, self._schema) | first_downloads.files(connection)
            known = {row.sha256: row.file for row in connection.execute(select(blob))}
            gone = [each for each in known if each not in named or not (self.folder / known[each]).exists()]
            connection.execute(delete(blob).where(blob.c.sha256.in_(gone)))
        kept = {known[each] for each in known.keys() - set(gone)}
        dropped = {known[each] for each in gone}
        for path in self.folder.glob("*") if self.folder.exists() else ():
            if path.name in dropped or (path.name not in kept and not self._is_taken_up(path, named, now)):
                with suppress(OSError):  # another program holds it, or the folder is read-only: it goes the next time
                    path.unlink(missing_ok=True)

    def _is_taken_up(self, path: Path, named: frozenset[str], now: dt.datetime) -> bool:
        file, digest = SealedFile(path, self._key), hashlib.sha256()
        try:
            for piece in file.pieces():
                digest.update(piece)
        except DamagedFile:
            return False
        if digest.hexdigest() in named and not self.holds(digest.hexdigest()):
            self._enter(digest.hexdigest(), file, file.size())
            return True
        age = now - dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        return digest.hexdigest() not in named and age < MAY_COME_BACK

    def _new_file(self, size: int) -> SealedFile:
        with file_troubles_told():
            self.folder.mkdir(exist_ok=True)
        if size > self.room():
            raise DiskFull
        return self._sealed(secrets.token_hex(16))

    def _enter(self, sha256: str, file: SealedFile, size: int) -> str:
        with self._database.writing() as connection:
            known = _row(connection, sha256, whole=None)
            if known is None:
                values = {"sha256": sha256, "file": file.path.name, "size": size, "whole": True}
                connection.execute(insert(blob), values)
                return sha256
            if not known.whole:
                there = blob.c.sha256 == sha256
                connection.execute(update(blob).where(there).values(file=file.path.name, size=size, whole=True))
        spare = file.path.name if known.whole else known.file
        self._sealed(spare).path.unlink(missing_ok=True)
        return sha256

    def _complete(self, sha256: str, file: SealedFile) -> None:
        digest = hashlib.sha256()
        for piece in file.pieces():
            digest.update(piece)
        if digest.hexdigest() != sha256:
            self.drop(sha256)
            raise DamagedFile
        with self._database.writing() as connection:
            connection.execute(update(blob).where(blob.c.sha256 == sha256).values(whole=True))

    def _file(self, sha256: str) -> SealedFile:
        with self._database.reading() as connection:
            row = _row(connection, sha256, whole=True)
        if row is None:
            raise NotHere
        return self._sealed(row.file)

    def _coming(self, sha256: str) -> SealedFile:
        with self._database.reading() as connection:
            row = _row(connection, sha256, whole=False)
        if row is None:
            raise NotHere
        return self._sealed(row.file)

    def _sealed(self, name: str) -> SealedFile:
        return SealedFile(self.folder / name, self._key)


def _row(connection: Connection, sha256: str, *, whole: bool | None) -> Row[Any] | None:
    asked = select(blob).where(blob.c.sha256 == sha256)
    return connection.execute(asked if whole is None else asked.where(blob.c.whole == whole)).first()


def _counted(contents: Iterator[bytes], size: int, digest: _Digest) -> Iterator[bytes]:
    """Pass contents on while they are digested; raises ChangedWhileRead where there are more than was said."""
    seen = 0
    for some in contents:
        seen += len(some)
        if seen > size:
            raise ChangedWhileRead
        digest.update(some)
        yield some
