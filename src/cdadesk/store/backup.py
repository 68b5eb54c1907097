"""Copies of a whole profile: still encrypted, made in full or not at all, and read back before they count."""

import datetime as dt
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cdadesk.clock import INDIA
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store import files
from cdadesk.store.engine import Database
from cdadesk.store.profile import Profile
from cdadesk.store.troubles import file_troubles_told

_OURS = "cdadesk-copy-"
_NAME = _OURS + "{profile}-{at:%Y-%m-%d-%H%M%S}"
_AUTOMATIC = "%Y%m%d-%H%M%S"
_STAMP_LENGTH = 15


class CopyNotWhole(Trouble):
    """What was written cannot be read back."""

    def __init__(self) -> None:
        super().__init__(
            _("The copy could not be read back, so it was thrown away. Try another stick or folder; your work is here.")
        )


class CopyNotWritten(Trouble):
    """The folder that was chosen does not take it."""

    def __init__(self) -> None:
        super().__init__(_("The copy could not be written there: no room, or no permission. Choose another folder."))


class Extent(StrEnum):
    """How much of a profile is copied; photos can be fetched again as far as they were sent."""

    whole = "whole"
    without_files = "without_files"


@dataclass(frozen=True)
class Copy:
    """One copy: where it lies, when it was made, how large it is."""

    path: Path
    at: dt.datetime
    size: int


def back_up(profile: Profile, database: Database, into: Path, at: dt.datetime, extent: Extent = Extent.whole) -> Copy:
    """Copy a profile into a new folder of `into`: database, key file, name card, photos, as a profile lies on the disk.

    The same passphrase opens it. Raises CopyNotWritten or CopyNotWhole, and then leaves nothing behind.
    """
    whole = into / _NAME.format(profile=profile.folder.name, at=at.astimezone(INDIA))
    beside = whole.with_name(f"{whole.name}.part")
    try:
        _write(profile, database, Profile(beside))
        if extent is Extent.whole:
            _copy_files(profile.files, Profile(beside).files)
        beside.rename(whole)
        files.settle_folder(into)
    except CopyNotWhole:
        raise
    except (OSError, Trouble) as error:
        raise CopyNotWritten from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Copy(whole, at, _size(whole))


def automatic(profile: Profile) -> list[Copy]:
    """Return the copies that were made by themselves before an upgrade, the newest first.

    Those of the program as it opens a database of an older version are databases; those before an update are profiles.
    """
    with file_troubles_told():
        found = [_found(path) for pattern in ("*.db", f"{_OURS}*") for path in profile.backups.glob(pattern)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def drop_automatic(profile: Profile, before: dt.datetime) -> None:
    """Delete the copies that were made by themselves up to an instant."""
    for each in automatic(profile):
        if each.at <= before:
            with file_troubles_told():
                _delete(each.path)


def is_whole(copy: Database) -> bool:
    """Read a copy from end to end, say whether all of it is there, and let go of it."""
    try:
        with copy.bare() as driver:
            found = driver.execute("PRAGMA integrity_check").fetchall()
            found += driver.execute("PRAGMA cipher_integrity_check").fetchall()
    except Trouble:
        return False
    finally:
        copy.close()
    return bool(found == [("ok",)])


def _write(profile: Profile, database: Database, to: Profile) -> None:
    shutil.rmtree(to.folder, ignore_errors=True)
    to.folder.mkdir()
    with database.bare() as driver:
        driver.execute("VACUUM INTO ?", (str(to.database),))
    key = profile.key_file.read_bytes()
    files.replace(to.key_file, key)
    Profile(to.folder, profile.name, profile.language).write_card()
    if not is_whole(database.under_the_same_key(to.database)) or to.key_file.read_bytes() != key:
        raise CopyNotWhole


def _copy_files(folder: Path, to: Path) -> None:
    """Copy photos and papers as they are; each is written once and never changed, so none can be half a copy."""
    if not folder.exists():
        return
    to.mkdir()
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # it was thrown away meanwhile
            shutil.copyfile(path, to / path.name)
            _settle(to / path.name)


def _settle(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _found(path: Path) -> Copy:
    written = path.stat()
    at = dt.datetime.fromtimestamp(written.st_mtime, dt.UTC)
    with suppress(ValueError):  # somebody gave it another name
        at = _time_in(path.name)
    return Copy(path, at, _size(path) if path.is_dir() else written.st_size)


def _time_in(name: str) -> dt.datetime:
    """Return when a copy was made, as its name tells; raises ValueError."""
    if name.startswith(_OURS):
        return dt.datetime.strptime(name[-len("2026-03-14-144233") :], "%Y-%m-%d-%H%M%S").replace(tzinfo=INDIA)
    return dt.datetime.strptime(name[:_STAMP_LENGTH], _AUTOMATIC).replace(tzinfo=dt.UTC)


def _size(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())


def _delete(copy: Path) -> None:
    if copy.is_dir():
        shutil.rmtree(copy)
    else:
        copy.unlink(missing_ok=True)
