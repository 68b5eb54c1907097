"""Approving a settlement in place: which meeting looked at it, by which decision, and of a correction why."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cdadesk import look
from cdadesk.acts.fairs import Approval
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.kit.editors.offered import OfferedEditor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import NoteEditor
from cdadesk.gui.kit.form_parts import FieldBox
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.i18n import N_, _, format_number

_MEETING = FieldInfo("meeting", Kind.plain, N_("Meeting"), hint=N_("The meeting that looked at the account."))
_DECISION = FieldInfo(
    "decision", Kind.plain, N_("Decision"), hint=N_("Which of its decisions agreed to the account. It may stay blank.")
)
_REASON = FieldInfo(
    "reason", Kind.note, N_("Why is it corrected?"), hint=N_("What was wrong in the revision before."), max_length=2_000
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ApprovalPanel(QFrame):
    """Asks for what an approval needs; `approved` hands it over, Escape changes nothing."""

    approved = Signal(object)
    closed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        wear(self, "card")
        self._today = around.today
        self._meetings: dict[str, Meeting] = {}
        self._revision = 1
        self._title = label("", "strong")
        self._what = paragraph("", "second")
        self.meeting = OfferedEditor(_MEETING, around, self._offered_meetings)
        self.decision = OfferedEditor(_DECISION, around, self._offered_decisions)
        self.reason = NoteEditor(_REASON, around)
        self._boxes = [FieldBox(each) for each in (self.meeting, self.decision, self.reason)]
        self.said = Notice()
        self.go = button(self._go_action(), "primary")
        self._stay = button(self._stay_action())
        self.meeting.changed.connect(self._meeting_changed)
        self._lay_out()
        self.hide()

    def ask(self, meetings: Sequence[Meeting], revision: int) -> None:
        """Ask for the approval of a revision; from the second on it must be said why."""
        self._meetings = {str(each.id): each for each in meetings}
        self._revision = revision
        for editor in (self.meeting, self.decision, self.reason):
            editor.set_value(None)
        self._boxes[-1].setVisible(revision > 1)
        self.said.fall_silent()
        self.retranslate()
        self.show()
        self.meeting.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Change nothing."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def fail(self, sentence: str) -> None:
        """Say why it could not be approved; what was chosen stays."""
        self.said.say(Tone.BAD, sentence)

    def approve(self) -> None:
        """Hand the approval over, or complain of what is missing beside its field."""
        chosen = self._chosen()
        if not self.meeting.check() or chosen is None:
            self.meeting.complaint(_("Choose the meeting that looked at the account."))
            self.meeting.control.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.decision.check():
            self.decision.control.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._revision > 1 and self.reason.is_blank():
            self.reason.complaint(_("Say what was wrong in the revision before."))
            self.reason.control.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            on = chosen.held_on or self._today()
            self.approved.emit(Approval(chosen.id, on, self.decision.value(), self._why()))

    def retranslate(self) -> None:
        """Write every word in the language in use; what was chosen stays."""
        corrects = self._revision > 1
        number = format_number(self._revision)
        title = _("Correct it: revision {revision}").format(revision=number) if corrects else _("Approve the account")
        self._title.setText(title)
        self._what.setText(
            _("The account is frozen as it stands, with a check code. A later change becomes a revision.")
        )
        for box in self._boxes:
            box.retranslate()
        dress_button(self.go, self._go_action())
        dress_button(self._stay, self._stay_action())

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window does."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.KeyPress:
                self.put_away()
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field, F1 explains the one that has the focus."""
        if event.key() in _ENTER:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_F1:
            for box in self._boxes:
                if box.editor.control.hasFocus():
                    box.explain()
        else:
            super().keyPressEvent(event)

    def _why(self) -> str:
        return str(self.reason.typed()).strip() if self._revision > 1 else ""

    def _chosen(self) -> Meeting | None:
        typed = self.meeting.typed()
        return self._meetings.get(typed["key"]) if isinstance(typed, dict) else None

    def _meeting_changed(self) -> None:
        self.decision.set_value(None)

    def _offered_meetings(self) -> list[tuple[str, str]]:
        return [(key, each.title()) for key, each in self._meetings.items()]

    def _offered_decisions(self) -> list[tuple[str, str]]:
        meeting = self._chosen()
        lines = in_order(meeting.decisions) if meeting is not None else []
        said = _("{number}. {decision}")
        return [
            (key, said.format(number=format_number(place), decision=line.decision or ""))
            for place, (key, line) in enumerate(lines, start=1)
        ]

    def _go_action(self) -> Action:
        return Action(_("Approve") if self._revision == 1 else _("Approve the correction"), self.approve, "check")

    def _stay_action(self) -> Action:
        return Action(_("Not now"), self.put_away)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        chosen = QHBoxLayout()
        chosen.setSpacing(gaps.large)
        for box in self._boxes[:2]:
            chosen.addWidget(box, 1)
        foot = QHBoxLayout()
        foot.setSpacing(gaps.small)
        foot.addWidget(self.go)
        foot.addWidget(self._stay)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.medium)
        column.setSpacing(gaps.small)
        column.addWidget(self._title)
        column.addWidget(self._what)
        column.addLayout(chosen)
        column.addWidget(self._boxes[2])
        column.addWidget(self.said)
        column.addLayout(foot)
