"""The list of names that is marked with one key each; it stands in as many columns as there is room for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cdadesk import look
from cdadesk.domain.networks.meeting import Attendance, Presence
from cdadesk.gui.kit.theme import colour, wear
from cdadesk.gui.places.networks.sheet.marks import Marks
from cdadesk.i18n import N_, _

LETTERS = {
    Presence.present: N_("P"),
    Presence.absent: N_("A"),
    Presence.excused: N_("E"),
    Presence.late: N_("L"),
}
_KEYS = {
    Qt.Key.Key_P: Presence.present,
    Qt.Key.Key_A: Presence.absent,
    Qt.Key.Key_E: Presence.excused,
    Qt.Key.Key_L: Presence.late,
    Qt.Key.Key_1: Presence.present,
    Qt.Key.Key_2: Presence.absent,
    Qt.Key.Key_3: Presence.excused,
    Qt.Key.Key_4: Presence.late,
}
_INKS = {
    Presence.present: ("good", "good_soft"),
    Presence.late: ("warn", "warn_soft"),
    Presence.excused: ("info", "info_soft"),
    Presence.absent: ("bad", "bad_soft"),
}
_ROLE = Qt.ItemDataRole
_STATUS = _ROLE.UserRole
_BESIDE = _ROLE.UserRole + 1
_NOWHERE = QModelIndex()
_ROW = 31
_LEAST_COLUMN = 236
_LEAST_LINES = 5
_MOST_COLUMNS = 3
_PILL, _BEFORE_PILL, _AFTER_PILL = 24, 7, 9
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

Index = QModelIndex | QPersistentModelIndex


class MarkModel(QAbstractListModel):
    """The lines of the list for Qt's view; a screen reader hears the name and whether that person came."""

    def __init__(self, marks: Marks, name: Callable[[UUID], str]) -> None:
        super().__init__()
        self._marks = marks
        self._name = name
        self._alive: list[tuple[str, Attendance]] = []

    def reload(self) -> None:
        """Take the lines again."""
        self.beginResetModel()
        self._alive = self._marks.alive()
        self.endResetModel()

    def update_rows(self) -> None:
        """Take the marks again; the lines are the same."""
        self._alive = self._marks.alive()
        if self._alive:
            self.dataChanged.emit(self.index(0), self.index(len(self._alive) - 1))

    def key_at(self, row: int) -> str | None:
        """Return the key of a row."""
        return self._alive[row][0] if 0 <= row < len(self._alive) else None

    def line_at(self, row: int) -> Attendance | None:
        """Return the line of a row."""
        return self._alive[row][1] if 0 <= row < len(self._alive) else None

    def row_of(self, key: str) -> int:
        """Return the row of a line, -1 for none."""
        return next((row for row, (each, _line) in enumerate(self._alive) if each == key), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._alive)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        line = self.line_at(index.row())
        if line is None:
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._who(line)
        if role == _ROLE.AccessibleTextRole:
            return f"{self._who(line)}, {_(line.status.label) if line.status else _('not marked yet')}"
        return {_STATUS: line.status, _BESIDE: self._beside(line)}.get(role)

    def _who(self, line: Attendance) -> str:
        return self._name(line.member) if line.member else _("Nobody is named")

    def _beside(self, line: Attendance) -> str:
        if line.proxy_for is not None:
            return _("for {name}").format(name=self._name(line.proxy_for))
        return _("guest") if line.walk_in else ""


class MarkView(QListView):
    """One key marks the name and goes on to the next; arrows move in both directions."""

    marked = Signal(object)
    turned = Signal()
    rest_marked = Signal()
    removed = Signal()
    guest_asked = Signal()
    stand_in_asked = Signal()
    left = Signal(int)

    def __init__(self, model: MarkModel) -> None:
        super().__init__()
        self._lines = model
        self.setModel(model)
        self.setItemDelegate(_MarkDelegate(self))
        wear(self, "marks")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.modelReset.connect(self.fit)

    def columns(self) -> int:
        """Return how many columns there are."""
        by_room = max(self.width() // _LEAST_COLUMN, 1)
        by_lines = max(-(-self._lines.rowCount() // _LEAST_LINES), 1)
        return min(by_room, by_lines, _MOST_COLUMNS)

    def rows_a_column(self) -> int:
        """Return how many names stand below each other."""
        return max(-(-self._lines.rowCount() // self.columns()), 1)

    def fit(self) -> None:
        """Take the height that all names need."""
        self.setGridSize(QSize((self.width() - 2) // self.columns(), _ROW))
        self.setFixedHeight(self.rows_a_column() * _ROW + 4)
        self.setVisible(self._lines.rowCount() > 0)

    def go_to(self, row: int) -> None:
        """Move to a name."""
        self.setCurrentIndex(self._lines.index(min(max(row, 0), self._lines.rowCount() - 1)))

    def go_to_first_unmarked(self) -> None:
        """Begin where nobody marked anything yet."""
        rows = range(self._lines.rowCount())
        unmarked = (row for row in rows if _status(self._lines.line_at(row)) is None)
        self.go_to(next(unmarked, 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to_first_unmarked()

    def event(self, event: QEvent) -> bool:
        """Keep the letters that mark from being anybody's shortcut."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _marking(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark, move, or go on."""
        status = _marking(event)
        if status is Presence.present and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.rest_marked.emit()
        elif status is not None:
            self.marked.emit(status)
        elif not self._moved(event) and not self._acted(event):
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Turn the mark that was clicked; a click on the name only goes there."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        clicked = self.indexAt(at)
        if event.button() is Qt.MouseButton.LeftButton and clicked.isValid() and self._on_pill(at, clicked):
            self.turned.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _on_pill(self, at: QPoint, clicked: QModelIndex) -> bool:
        return at.x() < self.visualRect(clicked).x() + _BEFORE_PILL + _PILL + _AFTER_PILL

    def _moved(self, event: QKeyEvent) -> bool:
        height, last, here = self.rows_a_column(), self._lines.rowCount() - 1, self.currentIndex().row()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: height,
            Qt.Key.Key_Left: -height,
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last - here,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & _HELD:
            return False
        if (here == 0 and step == -1) or (here == last and step == 1):
            self.left.emit(step)
        elif abs(step) == 1 or 0 <= here + step <= last or step in (-last, last - here):
            self.go_to(here + step)
        return True

    def _acted(self, event: QKeyEvent) -> bool:
        acts = {
            Qt.Key.Key_Space: self.turned.emit,
            Qt.Key.Key_Backspace: lambda: self.marked.emit(None),
            Qt.Key.Key_Delete: self.removed.emit,
            Qt.Key.Key_G: self.guest_asked.emit,
            Qt.Key.Key_Plus: self.guest_asked.emit,
            Qt.Key.Key_S: self.stand_in_asked.emit,
        }
        act = acts.get(_latin(event))
        if act is None or event.modifiers() & _HELD:
            return False
        act()
        return True


class _MarkDelegate(QStyledItemDelegate):
    """Paints a letter in a patch, the name, and in grey what is special about that person."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(_LEAST_COLUMN, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: QWidget = option.widget  # type: ignore[attr-defined]  # the stubs leave the fields of the option out
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = bool(state & QStyle.StateFlag.State_Selected) and view.hasFocus()
        if here:
            painter.setPen(QPen(colour("primary"), 2))
            painter.setBrush(colour("primary_soft"))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), look.radius(), look.radius())
        status = index.data(_STATUS)
        _paint_pill(painter, QRectF(rect.x() + _BEFORE_PILL, rect.y() + (_ROW - 21) / 2, _PILL, 21), status)
        words = rect.adjusted(_BEFORE_PILL + _PILL + _AFTER_PILL, 0, -8, 0)
        _paint_words(painter, words, str(index.data()), str(index.data(_BESIDE) or ""), status)
        painter.restore()


def _paint_pill(painter: QPainter, box: QRectF, status: Presence | None) -> None:
    if status is None:
        painter.setPen(QPen(colour("edge"), 1))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(box, 5, 5)
        return
    ink, ground = _INKS[status]
    painter.setPen(QPen(colour(ink), 1))
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(box, 5, 5)
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _(LETTERS[status]))
    font.setBold(False)
    painter.setFont(font)


def _paint_words(painter: QPainter, box: QRect, name: str, beside: str, status: Presence | None) -> None:
    away = status in (Presence.absent, Presence.excused)
    metrics = painter.fontMetrics()
    room = metrics.horizontalAdvance(beside) + 10 if beside else 0
    room = min(room, box.width() // 2)
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width() - room)
    painter.setPen(colour("second_ink" if away else "ink"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, flags, shown)
    if beside:
        at = metrics.horizontalAdvance(shown) + 10
        painter.setPen(colour("second_ink"))
        rest = box.adjusted(at, 0, 0, 0)
        painter.drawText(rest, flags, metrics.elidedText(beside, Qt.TextElideMode.ElideRight, rest.width()))


def _status(line: Attendance | None) -> Presence | None:
    return line.status if line is not None else None


def _marking(event: QKeyEvent) -> Presence | None:
    return None if event.modifiers() & _HELD else _KEYS.get(_latin(event))


def _latin(event: QKeyEvent) -> Qt.Key:
    """Return the key as its Latin letter: a Hindi layout reports its own signs, but Windows tells which key it was."""
    if event.key() > 0xFF and event.key() < Qt.Key.Key_Escape and 0x30 <= event.nativeVirtualKey() <= 0x5A:
        return Qt.Key(event.nativeVirtualKey())
    return Qt.Key(event.key())
