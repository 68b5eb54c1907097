"""The server of the model makes first downloads ready: at once, or held up after a page while days go on."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from threading import Condition

import pytest

from cdadesk.server import exchange, making_ready
from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects
from cdadesk.server.making_ready import Readiness
from cdadesk.store import blobs, sealed_files
from cdadesk.sync import exchange as rounds
from cdadesk.sync import files, portions
from cdadesk.sync.portions import Portion

LEAST = 1
"""Even a scope with one record lies ready."""

_ROOM = 200  # bytes of a page of a file: nearly every record has one of its own
_PORTION = 1_000  # bytes of a page or batch: the first must not hold all, else nobody needs a file, or goes ahead
_PIECE = 128  # bytes that outlive a break
_LONGEST = 60  # seconds; whoever waits longer waits for ever


@contextmanager
def in_small_pieces() -> Iterator[None]:
    """Let small scopes not fit into one page, and their files have several pages and come in several pieces.

    All portions are full from the first on, so that laptops send the next request while they take in an answer.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making_ready, "ROOM", _ROOM)
        patch.setattr(exchange, "ROOM_LEAST", _PORTION)
        patch.setattr(rounds, "Portion", partial(Portion, batch=_PORTION, page=_PORTION))
        for name in ("BATCH_LEAST", "BATCH_MOST", "PAGE_LEAST", "PAGE_MOST"):
            patch.setattr(portions, name, _PORTION)
        for place, name in ((sealed_files, "PIECE"), (blobs, "PIECE"), (files, "KEPT"), (files, "ROOM_START")):
            patch.setattr(place, name, _PIECE)
        yield


class SlowObjects(Objects):
    """Files lie here as at any server; the making of a first download can be held up."""

    def __init__(self, objects: Objects) -> None:
        super().__init__(objects.place)
        self.news = Condition()
        self.is_held = False
        self._pages_to_come = 0

    def hold_up(self, pages: int) -> None:
        """Let the file that is made next stand still after so many pages, or after its last."""
        with self.news:
            self._pages_to_come = pages

    def go_on(self) -> None:
        """Let what was held up go on, and hold up nothing more."""
        with self.news:
            self.is_held, self._pages_to_come = False, 0
            self.news.notify_all()

    def put(self, name: str, contents: Iterable[bytes]) -> None:
        """Keep bytes under a name."""
        super().put(name, self._slowly(contents) if name.startswith("first/") else contents)

    def _slowly(self, contents: Iterable[bytes]) -> Iterator[bytes]:
        to_come = self._pages_to_come
        for each in contents:
            yield each
            to_come -= 1
            if to_come == 0:
                self._stand_still()
        if to_come > 0:
            self._stand_still()

    def _stand_still(self) -> None:
        with self.news:
            self.is_held = True
            self.news.notify_all()
            assert self.news.wait_for(lambda: not self.is_held, _LONGEST)


class Making(Readiness):
    """Makes files as the server does. Whoever asks it waits, so that each day comes out the same each time."""

    def __init__(self, database: Database, objects: SlowObjects) -> None:
        super().__init__(database, objects, LEAST)
        self._slow = objects
        self._begun: list[Future[None]] = []

    def make(self, scope: str) -> Future[None]:
        """Have the file of a scope made."""
        future = super().make(scope)
        if future not in self._begun:
            self._begun.append(future)
            future.add_done_callback(self._tell)
        return future

    def wait(self) -> None:
        """Wait until all is made, or stands still."""
        with self._slow.news:
            assert self._slow.news.wait_for(self._is_quiet, _LONGEST)
        for each in self._begun:
            if each.done():
                each.result()
        self._begun = [each for each in self._begun if not each.done()]

    def end(self) -> None:
        """Go on with what stands still, and wait until all is made."""
        self._slow.go_on()
        self.wait()

    def close(self) -> None:
        """Stop making files."""
        self._slow.go_on()
        super().close()

    def _is_quiet(self) -> bool:
        return self._slow.is_held or all(each.done() for each in self._begun)

    def _tell(self, _future: Future[None]) -> None:
        with self._slow.news:
            self._slow.news.notify_all()
