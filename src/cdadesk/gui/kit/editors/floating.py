"""What opens below a field, inside the same window, and goes when the person turns elsewhere."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize
from PySide6.QtGui import QHideEvent, QMouseEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from cdadesk.gui.kit.theme import wear

_GAP = 2
_TURNS = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class Floating(QFrame):
    """A frame over the window's other parts; no window of its own, so the focus and the system stay out of it."""

    def __init__(self, inner: QWidget, anchor: QWidget) -> None:
        super().__init__(anchor)
        self.anchor = anchor
        wear(self, "popup")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(inner)
        anchor.destroyed.connect(self.deleteLater)
        self.hide()

    def open_below(self, size: QSize) -> None:
        """Open below the field, or above it where the window ends."""
        window = self.anchor.window()
        if self.parent() is not window:
            self.setParent(window)
        self.resize(size)
        place = self.anchor.mapTo(window, QPoint(0, self.anchor.height() + _GAP))
        if place.y() + size.height() > window.height():
            above = self.anchor.mapTo(window, QPoint(0, -size.height() - _GAP))
            place.setY(max(above.y(), 0))
        place.setX(max(min(place.x(), window.width() - size.width()), 0))
        self.move(place)
        self.show()
        self.raise_()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press or a turn of the wheel elsewhere, and when the window changes its size."""
        if self._turns_elsewhere(event) or (event.type() is QEvent.Type.Resize and watched is self.parent()):
            self.hide()
        return False

    def _turns_elsewhere(self, event: QEvent) -> bool:
        if event.type() not in _TURNS or not isinstance(event, QMouseEvent | QWheelEvent):
            return False
        place = event.globalPosition().toPoint()
        return not any(each.rect().contains(each.mapFromGlobal(place)) for each in (self, self.anchor))
