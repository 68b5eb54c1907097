"""Whether a laptop that sends ahead of time holds, and has sent, what it would have without."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from cdadesk.domain.actors.actor import Actor
from cdadesk.store.store import Ask, Edit, Store
from cdadesk.sync import exchange as rounds
from cdadesk.sync import portions
from cdadesk.sync.carrier import Cancelled, Carrier, Heard
from cdadesk.sync.exchange import Progress
from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.troubles import LineBroke
from cdadesk.wire.messages import Answer, Batch, Envelope
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import SetAside
from tests.builders import a_record
from tests.sync.served import Served, a_laptop, a_served_town, written

MANY = 200
_SAVE = 20


@pytest.fixture(autouse=True)
def _a_quick_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first portion be the largest, so that few records take many rounds."""
    monkeypatch.setattr(portions, "BATCH_MOST", portions.BATCH_START)
    monkeypatch.setattr(portions, "PAGE_MOST", portions.PAGE_START)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with a_served_town(tmp_path) as served:
        yield served


@dataclass
class Spied:
    """A carrier that notes what is asked, and lets something happen before a request goes out."""

    inside: Carrier
    before: Callable[[int], object] = lambda _number: None
    asked: list[Envelope] = field(default_factory=list)

    @property
    def heard(self) -> Heard:
        return self.inside.heard

    def exchange(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> Answer:
        self.asked.append(envelope)
        self.before(len(self.asked))
        return self.inside.exchange(envelope, batch, aside)

    def post(self, path: str, body: bytes) -> bytes:
        return self.inside.post(path, body)


@contextmanager
def a_line(served: Served, before: Callable[[int], object] = lambda _number: None) -> Iterator[Spied]:
    with HttpCarrier(served.address) as carrier:
        yield Spied(carrier, before)


def many(store: Store, served: Served) -> None:
    made = [a_record(Actor, name=f"Firm {n}", remarks="x" * 2_000).changed(scope=served.scope) for n in range(MANY)]
    for at in range(0, MANY, _SAVE):
        store.save(*(Edit(None, each) for each in made[at : at + _SAVE]))


def names(store: Store) -> list[str]:
    return sorted(each.record.name for each in store.find(Actor, Ask()))


def test_the_next_request_is_under_way_before_the_last_answer_is_taken_in(served: Served, tmp_path: Path) -> None:
    with a_laptop(tmp_path / "asha", served, "asha") as asha, a_laptop(tmp_path / "balbir", served, "balbir") as balbir:
        many(asha, served)
        for store in (asha, balbir):
            assert rounds_ahead(store, served) > 1
        assert asha.standing().all_sent
        assert names(balbir) == names(asha)
        assert reached(balbir, served) == reached(asha, served)


def rounds_ahead(store: Store, served: Served) -> int:
    """Exchange, and return how often a request went out although the person was not yet told of the last answer."""
    third, told, ahead = threading.Event(), list[Progress](), list[bool]()

    def watch(now: Progress) -> None:
        told.append(now)
        if now.more and len(told) == 2:
            ahead.append(third.wait(60))

    with a_line(served, lambda number: third.set() if number == 3 else None) as line:
        rounds.exchange(store, line, watch, lambda: False)
    assert len(line.asked) == len(told), "what was asked ahead of time was asked again"
    return len(told) if all(ahead) else 0


def reached(store: Store, served: Served) -> Seen:
    return store.cursors()[served.scope]


def test_where_the_laptop_came_to_stand_elsewhere_what_was_asked_ahead_is_not_used(
    served: Served, tmp_path: Path
) -> None:
    with a_laptop(tmp_path / "asha", served, "asha") as asha, a_laptop(tmp_path / "balbir", served, "balbir") as balbir:
        many(asha, served)
        with a_line(served) as line:
            rounds.exchange(asha, line, lambda _now: None, lambda: False)
        begun_anew: list[Progress] = []

        def begin_anew(now: Progress) -> None:
            if now.more and not begun_anew:
                begun_anew.append(now)
                let_come_anew(balbir, served.scope)

        with a_line(served) as line:
            rounds.exchange(balbir, line, begin_anew, lambda: False)
        assert begun_anew
        assert names(balbir) == names(asha)
        assert reached(balbir, served) == reached(asha, served)


def let_come_anew(store: Store, scope: str) -> None:
    """Take a scope away and give it back: it comes from its beginning."""
    grants = store.sticks.grants()
    assert grants is not None
    store.take(replace(grants, scopes={name: called for name, called in grants.scopes.items() if name != scope}))
    store.take(grants)


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_line_that_breaks_under_a_request_sent_ahead_loses_and_doubles_nothing(
    served: Served, tmp_path: Path, at: int
) -> None:
    def break_once(number: int) -> None:
        if number == at:
            raise LineBroke

    with a_laptop(tmp_path / "asha", served, "asha") as asha, a_laptop(tmp_path / "balbir", served, "balbir") as balbir:
        many(asha, served)
        for store in (asha, balbir):
            with a_line(served, break_once) as line:
                rounds.exchange(store, line, lambda _now: None, lambda: False)
        assert asha.standing().all_sent
        assert names(balbir) == names(asha) == sorted(f"Firm {n}" for n in range(MANY))


def test_an_answer_that_is_lost_ahead_of_time_is_given_again(served: Served, tmp_path: Path) -> None:
    with a_laptop(tmp_path / "asha", served, "asha") as asha, a_laptop(tmp_path / "balbir", served, "balbir") as balbir:
        many(asha, served)
        with a_line(served) as line:
            lost = Lost(line)
            rounds.exchange(asha, lost, lambda _now: None, lambda: False)
            rounds.exchange(balbir, line, lambda _now: None, lambda: False)
        assert lost.is_over
        assert names(balbir) == sorted(f"Firm {n}" for n in range(MANY))
        assert reached(balbir, served) == reached(asha, served)


@dataclass
class Lost(Spied):
    """A line that brings a request to the server, and loses the third answer."""

    is_over: bool = False

    def exchange(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> Answer:
        answer = super().exchange(envelope, batch, aside)
        if len(self.asked) == 3:
            self.is_over = True
            raise LineBroke
        return answer


def test_whoever_stops_while_a_request_is_under_way_keeps_what_was_done(served: Served, tmp_path: Path) -> None:
    with a_laptop(tmp_path / "asha", served, "asha") as asha:
        many(asha, served)
        done: list[Progress] = []
        with a_line(served) as line, pytest.raises(Cancelled):
            rounds.exchange(asha, line, done.append, lambda: len(done) >= 2)
        assert asha.waiting() == done[-1].waiting > 0
        with a_line(served) as line:
            rounds.exchange(asha, line, lambda _now: None, lambda: False)
        assert asha.standing().all_sent


def test_what_is_saved_while_a_request_is_under_way_goes_with_the_next(served: Served, tmp_path: Path) -> None:
    with a_laptop(tmp_path / "asha", served, "asha") as asha, a_laptop(tmp_path / "balbir", served, "balbir") as balbir:
        many(asha, served)
        with a_line(served, lambda number: number == 3 and written(asha, Actor, served.scope, name="Late")) as line:
            rounds.exchange(asha, line, lambda _now: None, lambda: False)
        assert asha.standing().all_sent
        with a_line(served) as line:
            rounds.exchange(balbir, line, lambda _now: None, lambda: False)
        assert "Late" in names(balbir)
        assert names(balbir) == names(asha)


def test_on_a_slow_line_nothing_is_sent_ahead(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "BATCH_MOST", 2 * portions.BATCH_START)
    monkeypatch.setattr(portions.Portion, "fitting", lambda self, _took, **_more: self)
    with a_laptop(tmp_path / "asha", served, "asha") as asha, a_line(served) as line:
        many(asha, served)
        seen: list[int] = []
        rounds.exchange(asha, line, lambda _now: seen.append(len(line.asked)), lambda: False)
        assert seen == list(range(1, len(seen) + 1))
