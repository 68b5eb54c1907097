"""Putting a copy of a profile back: checked first, in full or not at all; what stood there before is kept aside."""

import contextlib
import datetime as dt
import os
import re
import shutil
from pathlib import Path

from cdadesk.clock import INDIA
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store import files, profile, upgrading, vault
from cdadesk.store.backup import is_whole
from cdadesk.store.engine import Database
from cdadesk.store.locking import Lock
from cdadesk.store.migrations import KNOWN
from cdadesk.store.profile import Profile
from cdadesk.store.troubles import NewerDatabase, file_troubles_told

ASIDE = "set-aside"
_MADE_OF = re.compile(r"cdadesk-copy-(.+)-\d{4}-\d\d-\d\d-\d{6}")


class NotACopy(Trouble):
    """The folder that was chosen holds no copy of a profile."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _(
                "There is no copy of a profile in {folder}. Choose the folder whose name begins with cdadesk-copy."
            ).format(folder=folder.name or folder)
        )


class DamagedCopy(Trouble):
    """The copy cannot be read from end to end."""

    def __init__(self) -> None:
        super().__init__(_("This copy is damaged, so nothing was restored and nothing was changed. Try an older copy."))


def put_back(copy: Path, passphrase: str, into: Path, at: dt.datetime) -> Path | None:
    """Let a copy take the place of the profile in a folder; return where that lies now, None if there was none.

    Raises NotACopy, WrongPassphrase (that of the copy), DamagedCopy, NewerDatabase, ProfileInUse, or a Trouble of the
    disk; then all is as it was. The server will notice that the profile is an old one: nothing is sent twice for it.
    """
    source = profile.at(copy)
    check(source, passphrase)
    beside = into.with_name(f".{into.name}.new")
    with file_troubles_told():
        try:
            _copy(source, Profile(beside))
            _let_go(into)
            return _swap(beside, into, at)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def place_of(copy: Path, root: Path) -> Path:
    """Return where a copy belongs: the folder of the profile that it was made of, or a new one on another laptop."""
    made_of = _MADE_OF.fullmatch(copy.name)
    old = root / made_of[1] if made_of else root
    return old if old != root and Profile(old).key_file.exists() else profile.new_folder(profile.at(copy).name, root)


def check(copy: Profile, passphrase: str) -> None:
    """Raise a Trouble unless the passphrase opens the copy, all of it can be read, and this version understands it."""
    if not copy.key_file.is_file() or not copy.database.is_file():
        raise NotACopy(copy.folder)
    key = vault.unlock(copy.key_file, passphrase)
    if not is_whole(Database(copy.database, key)):
        raise DamagedCopy
    database = Database(copy.database, key)
    try:
        if upgrading.revision_of(database) not in KNOWN:
            raise NewerDatabase
    finally:
        database.close()


def _copy(source: Profile, to: Profile) -> None:
    shutil.rmtree(to.folder, ignore_errors=True)
    to.folder.mkdir(parents=True)
    to.logs.mkdir()
    for file in (source.key_file, source.database):
        shutil.copyfile(file, to.folder / file.name)
        _settle(to.folder / file.name)
    Profile(to.folder, source.name, source.language).write_card()
    if source.files.is_dir():
        shutil.copytree(source.files, to.files)


def _let_go(into: Path) -> None:
    """Raise ProfileInUse where a window has the profile open."""
    if Profile(into).database.exists():
        Lock(Profile(into).lock).release()


def _swap(beside: Path, into: Path, at: dt.datetime) -> Path | None:
    aside = None
    if into.exists():
        aside = into.parent / ASIDE / f"{into.name}-{at.astimezone(INDIA):%Y-%m-%d-%H%M%S}"
        aside.parent.mkdir(exist_ok=True)
        into.rename(aside)
    try:
        beside.rename(into)
    except OSError:
        if aside is not None:
            aside.rename(into)
        raise
    if aside is not None:
        _take_files(Profile(aside).files, Profile(into).files)
    files.settle_folder(into.parent)
    return aside


def _take_files(old: Path, new: Path) -> None:
    """Let photos that the copy does not hold be those that were here; a file is written once and never changed."""
    if not old.is_dir():
        return
    new.mkdir(exist_ok=True)
    for path in old.iterdir():
        if not (new / path.name).exists():
            _link(path, new / path.name)


def _link(path: Path, to: Path) -> None:
    try:
        os.link(path, to)
    except OSError:  # a disk that has no links, or another one
        with contextlib.suppress(OSError):  # a photo can be fetched again; what was typed is in place already
            shutil.copyfile(path, to)


def _settle(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
