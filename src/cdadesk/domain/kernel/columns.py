"""Columns: the values of one leaf in many records, read at once by what reads the leaf in one record.

Only leaves that stand alone: a field, a code beside it, what it belongs to. A list, or what stays on the laptop, is for
`payload`. What a column is read as is what each of its values is read as; no entity may look at two fields at once.
"""

from collections.abc import Sequence
from functools import cache
from types import GenericAlias
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.payload import MAPS
from cdadesk.domain.kernel.record import Record

Values = Sequence[Any]
_OWNER = "parent_id"


def has_columns(entity: type[Record]) -> bool:
    """Say whether records of an entity can be read column by column: nothing in it looks at several fields."""
    rules = entity.__pydantic_decorators__
    return not (rules.field_validators or rules.model_validators or rules.root_validators or rules.validators)


def read(entity: type[Record], path: str, values: Values) -> list[Any] | None:
    """Return the values as the records hold them; None where one does not fit, or the path is for no column."""
    reader = _reader(entity, path)
    try:
        return None if reader is None else reader.validate_python(values)
    except ValidationError:
        return None


@cache
def _reader(entity: type[Record], path: str) -> TypeAdapter[list[Any]] | None:
    head, _slash, key = path.partition("/")
    if head in MAPS:
        declared = entity.model_fields.get(head)
        is_one = declared is not None and key and "/" not in key
        return _of_map(declared) if is_one else None
    info = describe(entity).get(path)
    is_alone = info is not None and info.kind is not Kind.rows and not info.local_only
    if not is_alone and path != _OWNER:
        return None
    declared = entity.model_fields[path]
    return _of_list(Annotated[declared.annotation, declared])


def _of_map(declared: Any) -> TypeAdapter[list[Any]]:
    _key, value = declared.annotation.__args__
    return _of_list(value)


def _of_list(of: Any) -> TypeAdapter[list[Any]]:
    form: Any = GenericAlias(list, (of,))
    return TypeAdapter(form)
