"""Making a database, and bringing an older one up to this version: after a backup that was read back, or not at all."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement
from sqlalchemy.sql import column, table

from cdadesk.clock import Clock
from cdadesk.store import files, tables
from cdadesk.store.backup import is_whole
from cdadesk.store.engine import Database
from cdadesk.store.migrations import FOLDER, KNOWN
from cdadesk.store.rows import Schema
from cdadesk.store.troubles import BackupFailed, DamagedDatabase, NewerDatabase, file_troubles_told
from cdadesk.store.vault import Key

_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_VERSION = table("alembic_version", column("version_num"))


@dataclass(frozen=True)
class Revisions:
    """The steps that exist, in order, and the folder of their scripts; tests hand in others."""

    known: Sequence[str] = KNOWN
    versions: Path = FOLDER / "versions"


OURS = Revisions()


def make(connection: Connection, schema: Schema) -> None:
    """Make all tables of this version in an empty database."""
    for statement in (*_statements(tables.metadata), *_statements(schema.metadata)):
        connection.exec_driver_sql(statement)
    connection.execute(text(tables.SEARCH))
    connection.execute(text(tables.SEARCH_MERGES))
    connection.execute(text(_VERSION_TABLE))
    connection.execute(_VERSION.insert().values(version_num=KNOWN[-1]))


@functools.cache
def _statements(metadata: MetaData) -> Sequence[str]:
    """Return what makes all tables where there are none; writing it takes longer than carrying it out."""
    told = []
    for each in metadata.sorted_tables:
        indexes = sorted(each.indexes, key=lambda index: str(index.name))
        made: list[ExecutableDDLElement] = [CreateTable(each), *map(CreateIndex, indexes)]
        told += [str(one.compile(dialect=sqlite.dialect())) for one in made]
    return told


def revision_of(database: Database) -> str:
    """Return the revision of a database; raises DamagedDatabase if it holds none."""
    try:
        with database.reading() as connection:
            found = connection.execute(select(_VERSION.c.version_num)).scalar()
    except DBAPIError as error:
        raise DamagedDatabase from error
    if found is None:
        raise DamagedDatabase
    return str(found)


def bring_up(database: Database, key: Key, backups: Path, clock: Clock, revisions: Revisions = OURS) -> Path | None:
    """Bring a database up to this version and return its backup; None if nothing was due.

    Raises NewerDatabase, BackupFailed or DiskFull with the file as it was.
    """
    now = revision_of(database)
    if now not in revisions.known:
        raise NewerDatabase
    if now == revisions.known[-1]:
        return None
    backup = _backup(database, key, backups / f"{clock.now():%Y%m%d-%H%M%S}-revision-{now}.db")
    from cdadesk.store.migrations import running  # noqa: PLC0415 - a quarter of a second, spent only when it is due

    with database.writing() as connection:
        running.bring_up(connection, revisions.versions)
    return backup


def _backup(database: Database, key: Key, to: Path) -> Path:
    """Copy the database, still encrypted, and read the copy back from end to end."""
    beside = to.with_suffix(".part")
    with file_troubles_told():
        to.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with database.bare() as driver:
            driver.execute("VACUUM INTO ?", (str(beside),))
        read_back(beside, key)
        beside.replace(to)
        files.settle_folder(to.parent)
    return to


def read_back(copy: Path, key: Key) -> None:
    """Read a copy from end to end; raises BackupFailed unless all of it is there."""
    if not is_whole(Database(copy, key)):
        raise BackupFailed
