"""Agreeing to a plan in place: which meeting, whether it was only read out or approved, and what was changed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cdadesk import look
from cdadesk.acts.plans import Agreement
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

_MEETING = FieldInfo("meeting", Kind.plain, N_("Meeting"), hint=N_("The meeting to which the plan was read out."))
_DECISION = FieldInfo(
    "decision", Kind.plain, N_("Decision"), hint=N_("Which of its decisions agreed to the plan. It may stay blank.")
)
_CHANGES = FieldInfo(
    "changes",
    Kind.note,
    N_("Changed by the meeting"),
    hint=N_("What those who came wanted otherwise, and what you changed because of it."),
    max_length=4_000,
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MeetingPanel(QFrame):
    """`validated` and `approved` hand the agreement over; Escape changes nothing."""

    validated = Signal(object)
    approved = Signal(object)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        wear(self, "card")
        self._today = around.today
        self._meetings: dict[str, Meeting] = {}
        self._title = label("", "strong")
        self._what = paragraph("", "second")
        self.meeting = OfferedEditor(_MEETING, around, self._offered_meetings)
        self.decision = OfferedEditor(_DECISION, around, self._offered_decisions)
        self.changes = NoteEditor(_CHANGES, around)
        self._boxes = [FieldBox(each) for each in (self.meeting, self.decision, self.changes)]
        self.said = Notice()
        self.approve_button = button(self._approve_action(), "primary")
        self.validate_button = button(self._validate_action())
        self._stay = button(self._stay_action())
        self.meeting.changed.connect(lambda: self.decision.set_value(None))
        self._lay_out()
        self.hide()

    def ask(self, meetings: Sequence[Meeting]) -> None:
        """Ask in which meeting; the newest stand first."""
        self._meetings = {str(each.id): each for each in meetings}
        for box in self._boxes:
            box.editor.set_value(None)
        self.said.fall_silent()
        self.retranslate()
        self.show()
        self.meeting.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Change nothing."""
        self.hide()

    def fail(self, sentence: str) -> None:
        """Say why it could not be done; what was chosen stays."""
        self.said.say(Tone.BAD, sentence)

    def retranslate(self) -> None:
        """Write every word in the language in use; what was chosen stays."""
        self._title.setText(_("Agree to the plan in a meeting"))
        self._what.setText(
            _(
                "Validated: it was read out, talked about and changed. Approved: it is closed as it stands, "
                "with a check code; a later change becomes a revision."
            )
        )
        for box in self._boxes:
            box.retranslate()
        dress_button(self.approve_button, self._approve_action())
        dress_button(self.validate_button, self._validate_action())
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
        """Enter goes on to the next field."""
        if event.key() in _ENTER:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _agreement(self) -> Agreement | None:
        """Return what was chosen, or complain of what is missing beside its field."""
        typed = self.meeting.typed()
        chosen = self._meetings.get(typed["key"]) if isinstance(typed, dict) else None
        if not self.meeting.check() or chosen is None:
            self.meeting.complaint(_("Choose the meeting to which the plan was read out."))
            self.meeting.control.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        if not self.decision.check():
            self.decision.control.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        said = str(self.changes.typed()).strip()
        return Agreement(chosen.id, chosen.held_on or self._today(), self.decision.value(), said)

    def _approve(self) -> None:
        agreement = self._agreement()
        if agreement is not None:
            self.approved.emit(agreement)

    def _validate(self) -> None:
        agreement = self._agreement()
        if agreement is not None:
            self.validated.emit(agreement)

    def _offered_meetings(self) -> list[tuple[str, str]]:
        return [(key, each.title()) for key, each in self._meetings.items()]

    def _offered_decisions(self) -> list[tuple[str, str]]:
        typed = self.meeting.typed()
        meeting = self._meetings.get(typed["key"]) if isinstance(typed, dict) else None
        lines = in_order(meeting.decisions) if meeting is not None else []
        said = _("{number}. {decision}")
        return [
            (key, said.format(number=format_number(place), decision=line.decision or ""))
            for place, (key, line) in enumerate(lines, start=1)
        ]

    def _approve_action(self) -> Action:
        return Action(_("Approve the plan"), self._approve, "check")

    def _validate_action(self) -> Action:
        return Action(_("Only validated"), self._validate)

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
        for each in (self.approve_button, self.validate_button, self._stay):
            foot.addWidget(each)
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
