"""Ops: frozen when written, told apart by their chain, and read back as they were."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.wire import canonical
from cdadesk.wire.ops import (
    Act,
    Op,
    Seen,
    Stub,
    chain_after,
    chain_start,
    chained,
    difference,
    item_id,
    numbered,
    read_entry,
    same,
)
from tests.wire.makers import GROUP, NOON, RECORD, an_op

REPLICA = UUID("01a20000-0000-7000-8000-000000000001")
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
LEAVES = st.dictionaries(st.text(min_size=1, max_size=8), VALUE.filter(lambda value: value is not None), max_size=6)


def fold(leaves, fields):
    """Return leaves after a change."""
    return {path: value for path, value in {**leaves, **fields}.items() if value is not None}


@given(LEAVES, LEAVES)
def test_a_difference_laid_over_the_old_gives_the_new(before, after):
    assert canonical.encode(fold(before, difference(before, after))) == canonical.encode(after)


@given(LEAVES)
def test_nothing_changed_is_no_difference(leaves):
    assert difference(leaves, leaves) == {}


def test_only_what_changed_is_sent():
    before = {"place": "Bagru", "came": 9, "notes": "x"}
    assert difference(before, {"place": "Bagru", "came": 11}) == {"came": 11, "notes": None}


def test_a_yes_that_becomes_a_one_is_a_change():
    assert difference({"answer": True, "list": [1]}, {"answer": 1, "list": [True]}) == {"answer": 1, "list": [True]}
    assert not same({"a": 0}, {"a": False})


@given(LEAVES, st.sampled_from(Act), st.none() | st.builds(Seen, st.integers(0, 9), st.integers(0, 2**50)))
def test_an_op_comes_back_as_it_was(fields, act, base):
    op = replace(
        an_op(fields), act=act, base=base, resolves=(RECORD, GROUP), was=((str(REPLICA), 7, "00ff"),), salt=b"\x01" * 16
    )
    assert read_entry(op.plain()) == op


def test_idle_options_are_not_sent():
    assert {"resolves", "was"} & an_op({}).plain().keys() == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", -1),
        ("n", True),
        ("n", 2**53),
        ("n", "1"),
        ("scope", 5),
        ("scope", "x" * 81),
        ("kind", "meeting\n"),
        ("record", "not an id"),
        ("base", [1]),
        ("base", [1, -1]),
        ("act", "forget"),
        ("gone", [1]),
        ("gone", {"place": 7}),
        ("fields", [["place", "Bagru"]]),
        ("made_at", "2026-03-14T06:30:00"),
        ("local_day", "14.3.2026"),
        ("salt", "?"),
        ("was", ["no replica", 1, "00"]),
    ],
)
def test_what_is_no_op_is_not_read_as_one(name, value):
    with pytest.raises((ValueError, TypeError)):
        Op.read(an_op({"place": "Bagru"}).plain() | {name: value})


def test_a_change_of_anything_changes_the_digest():
    op = an_op({"place": "Bagru", "came": 9})
    others = [
        replace(op, n=2),
        replace(op, kind="fair"),
        replace(op, base=Seen(1, 1)),
        replace(op, act=Act.void),
        replace(op, fields={"place": "Bagru"}),
        replace(op, fields={"place": "Bagru", "came": 10}),
        replace(op, fields={"place": "Bagru", "went": 9}),
        replace(op, made_at=NOON.replace(year=2031)),
        replace(op, resolves=(RECORD,)),
        replace(op, salt=b"\x01" * 16),
    ]
    assert len({each.digest() for each in [op, *others]}) == len(others) + 1


def test_whoever_holds_a_stub_cannot_try_values_out():
    op = an_op({"attitude": "hostile"}, salt=b"\x01" * 16)
    stub = Stub(op.n, op.digest())
    assert stub.plain().keys() == {"n", "d"}
    assert stub.digest() != an_op({"attitude": "hostile"}, salt=b"\x02" * 16).digest()


def test_one_value_at_two_places_has_two_digests():
    here, there = an_op({"a": "x", "b": "y"}), an_op({"a": "y", "b": "x"})
    assert here.digest() != there.digest()


def test_a_stub_stands_for_its_op_in_the_chain():
    ops = numbered([an_op({"place": "Bagru"}), an_op({"place": None})], 1)
    stub = read_entry(Stub(1, ops[0].digest()).plain())
    assert stub == Stub(1, ops[0].digest())
    assert chain_after(chain_start(REPLICA), [stub, ops[1]]) == chain_after(chain_start(REPLICA), ops)


def test_chains_of_two_laptops_differ_from_the_start():
    assert chain_start(REPLICA) != chain_start(RECORD)
    assert chained(chain_start(REPLICA), an_op({})) != chained(chain_start(RECORD), an_op({}))


def test_the_order_of_ops_is_in_the_chain():
    one, two = an_op({"place": "a"}), an_op({"place": "b"})
    assert chain_after("00", [one, two]) != chain_after("00", [two, one])


def test_what_comes_of_an_op_has_one_id_wherever_it_is_computed():
    assert item_id(REPLICA, 7, "came") == UUID("e0e038d2-8d5d-5f32-a8af-dee0520e69f2")
    assert len({item_id(REPLICA, 7, "came"), item_id(REPLICA, 7), item_id(REPLICA, 8), item_id(RECORD, 7)}) == 4


def test_numbers_of_an_epoch_come_before_those_of_the_next():
    assert Seen(1, 900) < Seen(2, 1) < Seen(2, 2)


def test_an_op_that_lost_a_value_keeps_its_digest_and_tells_nobody_what_it_was():
    op = an_op({"place": "Bagru", "came": 9, "parts/1/name": "beam", "parts/2/name": None}, salt=bytes(range(16)))
    left = op.without(["place", "parts"])
    assert left.digest() == op.digest()
    assert left.fields == {"came": 9, "parts/2/name": None}
    assert left.lost == {"place", "parts/1/name"}
    assert left.salt == b""  # or one could try out every village
    assert Op.read(left.plain()) == left
    assert left.without(["came"]).digest() == op.digest()
    assert left.without(["came"]).lost == {"place", "parts/1/name", "came"}
    assert op.without(["remarks"]) is op


@given(LEAVES, st.booleans())
def test_the_size_of_an_op_is_that_of_its_bytes(fields, erased):
    op = an_op(fields, resolves=(item_id(RECORD, 1),))
    op = op.without(list(fields)[:1]) if erased else op
    assert op.size() == len(canonical.encode(op.plain()))
