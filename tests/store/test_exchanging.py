"""What the server said and what the person typed, laid over each other without losing either."""

import dataclasses

from cdadesk.clock import new_id
from cdadesk.store.store import Ask, Edit, Transport
from cdadesk.wire.messages import Outcome, Outcomes, Result
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Page
from tests.builders import SCOPE, a_record, changed, reopened, saved, the
from tests.store.files import grow
from tests.store.samples import SAMPLES, NewerThing, Part, Thing
from tests.store.server import exchange, receive, send


def test_a_change_counts_as_applied_only_when_the_server_said_so(store, server):
    record = saved(store, a_record(Thing, name="Loom"))
    send(store, server)
    assert store.transport(record) is Transport.applied
    assert store.standing().all_sent
    assert server.values(record) == {"name": "Loom"}


def test_a_record_from_the_server_is_shown_with_its_base(store, server):
    record = a_record(Thing, name="Loom", parts={str(new_id()): Part(name="beam")})
    (line,) = record.parts
    seen = server.writes(record, {"name": "Loom", f"parts/{line}/name": "beam"})
    assert receive(store, server) == {("thing", record.id)}
    held = the(store, Thing, record.id)
    assert held.record == record
    assert held.base == seen
    assert held.transport is Transport.applied
    assert [hit.title for hit in store.search("beam")] == ["Loom"]


def test_a_page_around_a_change_that_waits_keeps_what_was_typed(store, server, both):
    changed(store, both, name="My loom")
    server.writes(both.record, {"name": "Their loom", "count": 7}, both.base)
    receive(store, server)
    shown = the(store, Thing, both.record.id)
    assert (shown.record.name, shown.record.count) == ("My loom", 7)
    assert shown.record.my_notes == "mine"
    assert shown.transport is Transport.not_sent


def test_a_conflict_shows_the_servers_value_once_the_page_tells_it(store, server, both):
    changed(store, both, name="My loom")
    server.writes(both.record, {"name": "Their loom"}, both.base)
    send(store, server)
    assert the(store, Thing, both.record.id).record.name == "My loom"
    receive(store, server)
    assert the(store, Thing, both.record.id).record.name == "Their loom"
    values = [line.value for line in store.history(both.record, "name")]
    assert set(values) == {"Loom", "My loom", "Their loom"}


def test_the_own_change_comes_back_and_is_noted_once(store, server, both):
    lines = [(line.path, line.value, line.seen is not None) for line in store.history(both.record)]
    assert lines == [("name", "Loom", True), ("words", "old", True), ("count", 1, True), ("my_notes", "mine", False)]


def test_an_echo_that_comes_before_its_outcome_is_noted_once_too(store, server):
    record = saved(store, a_record(Thing, name="Loom"))
    batch = store.next_to_send(10**9)
    outcomes = server.take(store.replica, batch)
    receive(store, server)
    store.settle(outcomes)
    [line] = store.history(record)
    assert line.seen == Seen(1, 1)
    assert the(store, Thing, record.id).transport is Transport.applied


def test_what_others_wrote_is_in_the_history_with_their_name(store, server, both):
    server.writes(both.record, {"count": 7}, both.base, author="asha")
    receive(store, server)
    line = store.history(both.record, "count")[-1]
    assert (line.before, line.value, line.author) == (1, 7, "asha")


def test_a_page_applied_twice_changes_nothing(store, server, both):
    server.writes(both.record, {"count": 7}, both.base)
    page = server.page(store, [SCOPE])
    assert store.apply(page) == {("thing", both.record.id)}
    shown, history = the(store, Thing, both.record.id), store.history(both.record)
    assert store.apply(page) == frozenset()
    assert the(store, Thing, both.record.id) == shown
    assert store.history(both.record) == history


def test_an_older_page_that_comes_late_changes_nothing(store, server, both):
    server.writes(both.record, {"count": 7}, both.base)
    older = server.page(store, [SCOPE])
    server.writes(both.record, {"count": 8}, Seen(1, 2))
    receive(store, server)
    assert store.apply(older) == frozenset()
    assert the(store, Thing, both.record.id).record.count == 8


def test_only_whole_groups_leave_however_little_room_there_is(store):
    first = store.save(Edit(None, a_record(Thing, name="a")), Edit(None, a_record(Thing, name="b")))
    store.save(Edit(None, a_record(Thing, name="c")))
    assert first.ops == 2
    assert [entry.n for entry in store.next_to_send(1).entries] == [1, 2]
    assert [entry.n for entry in store.next_to_send(10**6).entries] == [1, 2, 3]


def test_a_record_does_not_fall_back_while_its_row_has_moved_up_in_the_feed(store, server, both):
    """Its change was numbered 2; the next page of the feed ends at 3, but its row stands at 5 by now."""
    changed(store, both, name="My loom")
    send(store, server)
    for name in ("x", "y"):
        server.writes(a_record(Thing, name=name), {"name": name})
    server.writes(both.record, {"count": 9}, Seen(1, 2))
    receive(store, server, room=1)
    assert the(store, Thing, both.record.id).record.name == "My loom"
    receive(store, server)
    shown = the(store, Thing, both.record.id).record
    assert (shown.name, shown.count) == ("My loom", 9)


def test_an_edit_after_sending_is_laid_over_the_own_echo(store, server, both):
    changed(store, both, name="Second")
    batch = store.next_to_send(10**9)
    changed(store, the(store, Thing, both.record.id), name="Third")
    store.settle(server.take(store.replica, batch))
    receive(store, server)
    shown = the(store, Thing, both.record.id)
    assert shown.record.name == "Third"
    assert shown.transport is Transport.not_sent
    exchange(store, server, [SCOPE])
    assert server.values(both.record)["name"] == "Third"


def test_rows_of_an_unknown_kind_wait_for_the_version_that_knows_them(store, server, setup):
    known, strange = a_record(Thing, name="Loom"), new_id()
    server.writes(known, {"name": "Loom"})
    server.writes_at((SCOPE, "loan", strange), {"name": "First"})
    receive(store, server)
    server.writes_at((SCOPE, "loan", strange), {"count": 4}, Seen(1, 2))
    receive(store, server)
    assert store.count(Thing) == 1

    class Loan(Thing):
        kind = "loan"

    newer = dataclasses.replace(setup, entities=SAMPLES | {"loan": Loan})
    grow(store, newer.entities)
    with reopened(store, newer) as again:
        held = the(again, Loan, strange)
        assert (held.record.name, held.record.count, held.base) == ("First", 4, Seen(1, 3))
        assert [line.value for line in again.history(held.record)] == ["First", 4]


def test_what_only_a_newer_version_can_read_is_kept_through_edits_and_read_after_the_upgrade(store, server, setup):
    record = a_record(Thing, name="Loom")
    server.writes(record, {"name": "Loom", "height": 180, "colour": "ultraviolet", "parts/x/y/z": 1})
    receive(store, server)
    held = the(store, Thing, record.id)
    assert held.record.colour is None
    changed(store, held, name="Big loom")
    [op] = store.next_to_send(10**9).entries
    assert op.fields == {"name": "Big loom"}
    exchange(store, server, [SCOPE])
    assert server.values(record)["height"] == 180

    newer = dataclasses.replace(setup, entities=SAMPLES | {"thing": NewerThing})
    grow(store, newer.entities)
    with reopened(store, newer) as again:
        held = the(again, NewerThing, record.id)
        assert (held.record.height, held.record.name) == (180, "Big loom")
        changed(again, held, height=None)
        assert again.next_to_send(10**9).entries[-1].fields == {"height": None}


def test_what_the_server_emptied_is_empty(store, server, both):
    server.writes(both.record, {"words": None}, both.base)
    receive(store, server)
    assert the(store, Thing, both.record.id).record.words is None


def test_a_record_voided_elsewhere_goes_to_the_trash(store, server, both, clock):
    void = {"by": "ta", "at": "2026-03-14T09:00:00.000Z", "reason": "twice"}
    server.writes(both.record, {"void": void}, both.base)
    receive(store, server)
    assert store.count(Thing) == 0
    assert [held.record.id for held in store.trash()] == [both.record.id]


def test_the_cursor_moves_with_each_page_and_survives_the_night(store, server, setup):
    for name in "abc":
        server.writes(a_record(Thing, name=name), {"name": name})
    receive(store, server, room=2)
    assert store.cursors() == {SCOPE: Seen(1, 2)}
    with reopened(store, setup) as again:
        receive(again, server)
        assert again.cursors() == {SCOPE: Seen(1, 3)}
        assert again.count(Thing) == 3


def test_an_edit_that_settles_conflicts_is_sent_even_without_a_change(store, both):
    conflict = new_id()
    store.save(Edit(both.record, both.record, both.base, resolves=(conflict,)))
    [op] = store.next_to_send(10**9).entries
    assert (op.fields, op.resolves, op.base) == ({}, (conflict,), both.base)
    assert store.resolved() == {conflict}


def test_an_exchange_is_remembered(store, clock):
    assert store.standing().last_exchange is None
    store.note_exchange()
    assert store.standing().last_exchange == clock.now


def test_a_change_not_yet_sent_comes_after_all_that_was_judged(store, server, both):
    judged = store.sight(both.record)
    assert judged.includes(store.newest_change(both.record))
    changed(store, both, name="My loom")
    assert not judged.includes(store.newest_change(both.record))
    exchange(store, server, [SCOPE])
    assert not judged.includes(store.newest_change(both.record))
    assert store.sight(both.record).includes(store.newest_change(both.record))


def test_the_list_is_filtered_by_what_is_shown_not_by_what_the_server_has(store, server, both):
    changed(store, both, count=5)
    receive(store, server)
    assert store.count(Thing, Ask(equals={"count": 5})) == 1


def test_a_record_that_moves_up_while_a_scope_comes_in_pages_comes_whole(store, server):
    record = a_record(Thing, name="Loom")
    server.writes(record, {"name": "Loom"})
    for name in "ab":
        server.writes(a_record(Thing, name=name), {"name": name})
    server.writes(record, {"count": 4}, Seen(1, 1))
    receive(store, server, room=1)
    assert (store.cursors()[SCOPE], store.floors()[SCOPE]) == (Seen(1, 2), Seen(0, 0))
    receive(store, server)
    shown = the(store, Thing, record.id).record
    assert (shown.name, shown.count) == ("Loom", 4)
    assert store.floors()[SCOPE] == Seen(1, 4)


def test_an_older_row_in_a_newer_page_changes_nothing(store, server, both):
    server.writes(both.record, {"count": 7}, both.base)
    older = server.row(both.record)
    server.writes(both.record, {"count": 8}, Seen(1, 2))
    receive(store, server)
    before = store.history(both.record)
    server.writes(a_record(Thing, name="next"), {"name": "next"})
    news = server.page(store, [SCOPE]).slices[0]
    store.apply(Page((dataclasses.replace(news, rows=(older, *news.rows)),)))
    assert the(store, Thing, both.record.id).record.count == 8
    assert store.history(both.record) == before
    assert store.count(Thing) == 2


def test_a_change_that_changed_nothing_at_the_server_waits_for_no_page(store, both):
    changed(store, both, count=1, name="Loom ")
    (op,) = store.next_to_send(10**9).entries
    store.settle(Outcomes(1, op.n, (Outcome(op.n, Result.conflict, None, (new_id(),)),)))
    assert the(store, Thing, both.record.id).record.name == "Loom"


def test_a_newer_word_of_another_is_shown_as_soon_as_its_row_comes(store, server, both):
    changed(store, both, name="My loom")
    send(store, server)
    server.writes(both.record, {"name": "Their loom"}, Seen(1, 2))
    server.writes(a_record(Thing, name="next"), {"name": "next"})
    receive(store, server, room=1)
    assert the(store, Thing, both.record.id).record.name == "Their loom"
