"""Days and hours as forms write them."""

import datetime as dt
import re
from decimal import Decimal

from cdadesk.i18n import format_month, format_weekday
from cdadesk.questions.form import Kind
from cdadesk.questions.values import day_of, number_of

_EPOCH = dt.datetime.combine(dt.date(1970, 1, 1), dt.time())
_SIGN = re.compile(r"%(.)")


def write_instant(text: str, pattern: str) -> str:
    """Write a day or an instant after a pattern of ODK (`%Y-%m-%d %H:%M`); blank where it is neither."""
    moment = read_instant(text)
    return "" if moment is None else _SIGN.sub(lambda found: _written(found[1], moment), pattern)


def read_instant(text: str) -> dt.datetime | None:
    """Return the local instant that a text stands for; a day begins at midnight."""
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        day = day_of(text)
        return dt.datetime.combine(day, dt.time()) if day is not None else None


def as_kind(text: str, kind: Kind) -> str:
    """Write what was worked out as an answer of its kind: `today() + 30` comes to a number of days, `now()` to more."""
    if kind is Kind.date:
        day = day_of(text)
        return day.isoformat() if day is not None else text
    if kind is Kind.instant and not number_of(text).is_nan():
        return _instant(number_of(text)) if "-" not in text[1:] else text
    if kind is Kind.time and "T" in text:
        return text.partition("T")[2][: len("16:30")]
    return text


def _instant(days: Decimal) -> str:
    try:
        return (_EPOCH + dt.timedelta(days=float(days))).isoformat(timespec="seconds")
    except OverflowError:
        return ""


def _written(sign: str, moment: dt.datetime) -> str:
    signs = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": format_month(moment.month),
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "a": format_weekday(moment.weekday()),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "%": "%",
    }
    return signs.get(sign, sign)
