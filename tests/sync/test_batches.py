"""Whether what is too much at once goes in smaller portions, and one bad save holds up only what comes after it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.record import Record
from cdadesk.store.store import Ask, Edit, Store
from cdadesk.sync import exchange as rounds
from cdadesk.sync.carrier import Heard
from cdadesk.sync.exchange import Progress
from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.patience import TRIES
from cdadesk.sync.portions import BATCH_LEAST, BATCH_MOST, BATCH_START, PAGE_LEAST, PAGE_START
from cdadesk.sync.troubles import BatchTooLarge, LineBroke, LineTooSlow, ServerTroubled
from cdadesk.wire.messages import Answer, Batch, Envelope
from cdadesk.wire.ops import Op
from cdadesk.wire.pages import Page, SetAside
from tests.builders import SCOPE, a_record, reopened, saved, the
from tests.store.server import DictServer
from tests.sync import hostile
from tests.sync.hostile import Request, Wire, a_server, html, told

QUICK = (2.0, 0.3)
LAPTOP = UUID(int=1)  # these servers hear only one, whatever its token


@dataclass
class Honest:
    """A server that takes what comes, unless `refuses` says which answer it gets instead."""

    refuses: Callable[[Request], hostile.Answer | None] = lambda _request: None
    inside: DictServer = field(default_factory=DictServer)
    loses_next: bool = False
    news: Callable[[], Page] = Page

    def __call__(self, request: Request, wire: Wire) -> None:
        instead = self.refuses(request)
        batch = request.batch
        outcomes = self.inside.take(LAPTOP, batch) if batch and not instead else None
        if self.loses_next:
            self.loses_next, instead = False, hostile.hang_up
        (instead or told(self.news(), outcomes))(request, wire)

    def holds(self, record: Record) -> bool:
        """Say whether a record has arrived."""
        return bool(self.inside.values(record))


def exchanged(store: Store, address: str) -> Progress:
    with HttpCarrier(address, timeout=QUICK) as carrier:
        return rounds.exchange(store, carrier, lambda _progress: None, lambda: False)


def many(store: Store, count: int, length: int = 2_000) -> list[Actor]:
    return [saved(store, a_record(Actor, name=f"Firm {n}", remarks="ठ" * length)) for n in range(count)]


def above(size: int, answer: hostile.Answer) -> Callable[[Request], hostile.Answer | None]:
    """Refuse requests that hold more than so many changes."""
    return lambda request: answer if request.batch and len(request.batch.entries) > size else None


def holding(record: Record, answer: hostile.Answer) -> Callable[[Request], hostile.Answer | None]:
    """Refuse requests that hold a change of one record."""

    def refuse(request: Request) -> hostile.Answer | None:
        batch = request.batch
        held = {entry.record for entry in batch.entries if isinstance(entry, Op)} if batch and not batch.park else set()
        return answer if record.id in held else None

    return refuse


def stubbornly(store: Store, address: str) -> int:
    """Exchange until it goes through, as the program does by itself; return how often the server failed before."""
    for failures in range(20):
        try:
            exchanged(store, address)
        except ServerTroubled:
            continue
        return failures
    raise AssertionError("it never went through")


TOO_MUCH = {"413": html(413), "no answer": hostile.silence}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_is_too_much_goes_in_smaller_portions(laptop: Store, what: str) -> None:
    records = many(laptop, 12)
    honest = Honest(above(3, TOO_MUCH[what]))
    with a_server(honest) as server:
        exchanged(laptop, server.address)
    assert laptop.standing().all_sent
    assert all(honest.holds(record) for record in records)
    assert len(server.requests) < 20


@pytest.mark.parametrize("status", [500, 502])
def test_what_the_server_fails_on_three_times_goes_in_smaller_portions(laptop: Store, status: int) -> None:
    records = many(laptop, 12)
    honest = Honest(above(3, html(status)))
    with a_server(honest) as server:
        assert stubbornly(laptop, server.address) == TRIES - 1
    assert laptop.standing().all_sent
    assert all(honest.holds(record) for record in records)
    assert len(server.requests) < 30


def test_one_save_that_the_server_cannot_stomach_is_laid_aside_and_the_others_go_on(laptop: Store) -> None:
    records = many(laptop, 8, 20)
    honest = Honest(holding(records[5], html(500)))
    with a_server(honest) as server:
        failures = stubbornly(laptop, server.address)
    assert failures == TRIES - 1 + TRIES - 1
    assert [honest.holds(record) for record in records] == [True] * 5 + [False] + [True] * 2
    assert [(each.record, each.sentence) for each in laptop.refused()] == [(records[5].id, "Laid aside.")]
    assert not laptop.standing().all_sent


def test_a_server_that_fails_on_everything_is_to_blame_itself(laptop: Store) -> None:
    many(laptop, 3, 20)
    with a_server(html(502)) as server:
        for _try in range(3 * TRIES):
            with pytest.raises(ServerTroubled):
                exchanged(laptop, server.address)
    assert not any(request.batch and request.batch.park for request in server.requests)
    honest = Honest()
    with a_server(honest) as server:
        exchanged(laptop, server.address)
    assert laptop.standing().all_sent
    assert len([request for request in server.requests if request.batch]) == 1


def test_how_often_the_server_failed_outlives_a_restart(laptop: Store) -> None:
    records = many(laptop, 2, 20)
    honest = Honest(holding(records[0], html(500)))
    with a_server(honest) as server:
        for _try in range(TRIES - 1 + TRIES - 1):
            with pytest.raises(ServerTroubled):
                exchanged(laptop, server.address)
            laptop = reopened(laptop)
        with laptop:
            exchanged(laptop, server.address)
            assert [each.record for each in laptop.refused()] == [records[0].id]


def test_news_come_down_although_the_server_fails_on_what_goes_up(laptop: Store) -> None:
    (record,) = many(laptop, 1, 20)
    honest = Honest(holding(record, html(500)))
    honest.inside.writes(record, {"place": "Sanganer"})
    honest.news = lambda: honest.inside.page(laptop, [SCOPE])
    with a_server(honest) as server, pytest.raises(ServerTroubled):
        exchanged(laptop, server.address)
    assert the(laptop, Actor, record.id).record.place == "Sanganer"


def test_a_save_that_is_larger_than_the_server_takes_is_told(laptop: Store) -> None:
    many(laptop, 1)
    with a_server(Honest(lambda _request: html(413))) as server, pytest.raises(BatchTooLarge, match="administrator"):
        exchanged(laptop, server.address)
    assert laptop.standing().records == 2


def test_a_line_that_is_too_slow_even_for_the_least_is_not_tried_for_ever(laptop: Store) -> None:
    many(laptop, 6)
    with a_server(hostile.silence) as server, pytest.raises(LineTooSlow):
        exchanged(laptop, server.address)
    assert len(server.requests) <= 4
    assert laptop.standing().records == 7


def test_a_line_that_breaks_whatever_it_carries_is_not_tried_for_ever(laptop: Store) -> None:
    many(laptop, 6)
    with a_server(hostile.hang_up) as server, pytest.raises(LineBroke):
        exchanged(laptop, server.address)
    asked = [request.envelope.room for request in server.requests]
    assert (asked[0], asked[-1]) == (PAGE_START, PAGE_LEAST)
    assert len(asked) < 10
    assert laptop.standing().records == 7


def test_the_records_of_one_save_stay_in_one_batch(laptop: Store) -> None:
    together = [a_record(Actor, name=f"Firm {n}") for n in range(3)]
    laptop.save(*[Edit(None, each) for each in together])
    honest = Honest(above(3, html(500)))
    with a_server(honest) as server:
        stubbornly(laptop, server.address)
    ids = {each.id for each in together}
    held = [{entry.record for entry in request.batch.entries} & ids for request in server.requests if request.batch]
    assert all(each in (set(), ids) for each in held)


def test_an_answer_lost_after_the_server_took_it_sends_nothing_twice(laptop: Store) -> None:
    records = many(laptop, 3)
    honest = Honest(loses_next=True)
    with a_server(honest) as server:
        exchanged(laptop, server.address)
    assert len(server.requests) > 1
    assert laptop.standing().all_sent
    assert laptop.count(Actor, Ask()) == 4
    assert honest.inside.heads[records[0].scope] == 4


@dataclass
class Measured:
    """A carrier that tells how long each answer took, and notes how much it was given."""

    took: timedelta
    inside: DictServer = field(default_factory=DictServer)
    given: list[int] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)

    def exchange(self, envelope: Envelope, batch: Batch | None, aside: SetAside | None = None) -> Answer:  # noqa: ARG002 - a carrier takes all
        self.heard = Heard(self.took)
        assert batch is not None
        assert aside is None
        self.given.append(sum(entry.size() for entry in batch.entries if isinstance(entry, Op)))
        return Answer(Page(), self.inside.take(LAPTOP, batch))


@pytest.mark.parametrize(("seconds", "least", "most"), [(0.5, BATCH_START * 2, BATCH_MOST), (60, 0, BATCH_LEAST)])
def test_a_batch_is_what_the_line_carries_in_five_seconds(laptop: Store, seconds: float, least: int, most: int) -> None:
    many(laptop, 60)
    carrier = Measured(timedelta(seconds=seconds))
    rounds.exchange(laptop, carrier, lambda _progress: None, lambda: False)
    assert carrier.given[0] <= BATCH_START
    assert least <= carrier.given[1] <= most
