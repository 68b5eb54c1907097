"""Agreeing in place to what a meeting looked at: which meeting, by which of its decisions, and a word about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from cdadesk import look
from cdadesk.domain.kernel.fields import FieldInfo
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.kit.editors.base import Editor
from cdadesk.gui.kit.editors.offered import OfferedEditor
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.editors.text import NoteEditor
from cdadesk.gui.kit.escaping import took_escape
from cdadesk.gui.kit.form_parts import FieldBox
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.i18n import _, format_number

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Asked:
    """What is asked for, in this order; label and hint of each are marked with N_."""

    meeting: FieldInfo
    decision: FieldInfo
    note: FieldInfo


class AgreeingPanel(QFrame):
    """Asks in which meeting something was agreed to; Escape changes nothing.

    A panel of its own says what it is about (`title_words`, `what_words`) and what can be done (`acts`, the first of
    them stands out); `agreed` returns what was chosen, or complains beside the field of what is missing.
    """

    closed = Signal()

    def __init__(self, around: Surroundings, asked: Asked) -> None:
        super().__init__()
        wear(self, "card")
        self.today = around.today
        self._meetings: dict[str, Meeting] = {}
        self._title = label("", "strong")
        self._what = paragraph("", "second")
        self.meeting = OfferedEditor(asked.meeting, around, self._offered_meetings)
        self.decision = OfferedEditor(asked.decision, around, self._offered_decisions)
        self.note = NoteEditor(asked.note, around)
        self.boxes = [FieldBox(each) for each in (self.meeting, self.decision, self.note)]
        self.said = Notice()
        self.buttons: list[QPushButton] = []
        self.meeting.changed.connect(lambda: self.decision.set_value(None))
        self._lay_out()
        self.hide()

    # what a panel says for itself

    def title_words(self) -> str:
        """Name the act."""
        raise NotImplementedError

    def what_words(self) -> str:
        """Say what follows from it."""
        raise NotImplementedError

    def acts(self) -> Sequence[Action]:
        """Return what can be done; always as many, as they are dressed anew in each language."""
        raise NotImplementedError

    def no_meeting_words(self) -> str:
        """Ask for the meeting where none was chosen."""
        raise NotImplementedError

    # what its owner does with it

    def begin(self, meetings: Sequence[Meeting]) -> None:
        """Ask anew; the meetings stand in the order in which they come."""
        self._meetings = {str(each.id): each for each in meetings}
        for box in self.boxes:
            box.editor.set_value(None)
        self.said.fall_silent()
        self.retranslate()
        self.show()
        _go_to(self.meeting)

    def put_away(self) -> None:
        """Change nothing."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def fail(self, sentence: str) -> None:
        """Say why it could not be done; what was chosen stays."""
        self.said.say(Tone.BAD, sentence)

    def agreed(self) -> Meeting | None:
        """Return the meeting that was chosen, or complain of it or of the decision beside the field."""
        chosen = self._chosen()
        if not self.meeting.check() or chosen is None:
            self.complain(self.meeting, self.no_meeting_words())
            return None
        if not self.decision.check():
            _go_to(self.decision)
            return None
        return chosen

    def complain(self, editor: Editor, sentence: str) -> None:
        """Say beside a field what is missing, and go there."""
        editor.complaint(sentence)
        _go_to(editor)

    def noted(self) -> str:
        """Return the word about it."""
        return str(self.note.typed()).strip()

    def retranslate(self) -> None:
        """Write every word in the language in use; what was chosen stays."""
        self._title.setText(self.title_words())
        self._what.setText(self.what_words())
        for box in self.boxes:
            box.retranslate()
        for each, act in zip(self.buttons, self._all_acts(), strict=True):
            dress_button(each, act)

    def event(self, event: QEvent) -> bool:
        """Take Escape and F1 before the window does."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            return super().event(event)
        return took_escape(event, self.put_away) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field, F1 explains the one that has the keyboard."""
        if event.key() in _ENTER:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_F1:
            for box in self.boxes:
                if box.editor.control.hasFocus():
                    box.explain()
        else:
            super().keyPressEvent(event)

    def _chosen(self) -> Meeting | None:
        typed = self.meeting.typed()
        return self._meetings.get(typed["key"]) if isinstance(typed, dict) else None

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

    def _all_acts(self) -> list[Action]:
        return [*self.acts(), Action(_("Not now"), self.put_away)]

    def _lay_out(self) -> None:
        gaps = look.spacing()
        chosen = QHBoxLayout()
        chosen.setSpacing(gaps.large)
        for box in self.boxes[:2]:
            chosen.addWidget(box, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.medium)
        column.setSpacing(gaps.small)
        column.addWidget(self._title)
        column.addWidget(self._what)
        column.addLayout(chosen)
        column.addWidget(self.boxes[2])
        column.addWidget(self.said)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(look.spacing().small)
        for place, act in enumerate(self._all_acts()):
            self.buttons.append(button(act, "" if place else "primary"))
            foot.addWidget(self.buttons[-1])
        foot.addStretch(1)
        return foot


def _go_to(editor: Editor) -> None:
    editor.control.setFocus(Qt.FocusReason.OtherFocusReason)
