"""The second lane: files of photos and papers, sent and fetched after the records, resumed at the byte."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from cdadesk.store.attached import ToSend
from cdadesk.store.blobs import KEPT, Coming
from cdadesk.store.store import Store
from cdadesk.store.troubles import DamagedFile
from cdadesk.sync.carrier import Cancelled, Heard
from cdadesk.sync.troubles import NonsenseAnswer
from cdadesk.wire.blobs import NO_ATTACHMENT, PIECE, Have, Holding, Part, Want, pack, unpack
from cdadesk.wire.frames import BadFrames, Frame, FrameType
from cdadesk.wire.messages import Envelope

ROOM_START = 64 * 1024
ROOM_LEAST = 16 * 1024
ROOM_MOST = 1024 * 1024
_GOOD_LENGTH = dt.timedelta(seconds=8)
_ASKED_AT_ONCE = 200
_MISFITS = (AttributeError, LookupError, TypeError, ValueError)


class FileCarrier(Protocol):
    """Brings bytes to an address of the server, and its answer."""

    heard: Heard

    def post(self, path: str, body: bytes) -> bytes:
        """Return the bytes of the answer; raises a Trouble when there is none, Cancelled when the person stopped it."""


@dataclass(frozen=True)
class FileProgress:
    """How far the files have come: how many are through, and bytes of all; `refused` were not taken by the server."""

    done: int = 0
    of: int = 0
    moved: int = 0
    size: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Wanted:
    """A file that is to be fetched: the attachment that names it (none: a first download), its check sum and size."""

    scope: str
    record: UUID
    sha256: str
    size: int


Watcher = Callable[[FileProgress], None]
Stopped = Callable[[], bool]


def send(store: Store, carrier: FileCarrier, files: Sequence[ToSend], watch: Watcher, stopped: Stopped) -> FileProgress:
    """Send files, each from where the server has it; what it said to hold whole is noted at once.

    Raises a Trouble when line or server fail, Cancelled when the person stopped it; both lose nothing.
    """
    return _Sending(store, carrier, watch, stopped).all_of(files)


def fetch(
    store: Store, carrier: FileCarrier, files: Sequence[Wanted], watch: Watcher, stopped: Stopped
) -> FileProgress:
    """Fetch files, each from where it broke off; a file counts only when it is whole and verified."""
    return _Fetching(store, carrier, watch, stopped).all_of(files)


class _Lane:
    """What both directions share: requests of a size that fits the line."""

    def __init__(self, store: Store, carrier: FileCarrier, watch: Watcher, stopped: Stopped) -> None:
        self._store = store
        self._carrier = carrier
        self._watch = watch
        self._stopped = stopped
        self._room = ROOM_START
        self.progress = FileProgress()

    def _ask(self, *frames: Frame, parts: Sequence[Part] = ()) -> tuple[list[Frame], list[Part]]:
        if self._stopped():
            raise Cancelled
        envelope = Frame(FrameType.envelope, _envelope(self._store).plain())
        try:
            return unpack(self._carrier.post("/blobs", pack([envelope, *frames], parts)))
        except BadFrames as error:
            raise NonsenseAnswer from error

    def _fit(self, moved: int) -> None:
        """Take as much next time as this line carries in a few seconds."""
        took = max(self._carrier.heard.took, dt.timedelta(milliseconds=1))
        self._room = min(max(int(moved * (_GOOD_LENGTH / took)), ROOM_LEAST), ROOM_MOST)

    def _tell(self, **changes: int) -> None:
        self.progress = replace(self.progress, **changes)
        self._watch(self.progress)


class _Sending(_Lane):
    def all_of(self, files: Sequence[ToSend]) -> FileProgress:
        self._tell(of=len(files), size=sum(each.size for each in files))
        for some in _batches(files):
            held = self._what_is_there(some)
            for each in some:
                moved = self.progress.moved
                try:
                    self._one(each, held.get((each.scope, each.sha256), 0))
                except DamagedFile:  # the others go on; whoever opens this one is told
                    self._tell(moved=moved, refused=self.progress.refused + 1)
        return self.progress

    def _what_is_there(self, files: Sequence[ToSend]) -> dict[tuple[str, str], int]:
        asked: dict[str, dict[str, UUID]] = {}
        for each in files:
            asked.setdefault(each.scope, {})[each.sha256] = each.record
        answer, _parts = self._ask(*(Frame(FrameType.blob_have, Have(*each).plain()) for each in asked.items()))
        sizes = {(each.scope, each.sha256): each.size for each in files}
        held: dict[tuple[str, str], int] = {}
        for told in _holdings(answer):
            held |= {(told.scope, sha256): size for sha256, size in told.held.items()}
            held |= {(told.scope, sha256): sizes.get((told.scope, sha256), 0) for sha256 in told.whole}
            self._note(told)
        return held

    def _one(self, file: ToSend, held: int) -> None:
        moved = self.progress.moved
        while held < file.size:
            self._tell(moved=moved + held)
            parts = list(self._parts(file, held))
            answer, _none = self._ask(parts=parts)
            self._fit(sum(len(each.contents) for each in parts))
            now = self._note_all(file, answer)
            if now <= held:
                self._tell(moved=moved, refused=self.progress.refused + 1)
                return
            held = now
        self._tell(moved=moved + file.size, done=self.progress.done + 1)

    def _parts(self, file: ToSend, held: int) -> Iterator[Part]:
        end = min(held + self._room, file.size)
        while held < end:
            contents = self._store.blobs.read(file.sha256, held, min(PIECE, end - held))
            if not contents:
                raise DamagedFile
            yield Part(file.scope, file.record, file.sha256, held, file.size, contents)
            held += len(contents)

    def _note_all(self, file: ToSend, answer: Iterable[Frame]) -> int:
        """Note what the server says to hold, and return how much of this file that is; -1 if it does not say."""
        held = -1
        for each in _holdings(answer):
            self._note(each)
            if each.scope == file.scope:
                held = file.size if file.sha256 in each.whole else each.held.get(file.sha256, held)
        return held

    def _note(self, holding: Holding) -> None:
        for sha256 in holding.whole:
            self._store.blobs.note_whole_there(holding.scope, sha256)


class _Fetching(_Lane):
    def all_of(self, files: Sequence[Wanted]) -> FileProgress:
        self._tell(of=len(files), size=sum(each.size for each in files))
        for each in files:
            self._one(each)
        return self.progress

    def _one(self, file: Wanted) -> None:
        moved = self.progress.moved
        coming = self._store.blobs.begin(file.sha256, file.size)
        while coming.held < file.size:
            self._tell(moved=moved + coming.held)
            now = self._some(file, coming)
            if now.held <= coming.held:
                self._tell(moved=moved, refused=self.progress.refused + 1)
                return
            coming = now
        if file.record != NO_ATTACHMENT:
            self._store.blobs.note_whole_there(file.scope, file.sha256)
        self._tell(moved=moved + file.size, done=self.progress.done + 1)

    def _some(self, file: Wanted, coming: Coming) -> Coming:
        """Fetch what the line carries in a few seconds; the answer holds nothing if the server does not have it.

        An answer that breaks off is lost, so on a weak line no more is asked for than what is kept as one piece.
        """
        end = min(coming.held + max(self._room // KEPT * KEPT, KEPT), file.size)
        starts = range(coming.held, end, PIECE)
        wants = [Want(file.scope, file.record, file.sha256, at, min(PIECE, end - at)) for at in starts]
        _messages, parts = self._ask(*(Frame(FrameType.blob_want, each.plain()) for each in wants))
        contents = b"".join(_contents(parts, file, coming.held))
        self._fit(len(contents))
        return self._store.blobs.take(coming, contents) if contents else coming


def _contents(parts: Iterable[Part], file: Wanted, held: int) -> Iterator[bytes]:
    """Yield the bytes of a file that follow each other; raises NonsenseAnswer for another file's."""
    for part in parts:
        if (part.sha256, part.total, part.offset) != (file.sha256, file.size, held):
            raise NonsenseAnswer
        held += len(part.contents)
        yield part.contents


def _holdings(answer: Iterable[Frame]) -> Iterator[Holding]:
    for frame in answer:
        if frame.type is FrameType.blob_have:
            try:
                yield Holding.read(frame.body)
            except _MISFITS as error:
                raise NonsenseAnswer from error


def _envelope(store: Store) -> Envelope:
    """Return the envelope of a request about files: who asks, and nothing of the feed."""
    return Envelope(store.replica, store.link().token, grants="", cursors={}, made=(0, ""), room=4 * ROOM_MOST)


def _batches(files: Sequence[ToSend]) -> Iterator[Sequence[ToSend]]:
    for at in range(0, len(files), _ASKED_AT_ONCE):
        yield files[at : at + _ASKED_AT_ONCE]
