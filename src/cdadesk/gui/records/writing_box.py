"""A place to write a comment: about the record or one of its fields, kept as a draft while it is typed."""

from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Comment
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.words import button, dress_button
from cdadesk.i18n import _
from cdadesk.store.drafts import DraftKey

_DRAFT_AFTER_MS = 300
_TEXT_HEIGHT = 76
_FORM = "comment"


class Said(NamedTuple):
    """What was written, about which path, in answer to which comment."""

    text: str
    path: str
    reply_to: UUID | None


class WritingBox(QWidget):
    """Hands over what was written, and keeps it until `clear` says that it was saved."""

    said = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record: Record | None = None
        self._reply_to: UUID | None = None
        self.about = QComboBox()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_TEXT_HEIGHT)
        self.send = button(self._send_action(), "primary")
        self._answering = Notice()
        self._failure = Notice()
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(_DRAFT_AFTER_MS)
        self._pending.timeout.connect(self.flush)
        self.text.textChanged.connect(self._pending.start)
        self._lay_out()
        self.retranslate()

    def show_record(self, record: Record) -> None:
        """Offer the fields of a record, and bring back what was being written about it."""
        if self._record is not None and self._record.id == record.id:
            self._record = record
            return
        self.flush()
        self._record = record
        self._fill_about()
        self._answer_nothing()
        draft = self._desk.drafts.of(self._key(record))
        self._write_text(str(draft.body.get("text", "")) if draft is not None else "")

    def answer(self, comment: Comment) -> None:
        """Write the next text in answer to a comment, about the same field."""
        self._reply_to = comment.id
        self.about.setCurrentIndex(max(self.about.findData(comment.about_path or ""), 0))
        act = Action(_("Not an answer"), self._answer_nothing, "x")
        self._answering.say(Tone.INFO, _("You answer: {text}").format(text=comment.title()), act)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Begin anew: what stood here was saved."""
        self._write_text("")
        self._answer_nothing()
        self._failure.fall_silent()
        if self._record is not None:
            self._desk.drafts.drop(self._key(self._record))

    def show_failure(self, sentence: str) -> None:
        """Say why it could not be saved; the text stays."""
        self._failure.say(Tone.BAD, sentence)

    def flush(self) -> None:
        """Keep what is being written now."""
        if self._pending.isActive() and self._record is not None:
            self._pending.stop()
            text = self.text.toPlainText()
            self._desk.drafts.keep(self._key(self._record), None, {"text": text} if text.strip() else {})

    def retranslate(self) -> None:
        """Write every word again; the text stays."""
        self.about.setAccessibleName(_("What it is about"))
        self.text.setAccessibleName(_("Comment"))
        self.text.setPlaceholderText(_("Write a comment. Ctrl+Enter saves it."))
        dress_button(self.send, self._send_action())
        self._fill_about()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter hands the text over."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._send()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _send(self) -> None:
        text = self.text.toPlainText().strip()
        if text:
            self.flush()
            self.said.emit(Said(text, str(self.about.currentData() or ""), self._reply_to))

    def _send_action(self) -> Action:
        return Action(_("Say it"), self._send, "send", hint=_("Ctrl+Enter"))

    def _answer_nothing(self) -> None:
        self._reply_to = None
        self._answering.fall_silent()

    def _write_text(self, text: str) -> None:
        self.text.setPlainText(text)
        self._pending.stop()

    def _fill_about(self) -> None:
        chosen = self.about.currentData()
        self.about.clear()
        self.about.addItem(_("The whole record"), "")
        for info in describe(type(self._record)).values() if self._record is not None else ():
            self.about.addItem(_(info.label), info.name)
        self.about.setCurrentIndex(max(self.about.findData(chosen), 0))

    def _key(self, record: Record) -> DraftKey:
        return DraftKey(_FORM, record.id)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        foot = QHBoxLayout()
        foot.setSpacing(gaps.small)
        foot.addWidget(self.about, 1)
        foot.addWidget(self.send)
        inside = QVBoxLayout()
        inside.setContentsMargins(gaps.wide, gaps.medium, gaps.wide, gaps.medium)
        inside.setSpacing(gaps.small)
        for widget in (self._answering, self._failure, self.text):
            inside.addWidget(widget)
        inside.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(inside)
