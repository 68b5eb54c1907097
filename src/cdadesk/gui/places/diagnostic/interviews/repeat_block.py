"""Questions that are asked again and again: a table of the rows, and below it the one that is being filled in."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cdadesk import look
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, paragraph
from cdadesk.gui.places.diagnostic.interviews.question_row import QuestionRow
from cdadesk.gui.places.diagnostic.interviews.talk import Talk
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.questions.answers import PART, ROW, Key
from cdadesk.questions.form import Node, Question, Repeat

_MOST_COLUMNS = 6
_MOST_SEEN = 6
_ROW_HEIGHT = 30
_SHOWN = Qt.ItemDataRole.DisplayRole
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class QuestionBlock(QWidget):
    """Questions below each other. `regrown` tells that others stand here now, `passed` that one was gone past."""

    passed = Signal(object)
    regrown = Signal()

    def rows(self) -> Iterator[QuestionRow]:
        """Return the questions that are drawn, in their order; of a repeat those of the row that is shown."""
        raise NotImplementedError

    def stops(self) -> Iterator[QWidget]:
        """Return where the keyboard stops, in reading order."""
        raise NotImplementedError

    def show_key(self, key: Key) -> QuestionRow | None:
        """Bring the question of a key in sight, turning to its row of a repeat; None if it does not stand here."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what follows from the answers as they stand."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        raise NotImplementedError


class RowsModel(QAbstractTableModel):
    """The rows of a repeat as a table reads them: only what is looked at is put into words."""

    def __init__(self, talk: Talk, key: Key, repeat: Repeat) -> None:
        super().__init__()
        self._talk = talk
        self._key = key
        self._repeat = repeat
        self._columns = list(_questions(repeat.children))[:_MOST_COLUMNS]
        self.names: list[str] = []

    def show_rows(self, names: list[str]) -> None:
        """Show these rows from now on."""
        self.beginResetModel()
        self.names = names
        self.endResetModel()

    def look_again(self) -> None:
        """Say that answers and words may be others now."""
        if self.names:
            last = self.index(len(self.names) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _SHOWN) -> Any:
        if orientation is Qt.Orientation.Vertical or role != _SHOWN:
            return None
        return self._talk.words(self._columns[section].words)

    def data(self, index: Index, role: int = _SHOWN) -> Any:
        if role != _SHOWN or index.row() >= len(self.names):
            return None
        return self._cell(f"{self._key}{ROW}{self.names[index.row()]}", self._columns[index.column()])

    def _cell(self, above: Key, question: Question) -> str:
        """Return an answer in words; behind the wall none is told."""
        inside = question.path.removeprefix(self._repeat.path).strip("/").split("/")
        key = above + "".join(f"{PART}{part}" for part in inside)
        sitting = self._talk.sitting
        text = sitting.text(key)
        if not text or key not in sitting.filling.answers.places:
            return ""
        if sitting.is_locked(key):
            return "***"
        words = {each.value: self._talk.words(each.words) for each in question.choices.offered}
        return ", ".join(words[each] for each in text.split()) if text in words or _all_in(text, words) else text


class RepeatBlock(QFrame):
    """The rows of one repeat. `regrown` tells that other questions stand here now, `passed` that one was gone past."""

    regrown = Signal()
    passed = Signal(object)

    def __init__(
        self, talk: Talk, key: Key, repeat: Repeat, block_of: Callable[[Talk, Sequence[Node], Key], QuestionBlock]
    ) -> None:
        super().__init__()
        wear(self, "card")
        self.key = key
        self._talk = talk
        self._repeat = repeat
        self._block_of = block_of
        self._names: list[str] = []
        self._at = 0
        self._block: QuestionBlock | None = None
        self._words = paragraph("", "strong")
        self._count = paragraph("", "second")
        self.rows_model = RowsModel(talk, key, repeat)
        self.table = QTableView()
        self.table.setModel(self.rows_model)
        self.add = button(Action("", self.add_row, "plus"))
        self.add.setAutoDefault(True)
        self.remove = button(Action("", self.remove_row, "minus"), "quiet")
        self.waiting = Notice()
        self._room = QVBoxLayout()
        self._lay_out()
        self._show_rows(at=0)
        self.retranslate()

    def rows(self) -> Iterator[QuestionRow]:
        """Return the questions of the row that is shown."""
        return self._block.rows() if self._block is not None else iter(())

    def stops(self) -> Iterator[QWidget]:
        """Return where the keyboard stops: the questions of the row, then the button for a further one."""
        if self._block is not None:
            yield from self._block.stops()
        if not self._repeat.count:
            yield self.add

    def show_key(self, key: Key) -> QuestionRow | None:
        """Turn to the row in which a key stands; None if it stands in none."""
        if not key.startswith(self.key + ROW):
            return None
        name = key.removeprefix(self.key + ROW).partition(PART)[0]
        if name in self._names and self._names[self._at : self._at + 1] != [name]:
            self._turn_to(self._names.index(name))
        return self._block.show_key(key) if self._block is not None else None

    def add_row(self) -> None:
        """Add a row and begin to fill it in."""
        self._take()
        if self._talk.sitting.add_row(self.key) is None:
            return
        self._show_rows(at=len(self._talk.sitting.filling.answers.rows(self.key)) - 1)
        self._talk.changed()
        self._begin()

    def remove_row(self) -> None:
        """Take away the row that is shown, with all that was answered in it."""
        if not self._names:
            return
        self._take()
        self._talk.sitting.remove_row(self.key, self._names[self._at])
        self._show_rows(at=max(self._at - 1, 0))
        self._talk.changed()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show what follows from the answers as they stand, rows that were worked out included."""
        self.setVisible(self._talk.sitting.filling.is_asked(self.key.rpartition(PART)[0]))
        if self._there() != self._names:
            self._show_rows(at=min(self._at, max(len(self._there()) - 1, 0)))
        if self._block is not None:
            self._block.refresh()
        self._write_cells()
        self._ask_for_many()

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self._words.setText(self._talk.words(self._repeat.words))
        dress_button(self.add, Action(_("Add a row"), self.add_row, "plus"))
        dress_button(self.remove, Action(_("Remove this row"), self.remove_row, "minus"))
        self.table.setAccessibleName(self._words.text())
        if self._block is not None:
            self._block.retranslate()
        self._write_cells()
        self._ask_for_many()

    def _ask_for_many(self) -> None:
        """Ask before an answer makes very many rows: perhaps it was mistyped."""
        wanted = self._talk.sitting.filling.waiting_rows().get(self.key)
        if wanted is None:
            self.waiting.fall_silent()
            return
        said = _("By this answer there would be {n} rows. If it is mistyped, correct it.").format(
            n=format_number(wanted)
        )
        self.waiting.say(Tone.WARN, said, Action(_("It is right: make them"), self._make_many))

    def _make_many(self) -> None:
        self._take()
        self._talk.sitting.filling.allow_rows(self.key)
        self.refresh()
        self._talk.changed()

    def _there(self) -> list[str]:
        return self._talk.sitting.filling.answers.rows(self.key)

    def _show_rows(self, at: int) -> None:
        self._names = self._there()
        self._at = at
        self.rows_model.show_rows(self._names)
        self._show_block()
        self._write_cells()
        self.table.setVisible(len(self._names) > 1)
        self.table.setFixedHeight(_ROW_HEIGHT * (min(len(self._names), _MOST_SEEN) + 1) + 4)
        self.remove.setVisible(bool(self._names) and not self._repeat.count)
        self.add.setVisible(not self._repeat.count)
        self._mark_row()

    def _show_block(self) -> None:
        if self._block is not None:
            self._room.removeWidget(self._block)
            self._block.hide()
            self._block.deleteLater()
            self._block = None
        if self._names:
            row = f"{self.key}{ROW}{self._names[self._at]}"
            self._block = self._block_of(self._talk, self._repeat.children, row)
            self._block.passed.connect(self.passed)
            self._block.regrown.connect(self.regrown)
            self._room.addWidget(self._block)
            self._block.show()
        self.regrown.emit()

    def _turn_to(self, at: int) -> None:
        self._take()
        self._at = at
        self._show_block()
        self._write_cells()
        self._mark_row()

    def _mark_row(self) -> None:
        if self._names:
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.rows_model.index(self._at, 0), how)

    def _chose(self, row: int) -> None:
        """Turn to a row that the person chose; the one that is marked because it is shown is no such choice."""
        if 0 <= row < len(self._names) and row != self._at:
            self._turn_to(row)

    def _begin(self) -> None:
        first = next(self._block.stops(), None) if self._block is not None else None
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self) -> None:
        for row in self.rows():
            row.take()

    def _write_cells(self) -> None:
        count = len(self._names)
        said = ngettext("{n} row", "{n} rows", count).format(n=format_number(count))
        self._count.setText(said if count != 1 else "")
        self._count.setVisible(count != 1)
        self.rows_model.look_again()

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._chose(now.row()))
        buttons = QHBoxLayout()
        buttons.setSpacing(gaps.small)
        for each in (self.add, self.remove):
            buttons.addWidget(each)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.medium, gaps.medium, gaps.medium, gaps.medium)
        column.setSpacing(gaps.small)
        for part in (self._words, self.waiting, self._count, self.table):
            column.addWidget(part)
        column.addLayout(self._room)
        column.addLayout(buttons)


def _questions(nodes: Sequence[Node]) -> Iterator[Question]:
    """Return the questions of some nodes, those of repeats inside left out."""
    for node in nodes:
        if isinstance(node, Question):
            yield node
        elif not isinstance(node, Repeat):
            yield from _questions(node.children)


def _all_in(text: str, words: dict[str, str]) -> bool:
    return bool(words) and all(each in words for each in text.split())
