"""Saving: what was saved is there, with its history and what is to be sent, or nothing of it is."""

import datetime as dt
from itertools import groupby

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Certainty, MissingCode
from cdadesk.domain.kernel.troubles import RecordTooLarge, WrongShape
from cdadesk.store.store import DraftKey, Edit, Transport
from cdadesk.wire.ops import GROUP_BYTES, GROUP_OPS, Act, Op, Seen, chain_after, chain_start
from tests.builders import a_record, changed, reopened, saved, the
from tests.store.samples import Colour, Part, Remark, Thing

FULL = {
    "name": "Loom",
    "words": "Two lines\nof words",
    "count": 3,
    "weight": 1250,
    "on": dt.date(2026, 3, 14),
    "since": "1998-03",
    "at": dt.datetime(2026, 3, 14, 9, 0, 0, 120_000, dt.UTC),
    "price": Money(minor=129, currency="USD", rate="433/10", rate_on=dt.date(1999, 12, 1)),
    "colour": Colour.red,
    "colours": [Colour.blue, Colour.red],
    "done": False,
    "other": new_id(),
    "frozen": {"b": [1, {"a": True}], "a": None},
    "my_notes": "he hesitates",
    "missing": {"count": MissingCode.refused},
    "certainty": {"weight": Certainty.hearsay},
    "left_so": {"price": "he said so"},
}


def ops_of(store):
    batch = store.next_to_send(10**9)
    return list(batch.entries) if batch else []


def test_everything_saved_is_there_the_next_morning(store, setup):
    line = str(new_id())
    record = saved(store, a_record(Thing, **FULL, parts={line: Part(name="beam", count=0, scribble="old", order="h")}))
    with reopened(store, setup) as again:
        assert the(again, Thing, record.id).record == record


def test_what_is_only_for_this_laptop_is_never_put_in_the_outbox(store):
    line = str(new_id())
    saved(store, a_record(Thing, name="Loom", my_notes="he hesitates", parts={line: Part(name="beam", scribble="old")}))
    [op] = ops_of(store)
    assert op.fields == {"name": "Loom", f"parts/{line}/name": "beam"}


def test_a_change_only_for_this_laptop_is_kept_and_sends_nothing(store):
    held = the(store, Thing, saved(store, a_record(Thing, name="Loom")).id)
    before = len(ops_of(store))
    held = changed(store, held, my_notes="he hesitates")
    assert held.record.my_notes == "he hesitates"
    assert len(ops_of(store)) == before


def test_only_what_changed_is_sent(store):
    held = the(store, Thing, saved(store, a_record(Thing, name="Loom", count=3, words="x")).id)
    changed(store, held, name="Big loom", count=None)
    assert ops_of(store)[-1].fields == {"name": "Big loom", "count": None}
    assert ops_of(store)[-1].act is Act.set


def test_true_and_one_are_two_values(store):
    held = the(store, Thing, saved(store, a_record(Thing, frozen=1)).id)
    changed(store, held, frozen=True)
    assert ops_of(store)[-1].fields == {"frozen": True}


def test_the_base_that_goes_out_is_what_the_form_showed(store):
    record = a_record(Thing, name="Loom")
    store.save(Edit(None, record, base=None))
    store.save(Edit(record, record.changed(name="Big loom"), base=Seen(1, 7)))
    assert [op.base for op in ops_of(store)] == [None, Seen(1, 7)]


def test_saving_without_a_change_sends_nothing(store):
    held = the(store, Thing, saved(store, a_record(Thing, name="Loom")).id)
    assert store.save(Edit(held.record, held.record, held.base)).ops == 0
    assert len(ops_of(store)) == 1


def test_a_record_without_any_answer_is_sent_all_the_same(store):
    record = saved(store, a_record(Thing))
    [op] = ops_of(store)
    assert op.record == record.id
    assert op.fields == {}


def test_an_old_form_overwrites_only_what_was_typed_in_it(store):
    first = the(store, Thing, saved(store, a_record(Thing, name="Loom", count=1)).id)
    changed(store, first, count=2)
    assert changed(store, first, name="Big loom").record.count == 2


def test_the_ops_are_chained_from_the_replicas_start(store):
    saved(store, a_record(Thing, name="Loom"))
    saved(store, a_record(Remark, says="Good"))
    batch = store.next_to_send(10**9)
    assert batch.h_before == chain_start(store.replica)
    assert batch.h_after == chain_after(batch.h_before, batch.entries)
    assert store.made() == (2, batch.h_after)


def test_ops_are_frozen_when_they_are_written(store, setup):
    saved(store, a_record(Thing, **FULL))
    written = ops_of(store)
    with reopened(store, setup) as again:
        assert ops_of(again) == written


def test_one_save_of_several_records_is_one_group(store):
    meeting, task = a_record(Thing, name="Loom"), a_record(Remark, says="Good")
    store.save(Edit(None, meeting), Edit(None, task))
    assert len({op.group for op in ops_of(store)}) == 1


def test_a_save_over_the_limits_of_a_group_is_cut(store):
    store.save(*[Edit(None, a_record(Thing, name=f"Loom {n}")) for n in range(450)])
    groups = [list(found) for _group, found in groupby(ops_of(store), key=lambda op: op.group)]
    assert len(groups) == len({op.group for op in ops_of(store)})
    assert [op.n for found in groups for op in found] == list(range(1, 451))
    assert all(len(found) <= GROUP_OPS and sum(op.size() for op in found) <= GROUP_BYTES for found in groups)


def test_a_record_larger_than_a_group_goes_in_several(store):
    lines = {str(new_id()): Part(name="क" * 60, count=n) for n in range(600)}
    record = saved(store, a_record(Thing, parts=lines))
    ops = ops_of(store)
    assert len(ops) > 1
    assert all(isinstance(op, Op) and op.size() <= GROUP_BYTES for op in ops)
    assert len({op.group for op in ops}) == len(ops)
    assert the(store, Thing, record.id).record == record


def test_a_record_over_the_limit_of_the_protocol_is_refused_and_nothing_is_kept(store):
    record = a_record(Thing, name="Loom", words="x" * 300_000)
    with pytest.raises(RecordTooLarge, match="too large"):
        store.save(Edit(None, a_record(Thing, name="First")), Edit(None, record))
    assert store.count(Thing) == 0
    assert ops_of(store) == []


def test_five_megabytes_pasted_in_a_text_field_are_refused_with_a_sentence(store):
    record = a_record(Thing, name="Loom")
    record.name = "x" * 5_000_000
    with pytest.raises(WrongShape, match="too long") as refused:
        store.save(Edit(None, record))
    assert set(refused.value.complaints) == {"name"}
    assert store.count(Thing) == 0


def test_a_wrong_value_in_a_line_is_refused_too(store):
    line = str(new_id())
    record = a_record(Thing, parts={line: Part(name="beam")})
    record.parts[line].count = -1
    with pytest.raises(WrongShape) as refused:
        store.save(Edit(None, record))
    assert set(refused.value.complaints) == {f"parts/{line}/count"}


def test_the_history_tells_every_path_with_both_values(store, clock):
    held = the(store, Thing, saved(store, a_record(Thing, name="Loom", count=3)).id)
    clock.advance(days=1)
    changed(store, held, name="Big loom")
    first, count, second = store.history(held.record)
    assert (first.path, first.before, first.value) == ("name", None, "Loom")
    assert (count.path, count.before, count.value) == ("count", None, 3)
    assert (second.path, second.before, second.value) == ("name", "Loom", "Big loom")
    assert second.author == store.me.id
    assert second.replica == str(store.replica)
    assert second.seen is None
    assert second.local_day - first.local_day == dt.timedelta(days=1)


def test_the_history_of_a_line_is_found_by_its_path(store):
    one, two = str(new_id()), str(new_id())
    record = saved(store, a_record(Thing, parts={one: Part(name="beam"), two: Part(name="reed")}))
    assert [line.value for line in store.history(record, f"parts/{two}")] == ["reed"]
    assert len(store.history(record, "parts")) == 2


def test_a_new_record_stands_as_not_sent(store):
    record = saved(store, a_record(Thing, name="Loom"))
    assert the(store, Thing, record.id).transport is Transport.not_sent
    assert store.transport(record) is Transport.not_sent
    assert [held.transport for held in store.find(Thing)] == [Transport.not_sent]


def test_a_record_on_its_way_says_so_and_one_edited_meanwhile_does_not(store):
    one, two = saved(store, a_record(Thing, name="One")), saved(store, a_record(Thing, name="Two"))
    with store.sending(store.next_to_send(10**9)):
        assert store.transport(one) is Transport.sending
        changed(store, the(store, Thing, two.id), name="Two again")
        assert store.transport(two) is Transport.not_sent
    assert store.transport(one) is Transport.not_sent


def test_the_standing_counts_what_waits(store):
    one = saved(store, a_record(Thing, name="One"))
    changed(store, the(store, Thing, one.id), name="Another")
    saved(store, a_record(Thing, name="Two"))
    standing = store.standing()
    assert (standing.waiting, standing.records, standing.rejected) == (3, 2, 0)
    assert standing.bytes == sum(op.size() for op in ops_of(store))
    assert not standing.all_sent


def test_saving_drops_the_draft_it_came_from_and_no_other(store):
    record = a_record(Thing, name="Loom")
    mine, other = DraftKey("thing", record.id), DraftKey("thing", record.id, "line")
    store.drafts.keep(mine, None, {"name": "Loo"})
    store.drafts.keep(other, None, {"name": "b"})
    store.save(Edit(None, record), draft=mine)
    assert [draft.key for draft in store.drafts.all()] == [other]


def test_a_save_that_fails_keeps_the_draft(store):
    record = a_record(Thing, words="x" * 300_000)
    key = DraftKey("thing", record.id)
    store.drafts.keep(key, Seen(1, 2), {"words": "x"})
    with pytest.raises(RecordTooLarge):
        store.save(Edit(None, record), draft=key)
    [draft] = store.drafts.of("thing", record.id)
    assert (draft.base, draft.body) == (Seen(1, 2), {"words": "x"})
