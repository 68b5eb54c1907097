"""The meetings of one network, or of the whole cluster: a table from which each opens on its sheet."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout

from cdadesk.domain.kernel.record import Record
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.places.networks.meeting_lines import MeetingLine, lines_of, meetings_of
from cdadesk.gui.records.listed import LinesList
from cdadesk.gui.records.row_marks import Stands, narrowed
from cdadesk.gui.records.tab import SideTab
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.store.store import Store


class MeetingsList(LinesList[MeetingLine]):
    """The table itself; it counts tasks and looks through attendance."""

    def __init__(self, desk: Desk) -> None:
        self._network: UUID | None = None
        super().__init__(desk, MeetingLine, Meeting, "calendar-check")

    def show_meetings(self, network: UUID | None) -> None:
        """Show the meetings of a network, or those of the whole cluster."""
        if network != self._network:
            self.clear()
        self._network = network
        self.read()

    def about(self) -> UUID | None:
        return self._network

    def reading(self, wanted: Stands) -> Callable[[Store], list[MeetingLine]]:
        network, ask = self._network, meetings_of(self.desk.scope, self._network)
        return lambda store: lines_of(store, narrowed(store, Meeting, ask, wanted), network)

    def begin_action(self) -> Action:
        return Action(_("Log a meeting"), self.new_asked.emit, "plus")

    def empty_words(self) -> str:
        return _("No meeting is written down yet. What was agreed is worth as much as what is remembered of it.")

    def count_words(self, count: int) -> str:
        return ngettext("{n} meeting", "{n} meetings", count).format(n=format_number(count))


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
