"""Money and partial dates: what they are, and what they never become."""

import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError

from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards, earliest, latest


def test_foreign_money_is_worth_its_rate_rounded_down():
    assert Money(minor=58_199_00, currency="USD", rate="433/10").paise == 2_520_016_70
    assert Money(minor=1, currency="USD", rate="1/3").paise == 0
    assert Money(minor=1, currency="USD").paise is None
    assert Money.rupees(-5).paise == -5


@pytest.mark.parametrize("rate", ["43.3", "1e999999999", "0/1", "1/0", "-1/2", "४/१", "1/2\n", "433"])
def test_a_rate_is_a_fraction_of_two_whole_numbers_and_nothing_else(rate):
    with pytest.raises(ValidationError):
        Money(minor=1, currency="USD", rate=rate)


def test_a_partial_date_has_a_first_and_a_last_day():
    assert (earliest("2000"), latest("2000")) == (dt.date(2000, 1, 1), dt.date(2000, 12, 31))
    assert (earliest("2000-02"), latest("2000-02")) == (dt.date(2000, 2, 1), dt.date(2000, 2, 29))
    assert (earliest("2000-02-03"), latest("2000-02-03")) == (dt.date(2000, 2, 3), dt.date(2000, 2, 3))


@pytest.mark.parametrize("written", ["1998\n", "१९९८", "98", "1998-13", "1998-02-30", "0000", "1998-3", ""])
def test_what_is_no_partial_date_is_refused(written):
    with pytest.raises(ValidationError):
        TypeAdapter(PartialDate).validate_python(written)


def test_an_end_lies_before_its_beginning_only_if_it_surely_does():
    assert backwards("1999", "1998-12-31")
    assert not backwards("1999", "1999-01-01")
    assert not backwards("1999-12", "1999")
    assert not backwards(None, "1999")
    assert not backwards("1999", None)
