"""A release at the server or on a stick: heard of, fetched to its end, and checked before it counts for anything."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.util import SKIP_HEADER

from cdadesk.clock import Clock
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.troubles import DiskFull, file_troubles_told
from cdadesk.sync.address import checked_address
from cdadesk.sync.failures import told_apart
from cdadesk.sync.http import TIMEOUT
from cdadesk.sync.line import Line
from cdadesk.sync.sticks import StickAway
from cdadesk.sync.troubles import NotOurServer
from cdadesk.wire.release import MOST, NAME, Part

FOLDER = "updates"
"""What the folder is called at the server's address and on a stick."""
_CHUNK = 64 * 1024
_SPARE = 64 * 1024 * 1024  # what the rest of the computer needs
_HEADERS = {"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER}

Tell = Callable[[int, int], object]
"""Told how many bytes of how many are there."""


class NoUpdateThere(Trouble):
    """The folder holds no release."""

    def __init__(self) -> None:
        super().__init__(_("There is no update in this folder. It lies where a file named update.json is."))


class UpdateDamaged(Trouble):
    """What came is not what the release says."""

    def __init__(self) -> None:
        super().__init__(_("The update did not come whole, or somebody changed it. It was thrown away; get it anew."))


class UpdateNotFetched(Trouble):
    """The server tells of the release and does not hand out its file."""

    def __init__(self) -> None:
        super().__init__(
            _("The server does not hand out the update now. Try again later; your work goes on meanwhile.")
        )


class ServerShelf:
    """The updates at a server; close it in the end."""

    def __init__(self, address: str, stopped: Callable[[], bool], clock: Clock | None = None) -> None:
        self._address = f"{checked_address(address)}/{FOLDER}"
        self._clock = clock or Clock()
        self._line = Line(stopped)
        self._line.session.headers = CaseInsensitiveDict(_HEADERS)

    def close(self) -> None:
        """Let the connection go."""
        self._line.close()

    def release(self) -> bytes:
        """Return what the server says of its release, empty if it has none; raises a Trouble, or Cancelled."""
        return self._line.wait_for(self._release)

    def fetch(self, part: Part, into: Path, tell: Tell) -> Path:
        """Fetch a file from where it broke off last; raises a Trouble or Cancelled, and keeps what came."""
        found = into / part.name
        if not is_whole(found, part):
            with file_troubles_told():
                into.mkdir(parents=True, exist_ok=True)
            self._line.wait_for(lambda: self._fetch(part, _begun(found), tell))
            _accept(_begun(found), found, part)
        return found

    def _release(self) -> bytes:
        with told_apart(self._clock.today()), self._asked(NAME, {}) as response:
            if response.status_code != 200:
                return b""
            if not response.headers.get("Content-Type", "").startswith("application/json"):
                raise NotOurServer
            return b"".join(_bounded(response, MOST + 1))

    def _fetch(self, part: Part, begun: Path, tell: Tell) -> None:
        there = begun.stat().st_size if begun.exists() else 0
        if there >= part.size:
            return
        _must_have_room(begun.parent, part.size - there)
        asked = {"Range": f"bytes={there}-"} if there else {}
        with told_apart(self._clock.today()), self._asked(part.name, asked) as response:
            if response.status_code not in (200, 206):
                raise UpdateNotFetched
            there = there if response.status_code == 206 else 0
            with file_troubles_told(), begun.open("ab" if there else "wb") as file:
                for chunk in _bounded(response, part.size - there):
                    file.write(chunk)
                    there += len(chunk)
                    tell(there, part.size)

    def _asked(self, name: str, headers: dict[str, str]) -> requests.Response:
        return self._line.session.get(
            f"{self._address}/{name}", headers=headers, timeout=TIMEOUT, stream=True, allow_redirects=False
        )


def release_on_stick(folder: Path) -> tuple[Path, bytes]:
    """Return the folder of the release that lies in a folder or in its `updates`, and what it says of itself.

    Raises NoUpdateThere, StickAway, or a Trouble of the disk.
    """
    if not folder.is_dir():
        raise StickAway
    for place in (folder, folder / FOLDER):
        if (place / NAME).is_file():
            with file_troubles_told(), (place / NAME).open("rb") as file:
                return place, file.read(MOST + 1)
    raise NoUpdateThere


def take_from_stick(place: Path, part: Part, into: Path, tell: Tell) -> Path:
    """Copy a file of a release from a stick and check it; raises NoUpdateThere, UpdateDamaged or one of the disk."""
    found = into / part.name
    if is_whole(found, part):
        return found
    if not (place / part.name).is_file():
        raise NoUpdateThere
    with file_troubles_told():
        into.mkdir(parents=True, exist_ok=True)
        _must_have_room(into, part.size)
        there = 0
        with (place / part.name).open("rb") as file, _begun(found).open("wb") as to:
            while chunk := file.read(_CHUNK):
                to.write(chunk)
                there += len(chunk)
                tell(min(there, part.size), part.size)
    _accept(_begun(found), found, part)
    return found


def is_whole(file: Path, part: Part) -> bool:
    """Say whether a file is there and is the one that the release means."""
    if not file.is_file() or file.stat().st_size != part.size:
        return False
    with file_troubles_told(), file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == part.sha256


def _accept(begun: Path, found: Path, part: Part) -> None:
    if not is_whole(begun, part):
        with suppress(OSError):
            begun.unlink(missing_ok=True)
        raise UpdateDamaged
    with file_troubles_told():
        begun.replace(found)


def _begun(found: Path) -> Path:
    return found.with_name(f"{found.name}.part")


def _must_have_room(folder: Path, wanted: int) -> None:
    if shutil.disk_usage(folder).free < wanted + _SPARE:
        raise DiskFull


def _bounded(response: requests.Response, most: int) -> Iterator[bytes]:
    """Yield what comes, and no more than was said: a server must not fill the disk."""
    left = most
    for chunk in response.raw.stream(_CHUNK, decode_content=False):
        yield chunk[:left]
        left -= len(chunk)
        if left <= 0:
            return
