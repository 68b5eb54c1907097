"""Records for tests: name only what matters."""

from typing import Any, TypeVar
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.kernel.ordering import orders
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.domain.kernel.scopes import cluster_scope, private_scope

R = TypeVar("R", bound=Record)
CLUSTER = UUID("01900000-0000-7000-8000-00000000c0de")


def make(entity: type[R], **fields: Any) -> R:
    """Return a record in the scope where it belongs."""
    scope = private_scope(CLUSTER) if entity.private else cluster_scope(CLUSTER)
    return entity(id=new_id(), scope=scope, **fields)


def lines(*elements: Element) -> dict[str, Element]:
    """Return an edited list with these lines in this order."""
    return {
        str(new_id()): element.changed(order=order)
        for element, order in zip(elements, orders(len(elements)), strict=True)
    }


def paths(record: Record) -> list[str]:
    """Return where findings point, with the keys of lines left out."""
    return ["/".join(part for part in finding.path.split("/") if "-" not in part) for finding in record.findings()]
