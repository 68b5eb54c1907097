"""Reaching the files of a profile past the store, as another program or an accident does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from cdadesk.store import vault
from cdadesk.store.engine import Database
from cdadesk.store.profile import Profile
from cdadesk.store.rows import Entities, Schema
from cdadesk.store.store import Store
from tests.builders import PASSPHRASE


@contextmanager
def beside(store: Store) -> Iterator[Database]:
    """Open the database of a store a second time, past its lock."""
    with database_in(store.profile.folder) as database:
        yield database


@contextmanager
def database_in(folder: Path) -> Iterator[Database]:
    """Open the database of a closed profile."""
    profile = Profile(folder)
    database = Database(profile.database, vault.unlock(profile.key_file, PASSPHRASE))
    try:
        yield database
    finally:
        database.close()


@contextmanager
def every_connection_with(pragma: str) -> Iterator[None]:
    """Put a pragma on each connection that is opened inside the block: a full disk, or one that must not be written."""

    def put(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    event.listen(Engine, "connect", put)
    try:
        yield
    finally:
        event.remove(Engine, "connect", put)


def grow(store: Store, entities: Entities) -> None:
    """Do what a migration does when entities get fields and new ones come."""
    newer = Schema(entities)
    with beside(store) as database, database.writing() as connection:
        newer.metadata.create_all(connection)
        for table in newer.metadata.sorted_tables:
            here = {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})")}
            for column in table.columns:
                if column.name not in here:
                    kind = column.type.compile(connection.dialect)
                    connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}")
