"""What people type is read exactly, in both scripts, and refused with a sentence where it is not clear."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdadesk import i18n
from cdadesk.domain.kernel import typed
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.typed import NotUnderstood

TODAY = dt.date(2026, 1, 10)
LANGUAGES = st.sampled_from(sorted(i18n.LANGUAGES))
DAYS = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


@pytest.mark.parametrize(
    ("written", "paise"),
    [
        ("1,20,500", 1_20_500_00),
        ("120,500", 1_20_500_00),
        ("120500.5", 1_20_500_50),
        ("१,२०,५००.५०", 1_20_500_50),
        ("1.2 lakh", 1_20_000_00),
        ("1.2L", 1_20_000_00),
        ("१.२ लाख", 1_20_000_00),
        ("2 crore", 2_00_00_000_00),
        ("1.5 करोड़", 1_50_00_000_00),
        ("2 crore 50 lakh", 2_50_00_000_00),
        ("5 लाख 20 हज़ार", 5_20_000_00),
        ("5k", 5_000_00),
        ("₹ 500 /-", 500_00),
        ("Rs.500/-", 500_00),
        ("रु. 500", 500_00),
        ("500 रुपये मात्र", 500_00),
        ("0", 0),
        (" .50 ", 50),
    ],
)
def test_an_amount_is_read_to_the_paisa_however_it_is_written(written, paise):
    assert typed.read_amount(written) == Money(minor=paise)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "not a number"),
        ("about 500", "not a number"),
        ("1e5", "not a number"),
        ("5 500", "not a number"),
        ("5 lakh 2 crore", "not a number"),
        ("5 lk", "not a number"),
        ("12,50", "commas do not fit"),
        ("1,2000", "commas do not fit"),
        ("1.005", "two decimals"),
        ("0.00001 lakh", ""),
        ("-5", "below zero"),
        ("99999999999999 crore", "larger than"),
        ("ABC 500", "ABC is not a currency"),
        ("9" * 5_000_000, "too long"),
    ],
)
def test_an_amount_that_is_not_clear_is_refused_with_a_sentence(written, says):
    if not says:
        assert typed.read_amount(written) == Money(minor=100)
        return
    with pytest.raises(NotUnderstood, match=says):
        typed.read_amount(written)


def test_an_amount_may_be_below_zero_only_where_that_is_asked():
    assert typed.read_amount("−1,000", below_zero=True) == Money(minor=-100_000)


def test_another_currency_is_named_before_or_after_the_amount():
    assert typed.read_amount("US$ 5,440") == Money(minor=544_000, currency="USD")
    assert typed.read_amount("2.50 EUR") == Money(minor=250, currency="EUR")


@given(st.integers(-(10**15), 10**15), st.sampled_from(["INR", "USD", "EUR"]), LANGUAGES)
def test_an_amount_that_the_program_wrote_is_read_back_the_same(minor, currency, language):
    with i18n.speaking(language):
        amount = Money(minor=minor, currency=currency)
        shown = typed.understood_amount(amount)
        assert typed.read_amount(shown, below_zero=True) == amount


@given(st.integers(-(10**12), 10**12), st.sampled_from(["", "%", "m²", "kg"]), LANGUAGES)
def test_a_number_that_the_program_wrote_is_read_back_the_same(value, unit, language):
    with i18n.speaking(language):
        assert typed.read_number(i18n.format_number(value)) == value
        assert typed.read_scaled(i18n.format_scaled(value, unit), unit) == value


def test_a_number_takes_the_words_for_large_numbers_and_no_decimals():
    assert typed.read_number("2.5 lakh") == 250_000
    assert typed.read_number("१२") == 12
    with pytest.raises(NotUnderstood, match="whole number"):
        typed.read_number("12.5")


def test_a_number_with_decimals_is_kept_as_hundredths():
    assert typed.read_scaled("12.5") == 1250
    assert typed.read_scaled("12.5 %", "%") == 1250
    with pytest.raises(NotUnderstood, match="two decimals"):
        typed.read_scaled("12.345")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("today", TODAY),
        ("आज", TODAY),
        ("Yesterday", dt.date(2026, 1, 9)),
        ("बीता कल", dt.date(2026, 1, 9)),
        ("tomorrow", dt.date(2026, 1, 11)),
        ("12/3", dt.date(2026, 3, 12)),
        ("12/12", dt.date(2025, 12, 12)),
        ("12 mar", dt.date(2026, 3, 12)),
        ("12mar", dt.date(2026, 3, 12)),
        ("March 12", dt.date(2026, 3, 12)),
        ("12 मार्च", dt.date(2026, 3, 12)),
        ("१२ मार्च २६", dt.date(2026, 3, 12)),
        ("12-3-26", dt.date(2026, 3, 12)),
        ("12.3.1998", dt.date(1998, 3, 12)),
        ("12-3-98", dt.date(1998, 3, 12)),
        ("2026-03-12", dt.date(2026, 3, 12)),
        ("1st april 2026", dt.date(2026, 4, 1)),
        ("29/2", dt.date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_however_it_is_written(written, day):
    assert typed.read_day(written, TODAY) == day


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "not a date"),
        ("12", "not a date"),
        ("12/13", "not a date"),
        ("12 ju", "not a date"),
        ("31/2", "does not have a day 31"),
        ("31/2/2026", "does not have a day 31"),
        ("कल", "before or after today"),
    ],
)
def test_a_day_that_is_not_clear_is_refused_with_a_sentence(written, says):
    with pytest.raises(NotUnderstood, match=says):
        typed.read_day(written, TODAY)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1998", "1998"),
        ("१९९८", "1998"),
        ("3/1998", "1998-03"),
        ("1998-03", "1998-03"),
        ("मार्च 98", "1998-03"),
        ("mar 1998", "1998-03"),
        ("12 mar", "2026-03-12"),
        ("12/3/1998", "1998-03-12"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(written, date):
    assert typed.read_partial(written, TODAY) == date


def test_a_span_of_two_years_is_no_date():
    with pytest.raises(NotUnderstood, match="not a date"):
        typed.read_partial("1998-99", TODAY)


@given(DAYS, LANGUAGES)
def test_a_date_that_the_program_wrote_is_read_back_the_same(day, language):
    with i18n.speaking(language):
        assert typed.read_day(typed.understood_day(day), TODAY) == day
        for date in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
            assert typed.read_partial(typed.understood_partial(date), TODAY) == date


READERS = [
    typed.read_amount,
    typed.read_number,
    lambda written: typed.read_scaled(written, "%"),
    lambda written: typed.read_day(written, TODAY),
    lambda written: typed.read_partial(written, TODAY),
]


@given(st.text(max_size=40), st.sampled_from(READERS))
def test_nothing_that_is_typed_breaks_the_reading(anything, read):
    with contextlib.suppress(NotUnderstood):
        assert read(anything) is not None
