"""How a row of a table is drawn: names shortened in the middle, small marks at the end, and a tip for either."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.record_pages import MARKS_ROLE, Mark

_EDGE, _GAP, _MARGIN = 16, 4, 8
_PADDING = 34
_ROLE = Qt.ItemDataRole


def marks_width(most: int) -> int:
    """Return how wide a column must be for so many marks; one has room always, as it comes with the next save."""
    count = max(most, 1)
    return 2 * _MARGIN + count * _EDGE + (count - 1) * _GAP


class RowDelegate(QStyledItemDelegate):
    """Shortens names in the middle, as they begin alike; shows what had to be shortened in full, as a tip."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == 0:  # "Bagru informal group 1" and "2" are told apart by their ends
            # the stubs do not know the fields of a style option
            option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        marks: Sequence[Mark] = index.data(MARKS_ROLE) or ()
        # as above
        cell: QRect = option.rect  # type: ignore[attr-defined]
        for place, mark in enumerate(marks):
            left = cell.left() + _MARGIN + place * (_EDGE + _GAP)
            spot = QRect(left, cell.top() + (cell.height() - _EDGE) // 2, _EDGE, _EDGE)
            icon(mark.icon, mark.ink).paint(painter, spot)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        del option
        said = str(index.data(_ROLE.ToolTipRole) or "")
        QToolTip.showText(event.globalPos(), said or _shortened(view, index), view)
        return True


def _shortened(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> str:
    """Return the text of a cell if it does not fit into it."""
    text = str(index.data() or "")
    fits = view.fontMetrics().horizontalAdvance(text) + _PADDING <= view.visualRect(index).width()
    return "" if fits else text
