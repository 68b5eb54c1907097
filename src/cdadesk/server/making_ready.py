"""Making large scopes ready for laptops that begin: beside the requests, with rests, page by page out of the feed."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Event, Lock

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cdadesk.clock import ticks
from cdadesk.server import feed, first_downloads
from cdadesk.server.database import Database
from cdadesk.server.feed import Known
from cdadesk.server.files.dropping import drop_gone
from cdadesk.server.files.objects import Objects
from cdadesk.server.files.troubles import StoreOfFilesFailed
from cdadesk.server.first_downloads import LEAST, Made
from cdadesk.wire.frames import Frame, FrameType, pack
from cdadesk.wire.ops import NOTHING_SEEN, Seen
from cdadesk.wire.pages import Page, Ready, Slice

ROOM = 1024 * 1024
"""Bytes of one page, before packing: a laptop takes each in a transaction of its own."""

_RESTS = 3  # times as long as each page took: those who ask meanwhile go first
_SAVES = 4  # of what a laptop would fetch, it may have one part in so many

_log = logging.getLogger(__name__)


class _Ended(Exception):
    """The server goes down, or the file is of no use any more."""


class Readiness:
    """Tells laptops that begin which file lies ready, and has one made where there is none."""

    def __init__(self, database: Database, objects: Objects, least: int = LEAST) -> None:
        self._database = database
        self._objects = objects
        self._least = least
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cdadesk-ready")
        self._under_way: dict[str, Future[None]] = {}
        self._ended = Event()
        self._lock = Lock()

    def close(self) -> None:
        """Stop making files; what was begun goes."""
        self._ended.set()
        self._beside.shutdown(wait=True, cancel_futures=True)

    def told(self, session: Session, page: Page, known: Known) -> Page:
        """Return a page which tells of files, in the slices of scopes that its reader begins with.

        The caller hands over the session that made the page.
        """
        return replace(page, slices=tuple(self._slice(session, each, known) for each in page.slices))

    def make(self, scope: str) -> Future[None]:
        """Have the file of a scope made, unless that is under way; return what tells when it is over."""
        with self._lock:
            found = self._under_way.get(scope)
            if found is None or found.done():
                found = self._under_way[scope] = self._beside.submit(self._make, scope)
            return found

    def _slice(self, session: Session, part: Slice, known: Known) -> Slice:
        if part.cursor >= part.head or known.floor(part.scope, part.head) != NOTHING_SEEN:
            return part
        ready = first_downloads.newest(session, part.scope, part.head.epoch)
        if self._is_wanted(session, part, ready):
            self.make(part.scope)
        is_of_use = ready is not None and part.cursor.seq * _SAVES <= ready.at.seq
        return replace(part, ready=ready) if is_of_use else part

    def _is_wanted(self, session: Session, part: Slice, ready: Ready | None) -> bool:
        """Say whether a scope is large, and has no file, or one behind which a lot was changed."""
        behind = part.head.seq - (ready.at.seq if ready is not None else 0)
        is_behind = behind >= self._least and (ready is None or behind * _SAVES > ready.at.seq)
        return is_behind and first_downloads.is_worth_it(session, part.scope, self._least)

    def _make(self, scope: str) -> None:
        try:
            self._make_in_turn(scope)
        except _Ended:
            _log.info("a first download was not made to its end")
        except (StoreOfFilesFailed, DBAPIError, OSError):
            _log.exception("no first download could be made ready")

    def _make_in_turn(self, scope: str) -> None:
        database, now = self._database, self._database.clock.now()
        name = database.write(lambda session: first_downloads.begin(session, scope, now))
        if name is None:
            return
        making = _Making(database, scope, self._ended)
        try:
            self._objects.put(name, making.frames())
            made = Made(scope, name, making.ready())
            is_kept = database.write(lambda session: first_downloads.finish(session, made, now))
        except BaseException:
            with suppress(DBAPIError):  # then it is found abandoned later
                database.write(lambda session: first_downloads.abandon(session, scope, name))
            raise
        if not is_kept:
            drop_gone(database, self._objects)
            database.scour()


class _Making:
    """One file while it is made: what it held so far."""

    def __init__(self, database: Database, scope: str, ended: Event) -> None:
        self._database = database
        self._scope = scope
        self._ended = ended
        self._digest, self._size, self._at = hashlib.sha256(), 0, NOTHING_SEEN

    def ready(self) -> Ready:
        """Return what laptops are told of it."""
        return Ready(self._digest.hexdigest(), self._size, self._at)

    def frames(self) -> Iterator[bytes]:
        """Yield page after page until all is told: each from its own state of the database, as a laptop asks for them.

        A record that is changed meanwhile moves to a later page, or behind the file.
        """
        while True:
            begun = ticks()
            part = self._next(self._at)
            packed = pack(Frame(FrameType.page, Page((part,)).dense()))
            took = ticks() - begun
            self._digest.update(packed)
            self._size += len(packed)
            self._at = part.cursor
            yield packed
            if part.cursor >= part.head:
                return
            self._ended.wait(_RESTS * took)

    def _next(self, after: Seen) -> Slice:
        known = Known({self._scope: after}, {self._scope: NOTHING_SEEN})
        with self._database.reading() as session:
            slices: Sequence[Slice] = feed.page(session, [self._scope], known, ROOM).slices
        if self._ended.is_set() or not slices or slices[0].cursor <= after:
            raise _Ended
        return slices[0]
