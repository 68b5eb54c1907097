"""Days and hours as forms write them."""

import datetime as dt
import re
from decimal import Decimal

from cdadesk.i18n import format_month, format_weekday
from cdadesk.questions.values import NOT_A_NUMBER, day_of

_SIGN = re.compile(r"%(.)")
_DAY = Decimal(24 * 60 * 60)


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


def days_in(text: str) -> Decimal:
    """Return which part of its day has passed at a time or an instant: noon is 0.5."""
    try:
        time = dt.time.fromisoformat(text.partition("T")[2] or text)
    except ValueError:
        return NOT_A_NUMBER
    since = dt.timedelta(hours=time.hour, minutes=time.minute, seconds=time.second, microseconds=time.microsecond)
    return Decimal(since // dt.timedelta(milliseconds=1)) / 1000 / _DAY


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
