"""Putting a copy back: its folder, the passphrase it was made with, and nothing else."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal

from cdadesk.gui.kit.file_questions import ask_folder
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import ShortLabel, button, dress_button, paragraph
from cdadesk.gui.start.step import StartField, Step
from cdadesk.i18n import _


class RestoringStep(Step):
    """Asks which copy; `asked` hands over its folder and the passphrase."""

    asked = Signal(Path, str)
    turned_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._copy: Path | None = None
        self._said = paragraph("", "second")
        self.choose = button(Action("", self.ask_folder))
        self._chosen = ShortLabel("", "strong")
        self.passphrase = StartField(secret=True)
        self._finish(self._said, self.choose, self._chosen, self.passphrase)

    def choose_copy(self, copy: Path) -> None:
        """Take a folder as the copy."""
        self._copy = copy
        self.notice.fall_silent()
        self._go.setEnabled(True)
        self.retranslate()
        self.passphrase.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_folder(self) -> None:
        """Ask for the folder of the copy."""
        ask_folder(self, _("Where does the copy lie?"), self.choose_copy)

    def next_action(self) -> Action:
        return Action(_("Restore"), self._ask, "check")

    def back_action(self) -> Action | None:
        return Action(_("Back"), self.turned_back.emit, "arrow-left")

    def retranslate(self) -> None:
        self.title.setText(_("Restore a copy"))
        self._said.setText(
            _(
                "The copy takes the place of the profile that it was made of; what stands there now is kept beside it. "
                "What the server knows and the copy does not comes back with the next exchange."
            )
        )
        dress_button(self.choose, Action(_("Choose the copy"), self.ask_folder, "folder-open"))
        self._chosen.setText(self._copy.name if self._copy else _("A folder named cdadesk-copy-…"))
        self.passphrase.say(_("The passphrase it was made with"))
        super().retranslate()

    def begin(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Let nothing secret stand in a field that is not shown any more."""
        self.passphrase.line.clear()

    def _ask(self) -> None:
        if self._copy is None:
            self.begin()
        elif self.passphrase.text():
            self.asked.emit(self._copy, self.passphrase.text())
