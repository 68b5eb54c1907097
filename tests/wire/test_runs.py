"""Runs: objects of one form cost their values alone, and come back as they were; what is none is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk.wire import canonical, runs
from cdadesk.wire.squeezing import squeezed

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 3),
    st.text(max_size=3),
    st.uuids().map(str),
    st.uuids().map(lambda each: each.hex),
    st.lists(st.one_of(st.booleans(), st.integers(0, 2)), max_size=3),
    st.dictionaries(st.sampled_from(["", "minor", "by"]), st.integers(0, 2), max_size=2),
)
FIELDS = st.dictionaries(st.sampled_from(["name", "place", "missing/place"]), VALUES, max_size=3)
OPS = st.lists(
    st.fixed_dictionaries(
        {"n": st.integers(0, 3), "base": VALUES, "fields": FIELDS}, optional={"resolves": VALUES, "salt": VALUES}
    ),
    max_size=12,
)
CHANGES = st.fixed_dictionaries(
    {"seen": st.tuples(st.integers(1, 2), st.integers(1, 4)).map(list), "fields": FIELDS, "made_at": VALUES},
    optional={"n": st.integers(1, 3)},
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"seq": st.integers(1, 4), "kind": VALUES, "id": VALUES, "changes": st.lists(CHANGES, max_size=2)},
        optional={"moved": VALUES},
    ),
    max_size=12,
)


def written(value):
    return canonical.encode(value)


@given(OPS)
def test_ops_come_back_as_they_were(ops):
    assert written(runs.loose(runs.dense(ops))) == written(ops)


@given(ROWS)
def test_rows_come_back_as_they_were(rows):
    assert written(runs.loose_rows(runs.dense_rows(rows))) == written(rows)


@given(st.lists(st.uuids(version=4), min_size=40, max_size=40, unique=True))
def test_a_thousandth_record_costs_little_more_than_its_values(ids):
    ops = [{"n": n, "kind": "actor", "record": str(each), "fields": {"name": "x"}} for n, each in enumerate(ids)]
    assert len(squeezed(written(runs.dense(ops)))) < 40 * (17 + 4) + 100


@pytest.mark.parametrize(
    "hostile",
    [
        [[{}, {"fields": {}}, {"n": 1}]],  # nothing that says how many
        [[{}, {"fields": {"name": ["a", "b"]}, "salt": ["c"]}, {}]],
        [[{}, {"fields": {"name": ["a"]}, "salt": ["c", "d"]}, {}]],
        [[{}, {"fields": {"name": "ab"}}, {}]],
        [[{}, {"fields": {"name": 7}}, {}]],
        [[{"author": "x" * 301}, {"fields": {"name": ["a", "b"]}}, {}]],
        [[{"resolves": ["a"] * 1000}, {"fields": {"name": ["a", "b"]}}, {}]],
        [[{}, {"fields": {"name": [0] * (runs.MOST + 1)}}, {}]],
        [[{}, {"fields": {"name": ["a"]}}]],
        [[{}, {}, {}]],
    ],
)
def test_a_run_that_is_none_is_refused(hostile):
    with pytest.raises((ValueError, KeyError, TypeError)):
        runs.loose(hostile)


_AN_ID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_A_DIGEST = re.compile("[0-9a-f]{32}")


@st.composite
def nearly(draw: st.DrawFn, pattern: re.Pattern[str]) -> str:
    """Draw what fits a pattern, perhaps but for one sign."""
    fits = draw(st.from_regex(pattern, fullmatch=True))
    at, other = draw(st.integers(0, len(fits) - 1)), draw(st.sampled_from(["", "a", "-", "A", "g", "\u0665", "\ud800"]))
    return f"{fits[:at]}{other}{fits[at + 1 :]}" if other else fits


@pytest.mark.parametrize(("pattern", "are_such"), [(_AN_ID, runs.are_ids), (_A_DIGEST, runs.are_digests)])
@given(st.data())
def test_a_column_of_ids_or_digests_is_told_from_what_only_looks_like_one(pattern, are_such, data):
    column = data.draw(st.lists(nearly(pattern), min_size=1, max_size=3))
    assert are_such(column) == all(pattern.fullmatch(each) for each in column)
