"""The first start: a name, a passphrase typed twice, and nothing else."""

from PySide6.QtCore import Qt, Signal

from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button, paragraph
from cdadesk.gui.start.step import StartField, Step, good_passphrase
from cdadesk.i18n import _
from cdadesk.store.vault import SHORTEST

_LONGEST_NAME = 120


class CreatingStep(Step):
    """Asks for what a profile needs; `asked` hands over name and passphrase."""

    asked = Signal(str, str)
    turned_back = Signal()
    copy_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._can_go_back = False
        self._said = paragraph("", "second")
        self._advice = paragraph("", "second")
        self.name = StartField()
        self.name.line.setMaxLength(_LONGEST_NAME)
        self.passphrase = StartField(secret=True)
        self.again = StartField(secret=True)
        self._restore = button(Action("", self.copy_asked.emit), "quiet")
        self._finish(self._said, self.name, self.passphrase, self.again, self._advice)
        self._column.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignLeft)

    def offer_way_back(self) -> None:
        """Let the person go back to the profiles that there are."""
        self._can_go_back = True
        self.retranslate()

    def next_action(self) -> Action:
        return Action(_("Begin"), self._ask, "check")

    def back_action(self) -> Action | None:
        return Action(_("Back"), self.turned_back.emit, "arrow-left") if self._can_go_back else None

    def retranslate(self) -> None:
        self.title.setText(_("Welcome"))
        dress_button(self._restore, Action(_("Restore a copy"), self.copy_asked.emit, "archive"))
        self._said.setText(_("Everything you write stays on this laptop, locked with your passphrase."))
        self.name.say(_("Your name"), _("As it should stand under minutes and comments"))
        self.passphrase.say(_("Passphrase"))
        self.again.say(_("The passphrase again"))
        self._advice.setText(
            _(
                "Four or five words that only you put together are easy to keep in mind and hard to guess. Nobody can "
                "tell you the passphrase later, so do not take it from a poster on the wall."
            )
        )
        super().retranslate()

    def begin(self) -> None:
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_passphrase(self) -> None:
        """Let nothing secret stand in a field that is not shown any more."""
        self.passphrase.line.clear()
        self.again.line.clear()

    def _ask(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            self.name.complain(_("Write your name."))
            return
        read = good_passphrase(self.passphrase, self.again, SHORTEST)
        if read is not None:
            self.asked.emit(name, read())
