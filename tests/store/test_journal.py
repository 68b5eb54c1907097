"""The journal: what was sent is kept for 90 days by the server's clock, then only its place in the chain."""

import datetime as dt

from cdadesk.store import checking
from cdadesk.wire.messages import Outcomes, Refusal
from cdadesk.wire.ops import Op, Stub
from tests.builders import SCOPE, a_record, changed, saved, the
from tests.store.samples import Thing
from tests.store.server import exchange


def entries(store):
    """Return what would be sent if the server had lost everything."""
    store.settle(Outcomes(1, 0, (), Refusal.gap))
    batch = store.next_to_send(10**9)
    return batch.entries


def a_day_of_exchange(store, server, skew=dt.timedelta()):
    exchange(store, server, [SCOPE])
    store.note_skew(skew)
    store.note_exchange()


def test_after_ninety_days_only_the_place_in_the_chain_is_left(store, server, clock):
    record = saved(store, a_record(Thing, name="Loom"))
    a_day_of_exchange(store, server)
    clock.advance(days=80)
    changed(store, the(store, Thing, record.id), name="Big loom")
    a_day_of_exchange(store, server)
    clock.advance(days=11)
    a_day_of_exchange(store, server)
    first, second = entries(store)
    assert isinstance(first, Stub)
    assert isinstance(second, Op)
    assert the(store, Thing, record.id).record.name == "Big loom"
    assert [line.value for line in store.history(record, "name")] == ["Loom", "Big loom"]
    assert list(checking.problems(store._database, store.replica)) == []  # noqa: SLF001 - the files are looked over


def test_a_clock_that_jumps_by_years_costs_no_journal(store, server, clock):
    saved(store, a_record(Thing, name="Loom"))
    a_day_of_exchange(store, server)
    clock.advance(days=3 * 365)
    a_day_of_exchange(store, server, skew=dt.timedelta(days=-3 * 365))
    store.note_skew(None)
    store.note_exchange()
    assert all(isinstance(entry, Op) for entry in entries(store))
