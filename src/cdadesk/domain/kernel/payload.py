"""Records as leaves: the flat map of path to value that is compared, sent, merged and kept in the history.

A path is `field`, `missing/field`, or `rows_field/element id/...` the same way below. Leaf values are JSON without
floats; money and void are objects, several choices are a sorted list, a plain value goes as it is. What a person left
blank has no leaf.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import ValidationError

from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Element, Record, Void

Leaves = dict[str, Any]
R = TypeVar("R", bound=Record)

MAPS = ("missing", "certainty", "left_so")


@dataclass(frozen=True)
class Reading(Generic[R]):
    """A record read from leaves, and the leaves that this version of the program cannot place."""

    record: R
    unread: Leaves


def leaves(record: Record) -> Leaves:
    """Return all that is sent of a record: everything filled in, except what is only for this laptop."""
    found = dict(_leaves_of(record))
    if record.parent_id is not None:
        found["parent_id"] = str(record.parent_id)
    return found


def _leaves_of(sheet: Record | Element) -> Iterator[tuple[str, Any]]:
    for name, info in describe(type(sheet)).items():
        value = getattr(sheet, name)
        if info.local_only or value is None:
            continue
        if info.kind is Kind.plain:
            yield name, value
        elif value in ([], ""):
            continue
        elif info.kind is Kind.rows:
            for key, element in value.items():
                yield from ((f"{name}/{key}/{path}", leaf) for path, leaf in _leaves_of(element))
        else:
            yield name, plain_value(value)
    yield from _map_leaves(sheet)


def _map_leaves(sheet: Record | Element) -> Iterator[tuple[str, Any]]:
    for name in MAPS:
        for key, value in getattr(sheet, name, {}).items():
            yield f"{name}/{key}", plain_value(value)
    if sheet.void is not None:
        yield "void", sheet.void.plain()
    if isinstance(sheet, Element) and sheet.order:
        yield "order", sheet.order


def plain_value(value: Any) -> Any:
    """Return a field's value as JSON without floats."""
    if type(value) is str:  # nearly all are, and an answer of a list is a text, too, but none of its own class
        return value
    if isinstance(value, Money | Void):
        return value.plain()
    if isinstance(value, list | tuple):
        return sorted(plain_value(each) for each in value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return str(value) if isinstance(value, dt.date | UUID) else value


def read(entity: type[R], scope: str, record_id: UUID, found: Mapping[str, Any]) -> Reading[R]:
    """Make a record from leaves; what does not fit (a newer version's field, say) is kept apart, never lost."""
    fitting, unread = dict(found), Leaves()
    while True:
        tree, strange = _tree(entity, fitting)
        unread |= {path: fitting.pop(path) for path in strange}
        try:
            return Reading(entity.model_validate(tree | {"id": record_id, "scope": scope}), unread)
        except ValidationError as error:
            misfits = _misfits(error, fitting)
            if not misfits:
                raise
            unread |= {path: fitting.pop(path) for path in misfits}


def misfits(entity: type[Record], found: Mapping[str, Any]) -> Leaves:
    """Return the leaves that a field of this version is there for, and that do not fit it."""
    unread = read(entity, "", UUID(int=0), found).unread
    return {path: value for path, value in unread.items() if _is_declared(entity, path.split("/"))}


def _misfits(error: ValidationError, found: Mapping[str, Any]) -> set[str]:
    """Return the leaves that an error complains of: those at its place, above it or below it."""
    misfits = set()
    for each in error.errors():
        place = "/".join(str(part) for part in each["loc"])
        misfits |= {
            path for path in found if path == place or place.startswith(f"{path}/") or path.startswith(f"{place}/")
        }
    return misfits


def _tree(entity: type[Record], found: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Fold leaves into nested maps; also return the paths that no field of the entity is declared for."""
    tree: dict[str, Any] = {}
    strange = set()
    plain_names = _plain_names(entity)
    for path, value in found.items():
        if path in plain_names and value is not None:  # nearly all are
            tree[path] = value
            continue
        parts = path.split("/")
        if value is None or not _is_declared(entity, parts):
            strange |= {path} if value is not None else set()
            continue
        branch = tree
        for part in parts[:-1]:
            branch = branch.setdefault(part, {})
        branch[parts[-1]] = value
    return tree, strange


@cache
def _plain_names(entity: type[Record]) -> frozenset[str]:
    """Return the paths of one part that an entity has a place for."""
    names = {*describe(entity), "void", "parent_id", "order"}
    return frozenset(name for name in names if _is_declared(entity, [name]))


def _is_declared(sheet: Any, parts: list[str]) -> bool:
    head, *rest = parts
    info = describe(sheet).get(head)
    if info is not None and info.kind is Kind.rows:
        return len(rest) >= 2 and _is_declared(info.element, rest[1:])
    if head in MAPS:
        return len(rest) == 1 and head in sheet.model_fields
    known = info is not None or head == "void" or (head in ("parent_id", "order") and head in sheet.model_fields)
    return known and not rest


def size(found: Mapping[str, Any]) -> int:
    """Return about how many bytes the leaves take on the wire, before compression."""
    return sum(len(path.encode()) + len(str(value).encode()) + 6 for path, value in found.items())
