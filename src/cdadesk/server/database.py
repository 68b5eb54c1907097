"""The server's database: SQLite by default, PostgreSQL by its address; the same code on both."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from cdadesk.clock import Clock
from cdadesk.wire import canonical

PATIENCE = 30_000  # milliseconds that one writer waits for another on SQLite
_WRITES = "cdadesk_writes"
_PRAGMAS = (
    f"busy_timeout = {PATIENCE}",
    "journal_mode = WAL",
    "synchronous = FULL",  # what was acknowledged must outlive a power cut
    "cache_size = -4000",  # kilobytes: what one batch writes must not go to the disk twice
    "foreign_keys = ON",
    "secure_delete = ON",  # what was erased must not be left in free pages
)
_TRIES = 5
_MACHINE = frozenset({5, 6, 8, 10, 13, 14})  # SQLite: busy, locked, read-only, input or output, full, cannot be opened
_MACHINE_CLASSES = ("08", "53", "57", "58")  # PostgreSQL: connection, resources, an operator at work, the system
_SCOURING = 2_000  # milliseconds; whoever erases next tries again

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Database:
    """An open database, and the clock by which it notes when things came in."""

    def __init__(self, url: str | URL, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        is_file = make_url(url).get_backend_name() == "sqlite"
        self._after_erasing: list[Callable[[], None]] = []
        self.engine = create_engine(
            url,
            json_serializer=_json,
            json_deserializer=canonical.read,
            pool_pre_ping=not is_file,
            hide_parameters=True,
        )
        self._writing = self.engine.execution_options(**{_WRITES: True})
        self._reading = self.engine if is_file else self.engine.execution_options(isolation_level="REPEATABLE READ")
        if is_file:
            event.listen(self.engine, "connect", _set_up)
            event.listen(self.engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the database from its first question to its last."""
        with Session(self._reading) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are kept together, and flushed to the disk, or not at all."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Do work in a transaction of its own, and once more when it met another's that was quicker."""
        for _attempt in range(_TRIES - 1):
            try:
                return self._once(work)
            except (IntegrityError, OperationalError) as error:
                if not _met_another(error):
                    raise
                _log.info("a transaction met another and is done again: %s", error.orig)
        return self._once(work)

    def after_erasing(self, work: Callable[[], None]) -> None:
        """Have something done whenever something was erased: bytes may lie elsewhere than in the database."""
        self._after_erasing.append(work)

    def scour(self) -> None:
        """Leave nothing of what was erased in the log beside a file; a reader who needs it still is waited for shortly.

        PostgreSQL cleans up by itself, and its archive holds what it held: how long is for its administrator to say.
        """
        for work in self._after_erasing:
            work()
        if self.engine.dialect.name != "sqlite":
            return
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout = {_SCOURING}")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.execute(f"PRAGMA busy_timeout = {PATIENCE}")

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def _once(self, work: Callable[[Session], T]) -> T:
        with self.writing() as session:
            return work(session)


def _json(value: Any) -> str:
    return canonical.written(value)


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions of its own; see _begin
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_of_the_machine(error: Exception) -> bool:
    """Say whether a full disk, a database that is away or the like is to blame, and nothing that was asked.

    SQLite undoes all where the disk is full; who then goes back to a savepoint meets another error, behind the first.
    """
    if isinstance(error, DBAPIError):
        if any(is_of_the_machine(each) for each in _behind(error)):
            return True
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        state = getattr(error.orig, "sqlstate", None) or ""
        return error.connection_invalidated or code in _MACHINE or state.startswith(_MACHINE_CLASSES)
    return isinstance(error, OSError)


def _behind(error: BaseException) -> Iterator[DBAPIError]:
    """Yield the errors of the database that came before one, and led to it."""
    before = error.__cause__ or error.__context__
    while before is not None and not isinstance(before, DBAPIError):
        before = before.__cause__ or before.__context__
    if before is not None:
        yield before


def _met_another(error: DBAPIError) -> bool:
    """Say whether two wrote the same new key, or PostgreSQL broke off one of two that waited for each other."""
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", "") in {"40001", "40P01"}
