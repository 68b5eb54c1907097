"""Work off the window's thread: answers come back on it, progress and Cancel included."""

import functools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Cancelled(Exception):
    """The person pressed Cancel; the work ended at a place where nothing was half done."""


class Progress:
    """What a piece of work may use while it runs: say how far it is, and learn that it should stop."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Say how far the work is, and stop here if that was asked: raises Cancelled."""
        self.stop_if_asked()
        self._tell(done, total)

    def stop_if_asked(self) -> None:
        """Stop here if that was asked: raises Cancelled. Call it where nothing is half done."""
        if self._stop.is_set():
            raise Cancelled

    def ask_to_stop(self) -> None:
        """Ask the work to stop at the next place where it can."""
        self._stop.set()


class Job(QObject):
    """A piece of work under way. Its signals arrive on the thread that started it."""

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()
    _settled = Signal(object)
    _advanced = Signal(int, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.progress = Progress(self._advanced.emit)
        self._settled.connect(self._announce, Qt.ConnectionType.QueuedConnection)
        self._advanced.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` tells when it has."""
        self.progress.ask_to_stop()

    def run(self, work: Callable[[Progress], object]) -> None:
        """Do the work, on whatever thread this is called, and send home how it ended."""
        try:
            self.progress.stop_if_asked()
            result = work(self.progress)
        except Cancelled:
            self._settled.emit(self._say_cancelled)
        except Trouble as trouble:
            self._settled.emit(functools.partial(self.failed.emit, str(trouble)))
        except Exception:  # noqa: BLE001 - the one place where a mistake of ours is caught, logged and said
            _log.exception("background work failed: %s", self.name)
            self._settled.emit(functools.partial(self.failed.emit, mistake_of_ours()))
        else:
            self._settled.emit(functools.partial(self.succeeded.emit, result))

    def _say_cancelled(self) -> None:
        self.cancelled.emit()

    def _announce(self, say: Callable[[], None]) -> None:
        say()
        self.ended.emit()
        self.deleteLater()  # its connections hold it, and would hold it for ever

    def _pass_on(self, done: int, total: int) -> None:
        self.progressed.emit(done, total)


@dataclass(frozen=True)
class _Lane:
    """A pool and the jobs in it; they are kept here because nobody else may hold them."""

    pool: ThreadPoolExecutor
    under_way: set[Job]


class Background(QObject):
    """Runs reading and long work beside the window, and writing one after the other in the order given."""

    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._beside = _Lane(ThreadPoolExecutor(max_workers=2, thread_name_prefix="cdadesk-work"), set())
        self._in_order = _Lane(ThreadPoolExecutor(max_workers=1, thread_name_prefix="cdadesk-write"), set())
        self._closed = False

    def start(
        self,
        owner: QObject,
        work: Callable[[Progress], _T],
        when_done: Callable[[_T], object],
        when_failed: Callable[[str], object] | None = None,
    ) -> Job:
        """Run work beside the window and hand its answer to when_done, unless the owner is gone by then.

        Without when_failed the sentence goes out as this object's `failed`.
        """
        return self._submit(self._beside, owner, work, when_done, when_failed)

    def write(
        self,
        owner: QObject,
        work: Callable[[Progress], _T],
        when_done: Callable[[_T], object],
        when_failed: Callable[[str], object] | None = None,
    ) -> Job:
        """Like `start`, but after every write given before, and never given up when the program closes."""
        return self._submit(self._in_order, owner, work, when_done, when_failed)

    def close(self) -> None:
        """Stop long work where it can stop, finish every write, and wait for both; nothing is begun beside after it."""
        self._closed = True
        for job in self._beside.under_way:
            job.cancel()
        self._beside.pool.shutdown(wait=True, cancel_futures=True)
        self._in_order.pool.shutdown(wait=True)

    def _submit(
        self,
        lane: _Lane,
        owner: QObject,
        work: Callable[[Progress], _T],
        when_done: Callable[[_T], object],
        when_failed: Callable[[str], object] | None,
    ) -> Job:
        job = Job(getattr(work, "__qualname__", repr(work)))
        job.succeeded.connect(lambda result: _call_if_alive(owner, functools.partial(when_done, result)))
        job.failed.connect(lambda text: _call_if_alive(owner, functools.partial(when_failed or self.failed.emit, text)))
        job.ended.connect(lambda: lane.under_way.discard(job))
        if self._closed and lane is self._beside:
            return job  # what ended while the program closes may still ask for a look at the store: nobody will see it
        lane.under_way.add(job)
        lane.pool.submit(job.run, work)
        return job


def mistake_of_ours() -> str:
    """Return the sentence for what should never have happened."""
    return _("The program made a mistake. Nothing you saved is lost. Please tell your advisor what you were doing.")


def _call_if_alive(owner: QObject, call: Callable[[], object]) -> None:
    if shiboken6.isValid(owner):
        call()
