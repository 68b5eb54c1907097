"""The one page on which a meeting is logged: where and when, who came, what was decided, before everybody goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from cdadesk.acts import meetings
from cdadesk.domain.actors.person import Person
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.complaints import complaints
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import all_findings
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.networks.meeting import Meeting, turnout
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.quick_lines import QuickLine
from cdadesk.domain.networks.task import Task, TaskState
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.loose_fields import Fields
from cdadesk.gui.places.networks.layouts import CLOSING, OPENING
from cdadesk.gui.places.networks.sheet.attendance import AttendancePart
from cdadesk.gui.places.networks.sheet.people import People
from cdadesk.gui.places.networks.sheet.room import SheetRoom
from cdadesk.gui.places.networks.sheet.talk import TalkPart
from cdadesk.gui.places.networks.sheet.tasks import TaskList
from cdadesk.i18n import _
from cdadesk.store.reading import Held
from cdadesk.wire.ops import difference

Body = dict[str, Any]
_FLUSH_AFTER_MS = 300
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Logged:
    """A meeting as the sheet says it, the tasks it gave out, and guests of whom only the name is known."""

    meeting: Meeting
    tasks: tuple[Task, ...]
    newcomers: tuple[Person, ...]


class MeetingSheet(QWidget):
    """Shows one meeting and hands back what the person made of it; it saves nothing by itself."""

    draft_changed = Signal(dict)
    changed = Signal()
    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Meeting | None = None
        self._is_new = False
        self._left_so: dict[str, str] = {}
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(_FLUSH_AFTER_MS)
        self._pending.timeout.connect(self.flush)
        around = desk.around(self)
        self.people = People(desk)
        self.fields = Fields(Meeting, (OPENING, CLOSING), around)
        self.attendance = AttendancePart(self.people, around)
        self.talk = TalkPart(self.people, around)
        self.before = TaskList()
        self.given = TaskList()
        opening, closing = self.fields.sections
        self.room = SheetRoom(self, (opening, self.attendance, self.talk, closing), (self.before, self.given))
        self._last_stops: Sequence[QWidget] = ()
        self._listen()
        self.retranslate()

    @property
    def shown(self) -> Meeting | None:
        """The meeting as it was shown, without what was typed since."""
        return self._shown

    def show_meeting(self, meeting: Meeting, *, is_new: bool) -> None:
        """Show a meeting, in place of everything that stood here."""
        self._pending.stop()
        self._shown = meeting
        self._is_new = is_new
        self._left_so = {}
        self.people.newcomers = {}
        self.fields.show_record(meeting)
        self.attendance.show_meeting(meeting)
        self.talk.show_meeting(meeting)
        self._show_state()
        self.room.to_top()

    def show_tasks(self, before: Sequence[Held[Task]], given: Sequence[Held[Task]]) -> None:
        """Show what was open from before, and what this meeting gave out."""
        today = self._desk.clock.today()
        self.before.show_tasks(before, self._who, today)
        self.given.show_tasks(given, self._who, today)
        self.given.setVisible(bool(given))
        self._chain()

    def body(self) -> Body:
        """Return what differs from what was shown, half-typed words included; empty if nothing does."""
        shown = self._shown
        if shown is None:
            return {}
        marked = shown.changed(attendance=self.attendance.marks.lines, left_so=shown.left_so | self._left_so)
        parts = {
            **self.fields.body(shown),
            "leaves": difference(payload.leaves(shown), payload.leaves(marked)),
            "half": self.attendance.typed(),
            "talk": self.talk.outline.changed(),
        }
        body = {name: part for name, part in parts.items() if part}
        newcomers = {str(each): name for each, name in self.people.newcomers.items()}
        return body | {"newcomers": newcomers} if body and newcomers else body

    def restore(self, body: Mapping[str, Any]) -> None:
        """Put back what `body` once returned, over the meeting that is shown."""
        shown = self._shown
        if shown is None:
            return
        self.people.newcomers |= {UUID(each): name for each, name in body.get("newcomers", {}).items()}
        leaves = {**payload.leaves(shown), **body.get("leaves", {})}
        marked = payload.read(Meeting, shown.scope, shown.id, leaves).record
        self._left_so = {code: said for code, said in marked.left_so.items() if code not in shown.left_so}
        self.fields.restore(body)
        self.attendance.marks.show(marked.attendance)
        self.attendance.restore_typed(body.get("half", {}))
        self.attendance.reload()
        self.talk.restore(body.get("talk", {}))
        self._show_state()

    def read(self) -> Logged | None:
        """Return what the sheet says, or None: then the complaints stand where they belong."""
        if not all([self.fields.check(), self.attendance.count_box.editor.check(), self.talk.check()]):
            self._go_to_complaint()
            return None
        try:
            return self._logged()
        except ValidationError as error:
            for path, sentence in complaints(error).items():
                if not self.fields.complain(path, sentence):
                    self._desk.tell(sentence)
        except Trouble as trouble:
            self._desk.tell(str(trouble))
        self._go_to_complaint()
        return None

    def so_far(self) -> Meeting | None:
        """Return the meeting with all that can be understood by now."""
        if self._shown is None:
            return None
        talk = self.talk.read_so_far()
        try:
            return self._meeting({"agenda": talk.agenda, "decisions": talk.decisions})
        except ValidationError:
            return self._shown

    def flush(self) -> None:
        """Tell of the draft now."""
        self._pending.stop()
        self._show_state()
        self.draft_changed.emit(self.body())

    def begin(self) -> None:
        """Put the keyboard where logging begins."""
        self.fields.boxes["held_on"].editor.control.setFocus(Qt.FocusReason.TabFocusReason)

    def explain(self) -> None:
        """Explain the field that has the focus."""
        self.fields.explain()

    def end_with(self, stops: Sequence[QWidget]) -> None:
        """Let the keyboard come to these last."""
        self._last_stops = stops
        self._chain()

    def retranslate(self) -> None:
        """Write every word in the language in use; what was typed stays."""
        for part in (self.fields, self.attendance, self.talk):
            part.retranslate()
        self.before.say(_("Open from before"), _("Nothing is open from before."))
        self.given.say(_("Given out in this meeting"), "")
        self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field, Ctrl+S saves, Ctrl+P prints the minutes."""
        if event.matches(QKeySequence.StandardKey.Save):
            self.save_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Print):
            self.print_asked.emit()
        elif event.key() == Qt.Key.Key_F1:
            self.explain()
        elif event.key() in _ENTER:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the sheet from the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Lose nothing when the person goes elsewhere."""
        if self._pending.isActive():
            self.flush()
        super().hideEvent(event)

    def _logged(self) -> Logged:
        talk = self.talk.read()
        meeting = self._meeting({"agenda": talk.agenda, "decisions": talk.decisions})
        tasks = tuple(self._task(meeting, key, line) for key, line in talk.tasks.items())
        named = [line.member for line in meeting.attendance.values()] + [task.who for task in tasks]
        newcomers = self.people.made(meeting.scope, [each for each in named if each is not None])
        return Logged(meeting, tasks, tuple(newcomers))

    def _task(self, meeting: Meeting, key: str, line: QuickLine) -> Task:
        values = {"what": line.words, "who": line.who, "due_on": line.due_on, "status": TaskState.open}
        return Task.model_validate({"id": UUID(key), "scope": meeting.scope, "parent_id": meeting.id} | values)

    def _meeting(self, talk: Mapping[str, Any]) -> Meeting:
        """Return the meeting with what was typed; raises ValidationError."""
        shown = self._shown
        assert shown is not None  # noqa: S101 - nothing is read before something was shown
        others = {name: code for name, code in shown.missing.items() if name not in self.fields.boxes}
        count = self.attendance.count_box.editor
        return shown.changed(
            **self.fields.values(),
            **talk,
            attendance=self.attendance.marks.lines,
            present_count=count.value_so_far() if count.check() else shown.present_count,
            missing=others | self.fields.codes(),
            left_so=shown.left_so | self._left_so,
        )

    def _network(self, meeting: Meeting) -> Network | None:
        held = self._desk.store.get(Network, meeting.network) if meeting.network else None
        return held.record if held is not None else None

    def _show_state(self) -> None:
        """Say what follows from what stands here: count and quorum, what is missing, what looks wrong."""
        meeting = self.so_far()
        if meeting is None:
            return
        self._show_turnout(meeting)
        self.talk.show_count(self.talk.read_so_far())
        rest = self.fields.show_findings(all_findings(meeting))
        self.attendance.show_findings([each for each in rest if _concerns(each, "attendance", "present_count")])
        self.talk.show_findings([each for each in rest if _concerns(each, "agenda", "decisions")])
        self._chain()

    def _show_turnout(self, meeting: Meeting | None) -> None:
        if meeting is not None:
            self.attendance.show_turnout(turnout(meeting, self._network(meeting)))

    def _note_change(self) -> None:
        if not self._pending.isActive():
            self._pending.start()
        self.changed.emit()

    def _note_mark(self) -> None:
        """Count at once: one looks at the figure while marking."""
        self._show_turnout(self._with_head())
        self._note_change()

    def _with_head(self) -> Meeting | None:
        """Return the meeting with fields and list as they stand; what was talked about is left as it was shown."""
        try:
            return self._meeting({})
        except ValidationError:
            return None

    def _note_field(self, name: str) -> None:
        """Another day or another network means other people on the list, until the meeting was saved."""
        meeting = self._with_head()
        if self._is_new and name in ("held_on", "network") and meeting is not None:
            network, day = self._network(meeting), meeting.held_on
            self.attendance.marks.expect(meetings.expected(network, day) if network and day else {})
            self.attendance.reload()
        self._note_mark()

    def _leave_so(self, finding: Finding) -> None:
        self._left_so[finding.code] = finding.sentence
        self._note_change()
        self._show_state()

    def _who(self, task: Task) -> str:
        return self._desk.title(task.who) if task.who is not None else _("nobody named")

    def _go_to_complaint(self) -> None:
        count = self.attendance.count_box.editor
        in_list = count.control if count.complained() else None
        place = self.fields.first_complaint() or in_list or self.talk.first_complaint()
        if place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_talk(self, step: int) -> None:
        closing = self.fields.boxes["conflicts"].editor.control
        place = closing if step > 0 else self.attendance.guest.control
        place.setFocus(Qt.FocusReason.TabFocusReason)

    def _chain(self) -> None:
        """Let Tab go in the order in which a meeting happens."""
        opening, closing = self.fields.sections
        stops = [*opening.stops(), *self.attendance.stops(), self.before, self.given, *self.talk.stops()]
        stops += [*closing.stops(), *self._last_stops]
        by_tab = [each for each in stops if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for first, second in pairwise(by_tab):
            QWidget.setTabOrder(first, second)

    def _listen(self) -> None:
        self.fields.changed.connect(self._note_field)
        self.fields.left_so.connect(self._leave_so)
        self.attendance.changed.connect(self._note_mark)
        self.attendance.left_so.connect(self._leave_so)
        self.talk.changed.connect(self._note_change)
        self.talk.chained.connect(self._chain)
        self.talk.left.connect(self._leave_talk)
        self.talk.left_so.connect(self._leave_so)


def _concerns(finding: Finding, *names: str) -> bool:
    return finding.path.partition("/")[0] in names


def _is_ours(event: QKeyEvent) -> bool:
    keys = (QKeySequence.StandardKey.Save, QKeySequence.StandardKey.Print)
    return event.key() == Qt.Key.Key_F1 or any(event.matches(each) for each in keys)
