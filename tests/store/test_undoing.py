"""Void, trash and undo: nothing a person takes away is gone."""

import datetime as dt

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.kernel.troubles import WrongShape
from cdadesk.store.store import Edit
from cdadesk.store.troubles import NothingToUndo
from cdadesk.wire.ops import Act, Seen
from tests.builders import SCOPE, a_record, changed, saved, the
from tests.store.samples import Part, Remark, Thing
from tests.store.server import DictServer, exchange


@pytest.fixture
def loom(store):
    return the(store, Thing, saved(store, a_record(Thing, name="Loom", count=1)).id)


def last_op(store):
    return store.next_to_send(10**9).entries[-1]


def save(store, held, **values):
    return store.save(Edit(held.record, held.record.changed(**values), held.base))


def test_a_void_record_leaves_the_lists_and_lies_in_the_trash_with_its_reason(store, loom, clock):
    store.void(loom.record, "written twice", loom.base)
    assert store.count(Thing) == 0
    [held] = store.trash()
    assert (held.record.id, held.record.void.reason, held.record.void.by) == (
        loom.record.id,
        "written twice",
        store.me.id,
    )
    assert held.record.void.at == clock.now
    assert last_op(store).act is Act.void
    assert store.get(Thing, loom.record.id) is not None


def test_the_trash_lists_thirty_days_the_newest_first(store, clock):
    one, two = saved(store, a_record(Thing, name="one")), saved(store, a_record(Remark, says="two"))
    store.void(one)
    clock.advance(days=20)
    store.void(two)
    assert [held.record.id for held in store.trash()] == [two.id, one.id]
    clock.advance(days=11)
    assert [held.record.id for held in store.trash()] == [two.id]
    assert [held.record.id for held in store.trash(days=40)] == [two.id, one.id]


def test_what_is_restored_is_as_it_was(store, loom):
    store.void(loom.record)
    store.restore(the(store, Thing, loom.record.id).record)
    assert the(store, Thing, loom.record.id).record == loom.record
    assert store.trash() == []
    assert (last_op(store).act, last_op(store).fields) == (Act.restore, {"void": None})


def test_a_reason_too_long_is_refused_with_a_sentence(store, loom):
    with pytest.raises(WrongShape, match="too long"):
        store.void(loom.record, "x" * 501)
    assert store.count(Thing) == 1


def test_undo_puts_the_old_values_back_as_a_change_of_its_own(store, loom):
    done = save(store, loom, name="Big loom", count=None, words="new", my_notes="mine")
    store.undo(done.group)
    assert the(store, Thing, loom.record.id).record == loom.record
    assert last_op(store).fields == {"name": "Loom", "count": 1, "words": None}
    assert [line.value for line in store.history(loom.record, "name")] == ["Loom", "Big loom", "Loom"]


def test_undo_of_an_undo_does_it_again(store, loom):
    done = save(store, loom, name="Big loom")
    undone = store.undo(done.group)
    store.undo(undone.group)
    assert the(store, Thing, loom.record.id).record.name == "Big loom"


def test_undo_of_a_new_record_makes_it_void_and_again_brings_it_back(store):
    record = a_record(Thing, name="Loom")
    done = store.save(Edit(None, record))
    undone = store.undo(done.group)
    assert store.count(Thing) == 0
    store.undo(undone.group)
    assert the(store, Thing, record.id).record == record


def test_undo_of_a_void_brings_the_record_back(store, loom):
    done = store.void(loom.record)
    store.undo(done.group)
    assert store.count(Thing) == 1


def test_undo_of_a_new_line_makes_the_line_void_and_leaves_the_others(store):
    old, new = str(new_id()), str(new_id())
    held = the(store, Thing, saved(store, a_record(Thing, parts={old: Part(name="beam", count=1)})).id)
    parts = {old: Part(name="beam", count=2), new: Part(name="reed")}
    done = save(store, held, parts=parts)
    store.undo(done.group)
    shown = the(store, Thing, held.record.id).record
    assert shown.parts[old].count == 1
    assert shown.parts[new].void is not None
    assert shown.parts[new].name == "reed"


def test_undo_takes_back_every_record_of_one_save(store, loom):
    new = a_record(Thing, name="new")
    done = store.save(Edit(loom.record, loom.record.changed(name="Big loom")), Edit(None, new))
    undone = store.undo(done.group)
    assert undone.ops == 2
    assert [held.record.name for held in store.find(Thing)] == ["Loom"]


def test_undo_leaves_alone_what_was_changed_since(store, loom):
    done = save(store, loom, name="Big loom", count=2)
    changed(store, the(store, Thing, loom.record.id), name="Biggest loom")
    store.undo(done.group)
    shown = the(store, Thing, loom.record.id).record
    assert (shown.name, shown.count) == ("Biggest loom", 1)


def test_undo_of_what_was_all_changed_since_says_so(store, loom):
    done = save(store, loom, name="Big loom")
    changed(store, the(store, Thing, loom.record.id), name="Biggest loom")
    with pytest.raises(NothingToUndo, match="changed since"):
        store.undo(done.group)
    with pytest.raises(NothingToUndo):
        store.undo(new_id())


def test_a_word_that_stays_cannot_be_undone(store):
    done = store.save(Edit(None, a_record(Remark, says="Good")))
    with pytest.raises(NothingToUndo):
        store.undo(done.group)
    assert store.count(Remark) == 1


def test_undo_after_the_exchange_goes_out_against_what_the_server_told(store, loom):
    server = DictServer()
    done = save(store, loom, name="Big loom")
    exchange(store, server, [SCOPE])
    store.undo(done.group)
    assert last_op(store).base == Seen(1, 2)
    exchange(store, server, [SCOPE])
    assert server.values(loom.record)["name"] == "Loom"


def test_a_save_tells_when_it_was(store, loom, clock):
    clock.advance(hours=1)
    assert save(store, loom, name="x").at == clock.now
    assert clock.now - dt.timedelta(hours=1) == store.history(loom.record, "name")[0].made_at
