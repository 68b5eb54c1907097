"""Quarters of the Indian financial year, April to March: `1999-Q1` is April to June 1999."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import AfterValidator

from cdadesk.domain.kernel.partial_dates import earliest
from cdadesk.domain.kernel.typed import NotUnderstood, read_partial
from cdadesk.i18n import _, format_month

_KEY = re.compile(r"(\d{4})-Q([1-4])")
_TYPED = re.compile(r"q\s*([1-4])\s*[,/ ]?\s*(\d{4}|\d{2})(?:\s*[-/]\s*(?:\d{4}|\d{2}))?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})(?:\s*[-/]\s*(?:\d{4}|\d{2}))?\s*[-,/]?\s*q\s*([1-4])", re.IGNORECASE | re.ASCII)
_WORDS = re.compile(r"([^\W\d]\S*?)\s*[-\N{EN DASH}]\s*([^\W\d]\S*)\s+(\d{4})")
_APRIL = 4
_MONTHS = 3
_CENTURY = 100
_YEARS_AHEAD = 20


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter; `year` is the one in which its financial year begins."""

    year: int
    number: int

    @classmethod
    def parse(cls, key: str) -> Self:
        """Read a key such as `1999-Q1`; raises ValueError."""
        match = _KEY.fullmatch(key)
        if match is None or not match[1].isascii() or int(match[1]) < 1:
            raise ValueError(key)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Return the quarter in which a day lies."""
        months = day.year * 12 + day.month - _APRIL
        return cls(months // 12, months % 12 // _MONTHS + 1)

    @property
    def key(self) -> str:
        """Return the form in which it is kept, which sorts by time."""
        return f"{self.year:04}-Q{self.number}"

    @property
    def first_month(self) -> tuple[int, int]:
        """Return calendar year and month with which it begins."""
        months = self.year * 12 + _APRIL - 1 + (self.number - 1) * _MONTHS
        return months // 12, months % 12 + 1

    def after(self, count: int = 1) -> "Quarter":
        """Return the quarter so many later."""
        whole = self.year * 4 + self.number - 1 + count
        return Quarter(whole // 4, whole % 4 + 1)

    def words(self) -> str:
        """Return it for people: Apr-Jun 1999, with a dash as long as it should be."""
        year, month = self.first_month
        return f"{format_month(month)}\N{EN DASH}{format_month(month + _MONTHS - 1)} {year}"


def read_quarter(typed: str, today: dt.date) -> Quarter:
    """Read `q2 99`, `1999-2000 Q2`, `jul 1999`, `7/1999`, a day, or the words of a quarter; raises NotUnderstood."""
    plain = " ".join(typed.split())
    if (numbered := _TYPED.fullmatch(plain)) is not None:
        return Quarter(_full_year(int(numbered[2]), today), int(numbered[1]))
    if (year_first := _YEAR_FIRST.fullmatch(plain)) is not None:
        return Quarter.parse(f"{year_first[1]}-Q{year_first[2]}")
    if (months := _WORDS.fullmatch(plain)) is not None:
        return _between_months(months, today)
    try:
        known = read_partial(typed, today)
    except NotUnderstood as error:
        raise NotUnderstood(_("This is not a quarter. Write it like q2 1999 or jul 1999.")) from error
    if len(known) == len("1999"):
        raise NotUnderstood(_("Which quarter of the year? Write it like q2 1999 or jul 1999."))
    return Quarter.of(earliest(known))


def _between_months(months: re.Match[str], today: dt.date) -> Quarter:
    """Return the quarter of two months with a dash between them; raises NotUnderstood if they are not its ends."""
    first, last = (Quarter.of(earliest(read_partial(f"{months[at]} {months[3]}", today))) for at in (1, 2))
    if first != last:
        raise NotUnderstood(_("These months are not one quarter. Write it like q2 1999 or jul 1999."))
    return first


def quarter_of(key: str | None) -> Quarter | None:
    """Return the quarter that a field holds; None for a blank."""
    return Quarter.parse(key) if key else None


def from_to(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Yield every quarter from one to another, both included."""
    while first <= last:
        yield first
        first = first.after()


def _full_year(written: int, today: dt.date) -> int:
    """Return the year that two digits mean, as in dates: at most some years ahead; four mean themselves."""
    if written >= _CENTURY:
        return written
    latest = today.year + _YEARS_AHEAD
    return latest - (latest - written) % _CENTURY


def _checked(key: str) -> str:
    Quarter.parse(key)
    return key


QuarterKey = Annotated[str, AfterValidator(_checked)]
"""A quarter as a field holds it."""
