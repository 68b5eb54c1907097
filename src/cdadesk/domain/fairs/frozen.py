"""A settlement as plain JSON (integers, strings, lists, maps) and back, and the code by which two copies compare."""

import datetime as dt
import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from cdadesk.domain.fairs.inputs import FairInputs
from cdadesk.domain.fairs.results import ALGORITHM, Settlement
from cdadesk.domain.fairs.troubles import NewerSettlement

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
T = TypeVar("T")


def to_plain(settlement: Settlement | FairInputs) -> dict[str, Plain]:
    """Return the tree as JSON without floats; values at their default are left out."""
    return _sheet_to_plain(settlement)


def inputs_from_plain(plain: Mapping[str, Plain]) -> FairInputs:
    """Read inputs back; raises ValueError if they have another shape."""
    return _read_sheet(FairInputs, plain)


def from_plain(plain: Mapping[str, Plain]) -> Settlement:
    """Read a frozen settlement back as it was, without computing anything anew.

    Raises NewerSettlement for one of a later version of the program, ValueError for anything else that does not fit.
    """
    algorithm = plain.get("algorithm")
    if isinstance(algorithm, int) and algorithm > ALGORITHM:
        raise NewerSettlement
    return _read_sheet(Settlement, plain)


def digest(settlement: Settlement | FairInputs) -> str:
    """Return the SHA-256 of the tree: equal on two laptops exactly if all is equal, to the last paisa."""
    written = json.dumps(to_plain(settlement), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def check_code(settlement: Settlement | FairInputs) -> str:
    """Return the short code that is printed at the foot, easy to read aloud: 8F3A-21C0."""
    code = digest(settlement)[:8].upper()
    return f"{code[:4]}-{code[4:]}"


def _to_plain(value: object) -> Plain:
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, Fraction | dt.date):
        return str(value)
    if isinstance(value, tuple):
        return [_to_plain(each) for each in value]
    return _sheet_to_plain(value)


def _sheet_to_plain(sheet: object) -> dict[str, Plain]:
    if not is_dataclass(sheet) or isinstance(sheet, type):
        raise TypeError(f"a settlement does not hold a {type(sheet).__name__}")
    values = {each.name: (getattr(sheet, each.name), _default(each)) for each in fields(sheet)}
    return {name: _to_plain(value) for name, (value, default) in values.items() if value != default}


def _default(field: "Field[object]") -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _read_sheet(sheet: type[T], plain: object) -> T:
    shape = get_type_hints(sheet)
    if not isinstance(plain, Mapping) or not set(plain) <= set(shape):
        raise ValueError(f"not the shape of a {sheet.__name__}")
    try:
        return sheet(**{name: _read(shape[name], value) for name, value in plain.items()})
    except (TypeError, ZeroDivisionError) as error:
        raise ValueError(f"not the shape of a {sheet.__name__}") from error


def _read(shape: object, plain: object) -> object:
    """Read one value of the given annotation."""
    if get_origin(shape) in (Union, types.UnionType):
        return _read(next(each for each in get_args(shape) if each is not type(None)), plain)
    if get_origin(shape) is tuple:
        return _read_list(get_args(shape)[0], plain)
    kind = cast(type, shape)
    if is_dataclass(kind):
        return _read_sheet(kind, plain)
    return _read_leaf(kind, plain)


def _read_list(shape: object, plain: object) -> tuple[object, ...]:
    if not isinstance(plain, list):
        raise ValueError("not a list")
    return tuple(_read(shape, each) for each in plain)


def _read_leaf(kind: type, plain: object) -> object:
    written_as = kind if kind in (int, bool) else str
    if type(plain) is not written_as:
        raise ValueError(f"{plain!r} is not a {kind.__name__}")
    if kind is dt.date:
        return dt.date.fromisoformat(str(plain))
    return plain if kind in (int, bool, str) else kind(plain)
