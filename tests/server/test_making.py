"""A batch that only makes records is taken as columns: nobody can tell from what is kept, or from what is answered."""

import datetime as dt
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.clock import Clock, new_id
from cdadesk.domain.kernel import payload
from cdadesk.domain.registry import ENTITIES
from cdadesk.server import intake
from cdadesk.server.database import Database
from cdadesk.server.tables import Departed
from cdadesk.server.taking import Sender
from cdadesk.wire.messages import Batch, Outcomes, Simply
from cdadesk.wire.ops import GROUP_OPS, Op, chain_after, chain_start, numbered
from tests import strategies
from tests.memory import a_quick_folder
from tests.server.conftest import Furnished
from tests.server.laptops import NOON, Change, House
from tests.serving import sqlite_url

LATER = NOON + dt.timedelta(hours=3)


class Twins:
    """One server twice: one takes batches as they come over the line, the other op by op."""

    def __init__(self, folder: Path, furnished: Furnished) -> None:
        assert isinstance(furnished.source, Path)
        self.town = furnished.town
        self.files = [Path(shutil.copy(furnished.source, folder / name)) for name in ("quick", "slow")]
        self.databases = [Database(sqlite_url(each), Clock(lambda: LATER)) for each in self.files]
        self.laptop = House(self.databases[0], self.town).laptop("asha")
        self.files[1].unlink()
        with closing(sqlite3.connect(self.files[0])) as quick, closing(sqlite3.connect(self.files[1])) as slow:
            quick.backup(slow)
        self.h, self.n = chain_start(self.laptop.replica), 0

    def __enter__(self) -> "Twins":
        return self

    def __exit__(self, *_told: object) -> None:
        for each in self.databases:
            each.close()

    def send(self, ops: Sequence[Op]) -> Outcomes:
        """Let both take ops, see that they answer the same and hold the same, and return what they answer."""
        ops = numbered(ops, self.n + 1)
        whole = Batch(self.h, chain_after(self.h, ops), tuple(ops))
        read = Batch.read(whole.dense())
        assert read == whole
        sender = Sender(self.laptop.replica, self.laptop.member)
        quick, slow = (
            intake.take_in(each, sender, batch, None) for each, batch in zip(self.databases, (read, whole), strict=True)
        )
        assert quick == slow
        assert quick.plain() == slow.plain()
        assert everything_in(self.files[0]) == everything_in(self.files[1])
        self.h, self.n = whole.h_after, ops[-1].n
        return quick

    def op(self, scope: str, kind: str, fields: dict[str, Any], **told: Any) -> Op:
        """Return an op that makes a record."""
        change = Change(told.pop("record", None) or new_id(), fields, scope, kind)
        [made] = self.laptop.save(change)
        return replace(made, **told)


def everything_in(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}  # noqa: S608


@st.composite
def records(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw the kind and the leaves of a record of any entity, some of which nobody can take."""
    kind = draw(st.sampled_from(["actor", "actor", "person", *ENTITIES]))
    leaves = payload.leaves(draw(strategies.records(ENTITIES[kind])))
    odd = draw(st.sampled_from([None] * 12 + ["misfit", "half", "nothing", "unknown", "blank", "long"]))
    first = min(leaves, default="name")
    spoilt = {
        "misfit": {first: {"no": ["value"]}},
        "half": {first: "\ud800"},
        "nothing": {first: "a\0b"},
        "unknown": {"of_a_later_version": [1, {"two": None}]},
        "blank": {first: None},
        "long": {"remarks": "long " * 5_000},
    }
    return kind, leaves | spoilt.get(odd or "", {})


@given(st.lists(st.lists(records(), min_size=1, max_size=4), min_size=1, max_size=3), st.data())
def test_whatever_is_made_comes_to_the_same_as_op_by_op(furnished_file, batches, data):
    with a_quick_folder() as folder, Twins(folder, furnished_file) as twins:
        made = []
        for batch in batches:
            ops = []
            for kind, leaves in batch:
                is_private = ENTITIES[kind].private != (data.draw(st.integers(0, 9)) == 0)
                scope = f"{twins.town.jaipur}{':private' if is_private else ''}"
                again = data.draw(st.sampled_from([None] * 9 + made[-1:]))
                ops.append(twins.op(scope, kind, leaves, record=again))
                made.append(ops[-1].record)
            twins.send(ops)


@pytest.fixture
def twins(furnished_file, tmp_path):
    with Twins(tmp_path, furnished_file) as made:
        yield made


def actors(twins: Twins, count: int = 3, **told: Any) -> list[Op]:
    scope = str(twins.town.jaipur)
    return [twins.op(scope, "actor", {"name": f"Ram {n}", "year_started": 1950 + n}, **told) for n in range(count)]


def test_new_records_are_taken_as_columns_and_numbered_in_their_order(twins):
    told = twins.send(actors(twins))
    assert isinstance(told.outcomes, Simply)
    assert [each.seen.seq for each in told.outcomes] == [1, 2, 3]


def test_the_same_batch_again_gets_the_same_answer_and_changes_nothing(twins):
    made = actors(twins)
    first = twins.send(made)
    twins.h, twins.n = chain_start(twins.laptop.replica), 0
    assert twins.send(made).outcomes == first.outcomes


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param({"author": "somebody"}, id="another author"),
        pytest.param({"scope": "0190a0a0-0000-7000-8000-000000000000"}, id="a scope out of reach"),
        pytest.param({"kind": "verdict"}, id="what an agent may not write"),
        pytest.param({"kind": "of_a_later_version"}, id="an unknown kind"),
        pytest.param({"kind": "actor_private"}, id="confidential, in the open part"),
        pytest.param({"fields": {"name": "x" * 201}}, id="too long"),
        pytest.param({"fields": {"year_started": "soon"}}, id="no number"),
        pytest.param({"fields": {"": "x"}}, id="no path"),
    ],
)
def test_one_that_cannot_be_taken_is_refused_with_all_that_was_saved_with_it(twins, spoil):
    first, second = actors(twins, 2)
    told = twins.send([first, replace(second, group=first.group, **spoil)])
    assert not isinstance(told.outcomes, Simply)
    twins.send(actors(twins))


def test_a_group_over_the_limit_is_refused(twins):
    group = new_id()
    told = twins.send(actors(twins, GROUP_OPS + 1, group=group))
    assert {each.code for each in told.outcomes} == {"size"}


def test_a_record_that_is_known_is_merged(twins):
    [first] = actors(twins, 1)
    twins.send([first])
    told = twins.send(actors(twins, 1, record=first.record))
    assert not isinstance(told.outcomes, Simply)


def test_a_laptop_with_an_open_letter_goes_the_long_way(twins):
    [bad] = actors(twins, 1)
    twins.send([replace(bad, fields={"year_started": "soon"})])
    assert not isinstance(twins.send(actors(twins)).outcomes, Simply)


def test_what_goes_where_something_was_moved_from_goes_the_long_way(twins):
    for each in twins.databases:
        gone = Departed(
            scope=str(twins.town.jaipur),
            kind="actor",
            id=twins.town.jaipur,
            seq=0,
            stamps={},
            to_scope=str(twins.town.ludhiana),
            arrived=[1, 1],
        )
        each.write(lambda session, gone=gone: session.add(gone))
    assert not isinstance(twins.send(actors(twins)).outcomes, Simply)
