"""The foot of the sheet: how it stands, and Save and Print where they can always be seen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.words import IconLabel, button, dress_button, paragraph
from cdadesk.i18n import _


class SheetFoot(QWidget):
    """Three acts, the last of which saves; what is typed and not saved is said beside them."""

    def __init__(self, actions: tuple[Action, Action, Action]) -> None:
        super().__init__()
        throw_away, print_minutes, save = actions
        self._icon = IconLabel("pencil", "warn", 14)
        self._state = paragraph("", "second")
        self._throw_away = button(throw_away, "quiet")
        self.print_button = button(print_minutes, "secondary")
        self.save_button: QPushButton = button(save, "primary")
        self._lay_out()
        self.show_state("", typed=False)

    def show_state(self, words: str, *, typed: bool) -> None:
        """Say that something is typed and not saved, or else how what was saved stands."""
        self._state.setText(_("Typed, not saved yet; kept as a draft") if typed else words)
        self._icon.setVisible(typed)
        self._throw_away.setVisible(typed)

    def show_actions(self, actions: tuple[Action, Action, Action]) -> None:
        """Write the buttons in the language in use."""
        for made, action in zip((self._throw_away, self.print_button, self.save_button), actions, strict=True):
            dress_button(made, action)

    def state(self) -> str:
        """Return what is said."""
        return self._state.text()

    def stops(self) -> list[QWidget]:
        """Return what the keyboard comes to: Save first, since it is what one came for."""
        return [self.save_button, self.print_button, self._throw_away]

    def take_focus(self) -> None:
        """Offer what comes after saving."""
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        row = QHBoxLayout()
        row.setContentsMargins(gaps.wide, gaps.small, gaps.wide, gaps.small)
        row.setSpacing(gaps.small)
        row.addWidget(self._icon)
        row.addWidget(self._state, 1)
        row.addWidget(self._throw_away)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        for made in (self.print_button, self.save_button):
            made.setAutoDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(row)
