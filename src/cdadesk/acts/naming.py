"""What the records that others point at are called, asked for all at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.domain.registry import ENTITIES
from cdadesk.store.store import Store


def names_in(store: Store, records: Iterable[Record]) -> dict[UUID, str]:
    """Return the names of all that the records point at, as far as it is on this laptop."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for record in records:
        for kind, target in _targets(record):
            wanted[kind].add(target)
    return {
        held.record.id: held.record.title()
        for kind, targets in wanted.items()
        for held in store.get_all(ENTITIES[kind], sorted(targets))
    }


def _targets(sheet: Record | Element) -> Iterator[tuple[str, UUID]]:
    for name, info in describe(type(sheet)).items():
        value = getattr(sheet, name)
        if info.kind is Kind.ref and value is not None:
            yield from ((kind, value) for kind in info.to)
        elif info.kind is Kind.rows:
            for line in value.values():
                yield from _targets(line)
