"""Quarters of the Indian financial year."""

import datetime as dt

import pytest

from cdadesk.domain.kernel.quarters import Quarter, from_to, quarter_of, read_quarter
from cdadesk.domain.kernel.typed import NotUnderstood

TODAY = dt.date(1999, 5, 1)


@pytest.mark.parametrize(
    ("day", "key", "words"),
    [
        (dt.date(1999, 4, 1), "1999-Q1", "Apr\N{EN DASH}Jun 1999"),
        (dt.date(1999, 12, 31), "1999-Q3", "Oct\N{EN DASH}Dec 1999"),
        (dt.date(2000, 1, 1), "1999-Q4", "Jan\N{EN DASH}Mar 2000"),
        (dt.date(2000, 3, 31), "1999-Q4", "Jan\N{EN DASH}Mar 2000"),
    ],
)
def test_the_year_begins_in_april(day, key, words):
    assert (Quarter.of(day).key, Quarter.of(day).words()) == (key, words)
    assert Quarter.parse(key) == Quarter.of(day)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("q2 99", "1999-Q2"),
        ("Q2 1999-2000", "1999-Q2"),
        ("q4/1999", "1999-Q4"),
        ("jul 1999", "1999-Q2"),
        ("2/2000", "1999-Q4"),
        ("12-3-1999", "1998-Q4"),
        ("q1 05", "2005-Q1"),
        ("1999-Q3", "1999-Q3"),
        ("1999 q3", "1999-Q3"),
        ("1999-2000 Q3", "1999-Q3"),
        ("Apr\N{EN DASH}Jun 1999", "1999-Q1"),
    ],
)
def test_it_is_typed_as_people_say_it(typed, key):
    assert read_quarter(typed, TODAY).key == key


@pytest.mark.parametrize("typed", ["1999", "q5 1999", "soon", "", "q1", "Apr-Jul 1999"])
def test_what_is_no_quarter_says_how_to_write_one(typed):
    with pytest.raises(NotUnderstood) as told:
        read_quarter(typed, TODAY)
    assert "q2 1999" in str(told.value)


def test_quarters_follow_each_other_over_the_year():
    q3 = Quarter(1999, 3)
    assert [each.key for each in from_to(q3, Quarter(2000, 1))] == ["1999-Q3", "1999-Q4", "2000-Q1"]
    assert q3.after(-3) == Quarter(1998, 4)
    assert list(from_to(q3, Quarter(1999, 2))) == []
    assert quarter_of(None) is None
