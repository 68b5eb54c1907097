"""The carrier on a stick: files are written whole and read back; what is read is not believed before it is checked."""

import datetime as dt
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store import files
from cdadesk.store.troubles import file_troubles_told
from cdadesk.wire import bundle
from cdadesk.wire.bundle import Bundle, NewerBundle
from cdadesk.wire.frames import BadFrames

FILES_MOST = 500
FILE_USUAL = 32 * 1024 * 1024
_SPARE = 64 * 1024  # what a file system needs for itself


class StickFull(Trouble):
    """Not even the first file fits."""

    def __init__(self) -> None:
        super().__init__(_("There is no room on the stick. Nothing was written: make room on it, or take another one."))


class StickAway(Trouble):
    """The folder is not there any more."""

    def __init__(self) -> None:
        super().__init__(_("The folder cannot be found. Put the stick in again, and choose its folder."))


class NotReadBack(Trouble):
    """What was written is not what is read back."""

    def __init__(self) -> None:
        super().__init__(_("The stick does not give back what was written to it. It is worn out; take another one."))


class NothingOnStick(Trouble):
    """There is no file of ours."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing from cdadesk in this folder. Its files end in .cda."))


class DamagedFile(Trouble):
    """A file is cut off, changed, or none of ours; everything else that is on the stick was read."""

    def __init__(self, file: Path) -> None:
        super().__init__(_("{file} is damaged or not from cdadesk. Nothing of it was taken.").format(file=file.name))


class NewerFile(Trouble):
    """A newer version of the program wrote a file."""

    def __init__(self, file: Path) -> None:
        said = _("{file} was written by a newer version of the program. Update this one, then read it again.")
        super().__init__(said.format(file=file.name))


@dataclass(frozen=True)
class Written:
    """The files that were written, their bytes, and how many bundles are in them; fewer if it is full."""

    files: tuple[Path, ...]
    size: int
    bundles: int


def write(folder: Path, name: str, day: dt.date, payloads: Iterable[bytes], most: int = FILE_USUAL) -> Written:
    """Write bundles into new files of about so many bytes, as many as there is room for; each is read back.

    Raises StickFull, StickAway, NotReadBack or a Trouble of the disk; a file that was begun is gone then.
    """
    if not folder.is_dir():
        raise StickAway
    names = _free_names(folder, f"cdadesk-{_plain(name)}-{day.isoformat()}")
    made: list[Path] = []
    size = bundles = 0
    for portion in _portions(payloads, most):
        content = bundle.file_of(portion)
        with file_troubles_told():
            room = shutil.disk_usage(folder).free
        if room < len(content) + _SPARE:
            break
        made.append(_write_one(next(names), content))
        size, bundles = size + len(content), bundles + len(portion)
    if not made:
        raise StickFull
    return Written(tuple(made), size, bundles)


def found(path: Path) -> list[Path]:
    """Return the files of ours in a folder, or the one that was named; raises NothingOnStick or StickAway."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise StickAway
    with file_troubles_told():
        ours = sorted(each for each in path.iterdir() if each.suffix.lower() == bundle.SUFFIX and each.is_file())
    if not ours:
        raise NothingOnStick
    return ours[:FILES_MOST]


def read(file: Path) -> list[Bundle]:
    """Return the bundles of a file as they came; raises DamagedFile, NewerFile or a Trouble of the disk."""
    with file_troubles_told():
        if file.stat().st_size > bundle.FILE_MOST:
            raise DamagedFile(file)
        content = file.read_bytes()
    try:
        return bundle.bundles_in(content)
    except NewerBundle as error:
        raise NewerFile(file) from error
    except BadFrames as error:
        raise DamagedFile(file) from error


def _write_one(path: Path, content: bytes) -> Path:
    beside = path.with_suffix(".part")
    try:
        with file_troubles_told():
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if beside.read_bytes() != content:
                raise NotReadBack
            beside.replace(path)
            files.settle_folder(path.parent)
    except BaseException:
        with file_troubles_told():
            beside.unlink(missing_ok=True)
        raise
    return path


def _portions(payloads: Iterable[bytes], most: int) -> Iterator[list[bytes]]:
    portion: list[bytes] = []
    size = 0
    for each in payloads:
        if portion and size + len(each) > most:
            yield portion
            portion, size = [], 0
        portion.append(each)
        size += len(each)
    if portion:
        yield portion


def _free_names(folder: Path, stem: str) -> Iterator[Path]:
    number = 1
    while True:
        path = folder / f"{stem}-{number}{bundle.SUFFIX}"
        if not path.exists():
            yield path
        number += 1


def _plain(name: str) -> str:
    """Return a name that every file system takes, and that leads nowhere else."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40] or "desk"
