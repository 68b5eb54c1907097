"""The table of a settlement: names, due, paid, balance and the sums stay in sight while the heads of cost scroll."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QGridLayout,
    QHeaderView,
    QTableView,
    QWidget,
)

from cdadesk import i18n, look
from cdadesk.gui.kit.theme import colour, set_style_property
from cdadesk.gui.kit.words import label
from cdadesk.gui.places.joint_actions.settlement.figures import Sheet
from cdadesk.i18n import format_number, ngettext

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ROW = 32
"""How high the line of one participant is."""
_HEAD = 46
_PADDING = 22
_NARROWEST = 66
_WIDEST_NAME, _WIDEST_WORD = 170, 84
_HEAD_PADDING = 14
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class SheetModel(QAbstractTableModel):
    """A sheet for Qt: one row a participant, the sums last."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.broken: dict[int, str] = {}

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another settlement."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.members) + 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if self.sheet is None:
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            head = self.sheet.columns[section].head if across else self.sheet.name(section)
            return self.broken.get(section, head) if across and role == _ROLE.DisplayRole else head
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT | Qt.TextFlag.TextWordWrap if across else _LEFT
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if self.sheet is None:
            return None
        if role == _ROLE.DisplayRole:
            return self.sheet.text(row, column)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT
        if role == _ROLE.ForegroundRole and not self.sheet.amount(row, column):
            return colour("second_ink")
        if role == _ROLE.FontRole:
            return _letters(strong=row == len(self.sheet.members) or self.sheet.columns[column].strong)
        return None


def _letters(*, strong: bool) -> QFont:
    letters = QFont(QApplication.font())
    letters.setPointSizeF(look.type_sizes(i18n.language()).second)
    letters.setBold(strong)
    return letters


class Grid(QTableView):
    """One part of the table. Arrows are handed on as `stepped`: they go on in the next part where this one ends."""

    stepped = Signal(int, int)
    asked = Signal()

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        set_style_property(self, "figures", "true")
        names, heads = self.verticalHeader(), self.horizontalHeader()
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setDefaultSectionSize(ROW)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        names.setHighlightSections(False)
        heads.setFixedHeight(_HEAD)
        heads.setTextElideMode(Qt.TextElideMode.ElideNone)  # a head breaks into two lines instead
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setMinimumSectionSize(_NARROWEST)

    def without_bars(self) -> None:
        """Never show a bar: another part shows it for this one."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Enter asks again."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self.stepped.emit(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class SettlementTable(QWidget):
    """Participants by heads, beside these what each owes, below all of it the sums; `asked` names a figure."""

    asked = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.model = SheetModel()
        self._measured_for: tuple[Sheet, str, str] | None = None
        self._measured: Sequence[int] = ()
        self.grid, self.account, self.sums, self.account_sums = (Grid(self.model) for _part in range(4))
        self._beside_bar = QWidget()
        self.more = label(look="second")
        self._dress()
        self._join()
        self._lay_out()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a settlement; the figure that was asked for last stays chosen where it still is."""
        row, column = self.current()
        self.model.show_sheet(sheet)
        last, pinned = len(sheet.members), len(sheet.columns) - sheet.pinned
        for part in self._parts():
            for place in range(last + 1):
                part.setRowHidden(place, (place == last) is not self._is_sums(part))
            for place in range(len(sheet.columns)):
                part.setColumnHidden(place, (place >= pinned) is not self._is_account(part))
        names = min(max(map(_width, map(sheet.name, range(last + 1)))) + _PADDING, _WIDEST_NAME)
        for part in (self.grid, self.sums):
            part.verticalHeader().setFixedWidth(names)
        self._share_width()
        self._tell_more()
        if last:
            self._choose(min(max(row, 0), last - 1), min(max(column, 0), len(sheet.columns) - 1))

    def current(self) -> tuple[int, int]:
        """Return row and column of the figure that is chosen."""
        here = self.grid.selectionModel().currentIndex()
        return here.row(), here.column()

    def has_keyboard(self) -> bool:
        """Say whether the keyboard is on a figure."""
        return any(part.hasFocus() for part in self._parts())

    def show_rows(self, most: int) -> None:
        """Show so many participants at most without scrolling."""
        members = self.model.rowCount() - 1
        rows = max(min(members, most), 1)
        across = self.grid.horizontalScrollBar().sizeHint().height() if self._is_too_narrow() else 0
        down = self.account.verticalScrollBar().sizeHint().width() if members > rows else 0
        self.account.setFixedHeight(_HEAD + rows * ROW + 1)
        self.grid.setFixedHeight(_HEAD + rows * ROW + 1 + across)
        self.account.setFixedWidth(sum(self._wanted()[self._first_pinned() :]) + down)
        self.account_sums.setFixedWidth(self.account.width() - down)
        self._beside_bar.setFixedWidth(down)

    def top_of(self, row: int) -> int:
        """Return where a row stands in the whole table; the sums stand below the last one."""
        return self.sums.y() if row == self.model.rowCount() - 1 else self.grid.y() + _HEAD + row * ROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _step(self, down: int, across: int) -> None:
        row, column = self.current()
        row = min(max(row + down, 0), self.model.rowCount() - 1)
        column = min(max(column + across, 0), self.model.columnCount() - 1)
        self._choose(row, column).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, row: int, column: int) -> Grid:
        part = next(each for each in self._parts() if not each.isRowHidden(row) and not each.isColumnHidden(column))
        part.setCurrentIndex(self.model.index(row, column))
        return part

    def _ask(self) -> None:
        row, column = self.current()
        if row >= 0:
            self.asked.emit(row, column)

    def _parts(self) -> tuple[Grid, ...]:
        return self.grid, self.account, self.sums, self.account_sums

    def _is_sums(self, part: Grid) -> bool:
        return part in (self.sums, self.account_sums)

    def _is_account(self, part: Grid) -> bool:
        return part in (self.account, self.account_sums)

    def _first_pinned(self) -> int:
        sheet = self.model.sheet
        return len(sheet.columns) - sheet.pinned if sheet else 0

    def _share_width(self) -> None:
        """Give the heads what is left over: all alike where all fit, else those that do, so that no figure is cut."""
        wanted = self._wanted()
        heads = wanted[: self._first_pinned()]
        fitting = [at for at, reached in enumerate(accumulate(heads), start=1) if reached <= self._room()]
        whole = fitting[-1] if fitting else 0
        spare = max(self._room() - sum(heads[:whole]), 0) // max(whole, 1)
        most = _PADDING if whole == len(heads) else spare
        for column, width in enumerate(wanted):
            more = min(spare, most) if column < whole else 0
            for part in self._parts():
                part.setColumnWidth(column, width + more)
            self._break_head(column, width + more - _HEAD_PADDING)

    def _break_head(self, column: int, width: int) -> None:
        """Write a head in two lines at most."""
        if self.model.sheet is not None:
            self.model.broken[column] = two_lines(self.model.sheet.columns[column].head, width)

    def _room(self) -> int:
        """Return how wide the heads may be without scrolling."""
        pinned = sum(self._wanted()[self._first_pinned() :])
        return self.width() - self.grid.verticalHeader().width() - pinned - self._beside_bar.width()

    def _is_too_narrow(self) -> bool:
        return sum(self._wanted()[: self._first_pinned()]) > self._room()

    def _wanted(self) -> Sequence[int]:
        """Return how wide each column must be; it is measured once for what is shown in these letters."""
        sheet, letters = self.model.sheet, _letters(strong=True)
        if sheet is None:
            return ()
        shown = (sheet, i18n.language(), letters.key())
        if self._measured_for != shown:
            self._measured_for, self._measured = shown, _columns_of(sheet, QFontMetrics(letters).horizontalAdvance)
        return self._measured

    def _tell_more(self) -> None:
        """Say how many heads lie out of sight at the right, so that nobody adds up half of them."""
        bar = self.grid.horizontalScrollBar()
        beyond = bar.maximum() - bar.value()
        words = ngettext("{n} more head at the right", "{n} more heads at the right", beyond)
        self.more.setText(f"{words.format(n=format_number(beyond))} \N{RIGHTWARDS ARROW}" if beyond else "")
        self.more.setVisible(bar.maximum() > 0)

    def _dress(self) -> None:
        for part in (self.sums, self.account_sums):
            part.horizontalHeader().hide()
            part.setFixedHeight(ROW + 2)
            part.without_bars()
            part.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            set_style_property(part, "sums", "true")
        self.account.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.account.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in (self.account, self.account_sums):
            part.verticalHeader().hide()
            set_style_property(part, "pinned", "true")
        self.setFocusProxy(self.grid)

    def _join(self) -> None:
        """Let the four parts have one chosen figure, and scroll as one."""
        chosen = self.grid.selectionModel()
        for part in self._parts():
            part.setSelectionModel(chosen)
            part.stepped.connect(self._step)
            part.asked.connect(self._ask)
            part.clicked.connect(lambda _index: self._ask())
        chosen.currentChanged.connect(lambda *_indexes: self._ask())
        for one, other in ((self.grid, self.sums), (self.sums, self.grid)):
            one.horizontalScrollBar().valueChanged.connect(other.horizontalScrollBar().setValue)
        across = self.grid.horizontalScrollBar()
        across.valueChanged.connect(self._tell_more)
        across.rangeChanged.connect(self._tell_more)
        for one, other in ((self.grid, self.account), (self.account, self.grid)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)

    def _lay_out(self) -> None:
        parts = QGridLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self.more, 0, 0, Qt.AlignmentFlag.AlignRight)
        parts.addWidget(self.grid, 1, 0)
        parts.addWidget(self.account, 1, 1, 1, 2, Qt.AlignmentFlag.AlignTop)
        parts.addWidget(self.sums, 2, 0)
        parts.addWidget(self.account_sums, 2, 1)
        parts.addWidget(self._beside_bar, 2, 2)
        parts.setColumnStretch(0, 1)


def _columns_of(sheet: Sheet, width: Callable[[str], int]) -> list[int]:
    """Return how wide the columns must be for every figure, and for every word of their heads up to a length."""
    rows = range(len(sheet.members) + 1)
    widest = [max(width(sheet.text(row, column)) for row in rows) for column in range(len(sheet.columns))]
    words = [min(max(map(width, figures.head.split())), _WIDEST_WORD) for figures in sheet.columns]
    return [max(figure + _PADDING, word + _PADDING, _NARROWEST) for figure, word in zip(widest, words, strict=True)]


def two_lines(head: str, width: int) -> str:
    """Break a head where it is too long for its column; what does not fit into two lines ends in an ellipsis."""
    metrics = QFontMetrics(_letters(strong=True))
    first, *words = head.split()
    while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= width:
        first = f"{first} {words.pop(0)}"
    lines = [first, " ".join(words)] if words else [first]
    return "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines)


def _width(text: str) -> int:
    return QFontMetrics(_letters(strong=True)).horizontalAdvance(text)
