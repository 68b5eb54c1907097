"""The meetings of one network, or of the whole cluster: a table from which each opens on its sheet."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.domain.kernel.record import Record
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.kit.record_table import RecordTable
from cdadesk.gui.places.networks.meeting_lines import ListedLines, MeetingLine, lines_of, meetings_of
from cdadesk.gui.records.row_marks import Stands, StandsFilter, narrowed, row_marks
from cdadesk.gui.records.tab import SideTab
from cdadesk.i18n import _, format_number, ngettext


class MeetingsList(QWidget):
    """The table itself; it reads beside the window, since it counts tasks and looks through attendance."""

    opened = Signal(object)
    new_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._network: UUID | None = None
        self.stands = StandsFilter(self._read)
        columns = Columns(marks=row_marks(desk.store, Meeting))
        self.table = RecordTable(MeetingLine, ListedLines([]), desk.name, columns)
        self.table.put_beside_filter(self.stands)
        self._empty = EmptyState("calendar-check", "", self._begin())
        self.table.set_empty(self._empty)
        self.table.opened.connect(lambda line: self.opened.emit(line.id))
        self.table.new_asked.connect(self.new_asked)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.retranslate()

    def show_meetings(self, network: UUID | None) -> None:
        """Show the meetings of a network, or those of the whole cluster."""
        if network != self._network:
            self.table.use_source(ListedLines([]))
        self._network = network
        self._read()

    def take_focus(self) -> None:
        """Put the keyboard on the newest meeting."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        text = _("No meeting is written down yet. What was agreed is worth as much as what is remembered of it.")
        self._empty.say(text, self._begin())
        self.stands.retranslate()
        self.table.narrow(self.stands.nothing_words())
        self.table.count_with(_count_words)
        self.table.retranslate()

    def _begin(self) -> Action:
        return Action(_("Log a meeting"), self.new_asked.emit, "plus")

    def _read(self) -> None:
        network, wanted, ask = self._network, self.stands.wanted, meetings_of(self._desk.scope, self._network)
        self._desk.read(
            self,
            lambda store: lines_of(store, narrowed(store, Meeting, ask, wanted), network),
            lambda lines: self._show(network, wanted, lines),
        )

    def _show(self, network: UUID | None, wanted: Stands, lines: list[MeetingLine]) -> None:
        if (network, wanted) == (self._network, self.stands.wanted):
            self.table.narrow(self.stands.nothing_words())
            here = self.table.current_record()
            self.table.use_source(ListedLines(lines))
            self.table.view.measure()
            if here is not None:
                self.table.model.record_at(0)
                self.table.select(here.id)


class MeetingsTab(SideTab):
    """The table behind a tab of its network."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.list = MeetingsList(desk)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def title(self) -> str:
        return _("Meetings")

    def show_record(self, record: Record) -> None:
        self.list.show_meetings(record.id)

    def retranslate(self) -> None:
        self.list.retranslate()


def _count_words(count: int) -> str:
    return ngettext("{n} meeting", "{n} meetings", count).format(n=format_number(count))
