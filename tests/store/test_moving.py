"""A record that goes to another cluster: seen there, or not at all any more, with what was typed meanwhile."""

import dataclasses

import pytest

from cdadesk.clock import new_id
from cdadesk.store.store import Ask, Erase, Store, Transport
from cdadesk.wire.messages import Outcome, Outcomes, Result
from cdadesk.wire.ops import Act, Leaves, Seen
from cdadesk.wire.pages import Change, Page, Row, Slice
from tests.builders import SCOPE, changed, the
from tests.store.samples import Thing
from tests.store.server import exchange, receive

THERE = "01900000-0000-7000-8000-00000000ffff"


def gone(record: Thing, seq: int, to: str) -> Slice:
    """Return the page's word that a record left the scope of the tests."""
    row = Row(seq, "thing", record.id, (), moved=to)
    return Slice(SCOPE, (row,), Seen(1, seq), Seen(1, seq))


def there(record: Thing, fields: Leaves, seq: int = 9, **by: object) -> Slice:
    """Return the record as the page of the other scope tells it."""
    told = {"replica": "ta", "author": "ta", "n": 0} | by
    at = "2026-03-14T09:12:33.120Z"
    change = Change(Seen(1, seq - 1), str(told["replica"]), str(told["author"]), at, at, fields, int(str(told["n"])))
    return Slice(THERE, (Row(seq, "thing", record.id, (change,)),), Seen(1, seq), Seen(1, seq))


def scopes_of(store: Store) -> list[str]:
    return [held.record.scope for held in store.find(Thing)]


VALUES = {"name": "Loom", "count": 1, "words": "old"}


@pytest.mark.parametrize("tombstone_first", [True, False])
@pytest.mark.parametrize("in_one_page", [True, False])
def test_it_lies_in_the_other_scope_whichever_page_comes_first(store, both, tombstone_first, in_one_page):
    slices = [gone(both.record, 2, THERE), there(both.record, VALUES)]
    slices = slices if tombstone_first else slices[::-1]
    for page in [Page(tuple(slices))] if in_one_page else [Page((each,)) for each in slices]:
        store.apply(page)
        assert len(store.find(Thing)) == 1
    held = the(store, Thing, both.record.id)
    assert (held.record.scope, held.record.name, held.record.my_notes) == (THERE, "Loom", "mine")
    assert held.base == Seen(1, 9)
    assert [hit.scope for hit in store.search("Loom")] == [THERE]
    assert store.find(Thing, Ask(scopes=[SCOPE])) == []


def test_its_history_comes_along_and_is_not_told_twice(store, server, both):
    changed(store, both, name="My loom")
    exchange(store, server, [SCOPE])
    before = [(line.path, line.value) for line in store.history(both.record)]
    own = {"replica": str(store.replica), "author": store.me.id, "n": 2}
    store.apply(Page((gone(both.record, 3, THERE), there(both.record, {"name": "My loom"}, **own))))
    assert [(line.path, line.value) for line in store.history(both.record)] == before


def test_a_change_after_the_move_is_told_as_any_other(store, both):
    store.apply(Page((gone(both.record, 2, THERE), there(both.record, VALUES))))
    store.apply(Page((there(both.record, {"name": "Their loom"}, 12, n=7),)))
    assert the(store, Thing, both.record.id).record.name == "Their loom"
    assert store.history(both.record, "name")[-1].value == "Their loom"


def test_who_may_not_read_there_loses_it_from_everywhere(store, both):
    store.apply(Page((gone(both.record, 2, ""),)))
    assert store.get(Thing, both.record.id) is None
    assert store.search("Loom") == []
    assert store.history(both.record) == []
    assert store.standing().all_sent


def test_what_was_typed_is_still_sent_before_a_record_goes_out_of_sight(store, both):
    changed(store, both, name="My loom")
    store.apply(Page((gone(both.record, 2, ""),)))
    assert the(store, Thing, both.record.id).record.name == "My loom"
    assert [entry.fields for entry in store.next_to_send(10**9).entries] == [{"name": "My loom"}]
    store.settle(Outcomes(1, 2, (Outcome(2, Result.ok),)))
    assert store.get(Thing, both.record.id) is None


def test_what_is_refused_there_waits_for_the_person_although_the_record_went(store, both):
    changed(store, both, name="My loom")
    store.apply(Page((gone(both.record, 2, ""),)))
    store.settle(Outcomes(1, 2, (Outcome(2, Result.rejected, code="rights", sentence="Not there."),)))
    [refused] = store.refused()
    assert refused.fields == {"name": "My loom"}


def test_what_waits_lies_over_the_record_where_it_is_now(store, both):
    changed(store, both, name="My loom")
    store.apply(Page((gone(both.record, 2, THERE), there(both.record, VALUES))))
    held = the(store, Thing, both.record.id)
    assert (held.record.name, held.record.scope, held.transport) == ("My loom", THERE, Transport.not_sent)
    store.settle(Outcomes(1, 2, (Outcome(2, Result.ok),)))
    store.apply(Page((there(both.record, {"name": "My loom"}, 12, replica=str(store.replica), n=2),)))
    assert the(store, Thing, both.record.id).record.name == "My loom"
    assert store.standing().all_sent


@pytest.mark.parametrize("tombstone_first", [True, False])
def test_what_the_server_did_not_make_true_before_a_move_is_not_true_there(store, both, tombstone_first):
    store.void(both.record, "twice", both.base)
    store.settle(Outcomes(1, 2, (Outcome(2, Result.ok, Seen(1, 2)),)))
    slices = [gone(both.record, 3, THERE), there(both.record, VALUES)]
    for page in slices if tombstone_first else slices[::-1]:
        store.apply(Page((page,)))
    held = the(store, Thing, both.record.id)
    assert (held.record.scope, held.record.void) == (THERE, None)


def test_a_move_is_sent_and_the_record_stays_until_it_was_moved(store, server, both):
    store.move([both], THERE)
    assert store.moving_to(both.record) == THERE
    held = the(store, Thing, both.record.id)
    assert (held.record, held.transport) == (both.record, Transport.not_sent)
    [entry] = store.next_to_send(10**9).entries
    assert (entry.act, entry.fields, entry.base) == (Act.move, {"scope": THERE}, both.base)
    store.settle(Outcomes(1, 2, (Outcome(2, Result.ok, Seen(1, 2)),)))
    assert store.moving_to(both.record) is None
    store.apply(Page((gone(both.record, 2, THERE), there(both.record, VALUES))))
    assert scopes_of(store) == [THERE]
    assert the(store, Thing, both.record.id).transport is Transport.applied


def test_a_move_that_was_taken_back_in_time_goes_nowhere(store, both):
    store.move([both], THERE)
    store.move([both], SCOPE)
    assert store.moving_to(both.record) is None


def test_moved_back_it_lies_where_it_was(store, both):
    store.apply(Page((gone(both.record, 2, THERE), there(both.record, VALUES))))
    back = Slice(
        SCOPE, (Row(5, "thing", both.record.id, there(both.record, VALUES, 5).rows[0].changes),), Seen(1, 5), Seen(1, 5)
    )
    left = Slice(THERE, (Row(10, "thing", both.record.id, (), moved=SCOPE),), Seen(1, 10), Seen(1, 10))
    store.apply(Page((back, left)))
    assert scopes_of(store) == [SCOPE]
    assert the(store, Thing, both.record.id).base == Seen(1, 5)


def test_what_only_a_newer_version_can_read_goes_too(store, server):
    key = (SCOPE, "newer_thing", new_id())
    server.writes_at(key, {"secret": "x"})
    receive(store, server)
    row = Row(2, "newer_thing", key[2], (), moved="")
    store.apply(Page((Slice(SCOPE, (row,), Seen(1, 2), Seen(1, 2)),)))
    assert store.standing().all_sent


def test_an_erasure_that_waits_while_a_record_moves_takes_what_was_told_there_before_it(store, both):
    store.save(Erase(both.record, ("name",), both.base))
    store.apply(Page((gone(both.record, 2, THERE), there(both.record, {"name": "A secret"}))))
    store.settle(Outcomes(1, 2, (Outcome(2, Result.ok, Seen(1, 12)),)))
    told = there(both.record, {"name": None}, 13, replica=str(store.replica), n=2)
    erased = dataclasses.replace(told.rows[0], erased={"name": Seen(1, 12)})
    store.apply(Page((dataclasses.replace(told, rows=(erased,)),)))
    assert [line for line in store.history(both.record, "name") if "secret" in f"{line.before} {line.value}"] == []
