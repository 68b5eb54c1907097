"""A layout that sets widgets side by side and goes on in the next line where the room ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from cdadesk import look


class Flow(QLayout):
    """Lines of widgets, as words stand in a paragraph."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(look.spacing().small)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt asks past the end
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._places(width)[-1][1:]) if self._items else 0

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, (left, top, _height) in zip(self._items, self._places(rect.width()), strict=True):
            item.setGeometry(QRect(rect.topLeft() + QPoint(left, top), item.sizeHint()))

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """Return left, top and height of every widget within a width."""
        places, left, top = [], 0, 0
        for item in self._items:
            hint = item.sizeHint()
            if left and left + hint.width() > width:
                left, top = 0, top + hint.height() + self.spacing()
            places.append((left, top, hint.height()))
            left += hint.width() + self.spacing()
        return places
