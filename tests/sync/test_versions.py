"""Programs of different age at one server: all are heard, and nobody loses what only a newer one understands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.clock import Clock, local_day, new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.store.store import Store
from cdadesk.sync import exchange as rounds
from cdadesk.sync.carrier import read_answer, request_bytes
from cdadesk.sync.enrolment import Laptop, Proof, enrol
from cdadesk.sync.http import HttpCarrier
from cdadesk.sync.troubles import ProgramTooOld
from cdadesk.wire.messages import (
    SCHEMA,
    Answer,
    Batch,
    Envelope,
    Outcome,
    Outcomes,
    Result,
)
from cdadesk.wire.ops import Act, Op, Seen, chain_after, chain_start
from cdadesk.wire.pages import Page
from tests.builders import the
from tests.serving import PASSWORD
from tests.sync.hostile import a_server, told
from tests.sync.served import Served, a_laptop, a_served_town, exchanged, rewritten


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with a_served_town(tmp_path_factory.mktemp("server")) as made:
        yield made


class Program:
    """A program of another schema: makes records of its own, and tells what came back."""

    def __init__(self, served: Served, carrier: HttpCarrier, schema: int) -> None:
        self.scope, self.schema, self.carrier = served.scope, schema, carrier
        self.replica, self.ops = new_id(), list[Op]()
        self.enrolled = enrol(carrier, Proof("balbir", PASSWORD), Laptop(self.replica, "", "", {}))

    def sends(self, fields: dict[str, object]) -> Answer:
        """Send a new actor."""
        now, user = Clock().now(), self.enrolled.grants.user
        n = len(self.ops) + 1
        op = Op(n, self.scope, "actor", new_id(), None, Act.set, fields, user, now, local_day(now), new_id())
        self.ops.append(op)
        return self.asks(Batch(self.h(n - 1), self.h(n), (op,)))

    def asks(self, batch: Batch | None = None) -> Answer:
        """Exchange, from the beginning of all feeds."""
        made = (len(self.ops), self.h(len(self.ops)))
        token = self.enrolled.token
        envelope = Envelope(self.replica, token, self.enrolled.grants.hash, {}, made, 10**6, schema=self.schema)
        return read_answer(self.carrier.post("/sync", request_bytes(envelope, batch)), envelope, batch)

    def h(self, n: int) -> str:
        """Return the chain after n ops."""
        return chain_after(chain_start(self.replica), self.ops[:n])

    def sees(self) -> dict[str, object]:
        """Return the newest of its records, as the feed tells it."""
        rows = [row for part in self.asks().page.slices for row in part.rows if row.id == self.ops[-1].record]
        return {path: value for row in rows for change in row.changes for path, value in change.fields.items()}


def test_what_only_a_newer_program_knows_is_kept_and_left_untouched(served: Served, tmp_path: Path) -> None:
    with HttpCarrier(served.address) as line, a_laptop(tmp_path / "asha", served, "asha") as asha:
        newer = Program(served, line, SCHEMA + 1)
        answer = newer.sends({"name": "Firm", "colour": "indigo", "looms": {"wide": 3, "narrow": [1, 2]}})
        assert answer.outcomes is not None
        assert answer.outcomes.outcomes[0].result is Result.ok
        exchanged(asha)
        record = the(asha, Actor, newer.ops[0].record).record
        assert record.name == "Firm"
        rewritten(asha, record, name="Firm of Bagru")
        exchanged(asha)
        kept = {"colour": "indigo", "looms": {"wide": 3, "narrow": [1, 2]}}
        assert newer.sees() == {"name": "Firm of Bagru"} | kept


def test_a_program_too_old_for_the_news_is_heard_all_the_same(served: Served, tmp_path: Path) -> None:
    with HttpCarrier(served.address) as line, a_laptop(tmp_path / "asha", served, "asha") as asha:
        oldest = Program(served, line, 0)
        answer = oldest.sends({"name": "Old Firm"})
        assert answer.outcomes is not None
        assert answer.outcomes.outcomes[0].result is Result.ok
        assert answer.page == Page(upgrade=True)
        exchanged(asha)
        assert the(asha, Actor, oldest.ops[0].record).record.name == "Old Firm"


def test_who_has_to_upgrade_sends_everything_and_is_told(laptop: Store) -> None:
    taken = Outcomes(1, 1, (Outcome(1, Result.ok, Seen(1, 1)),))
    too_old = told(Page(upgrade=True), taken)
    with a_server(too_old, told(Page(upgrade=True))) as server:
        for _exchange in range(2):
            with HttpCarrier(server.address) as carrier, pytest.raises(ProgramTooOld, match="Update the program"):
                rounds.exchange(laptop, carrier, lambda _progress: None, lambda: False)
    assert laptop.standing().all_sent
    assert laptop.cursors()[next(iter(laptop.cursors()))] == Seen(0, 0)
