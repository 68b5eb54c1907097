"""Months and days, at the borders where calendars are awkward."""

import datetime as dt

import pytest

from cdadesk.domain.trust.periods import add_months
from tests.domain.trust.builders import the_ladder

RULES = the_ladder().rules


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-12-31", 12, "2026-12-31"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-11-15", 1, "2025-12-15"),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_of_the_month(day: str, months: int, expected: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("settled_on", "in_time"),
    [("2024-02-28", False), ("2024-02-29", True), ("2024-04-29", True), ("2024-04-30", False)],
)
def test_a_fair_is_settled_in_time_up_to_the_sixtieth_day_after_it(settled_on: str, in_time: bool) -> None:
    assert RULES.settled_in_time(dt.date(2024, 2, 29), dt.date.fromisoformat(settled_on)) is in_time


@pytest.mark.parametrize(("on", "late"), [("2025-12-31", False), ("2026-03-01", False), ("2026-03-02", True)])
def test_a_share_is_unpaid_too_long_from_the_sixtyfirst_day(on: str, late: bool) -> None:
    assert RULES.unpaid_too_long(dt.date(2025, 12, 31), dt.date.fromisoformat(on)) is late
    assert not RULES.unpaid_too_long(dt.date(2026, 12, 31), dt.date.fromisoformat(on))
