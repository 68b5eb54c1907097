"""A newer version of the program: offered by the server or found on a stick, installed when the person says so.

Never an older one, never one that no trusted key has signed, never by itself, and never before a copy of the profile
was made and read back.
"""

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cdadesk import resources
from cdadesk.acts import exchanging
from cdadesk.clock import Clock, instant_text, read_instant
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.installed import DEBIAN, SOURCE, WINDOWS, Installed
from cdadesk.store.backup import Copy, Extent
from cdadesk.store.store import Store
from cdadesk.store.troubles import file_troubles_told
from cdadesk.sync import updates
from cdadesk.sync.updates import ServerShelf, Tell, UpdateDamaged
from cdadesk.wire import release as releases
from cdadesk.wire.release import Keys, NotARelease, NotSigned, Part, Release

LOOK_EVERY = dt.timedelta(days=1)
_LOOKED_AT = "update_looked_at"
_HEARD = "update_heard"
_COPIES_KEPT = 2


class UpdateNotOurs(Trouble):
    """Nobody whom this program trusts has signed it."""

    def __init__(self) -> None:
        super().__init__(
            _("This update does not come from those who made this program, or somebody changed it. It was not taken.")
        )


class NothingNewer(Trouble):
    """The release is the one that runs, or older."""

    def __init__(self, there: str, here: str) -> None:
        said = _("Version {there} is not newer than the one that runs here, {here}. Nothing was changed.")
        super().__init__(said.format(there=there, here=here))


class UpdateCannotStart(Trouble):
    """The operating system did not start the installer."""

    def __init__(self, file: Path) -> None:
        said = _("The installer could not be started, perhaps because of a virus scanner. It lies here: {file}")
        super().__init__(said.format(file=file))


@dataclass(frozen=True)
class Offer:
    """A newer version: what it says of itself, its file for this computer (None if none fits), and where it lies."""

    release: Release
    part: Part | None
    place: str | Path

    @property
    def on_stick(self) -> bool:
        """Say whether it lies in a folder, and not at the server."""
        return isinstance(self.place, Path)


@dataclass(frozen=True)
class Updates:
    """How this program is updated: how it is installed, whose word it takes, and where it keeps what it fetched."""

    installed: Installed
    trusted: Keys
    shelf: Path

    @classmethod
    def of(cls, installed: Installed, profile: Path) -> "Updates":
        """Return them for an installed program, with the keys that came with it."""
        keys = releases.read_keys(resources.path("updates", "keys.txt").read_text(encoding="utf-8"))
        return cls(installed, keys, profile / "updates")

    @property
    def possible(self) -> bool:
        """Say whether the program can be updated at all: installed as a whole, and with a key to check by."""
        return self.installed.platform != SOURCE and bool(self.trusted)

    @property
    def installs(self) -> bool:
        """Say whether a press of a button installs it; elsewhere whoever looks after the computer does."""
        return self.installed.platform == WINDOWS

    def judged(self, content: bytes, place: str | Path) -> Offer:
        """Return what a release offers; raises UpdateNotOurs, UpdateDamaged or NothingNewer."""
        try:
            release = releases.read(content, self.trusted)
        except NotSigned as error:
            raise UpdateNotOurs from error
        except NotARelease as error:
            raise UpdateDamaged from error
        if releases.numbers(release.version) <= releases.numbers(self.installed.version):
            raise NothingNewer(release.version, self.installed.version)
        platform = {WINDOWS: releases.WINDOWS, DEBIAN: releases.DEBIAN}.get(self.installed.platform, "")
        return Offer(release, release.part_for(platform, self.installed.base), place)

    def found(self, offer: Offer) -> Path | None:
        """Return the file of an offer if it lies here already, whole."""
        part = offer.part
        return self.shelf / part.name if part is not None and updates.is_whole(self.shelf / part.name, part) else None


def is_due(store: Store, clock: Clock) -> bool:
    """Say whether it is time to ask the server for a newer version; a clock that was set back does not stop it."""
    looked = store.settings.get(_LOOKED_AT)
    return looked is None or abs(clock.now() - read_instant(looked)) >= LOOK_EVERY


def ask_server(store: Store, ways: Updates, clock: Clock, stopped: Callable[[], bool]) -> Offer | None:
    """Ask the server of the profile, and remember what it says; None if it has nothing newer.

    Raises a Trouble of the line, UpdateNotOurs or UpdateDamaged.
    """
    address = exchanging.line(store).server
    if not address:
        raise exchanging.NotSignedIn
    shelf = ServerShelf(address, stopped, clock)
    try:
        content = shelf.release()
    finally:
        shelf.close()
    store.settings.put(_LOOKED_AT, instant_text(clock.now()))
    store.settings.put(_HEARD, None)
    offer = _newer(ways, content, address)
    if offer is not None:
        store.settings.put(_HEARD, [address, content.decode()])
    return offer


def heard(store: Store, ways: Updates) -> Offer | None:
    """Return what the server offered when it was asked last; None once that is installed."""
    told = store.settings.get(_HEARD)
    if not told or not ways.possible:
        return None
    with suppress(Trouble):
        return _newer(ways, told[1].encode(), told[0])
    return None


def look_on_stick(ways: Updates, folder: Path) -> Offer:
    """Return the newer version on a stick; raises NoUpdateThere, NothingNewer, UpdateNotOurs, or one of the disk."""
    place, content = updates.release_on_stick(folder)
    return ways.judged(content, place)


def fetch(ways: Updates, offer: Offer, tell: Tell, stopped: Callable[[], bool]) -> Path:
    """Bring the file of an offer to this laptop, whole and checked, and return it; raises a Trouble or Cancelled."""
    if offer.part is None:
        raise UpdateDamaged
    if isinstance(offer.place, Path):
        return updates.take_from_stick(offer.place, offer.part, ways.shelf, tell)
    shelf = ServerShelf(offer.place, stopped)
    try:
        return shelf.fetch(offer.part, ways.shelf, tell)
    finally:
        shelf.close()


def make_ready(store: Store, ways: Updates, offer: Offer) -> Path:
    """Make a copy of the profile that is read back, check the installer once more, and return it; raises a Trouble."""
    copy_before(store)
    file = ways.found(offer)
    if file is None:
        raise UpdateDamaged
    return file


def copy_before(store: Store) -> Copy:
    """Copy the profile beside its database, and keep only the newest such copies."""
    folder = store.profile.backups
    with file_troubles_told():
        folder.mkdir(parents=True, exist_ok=True)
    made = store.back_up(folder, Extent.without_files)
    for old in [each for each in store.automatic_copies() if each.path.is_dir()][_COPIES_KEPT:]:
        shutil.rmtree(old.path, ignore_errors=True)
    return made


def start(program: Path) -> None:
    """Start an installer, or the program that brings the version before back; it waits until this one is closed."""
    try:
        if sys.platform == "win32":
            os.startfile(program, cwd=program.parent)  # noqa: S606 - it was checked just now
        else:
            os.posix_spawn(program, [str(program)], os.environ)  # waits for nothing, and nobody waits for it
    except OSError as error:
        raise UpdateCannotStart(program) from error


def tidy(ways: Updates) -> None:
    """Delete what was fetched for versions that are installed by now."""
    with suppress(OSError):
        for file in ways.shelf.iterdir():
            if ways.installed.version in file.name:
                file.unlink()


def _newer(ways: Updates, content: bytes, place: str | Path) -> Offer | None:
    if not content:
        return None
    with suppress(NothingNewer):
        return ways.judged(content, place)
    return None
