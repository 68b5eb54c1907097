"""Sticks that come by post: files are taken in at the server itself, and the answers lie in files to send back."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.server import carrying
from cdadesk.server.carrying import Taken
from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects
from cdadesk.server.troubles import Refused
from cdadesk.wire import bundle
from cdadesk.wire.bundle import Bundle
from cdadesk.wire.frames import BadFrames
from cdadesk.wire.messages import Refusal


class NoStick(Trouble):
    """A file is none that a laptop wrote for a stick."""

    def __init__(self, file: Path) -> None:
        super().__init__(_("{file} was not written for a stick, or is damaged.").format(file=file.name))


@dataclass(frozen=True)
class Answered:
    """What was taken of one file, in words, and the file to send back, if there is one."""

    lines: tuple[str, ...]
    back: Path | None


def take_file(database: Database, objects: Objects, file: Path, into: Path) -> Answered:
    """Take in all bundles of a file and write the answers into a folder; raises NoStick, with nothing taken."""
    came = _read(file)
    taken = [_take(database, objects, each) for each in came]
    replies = [each.reply for each in taken if isinstance(each, Taken)]
    back = _write(into, f"{file.stem}-answer", replies) if replies else None
    return Answered(tuple(_words(each) for each in taken), back)


def _read(file: Path) -> list[Bundle]:
    if file.stat().st_size > bundle.FILE_MOST:
        raise NoStick(file)
    try:
        return bundle.bundles_in(file.read_bytes())
    except BadFrames as error:
        raise NoStick(file) from error


def _take(database: Database, objects: Objects, came: Bundle) -> Taken | str:
    try:
        return carrying.take_bundle(database, objects, came.payload)
    except Refused as refused:
        return str(refused)
    except BadFrames:
        return _("A part of the file is damaged inside; it must be written again.")


def _words(taken: Taken | str) -> str:
    if isinstance(taken, str):
        return taken
    outcomes = taken.outcomes
    if outcomes is not None and outcomes.refusal is Refusal.gap:
        return _("{name}: an earlier stick is missing; read that one first.").format(name=taken.sender.name)
    if outcomes is not None and outcomes.refusal is Refusal.fork:
        return _("{name}: the laptop was copied or restored; it will mend that by itself.").format(
            name=taken.sender.name
        )
    if taken.batch is None and outcomes is None:
        return _("{name}: photos, or a question for news.").format(name=taken.sender.name)
    count = len(outcomes.outcomes) if outcomes else 0
    said = ngettext("{name}: {n} change taken.", "{name}: {n} changes taken.", count)
    return said.format(name=taken.sender.name, n=format_number(count))


def _write(into: Path, stem: str, replies: Sequence[bytes]) -> Path:
    """Write a new file beside all others, whole or not at all."""
    target = next(path for path in _names(into, stem) if not path.exists())
    beside = target.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(bundle.file_of(replies))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
    return target


def _names(into: Path, stem: str) -> Iterator[Path]:
    number = 1
    while True:
        yield into / f"{stem}{'' if number == 1 else f'-{number}'}{bundle.SUFFIX}"
        number += 1
