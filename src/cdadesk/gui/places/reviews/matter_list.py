"""The list of records that were spoken of: two lines each, what came back on top."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate

from cdadesk import look
from cdadesk.acts.correspondence import BACK, Matter
from cdadesk.clock import local_day
from cdadesk.gui.kit.theme import colour, wear
from cdadesk.gui.places.reviews.words import newest_words, state_tone, state_words
from cdadesk.i18n import _, format_day, language

_MATTER = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARK = 3

Index = QModelIndex | QPersistentModelIndex


class MatterList(QListView):
    """`chosen` tells which record is highlighted, `opened` that Enter or a double click asks for more of it."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        wear(self, "matters")
        self._model = _Matters()
        self.setModel(self._model)
        self.setItemDelegate(_TwoLines(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._chose(now))
        self.doubleClicked.connect(lambda _index: self._open())

    def retranslate(self) -> None:
        """Name the list for those who hear it, and paint its words again."""
        self.setAccessibleName(_("Records that were spoken of"))
        self.viewport().update()

    def show_matters(self, matters: Sequence[Matter]) -> None:
        """Show these; the one that was highlighted stays so if it is among them."""
        before = self.current()
        self._model.replace(matters)
        at = next((row for row, each in enumerate(matters) if before and each.record.id == before.record.id), 0)
        if matters:
            self.setCurrentIndex(self._model.index(at))

    def matters(self) -> Sequence[Matter]:
        """Return what is listed."""
        return self._model.matters

    def current(self) -> Matter | None:
        """Return the matter that is highlighted."""
        found = self.currentIndex().data(_MATTER)
        return found if isinstance(found, Matter) else None

    def select(self, record: UUID) -> bool:
        """Highlight a record; False if it is not listed."""
        for row, each in enumerate(self._model.matters):
            if each.record.id == record:
                self.setCurrentIndex(self._model.index(row))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the highlighted one."""
        if event.key() in _ENTER:
            self._open()
        else:
            super().keyPressEvent(event)

    def _chose(self, now: Index) -> None:
        matter = now.data(_MATTER)
        if isinstance(matter, Matter):
            self.chosen.emit(matter)

    def _open(self) -> None:
        matter = self.current()
        if matter is not None:
            self.opened.emit(matter)


class _Matters(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.matters: Sequence[Matter] = ()

    def replace(self, matters: Sequence[Matter]) -> None:
        """List others."""
        self.beginResetModel()
        self.matters = matters
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.matters)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        matter = self.matters[index.row()]
        if role == _MATTER:
            return matter
        if role == Qt.ItemDataRole.ToolTipRole:
            return matter.record.title()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{matter.record.title()}, {state_words(matter.state)}, {newest_words(matter)}"
        return None


class _TwoLines(QStyledItemDelegate):
    """Paints title and day, state and newest word; what came back has a mark at the left."""

    def sizeHint(self, option: Any, index: Index) -> QSize:
        del index
        return QSize(0, self._line(option) * 2 + 2 * look.spacing().small + 2)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        matter = index.data(_MATTER)
        if not isinstance(matter, Matter):
            return
        painter.save()
        self._ground(painter, option, matter)
        gaps = look.spacing()
        room = option.rect.adjusted(gaps.large, gaps.small, -gaps.medium, -gaps.small)
        line = self._line(option)
        upper = QRect(room.left(), room.top(), room.width(), line)
        lower = QRect(room.left(), room.top() + line + 1, room.width(), line)
        self._title(painter, option.font, upper, matter)
        self._words(painter, option.font, lower, matter)
        painter.restore()

    def _ground(self, painter: QPainter, option: Any, matter: Matter) -> None:
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if here or over:
            painter.fillRect(option.rect, colour("primary_soft" if here else "hover"))
        rect = option.rect
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colour("line"))
        if matter.state in BACK:
            painter.fillRect(QRect(rect.left(), rect.top(), _MARK, rect.height() - 1), colour("warn"))

    def _title(self, painter: QPainter, font: QFont, room: QRect, matter: Matter) -> None:
        small = _smaller(font)
        painter.setFont(small)
        painter.setPen(colour("second_ink"))
        day = format_day(local_day(matter.at)) if matter.at else ""
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, day)
        taken = painter.fontMetrics().horizontalAdvance(day) + look.spacing().small
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(colour("ink"))
        _draw(painter, room.adjusted(0, 0, -taken, 0), matter.record.title())

    def _words(self, painter: QPainter, font: QFont, room: QRect, matter: Matter) -> None:
        painter.setFont(_smaller(font))
        state = state_words(matter.state)
        painter.setPen(_ink(matter))
        _draw(painter, room, state)
        taken = painter.fontMetrics().horizontalAdvance(f"{state}  ")
        painter.setPen(colour("second_ink"))
        _draw(painter, room.adjusted(taken, 0, 0, 0), newest_words(matter))

    def _line(self, option: Any) -> int:
        return int(option.fontMetrics.height() * 1.15)


def _ink(matter: Matter) -> QColor:
    return colour(state_tone(matter.state).value)


def _smaller(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(look.type_sizes(language()).second)
    return made


def _draw(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
