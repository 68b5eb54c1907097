"""Dates that are known only to the year or the month: `1998`, `1998-03`, `1998-03-14`."""

import calendar
import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator

_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _checked(written: str) -> str:
    earliest(written)
    return written


def _parts(written: str) -> tuple[int, int | None, int | None]:
    match = _SHAPE.fullmatch(written)
    if match is None:
        raise ValueError("partial_date")
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def earliest(written: str) -> dt.date:
    """Return the first day that the partial date can mean; raises ValueError if it is none."""
    year, month, day = _parts(written)
    return dt.date(year, month or 1, day or 1)


def latest(written: str) -> dt.date:
    """Return the last day that the partial date can mean; raises ValueError if it is none."""
    year, month, day = _parts(written)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def backwards(begin: str | None, end: str | None) -> bool:
    """Say whether an end lies before its beginning however incomplete dates are read; blanks never do."""
    return bool(begin and end) and latest(end or "") < earliest(begin or "")


PartialDate = Annotated[str, AfterValidator(_checked)]
