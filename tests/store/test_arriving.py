"""What a first download brings is taken in as columns: nobody can tell from what is kept."""

import dataclasses
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel import payload
from cdadesk.domain.registry import ENTITIES
from cdadesk.store.store import Ask, Edit, Store
from cdadesk.wire import canonical
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Change, Page, Row, Slice
from tests import strategies
from tests.builders import SCOPE, a_record, a_store, opened, reopened
from tests.memory import a_quick_folder

AT = "2026-03-14T06:30:00.000Z"
_OF_THE_INDEX = "search_"
_WITHOUT = {"history": "id", "search_entry": "id"}  # in which order they were written


class Twins:
    """One profile twice: one takes pages as they come over the line, the other row by row."""

    def __init__(self, folder: Path) -> None:
        with a_store(folder / "quick"):
            pass
        shutil.copytree(folder / "quick", folder / "slow")
        self.quick, self.slow = (opened(folder / name) for name in ("quick", "slow"))

    def __enter__(self) -> "Twins":
        return self

    def __exit__(self, *_told: object) -> None:
        self.quick.close()
        self.slow.close()

    def take(self, *rows: Row) -> None:
        """Let both take a page, and see that they show and hold the same."""
        last = Seen(1, max(row.seq for row in rows))
        told = canonical.read(canonical.encode(Page((Slice(SCOPE, rows, last, last),)).dense()))
        read = Page.read(told)
        whole = Page((Slice(SCOPE, tuple(read.slices[0].rows), last, last),))
        assert whole == Page((Slice(SCOPE, rows, last, last),))
        assert self.quick.apply(read) == self.slow.apply(whole)
        for each in (self.quick, self.slow):
            each.index_what_came()
        assert held(self.quick) == held(self.slow)


def held(store: Store) -> dict[str, list[Any]]:
    """Return all rows of all tables, and all words of the index."""
    with store._database.bare() as driver:  # noqa: SLF001 - no question of the program shows all
        told = [name for (name,) in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = [name for name in told if not name.startswith("search") or name == "search_entry"]
        found = {name: sorted(_rows(driver, name), key=repr) for name in tables}
        driver.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab('main', 'search', 'instance')")
        entries = dict(driver.execute("SELECT id, record FROM search_entry").fetchall())
        words = driver.execute("SELECT term, doc, col, offset FROM temp.words").fetchall()
    return found | {"words": sorted((term, entries[doc], *where) for term, doc, *where in words)}


def _rows(driver: Any, table: str) -> list[tuple[Any, ...]]:
    names = [row[1] for row in driver.execute(f"PRAGMA table_info({table})") if row[1] != _WITHOUT.get(table)]
    listed = ", ".join(f'"{name}"' for name in names)
    return list(driver.execute(f"SELECT {listed} FROM {table}"))  # noqa: S608 - our own names


def a_row(seq: int, leaves: dict[str, Any], kind: str = "actor", **told: Any) -> Row:
    change = Change(Seen(1, seq), told.pop("replica", str(new_id())), "tara", AT, AT, leaves, told.pop("n", seq))
    return Row(seq, kind, told.pop("record", None) or new_id(), (change, *told.pop("more", ())), **told)


@st.composite
def rows(draw: st.DrawFn, seq: int) -> Row:
    """Draw a row of any entity, some of which are not of one change, or hold what nobody can read."""
    kind = draw(st.sampled_from(["actor", "actor", "person", *ENTITIES]))
    leaves = payload.leaves(draw(strategies.records(ENTITIES[kind]))) or {"remarks": "x"}
    odd = draw(st.sampled_from([None] * 9 + ["misfit", "later", "blank", "server", "twice", "kind", "erased"]))
    first = min(leaves)
    spoilt = {"misfit": {first: {"no": ["value"]}}, "later": {"of_a_later_version": [1]}, "blank": {first: ""}}
    row = a_row(seq, dict(sorted((leaves | spoilt.get(odd or "", {})).items())), kind, n=0 if odd == "server" else seq)
    if odd == "twice":
        earlier = dataclasses.replace(row.changes[0], seen=Seen(1, max(seq - 1, 1)), fields={"void": None}, n=77)
        return dataclasses.replace(row, changes=(earlier, *row.changes))
    if odd == "erased":
        return dataclasses.replace(row, erased={first: Seen(1, seq)})
    return dataclasses.replace(row, kind="of_a_later_version") if odd == "kind" else row


@given(st.data())
@settings(max_examples=25)
def test_whatever_comes_is_kept_as_row_by_row(data):
    count = data.draw(st.integers(1, 6))
    came = [data.draw(rows(seq)) for seq in range(1, count + 1)]
    alike = data.draw(st.integers(0, 3))
    came += [
        dataclasses.replace(came[-1], seq=count + n, id=new_id(), erased={}, changes=(_at(came[-1], count + n),))
        for n in range(1, alike + 1)
    ]
    with a_quick_folder() as folder, Twins(folder) as twins:
        twins.take(*came)
        twins.take(a_row(100, {"name": "Later"}, record=came[0].id), a_row(101, {"name": "New"}))


def _at(row: Row, seq: int) -> Change:
    return dataclasses.replace(row.changes[-1], seen=Seen(1, seq), n=seq)


@pytest.fixture
def twins(tmp_path):
    with Twins(tmp_path) as made:
        yield made


def actors(first: int, count: int = 3, **told: Any) -> list[Row]:
    return [a_row(seq, {"name": f"Ram {seq}", "year_started": 1950}, **told) for seq in range(first, first + count)]


def test_new_records_are_shown_found_and_told_of(twins):
    came = actors(1)
    twins.take(*came)
    shown = {each.record.id: each.record.name for each in twins.quick.find(Actor)}
    assert shown == {row.id: f"Ram {row.seq}" for row in came}
    assert {hit.title for hit in twins.quick.search("ram")} == set(shown.values())


def test_they_count_as_changed_by_others(twins):
    twins.take(*actors(1))
    assert twins.quick.merged() == twins.slow.merged()


def test_the_same_page_again_changes_nothing(twins):
    came = actors(1)
    twins.take(*came)
    before = held(twins.quick)
    twins.take(*came)
    assert held(twins.quick) == before


def test_records_that_are_known_take_the_change(twins):
    known = actors(1, 2)
    twins.take(*known)
    twins.take(*(a_row(row.seq + 10, {"name": "Shyam", "year_started": 1960}, record=row.id) for row in known))
    assert {each.record.name for each in twins.quick.find(Actor)} == {"Shyam"}


def test_what_waits_of_a_record_lies_over_what_comes(twins):
    mine = a_record(Actor, scope=SCOPE, name="Mine")
    for store in (twins.quick, twins.slow):
        store.save(Edit(None, mine))
    came = [a_row(seq, {"name": "Theirs"}, record=mine.id if seq == 2 else None) for seq in (1, 2, 3)]
    last = Seen(1, 3)
    for store in (twins.quick, twins.slow):
        store.apply(Page.read(Page((Slice(SCOPE, tuple(came), last, last),)).dense()))
    names = [{each.record.id: each.record.name for each in store.find(Actor)} for store in (twins.quick, twins.slow)]
    assert names[0] == names[1]
    assert names[0][mine.id] == "Mine"


def a_page(*rows: Row) -> Page:
    """Return a page as it comes over the line."""
    last = Seen(1, max(row.seq for row in rows))
    return Page.read(canonical.read(canonical.encode(Page((Slice(SCOPE, rows, last, last),)).dense())))


@pytest.fixture
def store(tmp_path):
    with a_store(tmp_path) as made:
        yield made


def test_whoever_searches_at_once_finds_what_has_only_just_come(store):
    store.apply(a_page(*actors(1)))
    assert {hit.title for hit in store.search("ram 2")} == {"Ram 2"}


def test_a_list_that_is_filtered_by_words_holds_it_too(store):
    store.apply(a_page(*actors(1)))
    asked = Ask(text="ram 2")
    assert store.count(Actor, asked) == len(store.find_ids(Actor, asked)) == len(store.find(Actor, asked)) == 1


def test_what_came_before_the_program_ended_is_found_the_next_time(store):
    store.apply(a_page(*actors(1)))
    with reopened(store) as again:
        assert len(again.search("ram")) == 3


def test_what_changed_before_it_was_put_into_the_search_is_found_by_its_new_words(store):
    came = actors(1)
    store.apply(a_page(*came))
    store.apply(a_page(a_row(11, {"name": "Shyam"}, record=came[0].id)))
    assert {hit.title for hit in store.search("ram")} == {"Ram 2", "Ram 3"}
    assert {hit.title for hit in store.search("shyam")} == {"Shyam"}


def test_the_search_catches_up_until_it_is_stopped_and_goes_on_later(store):
    for first in (1, 11):
        store.apply(a_page(*actors(first)))
    stops = iter([False, True])
    store.index_what_came(lambda: next(stops))
    assert len(held(store)["search_entry"]) == 3
    assert len(store.search("ram")) == 6
