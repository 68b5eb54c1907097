"""The grid of an edited list: cells open the same editors as forms, and the keyboard does everything."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cdadesk import look
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.gui.kit.editors.as_typed import Typed
from cdadesk.gui.kit.editors.base import MISSING_KEYS, Editor
from cdadesk.gui.kit.editors.lines_model import LinesModel
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import NoteEditor
from cdadesk.i18n import _

MakeCell = Callable[[FieldInfo, Surroundings], Editor]
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
MOST_ROWS = 12
_KEY = Qt.Key
_CHARACTERS = {
    Kind.number: 5,
    Kind.scaled: 7,
    Kind.money: 11,
    Kind.day: 12,
    Kind.partial_date: 12,
    Kind.quarter: 14,
    Kind.yes_no: 5,
    Kind.choice: 9,
}
_WORDS = 9
_GROWING = (Kind.text, Kind.note, Kind.choice, Kind.choices, Kind.ref, Kind.plain)
_SENTENCE = 200  # from so many characters on a text is a sentence, and takes more of the room than a name
_PADDING = 28
_WIDEST_HEAD, _HEAD_PADDING = 96, 38


class Step(Enum):
    """Where the keyboard goes on."""

    NEXT_CELL = (0, 1)
    PREVIOUS_CELL = (0, -1)
    NEXT_LINE = (1, None)
    UP = (-1, 0)
    DOWN = (1, 0)


_STEPS = {
    _KEY.Key_Tab: Step.NEXT_CELL,
    _KEY.Key_Backtab: Step.PREVIOUS_CELL,
    _KEY.Key_Return: Step.NEXT_LINE,
    _KEY.Key_Enter: Step.NEXT_LINE,
    _KEY.Key_Up: Step.UP,
    _KEY.Key_Down: Step.DOWN,
}
_GOING_ON = (_KEY.Key_Tab, _KEY.Key_Backtab, _KEY.Key_Return, _KEY.Key_Enter)
_ACROSS_LINES = (_KEY.Key_Up, _KEY.Key_Down)
_HELD = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier


class CellDelegate(QStyledItemDelegate):
    """Opens the editor of the column's kind in a cell."""

    def __init__(self, table: "LinesTable", around: Surroundings, make_cell: MakeCell) -> None:
        super().__init__(table)
        self._table = table
        self._around = around
        self._make_cell = make_cell

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        del option
        editor = self._make_cell(self._table.lines_model.lines.columns[index.column()], self._around)
        editor.as_cell()
        editor.setParent(parent)
        editor.setAutoFillBackground(True)
        self._table.watch(editor, QPersistentModelIndex(index))
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        typed = self._table.lines_model.typed_at(index)
        if isinstance(editor, Editor) and editor.typed() != typed:
            editor.restore_typed(typed)

    def setModelData(self, editor: QWidget, model: QObject, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, Editor) and isinstance(model, LinesModel):
            model.type_at(index, editor.typed())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        del index
        room: QRect = option.rect  # type: ignore[attr-defined]  # the stub does not know the option's fields
        wanted = editor.room_in_cell() if isinstance(editor, Editor) else editor.sizeHint()
        editor.setGeometry(QRect(room.topLeft(), room.size().expandedTo(wanted)))


class LinesTable(QTableView):
    """Tab and Enter go on, Delete removes a line, Alt with arrows moves it; `left` says that Tab went past an end."""

    removed = Signal()
    bring_back_asked = Signal()

    def __init__(self, model: LinesModel, around: Surroundings, make_cell: MakeCell) -> None:
        super().__init__()
        self.lines_model = model
        self._editor: Editor | None = None
        self._typed_before: Typed = ""
        self._most_rows = MOST_ROWS
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self, around, make_cell))
        self._dress()
        self._fit()
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(lambda *_where: self._fit())

    def watch(self, editor: Editor, index: QPersistentModelIndex) -> None:
        """Take the keys of an editor that opens in a cell, and every change as it is made: a draft must have it."""
        self._editor = editor
        self._typed_before = self.lines_model.typed_at(index)
        editor.control.installEventFilter(self)
        editor.changed.connect(lambda: self.lines_model.type_at(index, editor.typed()))

    def show_rows(self, most: int) -> None:
        """Show so many lines at most without scrolling."""
        self._most_rows = most
        self._fit()

    def finish_editing(self) -> None:
        """Take what is typed in the open cell and close its editor."""
        editor, self._editor = self._editor, None
        if editor is None:
            return
        editor.settle()
        editor.close_popup()
        self.commitData(editor)
        self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def go(self, step: Step) -> bool:
        """Move the current cell; return False past either end of the grid."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        down, across = step.value
        row, column = (row + down, 0) if across is None else (row + down, column + across)
        if column in (-1, self.lines_model.columnCount()):
            row, column = (row - 1, self.lines_model.columnCount() - 1) if column < 0 else (row + 1, 0)
        if not 0 <= row < self.lines_model.rowCount() or self._is_leaving(step):
            return False
        self.setCurrentIndex(self.lines_model.index(row, column))
        return True

    def move_line(self, by: int) -> None:
        """Move the current line up or down."""
        here = self.currentIndex()
        if self.lines_model.move(here.row(), by):
            self.setCurrentIndex(self.lines_model.index(here.row() + by, here.column()))

    def remove_line(self) -> None:
        """Take the current line out of use."""
        here = self.currentIndex()
        if self.lines_model.remove(here.row()):
            self.setCurrentIndex(self.lines_model.index(here.row(), 0))
            self.removed.emit()

    def begin_line(self) -> None:
        """Go to the blank line at the end."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(self.lines_model.index(self.lines_model.rowCount() - 1, 0))

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+Z from the window while there is a line to bring back."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, remove, move or say why a cell is blank; typing opens the cell."""
        if self._is_undo(event):
            self.bring_back_asked.emit()
        elif self._moved(event) or self._said_missing(event):
            event.accept()
        elif event.key() == _KEY.Key_Delete:
            self.remove_line()
        elif event.key() in _STEPS and not event.modifiers() & _HELD:
            event.setAccepted(self.go(_STEPS[Qt.Key(event.key())]))
        elif event.key() in MISSING_KEYS or _turns_page(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that end the editing of a cell before its editor does."""
        editor = self._editor
        if editor is None or watched is not editor.control:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and not editor.popup_is_open():
            return self._ends_editing(editor, event)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _GOING_ON:
            return self._go_on_from_list(editor, Qt.Key(event.key()))
        if event.type() is QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() not in _PASSING:
            self.finish_editing()
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come in at the blank line, so that Tab can go straight through."""
        super().focusInEvent(event)
        coming = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if coming or not self.currentIndex().isValid():
            self.setCurrentIndex(self.lines_model.index(self.lines_model.rowCount() - 1, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _ends_editing(self, editor: Editor, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.type() is QEvent.Type.ShortcutOverride and key is _KEY.Key_Escape:
            event.accept()
            return True
        if event.type() is not QEvent.Type.KeyPress:
            return False
        if key is _KEY.Key_Escape:
            self._take_back(editor)
            return True
        stays = isinstance(editor, NoteEditor) and (key in _ACROSS_LINES or bool(event.modifiers()))
        if _turns_page(event):
            return self._finish_and_pass_on(event)
        held = bool(event.modifiers() & _HELD)
        return key in _STEPS and not stays and not held and self._finish_and_go(_STEPS[key])

    def _finish_and_pass_on(self, event: QKeyEvent) -> bool:
        """Let Ctrl+Tab turn to the next page, as it does outside a cell."""
        self.finish_editing()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        QCoreApplication.postEvent(self, event.clone())
        return True

    def _take_back(self, editor: Editor) -> None:
        self._editor = None
        self.lines_model.type_at(self.currentIndex(), self._typed_before)
        self.closeEditor(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)

    def _go_on_from_list(self, editor: Editor, key: Qt.Key) -> bool:
        """Take what an open list offers and go on; Enter may also begin to make a record, which is waited for."""
        if key in (_KEY.Key_Tab, _KEY.Key_Backtab):
            editor.take_offered()
        else:
            editor.take_highlighted()
            if not editor.check():
                return True
        return self._finish_and_go(_STEPS[key])

    def _finish_and_go(self, step: Step) -> bool:
        self.finish_editing()
        if not self.go(step):
            self.focusNextPrevChild(step is not Step.PREVIOUS_CELL)
        return True

    def _is_leaving(self, step: Step) -> bool:
        """Say whether going on from the blank line means leaving the grid."""
        on_blank_line = self.lines_model.line_at(self.currentIndex().row()) is None
        return on_blank_line and step in (Step.NEXT_CELL, Step.NEXT_LINE)

    def _moved(self, event: QKeyEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _ACROSS_LINES:
            self.move_line(1 if event.key() == _KEY.Key_Down else -1)
            return True
        return False

    def _said_missing(self, event: QKeyEvent) -> bool:
        code = MISSING_KEYS.get(Qt.Key(event.key()))
        return code is not None and self.lines_model.say_missing(self.currentIndex(), code)

    def _is_undo(self, event: QKeyEvent) -> bool:
        is_undo = event.key() == _KEY.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return is_undo and self.lines_model.lines.can_bring_back()

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(look.sizes().row)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setSectionsClickable(False)

    def _fit(self) -> None:
        rows = min(self.lines_model.rowCount(), self._most_rows)
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_too_narrow() else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * look.sizes().row + bar + 2)

    def _is_too_narrow(self) -> bool:
        return sum(self._least_widths()) > self.viewport().width()

    def _least_widths(self) -> list[int]:
        one = self.fontMetrics().horizontalAdvance("0")
        columns = self.lines_model.lines.columns
        heads = [min(self.fontMetrics().horizontalAdvance(_(info.label)), _WIDEST_HEAD) for info in columns]
        figures = [_CHARACTERS.get(info.kind, _WORDS) * one for info in columns]
        pairs = zip(heads, figures, strict=True)
        return [max(head + _HEAD_PADDING, figure + _PADDING) for head, figure in pairs]

    def _share_width(self) -> None:
        """Give what is spare to the columns of words: most to sentences, least to what is chosen from a list."""
        columns = self.lines_model.lines.columns
        least = self._least_widths()
        grows = [_greed(info) for info in columns]
        if not any(grows):
            grows[-1] = 1
        spare = max(self.viewport().width() - sum(least), 0)
        for place, width in enumerate(least):
            self.setColumnWidth(place, width + spare * grows[place] // sum(grows))
        self._fit()


def _greed(info: FieldInfo) -> int:
    """Say how much of the spare room a column takes, against the others."""
    if info.kind is Kind.money:
        return 1
    if info.kind not in _GROWING:
        return 0
    if info.kind is Kind.note or (info.kind is Kind.text and (info.max_length or 0) >= _SENTENCE):
        return 6
    return 1 if info.kind in (Kind.choice, Kind.choices) else 2


def _turns_page(event: QKeyEvent) -> bool:
    is_tab = event.key() in (_KEY.Key_Tab, _KEY.Key_Backtab)
    return is_tab and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
