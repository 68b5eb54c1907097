"""The values of records, as words for people and as JSON for programs."""

from collections.abc import Mapping
from enum import Enum
from typing import Any
from uuid import UUID

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.leaf import spoken
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Element, Record, in_order
from cdadesk.i18n import (
    _,
    format_money,
    format_number,
)

Names = Mapping[UUID, str]

_RIGHT = frozenset({Kind.number, Kind.scaled, Kind.money})


def is_figure(info: FieldInfo) -> bool:
    """Say whether a field holds figures, which stand at the right of a column."""
    return info.kind in _RIGHT


def in_words(info: FieldInfo, value: Any, names: Names) -> str:
    """Return a value as a person reads it; blank for nothing, lines of a list as their number."""
    if value in (None, "", [], {}):
        return ""
    if info.kind is Kind.ref:
        return names.get(value, _("not on this laptop yet"))
    if info.kind is Kind.rows:
        return format_number(len(in_order(value)))
    if info.kind is Kind.money:
        return format_money(value.minor, value.currency)
    return _("made by the program") if info.kind is Kind.plain else spoken(info, value)


def amount(minor: int, currency: str = "INR") -> dict[str, Any]:
    """Return an amount as JSON."""
    return {"minor": minor, "currency": currency}


def sheet_json(sheet: Record | Element, names: Names) -> dict[str, Any]:
    """Return the fields of a record or line that are filled in, and why others are blank."""
    fields = {
        name: value_json(info, getattr(sheet, name), names)
        for name, info in describe(type(sheet)).items()
        if getattr(sheet, name) not in (None, "", [], {})
    }
    missing = {name: code.value for name, code in sheet.missing.items()}
    certainty = {name: code.value for name, code in sheet.certainty.items()}
    return fields | {name: marks for name, marks in (("missing", missing), ("certainty", certainty)) if marks}


def value_json(info: FieldInfo, value: Any, names: Names) -> Any:
    """Return a value as JSON without floats: amounts and hundredths as whole numbers with their unit."""
    if info.kind is Kind.rows:
        return [{"key": key} | sheet_json(line, names) for key, line in in_order(value)]
    if info.kind is Kind.ref:
        return {"id": str(value), "name": names.get(value)}
    if info.kind is Kind.scaled:
        return {"hundredths": value, "unit": info.unit}
    if isinstance(value, Money):
        return value.plain()
    return value.value if isinstance(value, Enum) else payload.plain_value(value)
