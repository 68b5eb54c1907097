"""Unlocking a profile: by the passphrase, or by the recovery key when the passphrase is forgotten."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal

from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button, paragraph
from cdadesk.gui.start.step import StartField, Step, good_passphrase
from cdadesk.i18n import _, format_instant
from cdadesk.store.backup import Copy
from cdadesk.store.vault import SHORTEST


class UnlockingStep(Step):
    """Asks for the passphrase of one profile."""

    asked = Signal(str)
    forgotten = Signal()
    turned_back = Signal()
    copy_asked = Signal(Path, str)

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._copy: Copy | None = None
        self.passphrase = StartField(secret=True)
        self._other = button(Action("", self.turned_back.emit), "quiet")
        self.older = button(Action("", self._ask_copy))
        self._finish(self.passphrase)
        self._column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)

    def show_person(self, name: str) -> None:
        """Ask this person."""
        self._name = name
        self._copy = None
        self.passphrase.line.clear()
        self.notice.fall_silent()
        self._go.setEnabled(True)
        self.retranslate()

    def offer_copy(self, copy: Copy | None) -> None:
        """Offer the copy that was made before an update: this version cannot read what the newer one wrote."""
        self._copy = copy
        self.retranslate()

    def next_action(self) -> Action:
        return Action(_("Open"), self._ask, "lock-open")

    def back_action(self) -> Action | None:
        return Action(_("I forgot the passphrase"), self.forgotten.emit)

    def retranslate(self) -> None:
        self.title.setText(self._name)
        dress_button(self._other, Action(_("Another person works now"), self.turned_back.emit, "users"))
        self.passphrase.say(_("Passphrase"))
        self.older.setVisible(self._copy is not None)
        if self._copy is not None:
            said = _("Use the copy of {when}").format(when=format_instant(self._copy.at))
            dress_button(self.older, Action(said, self._ask_copy, "archive"))
        super().retranslate()

    def begin(self) -> None:
        self.passphrase.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def trouble(self, sentence: str) -> None:
        """Say what went wrong, and let the person type over what was wrong."""
        super().trouble(sentence)
        self.passphrase.line.selectAll()
        self.begin()

    def _ask(self) -> None:
        if self.passphrase.text():
            self.asked.emit(self.passphrase.text())

    def _ask_copy(self) -> None:
        if self._copy is not None and self.passphrase.text():
            self.copy_asked.emit(self._copy.path, self.passphrase.text())


class ForgottenStep(Step):
    """Asks for the recovery key and a new passphrase."""

    asked = Signal(str, str)
    turned_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = paragraph("", "second")
        self.key = StartField()
        self.passphrase = StartField(secret=True)
        self.again = StartField(secret=True)
        self._finish(self._said, self.key, self.passphrase, self.again)

    def next_action(self) -> Action:
        return Action(_("Open with the recovery key"), self._ask, "key-round")

    def back_action(self) -> Action | None:
        return Action(_("Back"), self.turned_back.emit, "arrow-left")

    def retranslate(self) -> None:
        self.title.setText(_("A new passphrase"))
        self._said.setText(
            _(
                "When this profile was made, a recovery key was printed or written down: five groups of five signs. "
                "With it you can choose a new passphrase. Without it nobody can open the profile."
            )
        )
        self.key.say(_("Recovery key"), "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        self.passphrase.say(_("New passphrase"))
        self.again.say(_("The new passphrase again"))
        super().retranslate()

    def begin(self) -> None:
        self.key.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Let nothing secret stand in fields that are not shown any more."""
        for field in (self.key, self.passphrase, self.again):
            field.line.clear()

    def _ask(self) -> None:
        if not self.key.text().strip():
            self.key.complain(_("Write the recovery key."))
            return
        read = good_passphrase(self.passphrase, self.again, SHORTEST)
        if read is not None:
            self.asked.emit(self.key.text(), read())
