"""Any order of saves, sends, repeats and losses: every change takes effect once, and all who may see it hold the same.

The server is compared with a model that is a dict of records and the merge of `wire`, and nothing else.
"""

import shutil
import tempfile
from pathlib import Path
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from cdadesk.clock import instant_text
from cdadesk.server import checking
from cdadesk.server.database import Database
from cdadesk.server.tables import History
from cdadesk.wire.merge import EMPTY, Copy, Writer, merge
from cdadesk.wire.messages import Outcome
from cdadesk.wire.ops import Act, Op
from tests.server.laptops import Change, House, Laptop, again
from tests.serving import Town, sqlite_url

RECORDS = [UUID(int=number) for number in range(1, 4)]
GONE = {"by": "x", "at": "2026-03-14T06:30:00.000Z", "reason": "twice"}
PATHS = st.sampled_from(["talk", "notes", "unknown/01a2/status", "unknown/01a2/order", "unknown/01a2/void"])
LONG = "a talk of many words " * 150  # a few of them do not fit on one page
VALUES = st.sampled_from([None, "present", "absent", LONG])
FIELDS = st.dictionaries(PATHS, VALUES, min_size=1, max_size=3).map(
    lambda fields: {
        path: (GONE if value else None) if path.endswith("void") else value for path, value in fields.items()
    }
)
EDIT = st.one_of(
    st.tuples(st.just(Act.set), FIELDS),
    st.just((Act.void, {"void": GONE})),
    st.just((Act.restore, {})),
)
WHO = st.sampled_from(["asha one", "asha two", "cousin"])


class Model:
    """The server as a dict: takes each op once, in the order in which the batches came."""

    def __init__(self) -> None:
        self.copies: dict[tuple[str, UUID], Copy] = {}
        self.taken: dict[tuple[UUID, int], Outcome] = {}

    def take(self, laptop: Laptop, op: Op, outcome: Outcome) -> None:
        """Merge one op under the number that the server gave it; of a repeated one only the answer is compared."""
        key = (laptop.replica, op.n)
        if key in self.taken:
            assert self.taken[key] == outcome
            return
        self.taken[key] = outcome
        assert outcome.seen is not None
        writer = Writer(str(laptop.replica), op.author, instant_text(op.made_at), "")
        before = self.copies.get((op.scope, op.record), EMPTY)
        merged = merge(before, op, outcome.seen, writer)
        self.copies[op.scope, op.record] = merged.copy
        assert outcome.result is merged.result
        assert len(outcome.conflicts) == len(merged.clashes)


class Road(RuleBasedStateMachine):
    """Three laptops on two clusters, an advisor who sees both, and one server."""

    source: Path
    town: Town

    @initialize()
    def open_house(self) -> None:
        """Start with an enrolled laptop for everybody."""
        self.folder = Path(tempfile.mkdtemp(prefix="cda"))
        file = Path(shutil.copy(Road.source, self.folder / "server.sqlite3"))
        self.database = Database(sqlite_url(file))
        self.house = House(self.database, Road.town)
        self.laptops = {"asha one": self.house.laptop("asha"), "asha two": self.house.laptop("asha")}
        self.laptops["cousin"] = self.house.laptop("balbir")
        self.reader = self.house.laptop("tara")
        self.model = Model()

    def scope(self, who: str) -> str:
        """Return where a laptop writes."""
        return self.house.ludhiana if who == "cousin" else self.house.jaipur

    @rule(who=WHO, record=st.sampled_from(RECORDS), edits=st.lists(EDIT, min_size=1, max_size=3))
    def save(self, who: str, record: UUID, edits: list) -> None:
        """Save on what was seen so far."""
        laptop, scope = self.laptops[who], self.scope(who)
        known = laptop.sees(scope, "meeting", record) is not None
        change = Change(record, {}, scope, base=laptop.base(scope, record) if known else None)
        laptop.save(*[again(change, act=act, fields=fields) for act, fields in edits])

    @rule(who=WHO, share=st.floats(0, 1), answer_lost=st.booleans())
    def send(self, who: str, share: float, answer_lost: bool) -> None:
        """Send a run of whole saves, new or known, from anywhere that is no gap."""
        laptop = self.laptops[who]
        if not laptop.entries:
            return
        last_n = max([n for replica, n in self.model.taken if replica == laptop.replica], default=0)
        starts = [n for n in _starts(laptop) if n <= last_n + 1]
        first = starts[min(int(share * len(starts)), len(starts) - 1)]
        answer = laptop.post(laptop.request(first, len(laptop.entries)))
        told = Laptop.take(laptop if not answer_lost else _deaf(laptop), answer).told()
        for op, outcome in zip(laptop.entries[first - 1 :], told.outcomes, strict=True):
            self.model.take(laptop, op, outcome)

    @rule(who=WHO, room=st.sampled_from([1, 500, 100_000]))
    def pull(self, who: str, room: int) -> None:
        """Take one page."""
        self.laptops[who].pull(room)

    @precondition(lambda self: self.model.taken)
    @rule(who=WHO)
    def settle(self, who: str) -> None:
        """Choose the other value in the first open question that the laptop knows of."""
        laptop = self.laptops[who]
        for conflict, told in list(laptop.conflicts().items())[:1]:
            scope, record = self.scope(who), UUID(told["about_id"])
            choice = {told["path"]: told.get("offered")}
            laptop.save(Change(record, choice, scope, base=laptop.base(scope, record), resolves=(conflict,)))

    @invariant()
    def the_server_is_in_order(self) -> None:
        """No number is missing, given twice or ahead; every op has one answer."""
        assert list(checking.problems(self.database)) == []

    def teardown(self) -> None:
        """Let everybody send and receive all, then compare."""
        if not hasattr(self, "laptops"):
            return
        try:
            for who in self.laptops:
                self.send(who, 1, answer_lost=False)
            self.compare()
        finally:
            self.database.close()
            shutil.rmtree(self.folder)

    def compare(self) -> None:
        """All hold what the model holds, and nobody holds what is not granted."""
        for laptop in (*self.laptops.values(), self.reader):
            laptop.pull_all()
            assert {key[0] for key in laptop.held} <= set(laptop.grants.scopes)
        self.reader.pull_all(room=1)
        with self.database.reading() as session:
            numbered = session.scalar(select(func.count()).where(History.replica != "server"))
        assert numbered == len(self.model.taken)
        for (scope, record), copy in self.model.copies.items():
            assert self.reader.sees(scope, "meeting", record) == copy.values
        for who, laptop in self.laptops.items():
            own = {key: laptop.sees(*key) for key in laptop.held}
            assert own == {key: self.reader.sees(*key) for key in self.reader.held if key[0] == self.scope(who)}


def _starts(laptop: Laptop) -> list[int]:
    """Return where saves begin."""
    ops = laptop.entries
    return [op.n for at, op in enumerate(ops) if at == 0 or ops[at - 1].group != op.group]


def _deaf(laptop: Laptop) -> Laptop:
    """Return a stand-in that hears the answer in place of the laptop."""
    enrolled = type("Enrolled", (), {"token": laptop.token, "grants": laptop.grants})()
    deaf = Laptop(laptop.post, laptop.member, enrolled, laptop.replica)
    deaf.entries = laptop.entries
    return deaf


def test_any_road_leads_to_the_same_place(furnished_file, request):
    Road.source, Road.town = furnished_file.source, furnished_file.town
    many = request.config.getoption("--long")
    run = settings(max_examples=300 if many else 15, stateful_step_count=40 if many else 20, deadline=None)
    run_state_machine_as_test(Road, settings=run)
