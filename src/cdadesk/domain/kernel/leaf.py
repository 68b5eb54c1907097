"""A leaf of a record: which field its path follows, what value it stands for, and how that is said in words.

What a leaf points at has its name elsewhere: whoever shows it asks the store, or the server's tables.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from cdadesk.clock import read_instant
from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.quarters import Quarter
from cdadesk.domain.kernel.record import Certainty, MissingCode
from cdadesk.i18n import (
    _,
    format_amount,
    format_day,
    format_instant,
    format_money,
    format_number,
    format_partial,
    format_scaled,
)

CODE_LABELS = {code.value: code.label for code in (*MissingCode, *Certainty)}
_FOUR_DIGITS = 9_999


def field_at(sheet: Any, path: str) -> FieldInfo | None:
    """Return the declaration that a leaf's path, or the path of a list, follows; None for any other path."""
    head, *rest = path.split("/")
    info = describe(sheet).get(head)
    if info is None or not rest:
        return info
    if info.element is None or len(rest) < 2:
        return None
    return field_at(info.element, "/".join(rest[1:]))


def read_leaf(info: FieldInfo, leaf: Any) -> Any:
    """Return the value that a leaf stands for, None for a blank; raises ValueError or KeyError if it does not fit."""
    read = _READ.get(info.kind)
    return read(info, leaf) if read is not None and leaf is not None else leaf


def spoken(info: FieldInfo, value: Any) -> str:
    """Return a value as tables, summaries and pages show it; nothing for a blank."""
    if value in (None, "", []):
        return ""
    show = _SHOW.get(info.kind)
    return show(info, value) if show else str(value)


def written_number(info: FieldInfo, value: int) -> str:
    """Write a number with commas, except where it can only be something like a year."""
    return str(value) if info.most is not None and info.most <= _FOUR_DIGITS else format_number(value)


def written_amount(amount: Money) -> str:
    """Write an amount; rupees go without their sign."""
    if amount.currency != "INR":
        return format_money(amount.minor, amount.currency)
    return format_amount(amount.minor)


def _answers(info: FieldInfo, values: Any) -> list[Any]:
    by_value = {answer.value: answer for answer in info.choices or ()}
    return [by_value[each] for each in values]


_READ: Mapping[Kind, Callable[[FieldInfo, Any], Any]] = {
    Kind.choice: lambda info, value: _answers(info, [value])[0],
    Kind.choices: _answers,
    Kind.money: lambda _info, value: Money.model_validate(value),
    Kind.day: lambda _info, value: dt.date.fromisoformat(value),
    Kind.instant: lambda _info, value: read_instant(value),
    Kind.ref: lambda _info, value: UUID(value),
}

_SHOW: Mapping[Kind, Callable[[FieldInfo, Any], str]] = {
    Kind.number: written_number,
    Kind.scaled: lambda info, value: format_scaled(value, info.unit),
    Kind.day: lambda _info, value: format_day(value),
    Kind.partial_date: lambda _info, value: format_partial(value),
    Kind.quarter: lambda _info, value: Quarter.parse(value).words(),
    Kind.instant: lambda _info, value: format_instant(value),
    Kind.money: lambda _info, value: written_amount(value),
    Kind.choice: lambda _info, value: _(value.label),
    Kind.choices: lambda _info, value: ", ".join(_(each.label) for each in value),
    Kind.yes_no: lambda _info, value: _("Yes") if value else _("No"),
    Kind.rows: lambda _info, value: format_number(sum(1 for each in value.values() if each.void is None)),
    Kind.note: lambda _info, value: " ".join(value.split()),
}
