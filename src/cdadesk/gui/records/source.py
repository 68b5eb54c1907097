"""The store as a source of a table: it counts, sorts and filters in SQL."""

from collections.abc import Callable
from dataclasses import replace

from cdadesk.domain.kernel.record import Record
from cdadesk.gui.kit.record_pages import Sort
from cdadesk.store.asking import ALL, Ask
from cdadesk.store.store import Store


class StoreSource:
    """Records of one kind as the store holds them.

    `ask` is called each time they are counted, since what is wanted may change; the pages follow the last count.
    """

    def __init__(self, store: Store, entity: type[Record], ask: Callable[[], Ask]) -> None:
        self._store = store
        self._entity = entity
        self._ask = ask
        self._asked = ALL

    def count(self, wanted: str) -> int:
        """Return how many records fit."""
        self._asked = self._ask()
        return self._store.count(self._entity, replace(self._asked, text=wanted))

    def page(self, offset: int, limit: int, sort: Sort, wanted: str) -> list[Record]:
        """Return some of the records that fit, in order."""
        asked = self._asked
        order = [f"-{sort.field}" if sort.descending else sort.field] if sort.field else asked.order
        asked = replace(asked, text=wanted, order=order, offset=offset, limit=limit)
        return [held.record for held in self._store.find(self._entity, asked)]
