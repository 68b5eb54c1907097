"""Whose profile: the first step where a laptop is shared."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button, paragraph
from cdadesk.gui.start.step import Step
from cdadesk.i18n import _
from cdadesk.store.profile import Profile


class ChoosingStep(Step):
    """A button for each profile, and one for a new one."""

    chosen = Signal(object)
    new_asked = Signal()
    copy_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = paragraph("", "second")
        self._holder = QWidget()
        self._buttons = QVBoxLayout(self._holder)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(look.spacing().small)
        self._people: list[QPushButton] = []
        self._restore = button(Action("", self.copy_asked.emit), "quiet")
        self._finish(self._said, self._holder)
        self._column.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignLeft)

    def show_profiles(self, profiles: Sequence[Profile]) -> None:
        """Show the profiles of this laptop."""
        for old in self._people:
            old.hide()
            old.deleteLater()
        self._people = [button(self._choice(profile)) for profile in profiles]
        for made in self._people:
            self._buttons.addWidget(made)
            made.show()

    def next_action(self) -> Action:
        return Action(_("Another person begins here"), self.new_asked.emit, "plus")

    def retranslate(self) -> None:
        self.title.setText(_("Who works now?"))
        dress_button(self._restore, Action(_("Restore a copy"), self.copy_asked.emit, "archive"))
        self._said.setText(_("Each person has a profile with a passphrase of their own."))
        super().retranslate()

    def begin(self) -> None:
        """Put the keyboard on the first person; arrows go on from there."""
        if self._people:
            self._people[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choice(self, profile: Profile) -> Action:
        return Action(profile.name, lambda: self.chosen.emit(profile), "user")
