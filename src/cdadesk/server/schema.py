"""The shape of the database: brought up to this version of the program, or found to be newer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.server.database import Database

_STEPS = Path(__file__).resolve().parent / "migrations"
_KNOWN = sorted(each.stem.removeprefix("step_") for each in (_STEPS / "versions").glob("step_*.py"))
_NEWEST = "head"


class NewerDatabase(Trouble):
    """A newer version of the program has changed this database already."""

    def __init__(self) -> None:
        super().__init__(_("A newer version of the program has changed this database. Install that version."))


def upgrade(database: Database, to: str = _NEWEST) -> None:
    """Bring the database to the newest shape; raises NewerDatabase rather than touch one that is ahead."""
    if to == _NEWEST and is_current(database):
        return
    from alembic import command  # noqa: PLC0415 - eleven megabytes that a server needs after an update only
    from alembic.config import Config  # noqa: PLC0415

    with database.engine.connect() as connection:
        if _revision(connection) not in (None, *_KNOWN):
            raise NewerDatabase
        connection.rollback()
        config = Config()
        config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
        config.attributes["connection"] = connection
        with _unguarded(connection):
            command.upgrade(config, to)


def is_current(database: Database) -> bool:
    """Say whether the database has the shape of this version."""
    with database.engine.connect() as connection:
        return _revision(connection) == _KNOWN[-1]


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
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
