"""Records listed with what is counted of them: lines that are read beside the window and then all at hand."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.as_typed import as_text
from cdadesk.gui.kit.editors.surroundings import name_nothing
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_pages import Columns, Sort
from cdadesk.gui.kit.record_table import RecordTable
from cdadesk.gui.records.row_marks import Stands, StandsFilter, row_marks
from cdadesk.store.folding import fold
from cdadesk.store.store import Store

L = TypeVar("L", bound=Record)


class ListedLines(Generic[L]):
    """Lines that are all at hand, as a source of a table."""

    def __init__(self, lines: list[L]) -> None:
        self._lines = lines

    def count(self, wanted: str) -> int:
        """Return how many lines fit."""
        return len(self._fitting(wanted))

    def page(self, offset: int, limit: int, sort: Sort, wanted: str) -> list[Record]:
        """Return some of the lines that fit, in order; blanks come last."""
        lines: list[Record] = [*self._fitting(wanted)]
        if sort.field:
            filled = [line for line in lines if getattr(line, sort.field) is not None]
            blank = [line for line in lines if getattr(line, sort.field) is None]
            filled.sort(key=lambda line: getattr(line, sort.field), reverse=sort.descending)
            lines = filled + blank
        return lines[offset : offset + limit]

    def _fitting(self, wanted: str) -> list[L]:
        words = fold(wanted).split()
        return [line for line in self._lines if all(word in _said(line) for word in words)]


class LinesList(QWidget, Generic[L]):
    """The table of such lines; it reads beside the window, since it counts.

    A list of its own says what it is about (`about`), how its lines are read (`reading`), and what it says in words.
    """

    opened = Signal(object)
    new_asked = Signal()

    def __init__(self, desk: Desk, line: type[L], entity: type[Record], icon: str) -> None:
        super().__init__()
        self.desk = desk
        self._awaited = False
        self.stands = StandsFilter(self.read)
        self.table = RecordTable(line, ListedLines[L]([]), desk.name, Columns(marks=row_marks(desk.store, entity)))
        self.table.put_beside_filter(self.stands)
        self._empty = EmptyState(icon, "", self.begin_action())
        self.table.set_empty(self._empty)
        self.table.opened.connect(lambda line: self.opened.emit(line.id))
        self.table.new_asked.connect(self.new_asked)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.retranslate()

    # what a list says for itself

    def about(self) -> Any:
        """Return what is listed; an answer that comes when it is something else already is not shown."""
        raise NotImplementedError

    def reading(self, wanted: Stands) -> Callable[[Store], list[L]]:
        """Return what reads the lines."""
        raise NotImplementedError

    def begin_action(self) -> Action:
        """Return the act that begins a new one."""
        raise NotImplementedError

    def empty_words(self) -> str:
        """Say in one line what this is for, while nothing is in it."""
        raise NotImplementedError

    def count_words(self, count: int) -> str:
        """Say how many there are."""
        raise NotImplementedError

    # what its owner does with it

    def read(self) -> None:
        """Read the lines anew."""
        about, wanted = self.about(), self.stands.wanted
        self.desk.read(self, self.reading(wanted), lambda lines: self._show(about, wanted, lines))

    def clear(self) -> None:
        """Show nothing until the lines have been read."""
        self.table.use_source(ListedLines[L]([]))

    def take_focus(self) -> None:
        """Put the keyboard on the first line, now and once the list has been read."""
        self._awaited = True
        self._give_keyboard()

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self._empty.say(self.empty_words(), self.begin_action())
        self.stands.retranslate()
        self.table.narrow(self.stands.nothing_words())
        self.table.count_with(self.count_words)
        self.table.retranslate()

    def _show(self, about: Any, wanted: Stands, lines: list[L]) -> None:
        if (about, wanted) != (self.about(), self.stands.wanted):
            return
        self.table.narrow(self.stands.nothing_words())
        here = self.table.current_record()
        self.table.use_source(ListedLines(lines))
        self.table.view.measure()
        if here is not None:
            self.table.model.record_at(0)
            self.table.select(here.id)
        if self._awaited:
            self._awaited = False
            if self.isVisible():  # else somebody has gone on to something else
                self._give_keyboard()

    def _give_keyboard(self) -> None:
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))


def _said(line: Record) -> str:
    """Return all that a line says, to be searched."""
    texts = (as_text(info, getattr(line, name), name_nothing) for name, info in describe(type(line)).items())
    return fold(" ".join(texts))
