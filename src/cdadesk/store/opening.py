"""Opening a profile: lock, version, upgrade, and what an older version could not read."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cdadesk.store import granting, inbox, search, settings, sticks, upgrading
from cdadesk.store.blobs import Blobs
from cdadesk.store.creating import Setup
from cdadesk.store.engine import Database
from cdadesk.store.locking import Lock
from cdadesk.store.profile import Profile
from cdadesk.store.rows import Schema, schema_of
from cdadesk.store.settings import Setting
from cdadesk.store.troubles import DiskFull, NoSuchProfile, ReadOnlyFile
from cdadesk.store.vault import Key

OPENED_FILES = "opened"


@dataclass(frozen=True)
class Opened:
    """The files of one profile, open and locked."""

    profile: Profile
    database: Database
    schema: Schema
    replica: UUID
    lock: Lock
    blobs: Blobs

    def close(self) -> None:
        """Let go of the files."""
        self.database.close()
        self.lock.release()


def open_files(profile: Profile, key: Key, setup: Setup) -> Opened:
    """Open a profile; raises a Trouble and leaves the files as they are if that cannot be done."""
    if not profile.database.exists():
        raise NoSuchProfile(profile.database)
    lock = Lock(profile.lock)
    database = Database(profile.database, key)
    schema = schema_of(setup.entities)
    try:
        upgrading.bring_up(database, key, profile.backups, setup.clock, setup.revisions)
        replica = _replica(database)
        _read_again(database, schema, replica)
        _ensure_keys(database)
        blobs = Blobs(profile.files, key, database, schema)
        _sweep(blobs, setup)
        sweep_opened(profile)
    except BaseException:
        database.close()
        lock.release()
        raise
    return Opened(profile, database, schema, replica, lock, blobs)


def sweep_opened(profile: Profile) -> None:
    """Throw away what was laid out in plain for other programs; what one of them still holds goes the next time."""
    throw_away(profile.folder / OPENED_FILES)


def throw_away(folder: Path) -> None:
    """Delete a folder of such copies, as far as no other program holds them."""
    shutil.rmtree(folder, onerror=_as_writable)


def _as_writable(remove: Callable[[str], object], path: str, _why: object) -> None:
    """Try once more with what may be written: Windows deletes nothing that is only to be read."""
    with suppress(OSError):
        Path(path).chmod(0o700)
        remove(path)


def _sweep(blobs: Blobs, setup: Setup) -> None:
    """Sweep the files; what a full or read-only disk does not allow now is done another time, not a reason to stop."""
    with suppress(ReadOnlyFile, DiskFull):
        blobs.sweep(setup.clock.now())


def _replica(database: Database) -> UUID:
    with database.reading() as connection:
        return granting.replica_of(connection)


def _ensure_keys(database: Database) -> None:
    with database.reading() as connection:
        if settings.read(connection, Setting.keys) is not None:
            return
    with database.writing() as connection:
        sticks.ensure_keys(connection)


def _read_again(database: Database, schema: Schema, replica: UUID) -> None:
    now = schema.fingerprint()
    with database.reading() as connection:
        read_by = settings.read(connection, Setting.read_by)
        indexed_by = settings.read(connection, Setting.indexed_by)
    if read_by != now:
        with database.writing() as connection:
            inbox.read_again(connection, schema, replica)
            settings.write(connection, Setting.read_by, now)
    if indexed_by != search.VERSION:
        with database.writing() as connection:
            search.index_anew(connection, schema)
            settings.write(connection, Setting.indexed_by, search.VERSION)
