"""The list of interviews: with whom, what was asked, when, and what is left over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.kit.record_table import RecordTable
from cdadesk.gui.places.diagnostic.interviews.lines import InterviewLine, ListedInterviews, lines_of
from cdadesk.gui.records.row_marks import Stands, StandsFilter, narrowed, row_marks
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.asking import Ask


class InterviewsList(QWidget):
    """The table itself; it reads beside the window, since it counts what is left over."""

    opened = Signal(object)
    new_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._awaited = False
        self.stands = StandsFilter(self.read)
        columns = Columns(marks=row_marks(desk.store, Interview))
        self.table = RecordTable(InterviewLine, ListedInterviews([]), desk.name, columns)
        self.table.put_beside_filter(self.stands)
        self._empty = EmptyState("clipboard-list", "", self._begin())
        self.table.set_empty(self._empty)
        self.table.opened.connect(lambda line: self.opened.emit(line.id))
        self.table.new_asked.connect(self.new_asked)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.retranslate()

    def read(self) -> None:
        """Read the interviews of the cluster in use, the newest first."""
        scope, wanted = self._desk.scope, self.stands.wanted
        ask = Ask(scopes=[scope], order=("-held_on", "-id"))
        desk = self._desk
        desk.read(
            self,
            lambda store: lines_of(store, narrowed(store, Interview, ask, wanted), scope, desk.title, desk.clock),
            lambda lines: self._show(scope, wanted, lines),
        )

    def take_focus(self) -> None:
        """Put the keyboard on the newest interview, once the list has been read."""
        self._awaited = True
        self._give_keyboard()

    def _give_keyboard(self) -> None:
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        text = _("Here people of the cluster are asked, each with the questions for their work.")
        self._empty.say(text, self._begin())
        self.stands.retranslate()
        self.table.narrow(self.stands.nothing_words())
        self.table.count_with(_count_words)
        self.table.retranslate()

    def _begin(self) -> Action:
        return Action(_("New interview"), self.new_asked.emit, "plus")

    def _show(self, scope: str, wanted: Stands, lines: list[InterviewLine]) -> None:
        if (scope, wanted) != (self._desk.scope, self.stands.wanted):
            return
        self.table.narrow(self.stands.nothing_words())
        here = self.table.current_record()
        self.table.use_source(ListedInterviews(lines))
        self.table.view.measure()
        if here is not None:
            self.table.model.record_at(0)
            self.table.select(here.id)
        if self._awaited:
            self._awaited = False
            self._give_keyboard()


def _count_words(count: int) -> str:
    return ngettext("{n} interview", "{n} interviews", count).format(n=format_number(count))
