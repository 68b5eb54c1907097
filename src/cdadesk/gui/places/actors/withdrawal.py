"""Taking a consent back: what goes is named first, since nothing brings it back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.consent import Going
from cdadesk.gui.kit.notices import ConfirmStrip, Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button
from cdadesk.i18n import _, format_number, ngettext


class Withdrawal(QWidget):
    """A button, and the question that it opens in its place; `erase` does what was agreed to."""

    def __init__(self, erase: Callable[[], object], going: Callable[[], Going | None]) -> None:
        super().__init__()
        self._erase = erase
        self._going = going
        self.notice = Notice()
        self.strip = ConfirmStrip()
        self.strip.answered.connect(self._show_button)
        self._button = button(Action("", self.ask, "trash-2"), "quiet")
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.small, gaps.large, 0)
        for each in (self.notice, self.strip):
            column.addWidget(each)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)
        self.retranslate()

    def offer(self) -> None:
        """Offer it again, as for another person."""
        self.notice.fall_silent()
        self.strip.hide()
        self._show_button()

    def ask(self) -> None:
        """Name what goes, and ask; the keyboard waits on the answer that changes nothing."""
        going = self._going()
        if going is None:
            self.notice.say(Tone.INFO, _("Save first, or throw away what is typed."))
            return
        self.notice.fall_silent()
        self._button.hide()
        self.strip.ask(asked_words(going), Action(_("Erase for ever"), self._erase, "trash-2"))

    def retranslate(self) -> None:
        """Write the words in the language in use."""
        dress_button(self._button, Action(_("Consent taken back …"), self.ask, "trash-2"))

    def _show_button(self) -> None:
        self._button.show()


def asked_words(going: Going) -> str:
    """Say what goes, what stays, and what nobody can reach."""
    goes = ", ".join(f"“{each}”" for each in going.fields) or _("no answers are written down yet")
    said = ngettext("{n} comment on them", "{n} comments on them", going.comments)
    comments = f"; {said.format(n=format_number(going.comments))}" if going.comments else ""
    hanging = ngettext("{n} photo or paper", "{n} photos and papers", going.photos)
    photos = f"; {hanging.format(n=format_number(going.photos))}" if going.photos else ""
    return _(
        "The person takes the consent back? Then this is erased for ever, on every laptop and at the server: {goes}. "
        "Name, role and all counts stay. Copies that were put on a stick before still hold it: have them deleted, too."
    ).format(goes=f"{goes}{comments}{photos}")
