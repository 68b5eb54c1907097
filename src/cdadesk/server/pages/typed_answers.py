"""A third value, typed into a page by who settles a conflict, read as the field wants it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.kernel.quarters import read_quarter
from cdadesk.domain.kernel.typed import NotUnderstood, read_amount, read_day, read_number, read_partial, read_scaled
from cdadesk.i18n import _

_Read = Callable[[FieldInfo, str, dt.date], Any]
_READ: Mapping[Kind, _Read] = {
    Kind.text: lambda _info, typed, _today: typed,
    Kind.note: lambda _info, typed, _today: typed,
    Kind.number: lambda _info, typed, _today: read_number(typed),
    Kind.scaled: lambda info, typed, _today: read_scaled(typed, info.unit),
    Kind.day: lambda _info, typed, today: read_day(typed, today),
    Kind.partial_date: lambda _info, typed, today: read_partial(typed, today),
    Kind.quarter: lambda _info, typed, today: read_quarter(typed, today).key,
    Kind.money: lambda _info, typed, _today: read_amount(typed, below_zero=True),
    Kind.choice: lambda info, typed, _today: _chosen(info, typed),
    Kind.yes_no: lambda _info, typed, _today: _yes_no(typed),
}


def can_be_typed(info: FieldInfo | None) -> bool:
    """Say whether a page can ask for another value of a field."""
    return info is not None and info.kind in _READ


def read_answer(info: FieldInfo, typed: str, today: dt.date) -> Any:
    """Return what was typed as the wire carries it; raises NotUnderstood."""
    if not typed.strip():
        raise NotUnderstood(_("Write the value that shall stand."))
    return payload.plain_value(_READ[info.kind](info, typed.strip(), today))


def answers_to_choose(info: FieldInfo) -> list[tuple[str, str]]:
    """Return the answers of a closed list, value and words; none for a field into which one types."""
    if info.kind is Kind.yes_no:
        return [("yes", _("Yes")), ("no", _("No"))]
    if info.kind is Kind.choice and info.choices is not None:
        return [(each.value, _(each.label)) for each in info.choices]
    return []


def _chosen(info: FieldInfo, typed: str) -> str:
    if typed not in {each.value for each in info.choices or ()}:
        raise NotUnderstood(_("Choose one of the answers of the list."))
    return typed


def _yes_no(typed: str) -> bool:
    if typed not in ("yes", "no"):
        raise NotUnderstood(_("Choose one of the answers of the list."))
    return typed == "yes"
