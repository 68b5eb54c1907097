"""Networks: the list, one network with its tabs, and the sheet on which a meeting is logged, one inside the other."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.task import Task
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.places.networks.meetings_tab import MeetingsList
from cdadesk.gui.places.networks.records import NetworkRecords
from cdadesk.gui.places.networks.sheet.log import MeetingLog
from cdadesk.i18n import _


class NetworksPage(Page):
    """Networks and how they meet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.records = NetworkRecords(desk)
        self.whole_cluster = MeetingsList(desk)
        self._log: MeetingLog | None = None
        self._stack = QStackedWidget()
        for part in (self.records, self.whole_cluster):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.records)
        self._listen()

    @property
    def log(self) -> MeetingLog:
        """The sheet of one meeting; it is made when the first one is opened, so that the place opens quickly."""
        if self._log is None:
            self._log = MeetingLog(self.desk)
            self._log.changed.connect(self.head_changed)
            self._log.saved.connect(lambda _meeting: self.head_changed.emit())
            self._log.emptied.connect(self._back_to_meetings)
            self._stack.addWidget(self._log)
        return self._log

    def title(self) -> str:
        if self._logging():
            return self.log.title()
        return _("Whole cluster") if self._at(self.whole_cluster) else self.records.title()

    def trail(self) -> Sequence[str]:
        if self._at(self.whole_cluster):
            return (_("Networks"),)
        if not self._logging():
            return self.records.trail()
        network = self._network()
        whose = self.desk.title(network) if network is not None else _("Whole cluster")
        return (_("Networks"), whose, _("Meetings"))

    def climb(self, step: int) -> None:
        if not self._logging():
            self.go_back() if self._at(self.whole_cluster) else self.records.climb(step)
        elif step == 0:
            self._leave_log()
            self._show(self.records)
        else:
            self._back_to_meetings()

    def primary_action(self) -> Action | None:
        if self._logging():
            return None
        if self._at(self.whole_cluster):
            return Action(_("Log a meeting"), lambda: self.log_meeting(None), "plus")
        return self.records.primary_action()

    def other_actions(self) -> Sequence[Action]:
        if self._logging():
            return () if self.log.is_new else (Action(_("Put in the trash"), self.log.void, "trash-2"),)
        return () if self._at(self.whole_cluster) else self.records.other_actions()

    def refresh(self) -> None:
        self.records.refresh()
        if self._at(self.whole_cluster):
            self.whole_cluster.show_meetings(None)
        if self._logging():
            self.log.refresh()

    def retranslate(self) -> None:
        self.records.retranslate()
        self.whole_cluster.retranslate()
        if self._log is not None:
            self._log.retranslate()

    def may_leave(self) -> bool:
        """Nothing holds anybody back: what is typed is kept as a draft."""
        self._leave_log()
        return self.records.may_leave()

    def go_back(self) -> None:
        """Escape: from the sheet to the meetings, from there to the list."""
        if self._logging():
            self._back_to_meetings()
        elif self._at(self.whole_cluster):
            self._show(self.records)
            self.records.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.records.go_back()

    def undo(self) -> None:
        self.log.undo() if self._logging() else self.records.undo()

    def save(self) -> None:
        self.log.save() if self._logging() else self.records.save()

    def explain(self) -> None:
        self.log.sheet.explain() if self._logging() else self.records.explain()

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show a network, a meeting, or the meeting that gave out a task; False if it is not on this laptop."""
        if kind == Task.kind:
            held = self.desk.store.get(Task, record)
            parent = held.record.parent_id if held is not None else None
            return parent is not None and self.open_record(Meeting.kind, parent)
        if kind == Meeting.kind:
            found = self.log.open_meeting(record)
            if found:
                self._show(self.log)
                self.log.sheet.begin()
            return found
        self._leave_log()
        self._show(self.records)
        return self.records.open_record(kind, record)

    def log_meeting(self, network: UUID | None) -> None:
        """Begin a meeting of a network, or of the whole cluster."""
        self._show(self.log)
        self.log.begin(network)

    def show_whole_cluster(self) -> None:
        """Show the meetings that were of no single network."""
        self._show(self.whole_cluster)
        self.whole_cluster.show_meetings(None)
        self.whole_cluster.take_focus()

    def _network(self) -> UUID | None:
        meeting = self.log.meeting
        return meeting.network if meeting is not None else None

    def _back_to_meetings(self) -> None:
        network = self._network()
        self._leave_log()
        if network is None:
            self.show_whole_cluster()
        else:
            self._show(self.records)
            self.records.show_meetings_of(network)

    def _leave_log(self) -> None:
        if self._logging():
            self.log.leave()

    def _logging(self) -> bool:
        return self._log is not None and self._at(self._log)

    def _at(self, part: object) -> bool:
        return self._stack.currentWidget() is part

    def _show(self, part: NetworkRecords | MeetingsList | MeetingLog) -> None:
        self._stack.setCurrentWidget(part)
        self.setFocusProxy(part)
        self.head_changed.emit()

    def _cluster_changed(self) -> None:
        """Go back to the list: what was shown belongs to the cluster that was left."""
        self._leave_log()
        self._show(self.records)

    def _refresh_if_seen(self) -> None:
        if self.isVisible() and not self._at(self.records):
            self.refresh()
            self.head_changed.emit()

    def _listen(self) -> None:
        self.records.head_changed.connect(self.head_changed)
        self.records.log_asked.connect(self.log_meeting)
        self.records.meeting_asked.connect(lambda meeting: self.open_record(Meeting.kind, meeting))
        self.records.whole_cluster_asked.connect(self.show_whole_cluster)
        self.whole_cluster.opened.connect(lambda meeting: self.open_record(Meeting.kind, meeting))
        self.whole_cluster.new_asked.connect(lambda: self.log_meeting(None))
        self.desk.records_changed.connect(self._refresh_if_seen)
        self.desk.cluster_changed.connect(self._cluster_changed)
