"""The kinds of field, declared once: label, hint, limits; form, table, paper and wire all read them here."""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Self, Union, get_args, get_origin

from pydantic import AfterValidator, StringConstraints
from sqlmodel import Field, SQLModel


class Kind(StrEnum):
    """What a field holds; an editor, a table cell and a wire value exist for each."""

    text = "text"
    note = "note"
    number = "number"
    scaled = "scaled"
    day = "day"
    partial_date = "partial_date"
    quarter = "quarter"
    instant = "instant"
    money = "money"
    choice = "choice"
    choices = "choices"
    yes_no = "yes_no"
    ref = "ref"
    rows = "rows"
    plain = "plain"


class Choice(StrEnum):
    """A closed list of answers: `value` goes over the wire, `label` is translated where it is shown."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make one answer from its value and its untranslated label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


def _without_floats(value: Any) -> Any:
    """Let JSON pass; raises ValueError on what other machines could read otherwise than it was written."""
    if isinstance(value, list):
        return [_without_floats(each) for each in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _without_floats(each) for key, each in value.items()}
    if value is None or isinstance(value, str | int):
        return value
    raise ValueError("plain")


Plain = Annotated[Any, AfterValidator(_without_floats)]
"""What a plain field holds: JSON without floats, kept in the order in which it was written."""

LineKey = Annotated[str, StringConstraints(max_length=64)]
"""What a plain field holds that names another line of the same or another record: that line's key."""


@dataclass(frozen=True)
class FieldInfo:
    """One field as declared: `label` and `hint` untranslated; `to` are the kinds a ref may point at."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    needed: bool = False
    local_only: bool = False
    least: int | None = None
    most: int | None = None
    max_length: int | None = None
    unit: str = ""
    choices: type[Choice] | None = None
    to: tuple[str, ...] = ()
    element: Any = None


_EXTRA = "cdadesk"


def _declare(kind: Kind, label: str, options: Mapping[str, Any], **limits: Any) -> Any:
    """Make the field; SQLModel may rename how extra facts ride along, so only this function knows."""
    extra: dict[str, Any] = {"kind": kind, "needed": False, "local_only": False, "unit": "", "to": ()} | dict(options)
    hint = extra.pop("hint", "")
    if "default_factory" not in limits:
        limits["default"] = None
    return Field(title=label, description=hint or None, schema_extra={"json_schema_extra": {_EXTRA: extra}}, **limits)


def text(label: str, *, max_length: int = 200, **options: Any) -> Any:
    """Declare a line of text, by default at most 200 characters."""
    return _declare(Kind.text, label, options, max_length=max_length)


def note(label: str, *, max_length: int = 20_000, **options: Any) -> Any:
    """Declare a text of several lines, by default at most 20,000 characters."""
    return _declare(Kind.note, label, options, max_length=max_length)


def number(label: str, *, least: int = 0, most: int = 10**12, **options: Any) -> Any:
    """Declare a whole number within limits."""
    return _declare(Kind.number, label, options, ge=least, le=most)


def scaled(label: str, *, unit: str, least: int = 0, most: int = 10**12, **options: Any) -> Any:
    """Declare a number with two decimals, kept as whole hundredths of its unit (12.5 m² is 1250)."""
    return _declare(Kind.scaled, label, {"unit": unit} | options, ge=least, le=most)


def percent(label: str, **options: Any) -> Any:
    """Declare a percentage from 0 to 100, kept as whole hundredths of a percent."""
    return scaled(label, unit="%", most=10_000, **options)


def day(label: str, **options: Any) -> Any:
    """Declare a full date."""
    return _declare(Kind.day, label, options)


def partial_date(label: str, **options: Any) -> Any:
    """Declare a date that may be known only to the month or year."""
    return _declare(Kind.partial_date, label, options)


def quarter(label: str, **options: Any) -> Any:
    """Declare a quarter of the financial year."""
    return _declare(Kind.quarter, label, options)


def instant(label: str, **options: Any) -> Any:
    """Declare an instant in UTC."""
    return _declare(Kind.instant, label, options)


def money(label: str, **options: Any) -> Any:
    """Declare an amount of money."""
    return _declare(Kind.money, label, options)


def choice(label: str, **options: Any) -> Any:
    """Declare one answer of a closed list; the annotation names the list."""
    return _declare(Kind.choice, label, options)


def choices(label: str, **options: Any) -> Any:
    """Declare several answers of a closed list, kept sorted by value."""
    return _declare(Kind.choices, label, options, default_factory=list)


def yes_no(label: str, **options: Any) -> Any:
    """Declare a question that is answered yes, no, or not yet."""
    return _declare(Kind.yes_no, label, options)


def ref(label: str, *, to: str | tuple[str, ...], **options: Any) -> Any:
    """Declare a pointer to another record, of one of the kinds in `to`; it may dangle for a while."""
    return _declare(Kind.ref, label, {"to": (to,) if isinstance(to, str) else to} | options)


def rows(label: str, **options: Any) -> Any:
    """Declare a list whose elements a person edits: a map keyed by the element's UUIDv7."""
    return _declare(Kind.rows, label, options, default_factory=dict)


def plain(label: str, **options: Any) -> Any:
    """Declare a frozen value that only code reads, such as the inputs of a settlement."""
    return _declare(Kind.plain, label, options)


@cache
def describe(entity: type[SQLModel]) -> Mapping[str, FieldInfo]:
    """Return what was declared of each field, in the order of declaration."""
    found = {}
    for name, field in entity.model_fields.items():
        extra = (field.json_schema_extra or {}).get(_EXTRA) if isinstance(field.json_schema_extra, dict) else None
        if isinstance(extra, dict):
            found[name] = _info(name, field, extra)
    return types.MappingProxyType(found)


def _info(name: str, field: Any, extra: Mapping[str, Any]) -> FieldInfo:
    inner = _inner_types(field.annotation)
    limits = {limit: _limit(field, limit) for limit in ("ge", "le", "max_length")}
    return FieldInfo(
        name=name,
        kind=extra["kind"],
        label=field.title or "",
        hint=field.description or "",
        needed=extra["needed"],
        local_only=extra["local_only"],
        least=limits["ge"],
        most=limits["le"],
        max_length=limits["max_length"],
        unit=extra["unit"],
        choices=next((each for each in inner if isinstance(each, type) and issubclass(each, Choice)), None),
        to=extra["to"],
        element=next((each for each in inner if isinstance(each, type) and issubclass(each, SQLModel)), None),
    )


def _limit(field: Any, name: str) -> int | None:
    return next((getattr(each, name) for each in field.metadata if getattr(each, name, None) is not None), None)


def _inner_types(annotation: Any) -> list[Any]:
    if get_origin(annotation) in (Union, types.UnionType, list, dict, tuple):
        return [inner for each in get_args(annotation) for inner in _inner_types(each)]
    return [annotation]
