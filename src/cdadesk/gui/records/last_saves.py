"""The saves of this sitting, so that Ctrl+Z takes them back one after the other."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from cdadesk.gui.desk import Desk
from cdadesk.store.writing import Saved


class LastSaves:
    """Remembers saves by record, the newest last."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        self._desk = desk
        self._owner = owner
        self._groups: dict[UUID, list[UUID]] = {}

    def note(self, record: UUID, saved: Saved) -> None:
        """Remember a save of a record."""
        self._groups.setdefault(record, []).append(saved.group)

    def take_back(self, record: UUID, when_done: Callable[[Saved], object]) -> bool:
        """Undo the newest save of a record; False if there is none."""
        groups = self._groups.get(record, [])
        if not groups:
            return False
        self._desk.undo(self._owner, groups.pop(), when_done)
        return True

    def do_again(self, record: UUID, undone: Saved, when_done: Callable[[], object]) -> None:
        """Undo an undo."""
        self._desk.undo(self._owner, undone.group, partial(self._did_again, record, when_done))

    def _did_again(self, record: UUID, when_done: Callable[[], object], saved: Saved) -> None:
        self.note(record, saved)
        when_done()
