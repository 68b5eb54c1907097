"""What the server said and what the person typed, laid over each other without losing either."""

import dataclasses

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.store.store import Ask, DraftKey, Edit, Transport
from cdadesk.store.troubles import ForkedReplica
from cdadesk.wire.messages import Grants, Outcomes, Refusal, Role
from cdadesk.wire.ops import Seen, Stub
from tests.builders import CLUSTER, SCOPE, a_record, changed, reopened, saved, the
from tests.store.files import grow
from tests.store.samples import SAMPLES, NewerThing, Part, Thing
from tests.store.server import DictServer, exchange

PRIVATE = private_scope(CLUSTER)


@pytest.fixture
def server():
    return DictServer()


@pytest.fixture
def both(store, server):
    """Return a record that laptop and server hold alike."""
    record = saved(store, a_record(Thing, name="Loom", count=1, words="old", my_notes="mine"))
    exchange(store, server, [SCOPE])
    return the(store, Thing, record.id)


def send(store, server):
    store.settle(server.take(store.replica, store.next_to_send(10**9)))


def receive(store, server, room=1_000):
    return store.apply(server.page(store, [SCOPE], room))


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


def test_an_answer_settled_twice_changes_nothing(store, server):
    saved(store, a_record(Thing, name="Loom"))
    outcomes = server.take(store.replica, store.next_to_send(10**9))
    assert len(store.settle(outcomes)) == 1
    assert store.settle(outcomes) == frozenset()
    assert store.next_to_send(10**9) is None


def test_a_lost_answer_is_asked_for_again(store, server):
    record = saved(store, a_record(Thing, name="Loom"))
    server.take(store.replica, store.next_to_send(10**9))
    saved(store, a_record(Thing, name="Second"))
    exchange(store, server, [SCOPE])
    assert store.standing().all_sent
    assert server.values(record) == {"name": "Loom"}


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


def test_a_refused_change_stays_visible_with_the_servers_words(store, server, both):
    server.refuses = lambda _op: ("rights", "You may not write this.")
    changed(store, both, name="My loom")
    send(store, server)
    shown = the(store, Thing, both.record.id)
    assert (shown.record.name, shown.transport) == ("My loom", Transport.needs_you)
    [refused] = store.refused()
    assert (refused.record, refused.sentence, refused.fields) == (
        both.record.id,
        "You may not write this.",
        {"name": "My loom"},
    )
    assert not store.standing().all_sent
    server.refuses = lambda _op: None
    server.writes(both.record, {"count": 7}, both.base)
    receive(store, server)
    assert the(store, Thing, both.record.id).record.name == "My loom"


def test_saving_a_refused_record_again_sends_all_of_it_and_mends_it(store, server, both):
    server.refuses = lambda _op: ("size", "Too long.")
    changed(store, both, name="My loom", words="long")
    send(store, server)
    server.refuses = lambda _op: None
    shown = changed(store, the(store, Thing, both.record.id), words="short")
    assert shown.transport is Transport.not_sent
    [op] = store.next_to_send(10**9).entries
    assert op.fields == {"name": "My loom", "words": "short"}
    exchange(store, server, [SCOPE])
    assert store.standing().all_sent
    assert store.refused() == []
    assert server.values(both.record)["name"] == "My loom"
    lines = store.history(both.record, "name")
    assert [(line.value, line.seen) for line in lines] == [("Loom", Seen(1, 1)), ("My loom", Seen(1, 2))]


def test_saving_a_refused_record_unchanged_sends_it_again(store, server):
    server.refuses = lambda _op: ("rights", "Not yet.")
    record = saved(store, a_record(Thing, name="Loom"))
    send(store, server)
    server.refuses = lambda _op: None
    held = the(store, Thing, record.id)
    assert store.save(Edit(held.record, held.record, held.base)).ops == 1
    exchange(store, server, [SCOPE])
    assert server.values(record) == {"name": "Loom"}
    assert store.standing().all_sent


def test_a_refused_change_that_the_person_takes_back_needs_nothing_more(store, server, both):
    server.refuses = lambda _op: ("rights", "No.")
    held = changed(store, both, name="My loom")
    send(store, server)
    assert changed(store, held, name="Loom").transport is Transport.applied
    assert store.standing().all_sent
    assert store.next_to_send(10**9) is None


def test_a_gap_sends_again_what_the_server_lacks(store, server, both):
    changed(store, both, name="My loom")
    send(store, server)
    receive(store, server)
    assert store.settle(Outcomes(1, 0, refusal=Refusal.gap))
    batch = store.next_to_send(10**9)
    assert [entry.n for entry in batch.entries] == [1, 2]
    assert the(store, Thing, both.record.id).record.name == "My loom"
    assert the(store, Thing, both.record.id).transport is Transport.not_sent
    send(store, server)
    receive(store, server)
    assert store.standing().all_sent


@pytest.mark.parametrize("answer", [Outcomes(1, 1, refusal=Refusal.fork), Outcomes(1, 99)])
def test_a_fork_changes_nothing_and_says_so(store, server, answer):
    record = saved(store, a_record(Thing, name="Loom"))
    with pytest.raises(ForkedReplica, match="copied or restored"):
        store.settle(answer)
    assert the(store, Thing, record.id).transport is Transport.not_sent


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


def grants(*scopes, user="kavita", role=Role.cda):
    return Grants(user, "Kavita Devi", role, dict.fromkeys(scopes, "Jaipur"), {"asha": "Asha"}, "hash")


def test_grants_name_the_person_and_open_scopes(store):
    before = store.me.id
    taken = store.take(grants(SCOPE, PRIVATE, role=Role.ta))
    assert taken.gained == {SCOPE, PRIVATE}
    assert store.cursors() == {SCOPE: Seen(0, 0), PRIVATE: Seen(0, 0)}
    assert (store.me.id, store.me.name, store.me.role) == ("kavita", "Kavita Devi", Role.ta)
    assert store.names() == {"asha": "Asha", "kavita": "Kavita Devi", before: "Kavita Devi"}
    assert store.link().grants_hash == "hash"
    assert store.take(grants(SCOPE, PRIVATE)).gained == frozenset()


def test_a_scope_taken_away_is_emptied_and_the_chain_still_holds(store, server):
    store.take(grants(SCOPE, PRIVATE))
    open_one, secret = saved(store, a_record(Thing, name="Loom")), a_record(Thing, name="Debt", scope=PRIVATE)
    saved(store, secret)
    exchange(store, server, [SCOPE, PRIVATE])
    assert store.take(grants(SCOPE)).lost == {PRIVATE}
    assert store.get(Thing, secret.id) is None
    assert store.search("debt") == []
    assert store.history(secret) == []
    assert the(store, Thing, open_one.id).record.name == "Loom"
    assert store.cursors().keys() == {SCOPE}
    store.settle(Outcomes(1, 0, refusal=Refusal.gap))
    batch = store.next_to_send(10**9)
    assert isinstance(batch.entries[1], Stub)
    assert server.replicas[store.replica].h == batch.h_after


def test_what_waits_in_a_scope_taken_away_is_sent_before_it_goes(store, server):
    store.take(grants(SCOPE, PRIVATE))
    secret = saved(store, a_record(Thing, name="Debt", scope=PRIVATE))
    key = DraftKey("thing", secret.id)
    store.drafts.keep(key, None, {"name": "more"})
    store.take(grants(SCOPE))
    assert store.get(Thing, secret.id) is not None
    server.refuses = lambda _op: ("rights", "No longer yours.")
    send(store, server)
    assert store.get(Thing, secret.id) is None
    assert store.standing().all_sent
    assert [draft.key for draft in store.drafts.all()] == [key]


def test_a_scope_that_comes_back_is_told_again_from_its_start(store, server):
    store.take(grants(PRIVATE))
    secret = saved(store, a_record(Thing, name="Debt", scope=PRIVATE))
    exchange(store, server, [PRIVATE])
    store.take(grants())
    store.take(grants(PRIVATE))
    exchange(store, server, [PRIVATE])
    assert the(store, Thing, secret.id).record.name == "Debt"
    assert [line.value for line in store.history(secret)] == ["Debt"]


def test_a_cluster_made_offline_is_not_taken_away_by_the_first_grants(store):
    record = saved(store, a_record(Thing, name="Loom"))
    store.take(grants("programme"))
    assert the(store, Thing, record.id).record.name == "Loom"


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


def test_the_link_is_empty_until_the_laptop_was_signed_in(store):
    assert (store.link().server, store.link().token) == ("", "")
    store.link_to("https://server.example", "token")
    assert (store.link().server, store.link().token) == ("https://server.example", "token")


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
