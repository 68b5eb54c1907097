"""Signing in: address, name and password in place; the password is handed on once and then forgotten."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import set_style_property
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.i18n import _
from cdadesk.sync.address import checked_address

_WIDTH = 460
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SignIn(QWidget):
    """`asked` hands over address, name and password; `left` tells that the person does not want to, after all."""

    asked = Signal(str, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.address, self.user, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self._names = [label("", "field") for _field in self._fields()]
        self._complaint = paragraph("", "complaint")
        self._why = paragraph("", "second")
        self.notice = Notice()
        self.go = button(self._go_action(), "primary")
        self.leave = button(self._leave_action(), "quiet")
        for made in (self.go, self.leave):
            made.setAutoDefault(True)
        self._lay_out()
        self.address.textEdited.connect(lambda _text: self._complain(""))
        self.retranslate()

    def begin(self, address: str, user: str) -> None:
        """Fill in what is known; what is typed already stays."""
        if not self.address.text():
            self.address.setText(address)
        if not self.user.text():
            self.user.setText(user)

    def first_blank(self) -> QLineEdit:
        """Return the field with which to begin."""
        return next((each for each in self._fields() if not each.text()), self.password)

    def trouble(self, sentence: str) -> None:
        """Say why it did not work; only the password has to be typed again."""
        self.notice.say(Tone.WARN, sentence)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what was typed."""
        self.password.clear()
        self.notice.fall_silent()

    def let_type(self, *, typing: bool) -> None:
        """Hold the fields still while the server is asked."""
        for widget in (*self._fields(), self.go):
            widget.setEnabled(typing)

    def retranslate(self) -> None:
        """Write every word again; what is typed stays."""
        words = (_("Address of the server"), _("Your name there"), _("Password"))
        for name, field, text in zip(self._names, self._fields(), words, strict=True):
            name.setText(text)
            field.setAccessibleName(text)
        self.address.setPlaceholderText("cdadesk.example.org")
        self._why.setText(_("The administrator gives you these. The password is used once and not kept here."))
        dress_button(self.go, self._go_action())
        dress_button(self.leave, self._leave_action())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next blank field, and signs in from the last."""
        if event.key() in _ENTER:
            self._go()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no password behind the scenes."""
        self.forget()
        super().hideEvent(event)

    def _go(self) -> None:
        blank = next((each for each in self._fields() if not each.text().strip()), None)
        if blank is not None:
            blank.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            address = checked_address(self.address.text())
        except Trouble as trouble:
            self._complain(str(trouble))
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        password = self.password.text()
        self.forget()
        self.asked.emit(address, self.user.text().strip(), password)

    def _complain(self, sentence: str) -> None:
        self._complaint.setText(sentence)
        self._complaint.setVisible(bool(sentence))
        set_style_property(self.address, "complaint", "true" if sentence else "false")
        self.address.setAccessibleDescription(sentence)

    def _fields(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        return self.address, self.user, self.password

    def _go_action(self) -> Action:
        return Action(_("Sign in"), self._go, "key-round")

    def _leave_action(self) -> Action:
        return Action(_("Not now"), self.left.emit)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, gaps.small, 0, 0)
        column.setSpacing(gaps.hair)
        column.addWidget(self.notice)
        for name, field in zip(self._names, self._fields(), strict=True):
            name.setBuddy(field)
            column.addWidget(name)
            column.addWidget(field)
            if field is self.address:
                column.addWidget(self._complaint)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.setSpacing(gaps.small)
        row.addWidget(self.go)
        row.addWidget(self.leave)
        row.addStretch(1)
        column.addSpacing(gaps.hair)
        column.addLayout(row)
        self._complaint.hide()
