"""Versions: what a program of any age sends is taken, and turned into what today's program would have sent.

`schema` in the envelope says which names and forms of fields a program uses. When a field is renamed or changes its
form, SCHEMA grows by one, and a converter for the number before is added here; none is ever taken away.
"""

from collections.abc import Callable, Mapping

from cdadesk.wire.messages import SCHEMA
from cdadesk.wire.ops import Op, Stub

Converter = Callable[[Op], Op]

CONVERTERS: Mapping[int, Converter] = {}
"""Schema to a pure function that turns an op of it into one of the next. An op keeps its identity: n, record, base."""

LEAST_SERVED = 1
"""The oldest schema that still gets news; older programs are asked to upgrade, and are heard all the same."""


def of_today(
    entry: Op | Stub, schema: int, converters: Mapping[int, Converter] = CONVERTERS, today: int = SCHEMA
) -> Op | Stub:
    """Return an entry as today's program would have written it; one of a newer program stays as it is.

    The chain is computed over what was sent, so this comes after it.
    """
    if isinstance(entry, Stub):
        return entry
    for each in range(schema, today):
        convert = converters.get(each)
        entry = convert(entry) if convert else entry
    return entry
