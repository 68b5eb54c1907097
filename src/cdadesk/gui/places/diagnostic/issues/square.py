"""The square in the window: points are dragged by mouse, or chosen with Page Up and Down and moved by arrows."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from math import ceil, floor, hypot
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from cdadesk.gui.kit.charts import Chart
from cdadesk.i18n import _
from cdadesk.reports.issue_matrix import LEAST, MOST, MatrixPoint, Square, draw_matrix, places

_REACH = 16.0
_KEPT_AFTER_MS = 700
_LEAST_SIZE = QSize(300, 260)
_STEPS = {
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Left: (0, -1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Moved(NamedTuple):
    """Where a point was put: whole figures."""

    key: str
    importance: int
    joint_capacity: int


class IssueSquare(Chart):
    """Shows the points. `chosen` names the one in use, `moved` where one was put, `opened` which to open."""

    chosen = Signal(str)
    moved = Signal(object)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(partial(draw_matrix, ()), _LEAST_SIZE)
        self.points: tuple[MatrixPoint, ...] = ()
        self.chosen_key = ""
        self._dragging = False
        self._pending: Moved | None = None
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEPT_AFTER_MS)
        self._keeping.timeout.connect(self.keep)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_points(self, points: Sequence[MatrixPoint]) -> None:
        """Show these; what is being moved stays under the hand."""
        self.points = tuple(points)
        if self._pending is not None:
            self._put(self._pending)
        self._draw_again()

    def choose(self, key: str) -> None:
        """Take another point in use; where the last one was put is kept first."""
        if key != self.chosen_key:
            self.keep()
            self.chosen_key = key
            self._draw_again()
            self.chosen.emit(key)

    def keep(self) -> None:
        """Hand over where the point was put."""
        self._keeping.stop()
        pending, self._pending = self._pending, None
        if pending is not None:
            self.moved.emit(pending)

    def place_of(self, key: str) -> QPointF:
        """Return where a point is drawn; raises KeyError."""
        at = places(self.points, self.room())[key]
        return QPointF(at.x, at.y)

    def retranslate(self) -> None:
        """Draw and name it in the language in use."""
        self.setAccessibleName(_("Issues by importance and joint capacity"))
        self._draw_again()

    def event(self, event: QEvent) -> bool:
        """Take the keys of the square before the window does."""
        mine = (*_STEPS, *_ENTER, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in mine:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._choose_next(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in _ENTER and self.chosen_key:
            self.keep()
            self.opened.emit(self.chosen_key)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keep()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self._key_at(event.position())
        if key and event.button() == Qt.MouseButton.LeftButton:
            self.choose(key)
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._drag_to(event.position())
        else:
            at = self._key_at(event.position())
            self.setCursor(Qt.CursorShape.OpenHandCursor if at else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        if self._dragging:
            self._dragging = False
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.keep()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = self._key_at(event.position())
        if key:
            self.opened.emit(key)

    def _drag_to(self, place: QPointF) -> None:
        point = self._point(self.chosen_key)
        if point is not None:
            self._move(Moved(point.key, *Square(self.room()).figures_at(place.x(), place.y())))

    def _step(self, up: int, right: int) -> None:
        point = self._point(self.chosen_key)
        if point is None:
            self._choose_next(1)
            return
        self._move(Moved(point.key, _next(point.importance, up), _next(point.joint_capacity, right)))
        if self._pending is not None:
            self._keeping.start()

    def _move(self, moved: Moved) -> None:
        point = self._point(moved.key)
        if point is None or point == _at(point, moved):
            return
        self._pending = moved
        self._put(moved)
        self._draw_again()

    def _put(self, moved: Moved) -> None:
        self.points = tuple(_at(each, moved) if each.key == moved.key else each for each in self.points)

    def _choose_next(self, step: int) -> None:
        keys = [each.key for each in self.points]
        if keys:
            at = keys.index(self.chosen_key) + step if self.chosen_key in keys else 0
            self.choose(keys[at % len(keys)])

    def _point(self, key: str) -> MatrixPoint | None:
        return next((each for each in self.points if each.key == key), None)

    def _key_at(self, place: QPointF) -> str:
        found = places(self.points, self.room()).items()
        near = [(hypot(at.x - place.x(), at.y - place.y()), key) for key, at in found]
        nearest, key = min(near, default=(_REACH, ""))
        return key if nearest < _REACH else ""

    def _draw_again(self) -> None:
        self.show_drawing(lambda room: draw_matrix(self.points, room, self.chosen_key))


def _next(figure: Fraction, step: int) -> int:
    """Return the next whole figure in a direction; a mean of groups steps to the whole one beside it."""
    whole = floor(figure) + step if step > 0 else ceil(figure) + step if step < 0 else round(figure)
    return min(max(whole, LEAST), MOST)


def _at(point: MatrixPoint, moved: Moved) -> MatrixPoint:
    return MatrixPoint(
        point.key,
        point.number,
        point.words,
        Fraction(moved.importance),
        Fraction(moved.joint_capacity),
        point.importance_spread,
        point.capacity_spread,
    )
