"""What the server did not take: seen, mended, sent again; and laptops that are not who they seem."""

import pytest

from cdadesk.store.store import Edit, Transport
from cdadesk.store.troubles import ForkedReplica
from cdadesk.wire.messages import Outcomes, Refusal
from cdadesk.wire.ops import Seen
from tests.builders import SCOPE, a_record, changed, saved, the
from tests.store.samples import Thing
from tests.store.server import exchange, receive, send


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
    shown = changed(store, held, name="Loom")
    assert (shown.record.name, shown.transport) == ("Loom", Transport.applied)
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


def test_an_edit_made_while_a_refusal_was_on_its_way_goes_out_once(store, server, both):
    server.refuses = lambda _op: ("size", "Too long.")
    changed(store, both, name="My loom")
    batch = store.next_to_send(10**9)
    changed(store, the(store, Thing, both.record.id), count=2)
    store.settle(server.take(store.replica, batch))
    server.refuses = lambda _op: None
    shown = changed(store, the(store, Thing, both.record.id), words="new")
    assert (shown.record.name, shown.record.count, shown.record.words) == ("My loom", 2, "new")
    assert [op.fields for op in store.next_to_send(10**9).entries] == [
        {"count": 2},
        {"name": "My loom", "words": "new"},
    ]
    exchange(store, server, [SCOPE])
    assert server.values(both.record) == {"name": "My loom", "count": 2, "words": "new"}


def test_an_answer_without_outcomes_settles_nothing(store):
    record = saved(store, a_record(Thing, name="Loom"))
    assert store.settle(Outcomes(1, 0)) == frozenset()
    assert store.transport(record) is Transport.not_sent
