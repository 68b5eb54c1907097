"""The viewer of a photo: as large as the window, nearer and farther, turned, by keys or wheel."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from cdadesk.gui.kit.theme import current_colours
from cdadesk.i18n import _

_STEP = 1.25
_NEAREST = 8.0
_NUDGE = 60
_SIZE = (960, 680)


class PhotoViewer(QWidget):
    """Shows one photo in a window of its own; Escape closes it. `scale` is 1 when all of it can be seen."""

    def __init__(self, owner: QWidget, contents: bytes, title: str) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.image = QImage.fromData(QByteArray(contents))
        self.scale = 1.0
        self.turned = 0
        self._shift = QPointF(0, 0)
        self._held: QPointF | None = None
        self.resize(*_SIZE)

    def nearer(self) -> None:
        """Show it larger."""
        self._zoom(min(self.scale * _STEP, _NEAREST))

    def farther(self) -> None:
        """Show it smaller, down to all of it."""
        self._zoom(max(self.scale / _STEP, 1.0))

    def turn(self, quarters: int) -> None:
        """Turn it by so many quarters to the right; the file stays as it is."""
        self.turned = (self.turned + quarters) % 4
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Escape: self.close,
            Qt.Key.Key_Plus: self.nearer,
            Qt.Key.Key_Equal: self.nearer,
            Qt.Key.Key_Minus: self.farther,
            Qt.Key.Key_0: lambda: self._zoom(1.0),
            Qt.Key.Key_R: lambda: self.turn(1),
            Qt.Key.Key_L: lambda: self.turn(-1),
            Qt.Key.Key_Left: lambda: self._move(_NUDGE, 0),
            Qt.Key.Key_Right: lambda: self._move(-_NUDGE, 0),
            Qt.Key.Key_Up: lambda: self._move(0, _NUDGE),
            Qt.Key.Key_Down: lambda: self._move(0, -_NUDGE),
        }
        act = acts.get(event.key())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y() > 0:
            self.nearer()
        else:
            self.farther()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            moved = event.position() - self._held
            self._held = event.position()
            self._move(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._held = None

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_colours().named("canvas")))
        if self.image.isNull():
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("This picture cannot be shown."))
        else:
            self._paint_image(painter)
            self._paint_help(painter)
        painter.end()

    def _paint_image(self, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(QPointF(self.width() / 2, self.height() / 2) + self._shift)
        painter.rotate(90 * self.turned)
        fit = self._fit() * self.scale
        painter.scale(fit, fit)
        painter.drawImage(QPointF(-self.image.width() / 2, -self.image.height() / 2), self.image)
        painter.restore()

    def _paint_help(self, painter: QPainter) -> None:
        words = _("+ and − nearer and farther  ·  R and L turn  ·  Escape closes")
        box = painter.fontMetrics().boundingRect(words).adjusted(-12, -6, 12, 6)
        box.moveCenter(self.rect().center())
        box.moveBottom(self.height() - 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_colours().named("surface")))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(current_colours().named("second_ink")))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _fit(self) -> float:
        width, height = self.image.width(), self.image.height()
        if self.turned % 2:
            width, height = height, width
        return min(self.width() / width, self.height() / height)

    def _zoom(self, scale: float) -> None:
        self._shift = QPointF(0, 0) if scale == 1.0 else self._shift * (scale / self.scale)
        self.scale = scale
        self.update()

    def _move(self, right: float, down: float) -> None:
        if self.scale > 1.0:
            self._shift += QPointF(right, down)
            self.update()
