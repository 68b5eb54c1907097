"""Everything for support: one file, sealed to the server; before any server is known, locked with a key shown once."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cdadesk import look
from cdadesk.acts.support import write_for_support
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.file_questions import ask_new_file
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, button, dress_button, label, paragraph
from cdadesk.i18n import _


class SupportPanel(QFrame):
    """A sentence, and a button that asks where the file shall lie."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        wear(self, "card")
        self.title = label("", "section")
        self.why = paragraph("", "second")
        self.notice = Notice()
        self.write = button(Action("", self.ask_file))
        self.write.setAutoDefault(True)
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.small)
        head.addWidget(IconLabel("archive"))
        head.addWidget(self.title, 1)
        head.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.large)
        column.setSpacing(gaps.small)
        column.addLayout(head)
        column.addWidget(self.why)
        column.addWidget(self.notice)

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self.title.setText(_("For support"))
        self.why.setText(
            _(
                "If something went wrong, write all that this laptop ever sent into one locked file. It holds personal "
                "data. Only the administrator of your server can open it; before you signed in to a server, whoever "
                "has the key that you are shown."
            )
        )
        dress_button(self.write, Action(_("Write the file"), self.ask_file, "file-text"))

    def ask_file(self) -> None:
        """Ask where the file shall lie; the window goes on meanwhile."""
        ask_new_file(self, _("Write the file"), "cdadesk-support.cdajournal", self.write_to)

    def write_to(self, file: Path) -> None:
        """Write the file, and say who opens it."""
        self.notice.say(Tone.INFO, _("The file is being written …"))
        self._desk.background.start(
            self, lambda _progress: write_for_support(self._desk.store, file), self._written, self._not_written
        )

    def _written(self, key: str) -> None:
        said = _("The file is written. Send it to the administrator of your server; nobody else can open it.")
        if key:
            said = _("The file is written. Tell your helper this key by another way; it is shown only now: {key}")
        self.notice.say(Tone.GOOD, said.format(key=key))

    def _not_written(self, sentence: str) -> None:
        self.notice.say(Tone.WARN, sentence)
