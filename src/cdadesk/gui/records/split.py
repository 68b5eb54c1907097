"""Master and detail: side by side where there is room, one above the other on less, one at a time on little."""

from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from cdadesk import look
from cdadesk.gui.kit import memory as memories
from cdadesk.gui.kit.memory import Memory

_LOW = 560
MASTER_SHARE = 38
"""How much of the room the list gets in per cent, until a person moves the line between the two."""


class Room(Enum):
    """How much room there is."""

    BESIDE = "beside"
    ABOVE = "above"
    ALONE = "alone"


class MasterDetail(QSplitter):
    """Remembers its split under a name; `show_detail` says which of the two is shown where only one fits."""

    room_changed = Signal()

    def __init__(self, master: QWidget, detail: QWidget, memory: Memory, name: str, share: int = MASTER_SHARE) -> None:
        super().__init__()
        self._share = share
        self._memory = memory
        self._name = name
        self._room: Room | None = None
        self._in_detail = False
        self.setChildrenCollapsible(False)
        self.addWidget(master)
        self.addWidget(detail)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(0)
        self._keeping.timeout.connect(self._keep)
        self.splitterMoved.connect(lambda _at, _index: self._keeping.start())

    @property
    def room(self) -> Room:
        """How much room there is now."""
        return self._room or Room.BESIDE

    @property
    def in_detail(self) -> bool:
        """Whether only the detail is shown now."""
        return self.room is Room.ALONE and self._in_detail

    def show_detail(self) -> None:
        """Show the detail, in place of the list where only one fits."""
        self._in_detail = True
        self._show_parts()

    def show_master(self) -> None:
        """Go back to the list where only one fits."""
        self._in_detail = False
        self._show_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self._room_for(self.window().width(), self.height())
        if room is not self._room:
            self._room = room
            self.setOrientation(Qt.Orientation.Vertical if room is Room.ABOVE else Qt.Orientation.Horizontal)
            self._show_parts()
            self._divide()
            self.room_changed.emit()

    def _room_for(self, window: int, height: int) -> Room:
        if window >= look.sizes().two_columns_from:
            return Room.BESIDE
        return Room.ABOVE if height >= _LOW else Room.ALONE

    def _show_parts(self) -> None:
        alone = self.room is Room.ALONE
        self.widget(0).setVisible(not (alone and self._in_detail))
        self.widget(1).setVisible(not alone or self._in_detail)

    def _divide(self) -> None:
        kept = self._memory.recall(self._key())
        if not kept or not self.restoreState(memories.read(kept)):
            whole = self.height() if self._room is Room.ABOVE else self.width()
            master = whole * self._share // 100
            self.setSizes([master, whole - master])
        self.setStretchFactor(1, 1)

    def _keep(self) -> None:
        self._memory.keep(self._key(), memories.written(self.saveState()))

    def _key(self) -> str:
        return f"split/{self._name}/{self.room.value}"
