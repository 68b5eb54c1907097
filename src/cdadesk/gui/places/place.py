"""What the window knows of a place: its word and icon in the navigation, its page, and the kinds of record it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from uuid import UUID

from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Page, PlaceEntry
from cdadesk.store.store import Store


@runtime_checkable
class OpensRecords(Protocol):
    """A page that can show one record of the kinds that its place is for."""

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show a record; False if it is not on this laptop."""


@dataclass(frozen=True)
class Place:
    """A place of the navigation; the label is marked with N_. Records of `kinds` are opened in it.

    `count` says how much waits for the person there, from the first moment on and not only once its page is made.
    """

    key: str
    label: str
    icon: str
    make: Callable[[Desk], Page]
    kinds: tuple[str, ...] = ()
    count: Callable[[Store], int] | None = None

    def entry(self, desk: Desk) -> PlaceEntry:
        """Return the place as the window's navigation takes it."""
        return PlaceEntry(self.key, self.label, self.icon, lambda: self.make(desk))
