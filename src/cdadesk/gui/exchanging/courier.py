"""The courier exchanges by itself: it passes on what happens to the schedule, and goes when that says so."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from cdadesk.acts import by_itself
from cdadesk.clock import ticks
from cdadesk.gui.exchanging.network import NetworkWatch
from cdadesk.gui.exchanging.runner import Ending, Runner
from cdadesk.gui.kit.background import Background
from cdadesk.store.store import Store
from cdadesk.sync.schedule import Schedule, Setback, setback_of
from cdadesk.sync.troubles import ServerBusy

_LONGEST_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class Pace:
    """Where the courier takes time and chance from."""

    ticks: Callable[[], float] = ticks
    chance: Callable[[], float] = random.random


USUAL = Pace()


class Courier(QObject):
    """Does nothing until `begin`. `changed` tells that it will go at another time, or for another reason not.

    `shut` hands over the sentence when it went by itself and from now on only the person can help.
    """

    changed = Signal()
    shut = Signal(str)

    def __init__(self, store: Store, background: Background, runner: Runner, pace: Pace = USUAL) -> None:
        super().__init__()
        self._store = store
        self._background = background
        self._runner = runner
        self._pace = pace
        self._network = NetworkWatch()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go)
        self._begun = False
        self._going = False
        self.schedule = Schedule(paused=by_itself.paused(store))
        self.says_it_costs = by_itself.costs_money(store)
        runner.exchange_begun.connect(lambda: self._note(self.schedule.begins(self._now())))
        runner.exchange_over.connect(self._exchange_over)
        runner.signed_in.connect(self._signed_in)
        runner.changed.connect(self._set_out)
        runner.costly = lambda: self.costly

    @property
    def costly(self) -> bool:
        """Whether the connection costs money: the system says so, or the person."""
        return self._network.metered or self.says_it_costs

    @property
    def system_says_it_costs(self) -> bool:
        """Whether it is the system that says so."""
        return self._network.metered

    def seconds_left(self) -> float | None:
        """Return how long until it goes; None while only a person or an event can bring it about."""
        due = self.schedule.next_try() if self._begun else None
        return None if due is None else max(due - self._now(), 0.0)

    def begin(self, network: NetworkWatch) -> None:
        """Watch the network and the clock from now on."""
        self._network = network
        network.changed.connect(self._network_changed)
        self._begun = True
        if by_itself.may_exchange(self._store):
            self.schedule = self.schedule.opens(self._now())
        self._network_changed()

    def end(self) -> None:
        """Go nowhere any more."""
        self._begun = False
        self._timer.stop()

    def note_save(self) -> None:
        """Learn that something was saved, which may have to go out."""
        self._note(self.schedule.saved(self._now()))

    def pause(self) -> None:
        """Let nothing go out by itself until the person says otherwise, tomorrow neither; what is going stops."""
        if self._going:
            self._runner.stop()
        self._remember(by_itself.pause)
        self._note(self.schedule.pauses())

    def go_on(self) -> None:
        """Exchange by itself again."""
        self._remember(by_itself.go_on)
        self._note(self.schedule.goes_on(self._now()))

    def say_it_costs(self) -> None:
        """Learn from the person that the connection costs money."""
        self._remember(by_itself.say_it_costs)
        self.says_it_costs = True
        self._note(self.schedule.costs(costly=self.costly))

    def say_it_is_free(self) -> None:
        """Learn from the person that the connection costs nothing."""
        self._remember(by_itself.say_it_is_free)
        self.says_it_costs = False
        self._note(self.schedule.costs(costly=self.costly))

    def _remember(self, what: Callable[[Store], None]) -> None:
        self._background.write(self, lambda _progress: what(self._store), lambda _nothing: None)

    def _network_changed(self) -> None:
        told = self.schedule.network_is(self._now(), self._network.network)
        self._note(told.costs(costly=self.costly))

    def _signed_in(self) -> None:
        if by_itself.may_exchange(self._store):
            self._note(self.schedule.opens(self._now()))

    def _exchange_over(self, ending: Ending) -> None:
        unasked, self._going = self._going, False
        may, at = by_itself.may_exchange(self._store), self._now()
        now = self.schedule if self.schedule.open or not may else self.schedule.opens(at)
        if ending.well:
            self._note(now.exchanged(at, waits=self._store.standing().waiting > 0))
            return
        setback = Setback.stopped if ending.stopped else setback_of(ending.trouble)
        asked = ending.trouble.seconds if isinstance(ending.trouble, ServerBusy) else 0
        self._note(now.failed(at, setback, asked, self._pace.chance()))
        if setback is Setback.shut and unasked:
            self.shut.emit(str(ending.trouble))

    def _note(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self._set_out()
        self.changed.emit()

    def _set_out(self) -> None:
        """Set the alarm for the next try."""
        left = self.seconds_left()
        if left is None or self._runner.running:
            self._timer.stop()
        else:
            self._timer.start(min(int(left * 1000) + 1, _LONGEST_MS))

    def _go(self) -> None:
        if self.seconds_left() == 0.0:
            self._going = True
            self._runner.exchange_by_itself()
        else:
            self._set_out()

    def _now(self) -> float:
        return self._pace.ticks()
