"""What was simply taken is noted at once, and not op by op and row by row: nobody can tell from what is kept."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdadesk.store.store import Edit, Store
from cdadesk.wire import canonical
from cdadesk.wire.echo import taken_as_sent, with_echo
from cdadesk.wire.messages import Batch, Outcomes, Simply
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Page
from tests.builders import SCOPE, a_record, a_setup, a_store, opened, the
from tests.memory import a_quick_folder
from tests.store.samples import SAMPLES, Thing
from tests.store.server import DictServer
from tests.store.test_arriving import held

ALL = 10**9
NAMES = st.sampled_from(["Loom", "Boiler", None])
PICK = st.integers(0, 4)


@dataclass
class Laptop:
    """A profile that takes each answer twice: as it comes over the line, and in a copy one by one."""

    folder: Path
    store: Store
    server: DictServer = field(default_factory=DictServer)
    things: list[Thing] = field(default_factory=list)
    at_once: list[bool] = field(default_factory=list)

    def write(self, *names: str | None) -> None:
        """Save new records together."""
        made = [a_record(Thing, name=name, words="many words") for name in names]
        self.store.save(*[Edit(None, each) for each in made])
        self.things += made

    def change(self, pick: int, name: str | None) -> None:
        """Change one of the newest records."""
        for thing in self.things[-1 - pick :][:1]:
            shown = the(self.store, Thing, thing.id)
            self.store.save(Edit(shown.record, shown.record.changed(name=name), shown.base))

    def throw_away(self, pick: int) -> None:
        """Take one of the newest records out of use, if it is not yet."""
        for thing in self.things[-1 - pick :][:1]:
            held_now = self.store.get(Thing, thing.id)
            if held_now is not None and held_now.record.void is None:
                self.store.void(held_now.record, "twice", held_now.base)

    def another_changes(self, pick: int, count: int) -> None:
        """Let somebody else change one of the newest records that the server knows."""
        for thing in self.things[-1 - pick :][:1]:
            if self.server.values(thing):
                self.server.writes(thing, {"count": count}, Seen(1, self.server.heads[SCOPE]))

    def another_writes(self) -> None:
        """Let somebody else write a new record."""
        self.server.writes(a_record(Thing), {"name": "Theirs"})

    def exchange(self, most: int = ALL, late: str | None = None) -> None:
        """Send, perhaps save once more before the answer is here, and take it both ways."""
        batch = self.store.next_to_send(most)
        if batch is None:
            return
        if late is not None:
            self.write(late)
        outcomes = self.server.take(self.store.replica, batch)
        self.store.close()
        slow_folder = Path(shutil.copytree(self.folder, self.folder.with_name("slow")))
        self.store = opened(self.folder, a_setup(entities=SAMPLES))
        with opened(slow_folder, a_setup(entities=SAMPLES)) as slow:
            self._take_both_ways(slow, batch, outcomes)
        shutil.rmtree(slow_folder)

    def _take_both_ways(self, slow: Store, batch: Batch, outcomes: Outcomes) -> None:
        page = self.server.page(slow, [SCOPE])
        told = Outcomes.read(canonical.read(canonical.encode(outcomes.plain())))
        echoing = with_echo(_left_out(page, batch, outcomes), slow.cursors(), slow.replica, batch, told)
        self.at_once.append(isinstance(told.outcomes, Simply) and any(each.echo for each in echoing.slices))
        assert self.store.settle(told) == slow.settle(outcomes)
        assert held(self.store) == held(slow)
        self.store.apply(echoing)
        slow.apply(page)
        assert held(self.store) == held(slow)
        assert self.store.standing() == slow.standing()


def _left_out(page: Page, batch: Batch, outcomes: Outcomes) -> Page:
    """Return a page without the rows that say nothing but what a batch wrote."""
    own = {seen for _scope, seen in taken_as_sent(batch, outcomes.outcomes)}
    slices = [
        replace(part, rows=tuple(row for row in part.rows if not {each.seen for each in row.changes} <= own))
        for part in page.slices
    ]
    return Page(tuple(slices))


@contextmanager
def a_laptop() -> Iterator[Laptop]:
    """Give a laptop on which nothing was written yet."""
    with a_quick_folder() as around:
        laptop = Laptop(around / "quick", a_store(around / "quick", setup=a_setup(entities=SAMPLES)))
        yield laptop
        laptop.store.close()


@pytest.fixture
def laptop() -> Iterator[Laptop]:
    with a_laptop() as made:
        yield made


STEP = st.one_of(
    st.tuples(st.just("write"), st.lists(NAMES, min_size=1, max_size=3)),
    st.tuples(st.just("change"), st.tuples(PICK, NAMES)),
    st.tuples(st.just("throw_away"), st.tuples(PICK)),
    st.tuples(st.just("another_changes"), st.tuples(PICK, st.integers(0, 2))),
    st.tuples(st.just("another_writes"), st.just(())),
    st.tuples(st.just("exchange"), st.tuples(st.sampled_from([1, ALL]), st.sampled_from([None, "Late"]))),
)


@given(st.lists(STEP, min_size=3, max_size=8))
@settings(max_examples=12, deadline=None)
def test_whatever_was_answered_is_kept_as_one_by_one(steps):
    with a_laptop() as laptop:
        laptop.write("Loom")
        for name, told in steps:
            getattr(laptop, name)(*told)
        laptop.exchange()


def test_new_records_are_settled_at_once(laptop):
    laptop.write("Loom", "Boiler", "Kiln")
    laptop.write("Press")
    laptop.exchange()
    assert laptop.at_once == [True]
    assert {each.record.name for each in laptop.store.find(Thing)} == {"Loom", "Boiler", "Kiln", "Press"}
    assert laptop.store.standing().all_sent


def test_a_record_that_was_changed_before_it_was_sent_is_told_of_once(laptop):
    laptop.write("Loom", "Boiler")
    laptop.change(0, "Kiln")
    laptop.exchange()
    assert {each.record.name for each in laptop.store.find(Thing)} == {"Loom", "Kiln"}


def test_what_was_saved_meanwhile_still_waits(laptop):
    laptop.write("Loom")
    laptop.exchange(late="Late")
    assert laptop.store.standing().waiting == 1
    laptop.exchange()
    assert laptop.at_once == [True, True]
    assert laptop.store.standing().all_sent


def test_a_record_changed_while_it_was_on_its_way_keeps_the_change_on_top(laptop):
    laptop.write("Loom")
    batch = laptop.store.next_to_send(ALL)
    laptop.change(0, "Kiln")
    laptop.store.settle(laptop.server.take(laptop.store.replica, batch))
    laptop.exchange()
    assert the(laptop.store, Thing, laptop.things[0].id).record.name == "Kiln"
    assert laptop.store.standing().all_sent


def test_what_another_changed_meanwhile_comes_beside_the_echo(laptop):
    laptop.write("Loom", "Boiler")
    laptop.exchange()
    laptop.another_changes(0, 2)
    laptop.change(1, "Kiln")
    laptop.exchange()
    shown = {each.record.name: each.record.count for each in laptop.store.find(Thing)}
    assert shown == {"Kiln": None, "Boiler": 2}
