"""First downloads: a large scope comes as one ready-made file, resumed where it broke off, taken in page by page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cdadesk.store.first_downloads import Begun
from cdadesk.store.store import Store
from cdadesk.store.troubles import DamagedFile, DiskFull, NotHere
from cdadesk.sync import files
from cdadesk.sync.carrier import Cancelled, answer_of
from cdadesk.sync.files import FileCarrier, FileProgress, Wanted
from cdadesk.sync.troubles import LineBroke, LineTooSlow
from cdadesk.wire.blobs import NO_ATTACHMENT
from cdadesk.wire.frames import BadFrames, unpack
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Page, Slice, seqs_of

_OF_NO_USE = (BadFrames, DamagedFile, DiskFull, NotHere)


@dataclass(frozen=True)
class Came:
    """How far first downloads have come: bytes fetched, of how many, and records taken in."""

    fetched: int = 0
    size: int = 0
    records: int = 0


Watcher = Callable[[Came], None]


class Bringing:
    """Brings, in one exchange, what the server has ready.

    What turns out to be of no use is not tried again in this exchange: pages bring the same, one by one.
    """

    def __init__(self, store: Store, carrier: FileCarrier, stopped: Callable[[], bool]) -> None:
        self._store = store
        self._carrier = carrier
        self._stopped = stopped
        self._of_no_use: set[str] = set()

    def bring(self, watch: Watcher) -> int | None:
        """Fetch and take in what was begun; return how many records came, None if nothing was begun.

        Raises a Trouble when line or server fail, Cancelled when the person stopped it; the next exchange goes on.
        """
        begun = self._store.first.begun()
        came = Came()
        for each in begun:
            came = self._one(each, came, watch)
            self._store.first.forget(each.scope)
        return came.records if begun else None

    def _one(self, begun: Begun, came: Came, watch: Watcher) -> Came:
        if begun.ready.sha256 in self._of_no_use:
            return came
        try:
            if self._is_fetched(begun, lambda now: watch(replace(came, fetched=now.moved, size=begun.ready.size))):
                return self._taken_in(begun, replace(came, fetched=begun.ready.size, size=begun.ready.size), watch)
        except _OF_NO_USE:
            pass  # the pages say the same
        self._of_no_use.add(begun.ready.sha256)
        return came

    def _is_fetched(self, begun: Begun, watch: Callable[[FileProgress], None]) -> bool:
        """Fetch the file, through as many breaks of the line as let something through; false if it is gone."""
        sha256, size = begun.ready.sha256, begun.ready.size
        wanted = [Wanted(begun.scope, NO_ATTACHMENT, sha256, size)]
        while not self._store.blobs.holds(sha256):
            held = self._store.blobs.begin(sha256, size).held
            try:
                done = files.fetch(self._store, self._carrier, wanted, watch, self._stopped)
            except (LineBroke, LineTooSlow):
                if self._store.blobs.begin(sha256, size).held <= held:
                    raise
            else:
                return done.refused == 0
        return True

    def _taken_in(self, begun: Begun, came: Came, watch: Watcher) -> Came:
        for page in self._pages(begun):
            if self._stopped():
                raise Cancelled
            self._store.apply_first(page)
            came = replace(came, records=came.records + sum(len(each.rows) for each in page.slices))
            watch(came)
        return came

    def _pages(self, begun: Begun) -> Iterator[Page]:
        """Yield the pages of the file that go on from what is here; raises BadFrames where it holds anything else."""
        for body in self._store.first.bodies(begun.ready):
            page = answer_of({frame.type: frame.body for frame in unpack(body)}).page
            if [each.scope for each in page.slices] != [begun.scope]:
                raise BadFrames("another scope than was asked for")
            here = self._store.cursors().get(begun.scope, begun.ready.at)
            if here < page.slices[0].cursor:
                yield Page((_what_is_new(page.slices[0], here),))


def _what_is_new(part: Slice, here: Seen) -> Slice:
    """Return what is new in a slice of the file; its head lies beyond it, since only the feed knows the rest."""
    is_new = all(Seen(part.cursor.epoch, seq) > here for seq in seqs_of(part.rows))
    rows = part.rows if is_new else tuple(row for row in part.rows if Seen(part.cursor.epoch, row.seq) > here)
    return replace(part, rows=rows, head=Seen(part.head.epoch, part.head.seq + 1))
