"""The encrypted database: connections, transactions, and every error of the disk as a sentence."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.store.troubles import (
    CannotOpenFile,
    DamagedDatabase,
    DiskFailed,
    DiskFull,
    FileInUse,
    KeyDoesNotFit,
    ReadOnlyFile,
)
from cdadesk.store.vault import Key

PATIENCE = 10_000  # milliseconds that one thread of ours waits for the other's transaction
_SCOURING = 2_000  # milliseconds; whoever erases next, or closes the profile, tries again
_WRITES = "cdadesk_writes"

_PRAGMAS = (
    f"busy_timeout = {PATIENCE}",
    "journal_mode = WAL",
    "synchronous = FULL",  # NORMAL may lose the last commits at a power cut
    "foreign_keys = ON",
    "secure_delete = ON",
    "cache_size = -4000",  # kilobytes: what one batch writes must not go to the disk twice
    "temp_store = MEMORY",  # sorting must not leave plain text in a temporary file
)

_TROUBLES: dict[int, type[Trouble]] = {
    5: FileInUse,  # SQLITE_BUSY
    6: FileInUse,  # SQLITE_LOCKED
    8: ReadOnlyFile,  # SQLITE_READONLY
    10: DiskFailed,  # SQLITE_IOERR
    11: DamagedDatabase,  # SQLITE_CORRUPT
    13: DiskFull,  # SQLITE_FULL
    14: CannotOpenFile,  # SQLITE_CANTOPEN
    26: KeyDoesNotFit,  # SQLITE_NOTADB
}


class Database:
    """One encrypted file, open; several threads may use it, each transaction has a connection of its own."""

    def __init__(self, path: Path, key: Key) -> None:
        self.path = path
        self._key = key
        self._looking = threading.local()
        self._engine = create_engine(
            "sqlite://",
            creator=self._connect,
            hide_parameters=True,  # an error that is logged must not carry what people said
            module=dbapi2,
            poolclass=QueuePool,
        )
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the file from its first question to its last."""
        shared: Connection | None = getattr(self._looking, "connection", None)
        if shared is not None:
            yield shared
            return
        with _troubles_told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Let all that this thread asks see one state of the file, over one connection; what it writes is not seen."""
        with self.reading() as connection:
            self._looking.connection = connection
            try:
                yield
            finally:
                self._looking.connection = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone may write; left without an error, all is flushed to the disk, else nothing."""
        with _troubles_told(), self._engine.connect() as plain:
            connection = plain.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def bare(self) -> Iterator[Any]:
        """Give the driver's connection outside any transaction, for what SQLite allows only there."""
        with _troubles_told(), self._engine.connect() as connection:
            yield connection.connection.driver_connection

    def scour(self) -> None:
        """Leave nothing of what was erased in the log beside the file; a reader who needs it still is waited for."""
        with self.bare() as driver:
            driver.execute(f"PRAGMA busy_timeout = {_SCOURING}")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.execute(f"PRAGMA busy_timeout = {PATIENCE}")

    def under_the_same_key(self, path: Path) -> "Database":
        """Return another file that this key opens: a copy of this one."""
        return Database(path, self._key)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _connect(self) -> Any:
        connection = dbapi2.connect(str(self.path), check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{self._key.raw.hex()}'\"")
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _troubles_told() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        trouble = _trouble(error.orig if isinstance(error, DBAPIError) else error)
        if trouble is None:
            raise
        raise trouble from error


def _trouble(error: BaseException | None) -> Trouble | None:
    """Return the sentence for what the environment did; None for a mistake of ours."""
    told = _TROUBLES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return told() if told else None
