"""The list beside the square: what comes first on top, and below it what nobody weighed yet."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cdadesk import look
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.diagnostic.ranking import Ranked
from cdadesk.domain.fairs.figures import hundredths
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import set_style_property
from cdadesk.gui.kit.words import button, label
from cdadesk.i18n import _, format_number, format_scaled

_KEY = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WORDS = 1
_AROUND_WORDS = 14
_HIGHEST = 10_000
_MOST_UNRATED = 8
_LEAST_WIDTH = 440
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WrappedWords(QStyledItemDelegate):
    """Makes rows as high as their words need in the room that the style leaves them, which Qt does not know of."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        cell: QRect = option.rect  # type: ignore[attr-defined] # the stubs do not know the fields of a style option
        letters: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        room = QRect(0, 0, max(cell.width() - 2 * _AROUND_WORDS, 1), _HIGHEST)
        needed = letters.boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data())).height()
        return QSize(size.width(), max(size.height(), needed + 2 * look.spacing().small))


class RankedList(QWidget):
    """`chosen` names the issue in use, `opened` one to open, `rate_asked` one that shall get a place."""

    chosen = Signal(str)
    opened = Signal(str)
    rate_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.table = QTableWidget(0, 4)
        self._left_over = label("", "section")
        self._rows: list[QWidget] = []
        self._below = QVBoxLayout()
        self._ranked: Sequence[Ranked] = ()
        self._unrated: Sequence[Issue] = ()
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._tell_chosen)
        self.table.itemDoubleClicked.connect(lambda item: self.opened.emit(self._key(item.row())))
        self.table.installEventFilter(self)

    def show_ranked(self, ranked: Sequence[Ranked], unrated: Sequence[Issue]) -> None:
        """Show these in place of what stood here."""
        self._ranked, self._unrated = ranked, unrated
        self._fill()
        self._fill_below()

    def choose(self, key: str) -> None:
        """Mark an issue; none if it is not in the list."""
        rows = [row for row in range(self.table.rowCount()) if self._key(row) == key]
        with QSignalBlocker(self.table):
            if rows:
                self.table.selectRow(rows[0])
            else:
                self.table.clearSelection()

    def retranslate(self) -> None:
        """Write every word again."""
        self.table.setHorizontalHeaderLabels(("", _("Issue"), _("Importance × capacity"), _("What follows")))
        self.table.setAccessibleName(_("Issues in their order"))
        self._fill()
        self._fill_below()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the marked issue with Enter."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            row = self.table.currentRow()
            if row >= 0:
                self.opened.emit(self._key(row))
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._ranked))
            for row, each in enumerate(self._ranked):
                for column, text in enumerate(_cells(each)):
                    self.table.setItem(row, column, _item(each, column, text))
            self.table.resizeRowsToContents()

    def _fill_below(self) -> None:
        """Offer a place on the square to what has none."""
        for row in self._rows:
            self._below.removeWidget(row)
            row.hide()
            row.deleteLater()
        shown = self._unrated[:_MOST_UNRATED]
        self._rows = [self._unrated_button(issue) for issue in shown]
        for row in self._rows:
            self._below.addWidget(row)
            row.show()
        self._left_over.setText(_("Not weighed yet: {n}").format(n=format_number(len(self._unrated))))
        self._left_over.setVisible(bool(self._unrated))

    def _unrated_button(self, issue: Issue) -> QWidget:
        words = _("Put on the square: {issue}").format(issue=issue.title())
        return button(Action(words, partial(self.rate_asked.emit, str(issue.id)), "plus"), "small")

    def _tell_chosen(self) -> None:
        row = self.table.currentRow()
        if row >= 0 and self.table.selectedItems():
            self.chosen.emit(self._key(row))

    def _key(self, row: int) -> str:
        item = self.table.item(row, 0)
        return str(item.data(_KEY)) if item is not None else ""

    def _lay_out(self) -> None:
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        set_style_property(self.table, "figures", "true")
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setMinimumSectionSize(look.sizes().row)
        self.table.setWordWrap(True)
        self.table.setItemDelegateForColumn(_WORDS, WrappedWords(self.table))
        self.table.setMinimumWidth(_LEAST_WIDTH)
        heads = self.table.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(_WORDS, QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(_LEFT)
        heads.sectionResized.connect(lambda *_which: self.table.resizeRowsToContents())
        column = QVBoxLayout(self)
        column.setContentsMargins(look.spacing().medium, 0, 0, 0)
        column.setSpacing(look.spacing().small)
        column.addWidget(self.table, 1)
        column.addWidget(self._left_over)
        column.addLayout(self._below)
        self.setFocusProxy(self.table)


def _item(each: Ranked, column: int, text: str) -> QTableWidgetItem:
    made = QTableWidgetItem(text)
    made.setTextAlignment(_RIGHT if column == 0 else _LEFT)
    made.setData(_KEY, str(each.issue.id))
    made.setToolTip(text)
    return made


def _cells(each: Ranked) -> tuple[str, ...]:
    at = each.standing
    sum_words = _("{importance} × {capacity} = {priority}").format(
        importance=format_scaled(hundredths(at.importance)),
        capacity=format_scaled(hundredths(at.joint_capacity)),
        priority=format_scaled(hundredths(at.priority)),
    )
    return format_number(each.place), each.issue.title(), sum_words, _(at.quadrant.label)
