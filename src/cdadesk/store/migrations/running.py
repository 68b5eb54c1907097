"""Runs alembic. Apart from the rest, because importing it takes a quarter of a second and it is seldom needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from cdadesk.store.migrations import FOLDER


def bring_up(connection: Connection, versions: Path) -> None:
    """Take every step that is due, in the caller's transaction: all of them or none."""
    config = Config()
    config.set_main_option("script_location", _escaped(FOLDER))
    config.set_main_option("version_locations", _escaped(versions))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
