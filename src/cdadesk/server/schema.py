"""The shape of the database: brought up to this version of the program, or found to be newer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.server.database import Database

_STEPS = Path(__file__).resolve().parent / "migrations"


class NewerDatabase(Trouble):
    """A newer version of the program has changed this database already."""

    def __init__(self) -> None:
        super().__init__(_("A newer version of the program has changed this database. Install that version."))


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the database to the newest shape; raises NewerDatabase rather than touch one that is ahead."""
    with database.engine.connect() as connection:
        if _revision(connection) not in _known():
            raise NewerDatabase
        connection.rollback()
        config = _config()
        config.attributes["connection"] = connection
        with _unguarded(connection):
            command.upgrade(config, to)


def is_current(database: Database) -> bool:
    """Say whether the database has the shape of this version."""
    with database.engine.connect() as connection:
        return _revision(connection) == ScriptDirectory.from_config(_config()).get_current_head()


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others point at, while its changed copy takes its place."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()  # inside a transaction the pragma does nothing
        driver.execute("PRAGMA foreign_keys = ON")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _known() -> set[str | None]:
    return {None, *(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    return config
