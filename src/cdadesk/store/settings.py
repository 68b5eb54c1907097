"""Settings: what the profile remembers besides records. Each value is JSON."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from cdadesk.store.engine import Database
from cdadesk.store.tables import setting


class Setting(StrEnum):
    """The settings that the store itself knows; the window may keep others under names of its own."""

    replica = "replica"
    author = "author"
    language = "language"
    server = "server"
    token = "token"  # noqa: S105 - the name of a setting
    grants = "grants"
    laptop = "laptop"
    last_exchange = "last_exchange"
    erased_at = "erased_at"
    read_by = "read_by"
    keys = "keys"
    author_keys = "author_keys"
    indexed_by = "indexed_by"
    first_downloads = "first_downloads"
    blobs_epoch = "blobs_epoch"
    forked = "forked"
    forked_since = "forked_since"
    successor = "successor"
    successor_keys = "successor_keys"
    formers = "formers"
    identity = "identity"
    unchecked = "unchecked"
    check_wanted = "check_wanted"


_BY_NAME = select(setting.c.value).where(setting.c.name == bindparam("name"))  # asked some thirty times an exchange


def read(connection: Connection, name: str) -> Any:
    """Return a setting, None if it was never put."""
    return connection.execute(_BY_NAME, {"name": name}).scalar()


def write(connection: Connection, name: str, value: Any) -> None:
    """Put a setting; None forgets it."""
    connection.execute(delete(setting).where(setting.c.name == name))
    if value is not None:
        connection.execute(insert(setting).values(name=name, value=value))


class Settings:
    """The settings of an open profile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting, or the default if it was never put."""
        with self._database.reading() as connection:
            found = read(connection, name)
        return default if found is None else found

    def put(self, name: str, value: Any) -> None:
        """Keep a setting, durable at once; None forgets it."""
        with self._database.writing() as connection:
            write(connection, name, value)
