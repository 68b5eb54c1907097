"""For any order of saves, pages and answers: what is shown is what was typed over what the server told."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cdadesk.clock import new_id
from cdadesk.domain.kernel import payload
from cdadesk.store.store import Edit
from tests.builders import SCOPE, a_record, a_setup, a_store, the
from tests.store.samples import SAMPLES, Part, Thing
from tests.store.server import DictServer, exchange

LINES = [str(new_id()) for _ in range(2)]

values = st.fixed_dictionaries(
    {},
    optional={
        "name": st.none() | st.sampled_from(["a", "b"]),
        "count": st.none() | st.integers(0, 2),
        "done": st.none() | st.booleans(),
        "frozen": st.none() | st.sampled_from([0, False, [], {}, {"a": 1}]),
        "my_notes": st.none() | st.sampled_from(["x", "y"]),
        "parts": st.dictionaries(st.sampled_from(LINES), st.builds(Part, name=st.sampled_from(["p", "q"]))),
    },
)
theirs = st.dictionaries(
    st.sampled_from(["name", "count", "words"]), st.sampled_from([None]) | st.just("z"), min_size=1
)


def sum_of(ops):
    """Return what the ops, one after the other, leave at each path."""
    leaves = {}
    for op in ops:
        leaves |= op.fields
    return leaves


@given(st.lists(values, min_size=1, max_size=6))
def test_the_row_is_the_sum_of_the_ops(steps):
    with (
        tempfile.TemporaryDirectory() as folder,
        a_store(Path(folder) / "laptop", setup=a_setup(entities=SAMPLES)) as store,
    ):
        record = a_record(Thing)
        store.save(Edit(None, record))
        for step in steps:
            before = the(store, Thing, record.id).record
            store.save(Edit(before, before.changed(**step)))
            shown = the(store, Thing, record.id).record
            ops = store.next_to_send(10**9).entries
            assert payload.leaves(shown) == {path: value for path, value in sum_of(ops).items() if value is not None}
            assert shown.my_notes == before.changed(**step).my_notes


@given(
    st.lists(st.tuples(st.sampled_from(["type", "theirs", "send", "receive", "one row"]), values, theirs), max_size=12)
)
def test_what_waits_is_shown_over_any_page_and_all_agree_in_the_end(steps):
    server = DictServer()
    with (
        tempfile.TemporaryDirectory() as folder,
        a_store(Path(folder) / "laptop", setup=a_setup(entities=SAMPLES)) as store,
    ):
        record = a_record(Thing, name="a")
        store.save(Edit(None, record))
        for act, typed, other in steps:
            held = the(store, Thing, record.id)
            if act == "type":
                store.save(Edit(held.record, held.record.changed(**typed), held.base))
            elif act == "theirs":
                fits = {path: value if path != "count" or value is None else 2 for path, value in other.items()}
                server.writes(record, fits, held.base)
            elif act == "send" and (batch := store.next_to_send(1)):
                store.settle(server.take(store.replica, batch))
            else:
                store.apply(server.page(store, [SCOPE], room=1 if act == "one row" else 100))
            waiting = store.next_to_send(10**9)
            shown = payload.leaves(the(store, Thing, record.id).record)
            for path, value in (sum_of(waiting.entries) if waiting else {}).items():
                assert shown.get(path) == value
        while not store.standing().all_sent or store.cursors().get(SCOPE) != store.floors().get(SCOPE):
            exchange(store, server, [SCOPE], room=2)
        exchange(store, server, [SCOPE])
        assert payload.leaves(the(store, Thing, record.id).record) == server.values(record)
