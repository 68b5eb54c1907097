"""What every step of the start has: a column of words and fields, one sentence for trouble, and what to do next."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import set_style_property
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.i18n import _

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StartField(QWidget):
    """A labelled line; one that is secret can be looked at by pressing its eye."""

    def __init__(self, *, secret: bool = False) -> None:
        super().__init__()
        self.line = QLineEdit()
        self._label = label("", "field")
        self._label.setBuddy(self.line)
        self._complaint: QLabel = paragraph("", "complaint")
        self._complaint.hide()
        self._eye: QAction | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.spacing().hair // 2)
        for widget in (self._label, self.line, self._complaint):
            column.addWidget(widget)
        if secret:
            self._make_secret()
        self.line.textEdited.connect(lambda _text: self.complain(""))

    def text(self) -> str:
        """Return what is typed."""
        return self.line.text()

    def say(self, name: str, placeholder: str = "") -> None:
        """Name the field, in the language in use."""
        self._label.setText(name)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(placeholder)
        if self._eye is not None:
            self._eye.setText(_("Show what is typed"))

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the field; an empty sentence takes it back."""
        self._complaint.setText(sentence)
        self._complaint.setVisible(bool(sentence))
        set_style_property(self.line, "complaint", "true" if sentence else "false")
        if sentence:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_secret(self) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = self.line.addAction(icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.triggered.connect(self._show_or_hide)

    def _show_or_hide(self) -> None:
        shown = self.line.echoMode() is QLineEdit.EchoMode.Normal
        self.line.setEchoMode(QLineEdit.EchoMode.Password if shown else QLineEdit.EchoMode.Normal)
        if self._eye is not None:
            self._eye.setIcon(icon("eye" if shown else "eye-off"))


class Step(QWidget):
    """One step: `next_action` does it, Enter too; `back_action` leads elsewhere."""

    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "title")
        self.title.setWordWrap(True)
        self.notice = Notice()
        self._fields: list[StartField] = []
        self._go: QPushButton = button(Action("", self._next), "primary")
        self._back: QPushButton = button(Action("", self._turn_back), "quiet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().medium)
        self._column.addWidget(self.title)

    def next_action(self) -> Action:
        """Return what this step does."""
        raise NotImplementedError

    def back_action(self) -> Action | None:
        """Return what can be done instead."""
        return None

    def retranslate(self) -> None:
        """Write every word again; what was typed stays."""
        dress_button(self._go, replace(self.next_action(), enabled=self._go.isEnabled()))
        back = self.back_action()
        self._back.setVisible(back is not None)
        if back is not None:
            dress_button(self._back, back)

    def begin(self) -> None:
        """Put the keyboard where the step begins."""

    def busy_with(self, text: str) -> None:
        """Say what is being done; nothing can be pressed meanwhile."""
        self.notice.say(Tone.INFO, text)
        self._go.setEnabled(False)

    def trouble(self, sentence: str) -> None:
        """Say what went wrong; everything typed stays."""
        self.notice.say(Tone.BAD, sentence)
        self._go.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next blank field, or does the step."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        blank = [field for field in self._fields if not field.text()]
        if blank:
            blank[0].line.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._go.isEnabled():
            self._next()

    def _finish(self, *widgets: QWidget) -> None:
        """Lay out the parts of the step; to be called once, by its own constructor."""
        self._fields = [widget for widget in widgets if isinstance(widget, StartField)]
        for widget in (*widgets, self.notice):
            self._column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(look.spacing().small)
        row.addWidget(self._go)
        row.addWidget(self._back)
        row.addStretch(1)
        self._column.addLayout(row)
        self.retranslate()

    def _next(self) -> None:
        self.next_action().run()

    def _turn_back(self) -> None:
        back = self.back_action()
        if back is not None:
            back.run()


def good_passphrase(first: StartField, again: StartField, shortest: int) -> Callable[[], str] | None:
    """Return how to read a passphrase typed twice, or None: then the complaint stands beside its field."""
    if len(first.text()) < shortest:
        first.complain(_("Choose a longer passphrase: at least {least} characters.").format(least=shortest))
        return None
    if first.text() != again.text():
        again.complain(_("The two are not the same. Type it once more."))
        return None
    return first.text
