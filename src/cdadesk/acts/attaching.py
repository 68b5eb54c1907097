"""Attaching photos and papers to records: what is taken in, what hangs on a record, what waits, what is not here."""

import contextlib
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cdadesk.acts.file_kinds import HEAD, is_program, media_type
from cdadesk.acts.photographs import (
    NOTHING_TOLD,
    Photograph,
    PictureBroken,
    Position,
    Told,
    head_without_place,
    photograph,
)
from cdadesk.clock import new_id
from cdadesk.domain.attachment import LARGEST, Attachment, is_picture_type, plain_picture
from cdadesk.domain.kernel.fields import Choice
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _, format_number
from cdadesk.store.asking import Ask
from cdadesk.store.store import Edit, Store
from cdadesk.store.writing import Saved

ROOM_FOR_ORIGINALS = 4 * 1024**3
"""An original is kept only while so much stays free: a full disk would stop the work."""

LARGEST_ORIGINAL = 64 * 1024**2
_PIECE = 256 * 1024
_NOT_ERASED = {"sha256": "0"}


class CannotBeRead(Trouble):
    """The file is gone, is a folder, or must not be read."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“{name}” cannot be read. Is it still there, and are you allowed to open it?").format(name=name)
        )


class NothingInIt(Trouble):
    """The file holds nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(_("“{name}” is empty: there is nothing in it to keep.").format(name=name))


class FileTooLarge(Trouble):
    """The file is larger than could ever be sent."""

    def __init__(self, name: str) -> None:
        most = format_number(LARGEST // 1024**2)
        said = _("“{name}” is too large: at most {most} MB can be kept. Save it smaller, or cut it in parts.")
        super().__init__(said.format(name=name, most=most))


class IsAProgram(Trouble):
    """The file is something that a machine would run."""

    def __init__(self, name: str) -> None:
        said = _("“{name}” is a program or a web page, not a photo or paper. Keep a PDF or a picture of it instead.")
        super().__init__(said.format(name=name))


class Whereabouts(Choice):
    """Where the file of an attachment is."""

    only_here = "only_here", N_("on this laptop only")
    sent = "sent", N_("sent")
    not_here = "not_here", N_("not here yet")


@dataclass(frozen=True)
class Source:
    """A file that a person chose, or what was pasted: its name, how large it is, how to open it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Hung:
    """One photo or paper of a record, and where its file is; `original_here` says whether the large one is, too."""

    record: Attachment
    whereabouts: Whereabouts
    original_here: bool


def file_source(path: Path) -> Source:
    """Return a file on a disk as a source; raises CannotBeRead."""
    try:
        if not path.is_file():
            raise CannotBeRead(path.name)
        return Source(path.name, path.stat().st_size, lambda: path.open("rb"))
    except OSError as error:
        raise CannotBeRead(path.name) from error


def pasted_source(name: str, contents: bytes) -> Source:
    """Return what was pasted as a source."""
    return Source(name, len(contents), lambda: io.BytesIO(contents))


def attach(
    store: Store, about: Record, source: Source, path: str = "", position: Position = Position.dropped
) -> Attachment:
    """Keep a file and hang it on a record, or on one line of it; photos are scaled to what can be sent.

    The file is flushed to the disk before the record that names it. Raises a Trouble, with nothing kept.
    """
    return attach_and_tell(store, about, source, path, position)[0]


def attach_and_tell(
    store: Store, about: Record, source: Source, path: str = "", position: Position = Position.dropped
) -> tuple[Attachment, Told]:
    """Do the same, and return what a photo told of when and where it was taken, which nobody took over yet."""
    with _read_told(source.name):
        _check(source)
        with source.open() as file:
            head = file.read(HEAD)
            if is_program(head, source.name):
                raise IsAProgram(source.name)
            file.seek(0)
            picture = photograph(file, source.size, position)
            made = _of_picture(store, picture, source, position) if picture else _as_it_is(store, file, source, head)
    record = made.changed(
        scope=about.scope, parent_id=about.id, about_kind=about.kind, about_path=path or None, file_name=_plain(source)
    )
    store.save(Edit(None, record))
    return record, picture.told if picture else NOTHING_TOLD


def take_told(store: Store, attachment: UUID, told: Told) -> Saved | None:
    """Note with a photo what it told, because somebody said so; None if it is gone meanwhile."""
    held = store.get(Attachment, attachment)
    if held is None:
        return None
    day, place = told.day.isoformat() if told.day else held.record.taken_on, told.place or held.record.taken_at
    return store.save(Edit(held.record, held.record.changed(taken_on=day, taken_at=place), held.base))


def hung_on(store: Store, about: Record) -> list[Hung]:
    """Return the photos and papers of a record in the order in which they were added, without erased ones."""
    held = store.find(Attachment, Ask(equals={"parent_id": about.id}, least=_NOT_ERASED, order=("id",)))
    records = [each.record for each in held]
    here = store.blobs.held_of({each for record in records for each in _hashes(record)})
    waiting = {(each.scope, each.sha256) for each in store.blobs.waiting()}
    return [_hung(record, here, waiting) for record in records]


def count_on(store: Store, about: UUID) -> int:
    """Return how many photos and papers hang on a record."""
    return store.count(Attachment, Ask(equals={"parent_id": about}, least=_NOT_ERASED))


def counts(store: Store, about_kind: str) -> dict[UUID, int]:
    """Return how many photos and papers hang on each record of a kind as a whole, those of its lines apart."""
    found: dict[UUID, int] = {}
    for held in store.find(Attachment, Ask(equals={"about_kind": about_kind, "about_path": None}, least=_NOT_ERASED)):
        about = held.record.parent_id
        if about is not None:
            found[about] = found.get(about, 0) + 1
    return found


def contents(store: Store, attachment: Attachment) -> Iterator[bytes]:
    """Yield the file of an attachment piece by piece; raises NotHere or DamagedFile."""
    yield from store.blobs.pieces(attachment.sha256 or "")


def mend(store: Store, attachment: Attachment) -> bool:
    """Let go of a damaged file that the server has, so that it can be fetched again; say whether that was so."""
    sha256 = attachment.sha256 or ""
    if not store.blobs.was_sent(sha256) or not store.blobs.holds(sha256) or store.blobs.is_as_kept(sha256):
        return False
    store.blobs.drop(sha256)
    return True


def not_here(store: Store) -> list[Attachment]:
    """Return the attachments whose file could be fetched, the newest first."""
    here = set(store.blobs.every())
    held = store.find(Attachment, Ask(order=("-id",)))
    return [each.record for each in held if each.record.sha256 and each.record.sha256 not in here and each.base]


def _check(source: Source) -> None:
    if source.size == 0:
        raise NothingInIt(source.name)
    if source.size > LARGEST:
        raise FileTooLarge(source.name)


@contextlib.contextmanager
def _read_told(name: str) -> Iterator[None]:
    """Turn what the system says of the chosen file into a sentence; the profile's own files tell for themselves."""
    try:
        yield
    except OSError as error:
        raise CannotBeRead(name) from error


def _of_picture(store: Store, picture: Photograph, source: Source, position: Position) -> Attachment:
    sha256 = store.blobs.keep(iter([picture.contents]), len(picture.contents))
    made = Attachment(
        id=new_id(),
        scope="",
        media_type=picture.media_type,
        size=len(picture.contents),
        sha256=sha256,
        thumbnail=plain_picture(picture.small) if picture.small else None,
    )
    return _with_original(store, made, source, position) if picture.was_scaled else made


def _with_original(store: Store, made: Attachment, source: Source, position: Position) -> Attachment:
    """Keep the original, too, if it is a photo and there is plenty of room; else the scaled one is all there is."""
    if source.size > LARGEST_ORIGINAL or store.blobs.room() < ROOM_FOR_ORIGINALS + source.size:
        return made
    with source.open() as file:
        if not file.read(3).startswith(b"\xff\xd8\xff"):
            return made
        file.seek(0)
        head = head_without_place(file) if position is Position.dropped else b""
        size = len(head) + source.size - file.tell()
        sha256 = store.blobs.keep(itertools.chain([head], iter(lambda: file.read(_PIECE), b"")), size)
    return made.changed(original_sha256=sha256, original_size=size, original_type="image/jpeg")


def _as_it_is(store: Store, file: BinaryIO, source: Source, head: bytes) -> Attachment:
    kind = media_type(head, source.name)
    if is_picture_type(kind):
        raise PictureBroken
    file.seek(0)
    sha256 = store.blobs.keep(iter(lambda: file.read(_PIECE), b""), source.size)
    return Attachment(id=new_id(), scope="", media_type=kind, size=source.size, sha256=sha256)


def _plain(source: Source) -> str:
    """Return a file's name as a record keeps it: one line, its end whole."""
    name = "".join(each if each.isprintable() else "_" for each in source.name)
    return name[-200:]


def _hung(record: Attachment, here: frozenset[str], waiting: set[tuple[str, str]]) -> Hung:
    sha256 = record.sha256 or ""
    if sha256 not in here:
        state = Whereabouts.not_here
    else:
        state = Whereabouts.only_here if (record.scope, sha256) in waiting else Whereabouts.sent
    return Hung(record, state, record.original_sha256 in here)


def _hashes(record: Attachment) -> Iterator[str]:
    yield from (each for each in (record.sha256, record.original_sha256) if each)
