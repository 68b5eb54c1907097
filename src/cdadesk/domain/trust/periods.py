"""Calendar months and days between two dates, exact at the borders."""

import calendar
import datetime as dt

ONE_DAY = dt.timedelta(days=1)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or the last day of that month where it is shorter (31 Aug + 6 = 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def within_months(since: dt.date, months: int, on: dt.date) -> bool:
    """Say whether a day lies at most so many months after another; the last day still counts."""
    return since <= on <= add_months(since, months)


def within_days(since: dt.date, days: int, on: dt.date) -> bool:
    """Say whether a day lies at most so many days after another; the last day still counts."""
    return since <= on <= since + dt.timedelta(days=days)
