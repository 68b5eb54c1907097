"""The queue is kept beside the records: it says what the records themselves say, whatever came in and however."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import delete, select

from cdadesk.clock import new_id
from cdadesk.server import accounts, checking, queueing
from cdadesk.server.reading.queue import FOR_ADVISORS, beside, count, queue
from cdadesk.server.tables import Filled, Queued, Scope
from cdadesk.wire.ops import Act
from tests.server.laptops import Change, House, Laptop


def kept(house: House) -> list[tuple]:
    """Return what the table holds."""
    with house.database.reading() as session:
        rows = session.scalars(select(Queued)).all()
        return sorted((each.scope, each.kind, str(each.id), each.urgency, each.rank, each.received_at) for each in rows)


def calculated(house: House) -> list[tuple]:
    """Return what the records say should stand in it."""
    with house.database.reading() as session:
        scopes = session.scalars(select(Scope.scope)).all()
        rows = [row for scope in scopes for row in queueing.calculated(session, scope)]
    told = ("scope", "kind", "id", "urgency", "rank", "received_at")
    return sorted((*(str(row[name]) if name == "id" else row[name] for name in told),) for row in rows)


class Village:
    """An agent on two clusters, with two laptops, and her advisor; all of them do whatever comes to their minds."""

    def __init__(self, house: House, seed: int) -> None:
        house.database.write(lambda session: accounts.assign(session, "asha", house.town.ludhiana))
        self.house = house
        self.dice = random.Random(seed)  # noqa: S311 - dice of a test
        self.agents = [house.laptop("asha"), house.laptop("asha")]
        self.advisor = house.laptop("tara")
        self.records: list[Change] = []

    def act(self) -> None:
        """Do one thing, sometimes without knowing what the others did."""
        acts = [self.makes, self.edits, self.edits, self.judges, self.judges, self.throws_away, self.moves, self.erases]
        who = self.dice.choice(self.agents)
        if self.dice.random() < 0.6:
            who.pull_all()
            self.advisor.pull_all()
        self.dice.choice(acts if self.records else acts[:1])(who)

    def makes(self, who: Laptop) -> None:
        made = [self._new() for _number in range(self.dice.randint(1, 3))]
        self.records += made
        self._push(who, *made)

    def edits(self, who: Laptop) -> None:
        first = self.dice.choice(self.records)
        self._push(who, self._on(first, who, {"remarks": str(self.dice.random())}))

    def throws_away(self, who: Laptop) -> None:
        first = self.dice.choice(self.records)
        void = {"by": str(who.member.id), "at": "2026-03-14T06:30:00.000Z", "reason": "twice"}
        self._push(who, self._on(first, who, {"void": self.dice.choice([void, None])}))

    def judges(self, _who: Laptop) -> None:
        first, advisor = self.dice.choice(self.records), self.advisor
        place = next((key for key in advisor.seen if key[2] == first.record), None)
        if place is not None:
            judged = {"seen": advisor.seen[place].plain(), "newest": ["", 0]}
            told = {"about_kind": first.kind, "about_id": str(first.record), "judged": judged}
            outcome = self.dice.choice(["returned", "approved", "withdrawn"])
            self._push(advisor, Change(new_id(), told | {"outcome": outcome}, place[0], "verdict"))

    def moves(self, who: Laptop) -> None:
        first = self.dice.choice([each for each in self.records if each.kind == "actor"] or self.records)
        target = self.dice.choice([self.house.jaipur, self.house.ludhiana])
        self._push(who, replace(self._on(first, who, {"scope": target}), act=Act.move))

    def erases(self, who: Laptop) -> None:
        first = self.dice.choice(self.records)
        self._push(who, replace(self._on(first, who, {"remarks": None}), act=Act.erase))

    def _new(self) -> Change:
        kind = self.dice.choice(["meeting", "actor", "network"])
        return Change(new_id(), {"remarks": "new"}, self.dice.choice([self.house.jaipur, self.house.ludhiana]), kind)

    def _on(self, first: Change, who: Laptop, fields: dict) -> Change:
        scope = next((key[0] for key in reversed(who.seen) if key[2] == first.record), first.scope)
        return Change(first.record, fields, scope, first.kind, who.base(scope, first.record, first.kind))

    def _push(self, who: Laptop, *changes: Change) -> None:
        ops = who.save(*changes)
        who.push(ops[0].n, ops[-1].n)


@pytest.mark.parametrize("seed", range(2))
def test_table_and_records_agree_after_whatever_people_do(house: House, seed: int) -> None:
    village = Village(house, seed)
    for _act in range(30):
        village.act()
        assert kept(house) == calculated(house)
    assert kept(house)


def test_a_database_from_before_the_table_is_filled_when_the_server_starts(house: House) -> None:
    village = Village(house, 4)
    for _act in range(25):
        village.act()
    before = kept(house)
    house.database.write(lambda session: [session.execute(delete(table)) for table in (Queued, Filled)])
    assert kept(house) == []
    house.database.write(queueing.ensure)
    assert kept(house) == before == calculated(house)


def test_the_way_through_the_queue_passes_every_record_once_and_back(house: House) -> None:
    village = Village(house, 2)
    for _act in range(40):
        village.act()
    scopes = [house.jaipur, house.ludhiana]
    with house.database.reading() as session:
        places = queue(session, scopes, FOR_ADVISORS)
        assert sum(count(session, scopes, FOR_ADVISORS).values()) == len(places) > 3
        assert [*queue(session, scopes, FOR_ADVISORS, part=slice(2, 4))] == places[2:4]
        for one, other in pairwise(places):
            assert beside(session, scopes, FOR_ADVISORS, one.address, back=False) == other
            assert beside(session, scopes, FOR_ADVISORS, other.address, back=True) == one
        assert beside(session, scopes, FOR_ADVISORS, places[-1].address, back=False) is None
        assert beside(session, scopes, FOR_ADVISORS, (scopes[0], "meeting", new_id()), back=False) == places[0]


def test_what_an_older_server_left_behind_is_told_and_set_right(house: House) -> None:
    village = Village(house, 3)
    for _act in range(12):
        village.act()
    assert list(checking.mended(house.database)) == []
    right = kept(house)
    house.database.write(lambda session: session.execute(delete(Queued).where(Queued.kind != "task")))
    (told,) = {each.split(":")[1] for each in checking.mended(house.database)}
    assert told == " an older server had left the queue of the advisors behind; it is right again."
    assert kept(house) == right == calculated(house)
    assert list(checking.mended(house.database)) == []
