"""When the program exchanges by itself: told what happens, it answers when to try next. It knows no clock and no line.

Times are seconds that only ever go on (`clock.ticks`), so that a laptop whose date jumps neither hurries nor sleeps.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.store.troubles import ForkedReplica
from cdadesk.sync.troubles import (
    AnotherServer,
    BadAddress,
    DateDoesNotFit,
    LedElsewhere,
    LineBroke,
    LineTooSlow,
    NonsenseAnswer,
    NotOurServer,
    NotSafe,
    NotUnderstoodThere,
    OpenLine,
    ProgramTooOld,
    ProxyWantsPassword,
    RefusedThere,
    ServerAway,
    ServerBusy,
    ServerTroubled,
    SignInRefused,
    TokenRefused,
)

MINUTE = 60.0
HOUR = 60 * MINUTE
START = 10.0  # after the profile was opened, or pausing ended
CALM = 20.0  # after a save, so that a meeting typed line by line goes out at once
LEAST = 15.0  # between the end of one exchange and the next
LOOK_EVERY = 30 * MINUTE
LOOK_EVERY_COSTLY = 2 * HOUR
UNBELIEVED = 30 * MINUTE  # a system that says there is no network may be wrong


class Network(StrEnum):
    """What the system says of the network; some systems say nothing."""

    unknown = "unknown"
    there = "there"
    away = "away"


class Setback(StrEnum):
    """Why an exchange did not go through, as far as it matters for the next try."""

    away = "away"  # no connection, or nobody answers
    line = "line"  # the connection is bad
    portal = "portal"  # the network wants somebody to sign in first
    proxy = "proxy"  # the network's proxy wants a password
    busy = "busy"  # the server asks to wait
    server = "server"  # the server has a problem of its own
    stopped = "stopped"  # the person stopped it
    old = "old"  # all that waited went out, but nothing comes in before the program is updated
    odd = "odd"  # anything else: the disk is full, the date is wrong, an answer that makes no sense
    shut = "shut"  # nothing helps but the person


@dataclass(frozen=True)
class Patience:
    """How long to wait after the first setback of a kind, doubled each time up to the longest."""

    first: float
    longest: float


_PATIENCE = {
    Setback.away: Patience(MINUTE, 10 * MINUTE),  # a try without a network costs nothing
    Setback.line: Patience(MINUTE, 20 * MINUTE),
    Setback.portal: Patience(2 * MINUTE, 30 * MINUTE),
    Setback.proxy: Patience(10 * MINUTE, 2 * HOUR),
    Setback.busy: Patience(MINUTE, HOUR),
    Setback.server: Patience(2 * MINUTE, HOUR),
    Setback.stopped: Patience(15 * MINUTE, HOUR),
    Setback.old: Patience(15 * MINUTE, 30 * MINUTE),
    Setback.odd: Patience(15 * MINUTE, 6 * HOUR),
}
_OF_THE_NETWORK = (Setback.away, Setback.line, Setback.portal, Setback.proxy)
_SETBACKS: dict[type[Trouble], Setback] = {
    ServerAway: Setback.away,
    LineBroke: Setback.line,
    LineTooSlow: Setback.line,
    NotOurServer: Setback.portal,
    LedElsewhere: Setback.portal,
    NotSafe: Setback.portal,  # mostly a network that answers in the server's place
    ProxyWantsPassword: Setback.proxy,
    ServerBusy: Setback.busy,
    ServerTroubled: Setback.server,
    ProgramTooOld: Setback.old,
    NonsenseAnswer: Setback.odd,
    NotUnderstoodThere: Setback.odd,
    RefusedThere: Setback.odd,
    DateDoesNotFit: Setback.odd,
    TokenRefused: Setback.shut,
    SignInRefused: Setback.shut,
    AnotherServer: Setback.shut,
    BadAddress: Setback.shut,
    OpenLine: Setback.shut,
    ForkedReplica: Setback.shut,
}


def setback_of(trouble: Trouble | None) -> Setback:
    """Return what a trouble means for the next try; what is no Trouble at all is odd."""
    kinds = type(trouble).__mro__ if trouble is not None else ()
    return next((_SETBACKS[kind] for kind in kinds if kind in _SETBACKS), Setback.odd)


@dataclass(frozen=True)
class Schedule:
    """How things stand; every event gives the next one. `at` is the instant of the event, never before the last one.

    `open` until the laptop is signed in and somebody has seen a first exchange; `costly` where the line costs money.
    """

    open: bool = False
    paused: bool = False
    running: bool = False
    costly: bool = False
    network: Network = Network.unknown
    opened_at: float = 0.0
    saved_at: float | None = None
    began_at: float = 0.0
    ended_at: float | None = None
    setback: Setback | None = None
    misses: int = 0
    again_at: float = 0.0

    def next_try(self) -> float | None:
        """Return when to exchange next, None while only a person or an event can bring it about."""
        if not self.open or self.paused or self.running or self.setback is Setback.shut:
            return None
        wanted = self.again_at if self.setback is not None else self._wanted()
        if self.ended_at is not None:
            wanted = max(wanted, self.ended_at + LEAST)
        if self.network is Network.away:
            wanted = max(wanted, (self.ended_at or self.opened_at) + UNBELIEVED)
        return wanted

    def opens(self, at: float) -> "Schedule":
        """Begin: the profile was opened, or the laptop signed in; nothing of before counts against it."""
        return replace(self, open=True, opened_at=at, setback=None, misses=0, ended_at=None)

    def closes(self) -> "Schedule":
        """Stop: the laptop is signed out, or was never signed in."""
        return replace(self, open=False)

    def saved(self, at: float) -> "Schedule":
        """Note that something was saved; typing on puts it off no further."""
        return self if self.saved_at is not None else replace(self, saved_at=at)

    def begins(self, at: float) -> "Schedule":
        """Note that an exchange is under way, by itself or asked for."""
        return replace(self, running=True, began_at=at)

    def exchanged(self, at: float, *, waits: bool = False) -> "Schedule":
        """Note that it went through; `waits` if something was saved meanwhile that it did not take along."""
        saved_at = at if waits else None
        return replace(self, running=False, ended_at=at, setback=None, misses=0, saved_at=saved_at)

    def failed(self, at: float, setback: Setback, asked: float = 0.0, chance: float = 0.0) -> "Schedule":
        """Note that it did not go through; `asked` is how long the server wants us to wait, `chance` lies in 0..1."""
        misses = self.misses + 1 if setback is self.setback else 1
        patience = _PATIENCE.get(setback, Patience(0.0, 0.0))
        wait = min(patience.first * 2.0 ** min(misses - 1, 20), patience.longest)
        wait = max(wait * (0.75 + chance / 2), asked * (1 + chance / 4))
        failed = replace(self, running=False, ended_at=at, setback=setback, misses=misses)
        return replace(failed, again_at=at + wait)

    def network_is(self, at: float, network: Network) -> "Schedule":
        """Note what the system tells; a network that comes makes what failed for the lack of it worth a new try."""
        comes = network is Network.there and self.network is not Network.there
        now = replace(self, network=network)
        if comes and self.setback in _OF_THE_NETWORK:
            return replace(now, again_at=min(self.again_at, at + LEAST), misses=0)
        return now

    def costs(self, *, costly: bool) -> "Schedule":
        """Note whether the line costs money: then one looks less often for what others wrote."""
        return replace(self, costly=costly)

    def pauses(self) -> "Schedule":
        """Let nothing go out by itself."""
        return replace(self, paused=True)

    def goes_on(self, at: float) -> "Schedule":
        """Go on after a pause; whatever asked for patience still gets it."""
        return replace(self, paused=False, opened_at=at)

    def _wanted(self) -> float:
        first = self.opened_at + START
        if self.ended_at is None or self.ended_at < self.opened_at:
            return first
        look = self.ended_at + (LOOK_EVERY_COSTLY if self.costly else LOOK_EVERY)
        return look if self.saved_at is None else min(look, self.saved_at + CALM)
