"""The exchange as the window runs it: beside all else, with progress and Cancel at the foot, never two at once."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from cdadesk.acts import exchanging
from cdadesk.acts.exchanging import Progress
from cdadesk.clock import Clock
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.gui.exchanging.stopping import stoppable, wish
from cdadesk.gui.kit import background
from cdadesk.gui.kit.background import Background, Job
from cdadesk.i18n import _
from cdadesk.store.store import Store

_T = TypeVar("_T")
_LONG_MS = 1_000  # what nobody asked for shows its progress only once it takes so long, or the foot would blink


@dataclass(frozen=True)
class Ending:
    """How an exchange ended: well, with a trouble (None for a mistake of ours), or stopped by the person."""

    well: bool = False
    stopped: bool = False
    trouble: Trouble | None = None


class Runner(QObject):
    """`changed` tells that something began, went on or is over; the other signals tell how it ended.

    `exchanged` and `failed` speak only of what somebody asked for; `exchange_over` tells the end of every exchange.
    """

    changed = Signal()
    job_begun = Signal(object, str)
    went_on = Signal()
    over = Signal()
    exchange_begun = Signal()
    exchange_over = Signal(object)
    exchanged = Signal(object)
    failed = Signal(str)
    signed_in = Signal()
    not_signed_in = Signal(str)

    def __init__(self, store: Store, background: Background, clock: Clock) -> None:
        super().__init__()
        self._store = store
        self._background = background
        self._clock = clock
        self._job: Job | None = None
        self._trouble: Trouble | None = None
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(_LONG_MS)
        self._long.timeout.connect(self._show_job)
        self.progress = Progress()
        self.costly: Callable[[], bool] = lambda: False
        self._files_wait = False

    @property
    def running(self) -> bool:
        """Whether anything is under way."""
        return self._job is not None

    def exchange(self) -> None:
        """Exchange until nothing waits, because somebody asked for it."""
        if self._exchange(self._work, self.exchanged.emit, self.failed.emit) is not None:
            self._show_job()

    def go_on(self) -> None:
        """Let a profile that was restored or cloned go on under a new id, and exchange."""
        if self._exchange(self._go_on, self.exchanged.emit, self.failed.emit) is not None:
            self._show_job()

    def exchange_by_itself(self) -> None:
        """Exchange unasked: what comes of it stands in the list of exchanges, and nobody is told aloud."""
        if self._exchange(self._work, _say_nothing, _say_nothing) is not None:
            self._long.start()

    def sign_in(self, address: str, user: str, password: str) -> None:
        """Sign the laptop in."""
        store = self._store

        def work(progress: background.Progress) -> None:
            stoppable(lambda: exchanging.sign_in(store, address, user, password, wish(progress)))

        job = self._run(work, lambda _nothing: self.signed_in.emit(), self.not_signed_in.emit)
        if job is not None:
            self.job_begun.emit(job, _("Signing in"))

    def stop(self) -> None:
        """Stop what is under way, at the next place where nothing is half done."""
        if self._job is not None:
            self._job.cancel()

    def _exchange(
        self,
        work: Callable[[background.Progress], Progress],
        tell: Callable[[Progress], object],
        tell_failed: Callable[[str], object],
    ) -> Job | None:
        ends = [Ending(stopped=True)]
        self._files_wait = self.costly()  # asked on this thread: it may be the system that says so

        def done(progress: Progress) -> None:
            ends.append(Ending(well=True))
            tell(progress)

        def failed(sentence: str) -> None:
            ends.append(Ending(trouble=self._trouble))
            tell_failed(sentence)

        job = self._run(work, done, failed)
        if job is not None:
            job.ended.connect(lambda: self.exchange_over.emit(ends[-1]))
            self.exchange_begun.emit()
        return job

    def _work(self, progress: background.Progress) -> Progress:
        def watch(went: Progress) -> None:
            self.progress = went
            with suppress(background.Cancelled):  # the exchange itself stops where nothing is half done
                progress.report(went.sent, went.sent + went.waiting)

        def work() -> Progress:
            try:
                return exchanging.exchange(self._store, watch, wish(progress), self._clock, files_wait=self._files_wait)
            finally:
                with suppress(Trouble):  # nothing is lost by it, and whoever searches is told
                    self._store.index_what_came(wish(progress))  # beside the window: else a search would wait for it

        return self._noted(work)

    def _go_on(self, progress: background.Progress) -> Progress:
        self._noted(lambda: exchanging.go_on(self._store, wish(progress)))
        return self._work(progress)

    def _noted(self, work: Callable[[], _T]) -> _T:
        """Do a part of the work, and remember the trouble that it met."""
        try:
            return stoppable(work)
        except Trouble as trouble:
            self._trouble = trouble
            raise

    def _run(
        self,
        work: Callable[[background.Progress], _T],
        when_done: Callable[[_T], object],
        when_failed: Callable[[str], object],
    ) -> Job | None:
        if self._job is not None:
            return None
        self.progress, self._trouble = Progress(), None
        job = self._background.start(self, work, when_done, when_failed)
        self._job = job
        job.progressed.connect(lambda _done, _total: self._went_on())
        job.ended.connect(self._over)
        self.changed.emit()
        return job

    def _show_job(self) -> None:
        if self._job is not None:
            self.job_begun.emit(self._job, _("Exchanging with the server"))

    def _went_on(self) -> None:
        self.went_on.emit()
        self.changed.emit()

    def _over(self) -> None:
        self._job = None
        self._long.stop()
        self.over.emit()
        self.changed.emit()


def _say_nothing(_told: object) -> None:
    """Keep quiet about what nobody asked for."""
