"""Values of expressions as ODK counts with them: texts, exact decimal numbers, truths; days are numbers when compared.

https://docs.getodk.org/form-operators-functions/ tells how the kinds turn into each other. Numbers are decimals, not
binary fractions: 0.1 + 0.2 is 0.3, as everybody expects who writes a form.
"""

import datetime as dt
import math
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from elementpath import XPathNode

NOT_A_NUMBER = Decimal("NaN")
_EPOCH = dt.date(1970, 1, 1)
_DAY = Decimal(24 * 60 * 60)
_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_MOST_DIGITS = 60

Value = str | Decimal | bool
Items = Sequence[Any]
"""What an expression comes to: nodes of the answers, or one value."""


def first(items: Items) -> Value:
    """Return the value of an expression; of several nodes that of the first, of none the blank text."""
    return simple(items[0]) if items else ""


def simple(item: Any) -> Value:
    """Return a node as its text, and any kind of number as a decimal."""
    if isinstance(item, XPathNode):
        return item.compat_string_value
    if isinstance(item, bool | str | Decimal):
        return item
    if isinstance(item, int):
        return Decimal(item)
    if isinstance(item, float):
        return of_float(item)
    return str(item)


def of_float(number: float) -> Decimal:
    """Return the shortest decimal that is this number; what is not finite is not a number here."""
    return Decimal(repr(number)) if math.isfinite(number) else NOT_A_NUMBER


def text_of(value: Value) -> str:
    """Write a value as XPath does: whole numbers without a point, truths as words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if value.is_nan():
        return "NaN"
    written = format(value, "f")
    return (written.rstrip("0").rstrip(".") or "0") if "." in written else written


def number_of(value: Value) -> Decimal:
    """Return the number that a value is: a date the days since 1970, a time its part of the day, a blank none."""
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    if _NUMBER.fullmatch(value) and len(value) <= _MOST_DIGITS:
        return Decimal(value.strip())
    if _TIME.fullmatch(value):
        return part_of_day(value)
    return days_of(value) if _DATE.match(value) else NOT_A_NUMBER


def truth_of(items: Items) -> bool:
    """Say whether an expression holds: a path does where there is something, a text if it is not blank."""
    if items and isinstance(items[0], XPathNode):
        return True
    value = first(items)
    if isinstance(value, Decimal):
        return not (value.is_nan() or value == 0)
    return bool(value)


def days_of(text: str) -> Decimal:
    """Return the days since 1970 of a date or an instant, with the part of the day that has passed."""
    try:
        if len(text) == len("2000-01-01"):
            return Decimal((dt.date.fromisoformat(text) - _EPOCH).days)
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return NOT_A_NUMBER
    since = moment.replace(tzinfo=None) - dt.datetime.combine(_EPOCH, dt.time())
    offset = moment.utcoffset() or dt.timedelta()
    seconds = Decimal((since - offset) // dt.timedelta(milliseconds=1)) / 1000
    return seconds / _DAY


def part_of_day(text: str) -> Decimal:
    """Return which part of its day has passed at a time or an instant: noon is 0.5."""
    try:
        time = dt.time.fromisoformat(text.partition("T")[2] or text)
    except ValueError:
        return NOT_A_NUMBER
    since = dt.timedelta(hours=time.hour, minutes=time.minute, seconds=time.second, microseconds=time.microsecond)
    return Decimal(since // dt.timedelta(milliseconds=1)) / 1000 / _DAY


def day_of(value: Value) -> dt.date | None:
    """Return the day that a value is: a text that begins with one, or a number of days since 1970."""
    if isinstance(value, str) and _DATE.match(value):
        try:
            return dt.date.fromisoformat(value[:10])
        except ValueError:
            return None
    number = number_of(value)
    try:
        return None if number.is_nan() else _EPOCH + dt.timedelta(days=int(number // 1))
    except (OverflowError, InvalidOperation):
        return None


def are_equal(left: Items, right: Items) -> bool:
    """Compare for "=": nodes with anything means any of them; numbers and truths draw the other side to their kind."""
    if _is_truth(left) or _is_truth(right):
        return truth_of(left) == truth_of(right)
    return any(_equal(one, other) for one in _each(left) for other in _each(right))


def are_different(left: Items, right: Items) -> bool:
    """Compare for "!=": not the opposite of `are_equal` where there are several nodes."""
    if _is_truth(left) or _is_truth(right):
        return truth_of(left) != truth_of(right)
    return any(not _equal(one, other) for one in _each(left) for other in _each(right))


def _each(items: Items) -> list[Value]:
    """Return all values; a path that leads nowhere, or to what is not asked, is blank as in ODK Collect."""
    return [simple(item) for item in items] or [""]


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    left, right = number_of(one), number_of(other)
    return not (left.is_nan() or right.is_nan()) and left == right


def _is_truth(items: Items) -> bool:
    return len(items) == 1 and isinstance(items[0], bool)
