"""Values as people type them, and back; as JSON, so that a draft keeps what is only half typed."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from cdadesk.domain.kernel import typed as reading
from cdadesk.domain.kernel.fields import Choice, FieldInfo, Kind
from cdadesk.domain.kernel.leaf import spoken, written_amount, written_number
from cdadesk.domain.kernel.quarters import Quarter, read_quarter
from cdadesk.domain.kernel.record import MissingCode
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.surroundings import Name
from cdadesk.i18n import _, format_instant
from cdadesk.i18n import format_scaled as format_hundredths

Typed = Any
"""JSON: text, for several choices a list of values, for a record found `{"id": ...}`, for a line `{"key": ...}`."""

_CODES = {code.value: code for code in MissingCode}
_KEY = "key"
YES, NO = "yes", "no"


def is_blank(typed: Typed) -> bool:
    """Say whether nothing was typed or chosen."""
    return not (typed.strip() if isinstance(typed, str) else typed)


def to_typed(info: FieldInfo, value: Any) -> Typed:
    """Return a value as a person would have typed it; days as ISO dates, so that they outlive a change of language."""
    if value in (None, "", []):
        return [] if info.kind is Kind.choices else ""
    write = _WRITE.get(info.kind)
    return write(info, value) if write else str(value)


def from_typed(info: FieldInfo, typed: Typed, today: dt.date) -> Any:
    """Return the value that was typed, None for nothing; raises NotUnderstood."""
    if is_blank(typed):
        return [] if info.kind is Kind.choices else None
    return _READ[info.kind](info, typed, today)


def as_text(info: FieldInfo, value: Any, name: Name) -> str:
    """Return a value as tables and summaries show it."""
    if info.kind is Kind.ref and value is not None:
        match = name(value)
        return match.title if match else _("not on this laptop yet")
    return spoken(info, value)


def understood(info: FieldInfo, typed: Typed, today: dt.date) -> str:
    """Say back what was read, where a person writes it in many ways; empty while it is not understood."""
    say = _SAY_BACK.get(info.kind)
    if say is None or is_blank(typed):
        return ""
    try:
        return say(from_typed(info, typed, today))
    except NotUnderstood:
        return ""


def missing_code(written: str) -> MissingCode:
    """Return a missing code by its value; raises KeyError."""
    return _CODES[written]


def _read_text(_info: FieldInfo, typed: Typed, _today: dt.date) -> str:
    return str(typed).strip()


def _read_choice(info: FieldInfo, typed: Typed, _today: dt.date) -> Choice:
    for answer in info.choices or ():
        if typed == answer.value:
            return answer
    wanted = str(typed).strip().casefold()
    for answer in info.choices or ():
        if _(answer.label).casefold() == wanted:
            return answer
    raise NotUnderstood(_("Choose one of the answers of the list."))


def _read_choices(info: FieldInfo, typed: Typed, _today: dt.date) -> list[Choice]:
    return [answer for answer in info.choices or () if answer.value in typed]


def _read_ref(_info: FieldInfo, typed: Typed, _today: dt.date) -> UUID:
    if isinstance(typed, dict):
        return UUID(typed["id"])
    raise NotUnderstood(_("Choose an entry of the list."))


def _read_key(_info: FieldInfo, typed: Typed, _today: dt.date) -> str:
    if isinstance(typed, dict):
        return str(typed[_KEY])
    raise NotUnderstood(_("Choose an entry of the list."))


def _read_yes_no(_info: FieldInfo, typed: Typed, _today: dt.date) -> bool:
    return bool(typed == YES)


_READ: Mapping[Kind, Callable[[FieldInfo, Typed, dt.date], Any]] = {
    Kind.text: _read_text,
    Kind.note: lambda _info, typed, _today: str(typed),
    Kind.number: lambda _info, typed, _today: reading.read_number(typed),
    Kind.scaled: lambda info, typed, _today: reading.read_scaled(typed, info.unit),
    Kind.day: lambda _info, typed, today: reading.read_day(typed, today),
    Kind.partial_date: lambda _info, typed, today: reading.read_partial(typed, today),
    Kind.quarter: lambda _info, typed, today: read_quarter(typed, today).key,
    Kind.money: lambda _info, typed, _today: reading.read_amount(typed),
    Kind.choice: _read_choice,
    Kind.choices: _read_choices,
    Kind.yes_no: _read_yes_no,
    Kind.ref: _read_ref,
    Kind.plain: _read_key,
}

_WRITE: Mapping[Kind, Callable[[FieldInfo, Any], Typed]] = {
    Kind.number: written_number,
    Kind.scaled: lambda _info, value: format_hundredths(value),
    Kind.day: lambda _info, value: value.isoformat(),
    Kind.instant: lambda _info, value: format_instant(value),
    Kind.money: lambda _info, value: written_amount(value),
    Kind.choice: lambda _info, value: value.value,
    Kind.choices: lambda _info, value: sorted(each.value for each in value),
    Kind.yes_no: lambda _info, value: YES if value else NO,
    Kind.ref: lambda _info, value: {"id": str(value)},
    Kind.plain: lambda _info, value: {_KEY: str(value)},
}

_SAY_BACK: Mapping[Kind, Callable[[Any], str]] = {
    Kind.day: reading.understood_day,
    Kind.partial_date: reading.understood_partial,
    Kind.quarter: lambda key: Quarter.parse(key).words(),
    Kind.money: reading.understood_amount,
}
