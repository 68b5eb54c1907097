"""The exchange as the window runs it: beside all else, with progress and Cancel at the foot, never two at once."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from cdadesk.acts import exchanging
from cdadesk.acts.exchanging import Progress
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit import background
from cdadesk.gui.kit.background import Job
from cdadesk.i18n import _

_T = TypeVar("_T")


class Runner(QObject):
    """`changed` tells that something began, went on or is over; the other signals tell how it ended."""

    changed = Signal()
    exchanged = Signal(object)
    failed = Signal(str)
    signed_in = Signal()
    not_signed_in = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self.progress = Progress()

    @property
    def running(self) -> bool:
        """Whether anything is under way."""
        return self._job is not None

    def exchange(self) -> None:
        """Exchange until nothing waits."""
        store, clock = self._desk.store, self._desk.clock

        def work(progress: background.Progress) -> Progress:
            def watch(went: Progress) -> None:
                self.progress = went
                with suppress(background.Cancelled):  # the exchange itself stops where nothing is half done
                    progress.report(went.sent, went.sent + went.waiting)

            return _stoppable(lambda: exchanging.exchange(store, watch, _wish(progress), clock))

        self._run(work, _("Exchanging with the server"), self.exchanged.emit, self.failed.emit)

    def go_on(self) -> None:
        """Let a profile that was restored or cloned go on under a new id, and exchange."""
        store, clock = self._desk.store, self._desk.clock

        def work(progress: background.Progress) -> Progress:
            def go_on_and_exchange() -> Progress:
                exchanging.go_on(store, _wish(progress))
                return exchanging.exchange(store, lambda _went: None, _wish(progress), clock)

            return _stoppable(go_on_and_exchange)

        self._run(work, _("Exchanging with the server"), self.exchanged.emit, self.failed.emit)

    def sign_in(self, address: str, user: str, password: str) -> None:
        """Sign the laptop in."""
        store = self._desk.store

        def work(progress: background.Progress) -> None:
            _stoppable(lambda: exchanging.sign_in(store, address, user, password, _wish(progress)))

        self._run(work, _("Signing in"), lambda _nothing: self.signed_in.emit(), self.not_signed_in.emit)

    def stop(self) -> None:
        """Stop what is under way, at the next place where nothing is half done."""
        if self._job is not None:
            self._job.cancel()

    def _run(
        self,
        work: Callable[[background.Progress], _T],
        words: str,
        when_done: Callable[[_T], object],
        when_failed: Callable[[str], object],
    ) -> None:
        if self._job is not None:
            return
        self.progress = Progress()
        job = self._desk.background.start(self, work, when_done, when_failed)
        self._job = job
        job.progressed.connect(lambda _done, _total: self._went_on())
        job.ended.connect(self._over)
        self._desk.follow(job, words)
        self.changed.emit()

    def _went_on(self) -> None:
        self._desk.show_standing()
        self.changed.emit()

    def _over(self) -> None:
        self._job = None
        self._desk.note_news()
        self.changed.emit()


def _wish(progress: background.Progress) -> Callable[[], bool]:
    """Return what says whether the person wants to stop."""

    def wants_to_stop() -> bool:
        try:
            progress.stop_if_asked()
        except background.Cancelled:
            return True
        return False

    return wants_to_stop


def _stoppable(work: Callable[[], _T]) -> _T:
    try:
        return work()
    except exchanging.Cancelled as stopped:
        raise background.Cancelled from stopped
