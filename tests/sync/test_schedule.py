"""Whether the program exchanges by itself when it should: soon after a save, patiently after a setback."""

import inspect
import itertools
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.sync import troubles
from cdadesk.sync.schedule import (
    CALM,
    HOUR,
    LEAST,
    LOOK_EVERY,
    LOOK_EVERY_COSTLY,
    MINUTE,
    START,
    UNBELIEVED,
    Network,
    Schedule,
    Setback,
    setback_of,
)

OPEN = Schedule().opens(0.0)
DONE = OPEN.begins(START).exchanged(START + 1)


def failing(setback: Setback, times: int, asked: float = 0.0) -> Schedule:
    """Return how things stand after so many failures at one instant."""
    now = OPEN
    for _each in range(times):
        now = now.begins(100.0).failed(100.0, setback, asked, chance=0.5)
    return now


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Schedule(), None),
        (Schedule().saved(5.0), None),
        (OPEN, START),
        (OPEN.saved(5.0), START),
        (OPEN.begins(START), None),
        (DONE, START + 1 + LOOK_EVERY),
        (DONE.costs(costly=True), START + 1 + LOOK_EVERY_COSTLY),
        (DONE.saved(100.0), 100.0 + CALM),
        (DONE.saved(100.0).saved(115.0), 100.0 + CALM),
        (DONE.saved(100.0).pauses(), None),
        (DONE.saved(100.0).pauses().goes_on(500.0), 500.0 + START),
        (DONE.begins(90.0).saved(95.0).exchanged(100.0, waits=True), 100.0 + CALM),
        (DONE.begins(90.0).saved(95.0).exchanged(100.0), 100.0 + LOOK_EVERY),
        (DONE.saved(100.0).network_is(101.0, Network.away), START + 1 + UNBELIEVED),
        (DONE.saved(100.0).closes(), None),
        (failing(Setback.away, 1), 100.0 + MINUTE),
        (failing(Setback.away, 3), 100.0 + 4 * MINUTE),
        (failing(Setback.away, 50), 100.0 + 10 * MINUTE),
        (failing(Setback.away, 50).saved(101.0), 100.0 + 10 * MINUTE),
        (failing(Setback.away, 50).network_is(130.0, Network.there), 130.0 + LEAST),
        (failing(Setback.portal, 1), 100.0 + 2 * MINUTE),
        (failing(Setback.portal, 9).network_is(130.0, Network.there), 130.0 + LEAST),
        (failing(Setback.busy, 1, asked=3 * HOUR).network_is(130.0, Network.there), 100.0 + 3 * HOUR * 1.125),
        (failing(Setback.busy, 1, asked=3 * HOUR).pauses().goes_on(130.0), 100.0 + 3 * HOUR * 1.125),
        (failing(Setback.stopped, 1).saved(101.0), 100.0 + 15 * MINUTE),
        (failing(Setback.shut, 1), None),
        (failing(Setback.shut, 1).network_is(130.0, Network.there).saved(131.0), None),
        (failing(Setback.shut, 1).opens(200.0), 200.0 + START),
    ],
)
def test_when_it_tries_next(now: Schedule, expected: float | None) -> None:
    assert now.next_try() == expected


def test_a_setback_of_another_kind_begins_its_own_patience() -> None:
    now = failing(Setback.away, 5).begins(200.0).failed(200.0, Setback.portal, chance=0.5)
    assert now.next_try() == 200.0 + 2 * MINUTE


def test_the_patience_of_many_laptops_differs() -> None:
    tries = {OPEN.begins(0.0).failed(0.0, Setback.server, chance=each / 10).next_try() for each in range(10)}
    assert len(tries) == 10


def test_every_trouble_of_the_line_has_its_patience() -> None:
    kinds = [
        each for _name, each in inspect.getmembers(troubles, inspect.isclass) if each.__module__ == troubles.__name__
    ]
    unknown = [each for each in kinds if setback_of(made(each)) is Setback.odd]
    assert {each.__name__ for each in unknown} == {
        "BatchTooLarge",
        "DateDoesNotFit",
        "NonsenseAnswer",
        "NotUnderstoodThere",
        "RefusedThere",
    }
    assert setback_of(None) is Setback.odd


def made(kind: type[Trouble]) -> Trouble:
    return kind.__new__(kind)


# any history at all


@dataclass
class World:
    """Time, and a schedule in it; every exchange that it asks for is made at once."""

    now: float = 0.0
    schedule: Schedule = OPEN
    tries: tuple[float, ...] = ()

    def passes(self, seconds: float, setback: Setback | None, chance: float) -> None:
        """Let time pass, and exchange whenever the schedule says so, with this result."""
        until = self.now + seconds
        while (due := self.schedule.next_try()) is not None and due <= until:
            self.now = max(self.now, due)
            self.tries += (self.now,)
            self.schedule = self.schedule.begins(self.now)
            if setback is None:
                self.schedule = self.schedule.exchanged(self.now)
            else:
                self.schedule = self.schedule.failed(self.now, setback, chance=chance)
        self.now = until


EVENTS = st.sampled_from(
    ["save", "network", "no network", "nobody knows", "pause", "go on", "costly", "free", "sign in"]
)
SETBACKS = st.none() | st.sampled_from([each for each in Setback if each is not Setback.shut])


def happen(world: World, event: str) -> Schedule:
    """Return the schedule after an event at this instant."""
    at, now = world.now, world.schedule
    return {
        "save": lambda: now.saved(at),
        "network": lambda: now.network_is(at, Network.there),
        "no network": lambda: now.network_is(at, Network.away),
        "nobody knows": lambda: now.network_is(at, Network.unknown),
        "pause": now.pauses,
        "go on": lambda: now.goes_on(at),
        "costly": lambda: now.costs(costly=True),
        "free": lambda: now.costs(costly=False),
        "sign in": lambda: now.opens(at),
    }[event]()


@given(st.lists(st.tuples(EVENTS, st.floats(0.0, 2 * HOUR), SETBACKS, st.floats(0.0, 0.99)), max_size=15))
def test_it_never_hurries_never_works_while_paused_and_always_tries_again(
    steps: list[tuple[str, float, Setback | None, float]],
) -> None:
    world = World()
    for event, seconds, setback, chance in steps:
        world.schedule = happen(world, event)
        before = world.tries
        world.passes(seconds, setback, chance)
        assert not (world.schedule.paused and world.tries != before)
        fresh = world.tries[len(before) :]
        assert all(later - earlier > LEAST - 0.001 for earlier, later in itertools.pairwise(fresh))
    due = replace(world.schedule, paused=False).next_try()
    assert due is not None
    assert due <= world.now + 7.5 * HOUR
