"""From what a file of the demo says to the values of a record; amounts and numbers are read as if a person typed them.

A file writes a reference as the key of another record, a line's pointer to another line as `#key`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.ordering import orders
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.domain.kernel.typed import read_amount, read_number, read_scaled

IdOf = Callable[[str], str]
"""What returns the id of a record by its key, or of a line by `#key`."""

_MAPS = ("missing", "certainty")


def field_values(entity: type[Record] | type[Element], written: Mapping[str, Any], id_of: IdOf) -> dict[str, Any]:
    """Return the values of a record or of a line; raises KeyError for a field or a key that there is not."""
    fields = describe(entity)
    return {
        name: value if name in _MAPS else _value(fields[name], value, id_of)
        for name, value in written.items()
        if name != "key"
    }


def _value(info: FieldInfo, written: Any, id_of: IdOf) -> Any:
    if written is None:
        return None
    if info.kind is Kind.money:
        return _money(written)
    if info.kind is Kind.scaled:
        return read_scaled(str(written), info.unit)
    if info.kind is Kind.number:
        return read_number(str(written))
    if info.kind in (Kind.ref, Kind.plain):
        return id_of(written)
    return _lines(info, written, id_of) if info.kind is Kind.rows else written


def _money(written: Any) -> Money:
    """Read an amount such as `1,20,500.00`, or one with the rate of its day."""
    if isinstance(written, str):
        return read_amount(written)
    amount = read_amount(written["amount"])
    return Money.model_validate(amount.plain() | {name: written[name] for name in ("rate", "rate_on")})


def _lines(info: FieldInfo, written: Any, id_of: IdOf) -> dict[str, Any]:
    values = (field_values(info.element, line, id_of) for line in written)
    numbered = zip(written, values, orders(len(written)), strict=True)
    return {id_of(f"#{line['key']}"): value | {"order": order} for line, value, order in numbered}
