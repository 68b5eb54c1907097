"""The minutes as a PDF: in which language, where to, and where it lies then; never a box over the window."""

from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from cdadesk import look
from cdadesk.acts.papers import Printing, minutes_pdf
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.language_choice import LanguageChoice
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, label
from cdadesk.gui.papers import open_file, plain_name
from cdadesk.gui.places.networks.sheet.writing import CouldNotWrite, free_name, write_file
from cdadesk.i18n import _
from cdadesk.store.store import Store

_FOLDER = "networks/minutes_folder"
_LANGUAGE = "networks/minutes_language"


class MinutesStrip(QFrame):
    """Asks language and place at the foot of the sheet, writes beside the window, and says where the paper lies."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._meeting: Meeting | None = None
        wear(self, "strip")
        self.language = LanguageChoice()
        self.language.chosen.connect(self._use)
        self.place = QLineEdit()
        self.said = Notice()
        self._title = label("", "strong")
        self._choose = button(self._choose_action(), "secondary")
        self.write_button = button(self._write_action(), "primary")
        self._close = button(self._close_action(), "quiet")
        self._lay_out()
        self.hide()

    def offer(self, meeting: Meeting) -> None:
        """Ask how to print the minutes of a meeting."""
        self._meeting = meeting
        self.said.fall_silent()
        self._use(self._desk.memory.recall(_LANGUAGE))
        self.show()
        self.write_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        self._title.setText(_("Print minutes"))
        self.place.setAccessibleName(_("Where to"))
        for made, action in (
            (self._choose, self._choose_action()),
            (self.write_button, self._write_action()),
            (self._close, self._close_action()),
        ):
            dress_button(made, action)

    def write(self) -> None:
        """Write the PDF where the line says."""
        meeting = self._meeting
        if meeting is None or not self.place.text().strip():
            return
        file = Path(self.place.text().strip()).expanduser()
        file = file if file.suffix.lower() == ".pdf" else file.with_name(f"{file.name}.pdf")
        printing = Printing(self.language.code, self._desk.clock.today())
        self.said.say(Tone.INFO, _("Writing the minutes …"))
        self._desk.read(self, partial(_print, meeting.id, printing, file), self._was_written, self._failed)

    def event(self, event: QEvent) -> bool:
        """Claim Escape from the window: it means the strip, not the sheet."""
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the strip away; Enter writes from the line, and elsewhere presses the button it stands on."""
        pressed = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(pressed, QPushButton):
            pressed.click()
        else:
            self.write()

    def _was_written(self, file: Path) -> None:
        self._desk.memory.keep(_FOLDER, str(file.parent))
        self._desk.memory.keep(_LANGUAGE, self.language.code)
        open_it = Action(_("Open"), partial(open_file, file), "external-link")
        self.said.say(Tone.GOOD, _("The minutes lie in {file}").format(file=file), open_it)

    def _failed(self, sentence: str) -> None:
        self.said.say(Tone.BAD, sentence)

    def _use(self, code: str) -> None:
        self.language.choose(code)
        kept = self._desk.memory.recall(_FOLDER)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(kept) if kept and Path(kept).is_dir() else Path(documents or ".")
        self.place.setText(str(free_name(folder / self._file_name(self.language.code))))

    def _file_name(self, code: str) -> str:
        meeting = self._meeting
        if meeting is None:
            return ""
        whose = self._desk.title(meeting.network) if meeting.network else _("Whole cluster")
        day = meeting.held_on.isoformat() if meeting.held_on else ""
        words = " ".join(filter(None, (_("Minutes"), whose, day, code)))
        return f"{plain_name(words)}.pdf"

    def ask_place(self) -> None:
        """Ask for another file, in a window that stops nobody."""
        dialog = QFileDialog(self, _("Where to"), self.place.text(), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.place.setText)
        dialog.open()

    def _choose_action(self) -> Action:
        return Action(_("Elsewhere …"), self.ask_place, "folder-open")

    def _write_action(self) -> Action:
        return Action(_("Write the PDF"), self.write, "file-text")

    def _close_action(self) -> Action:
        return Action(_("Close"), self.hide, "x")

    def _lay_out(self) -> None:
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.large)
        head.addWidget(self._title)
        head.addWidget(self.language)
        head.addStretch(1)
        head.addWidget(self._close)
        where = QHBoxLayout()
        where.setSpacing(gaps.small)
        where.addWidget(self.place, 1)
        where.addWidget(self._choose)
        where.addWidget(self.write_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.wide, gaps.small, gaps.wide, gaps.small)
        column.setSpacing(gaps.small)
        column.addLayout(head)
        column.addLayout(where)
        column.addWidget(self.said)
        self.retranslate()


def _print(meeting: UUID, printing: Printing, file: Path, store: Store) -> Path:
    held = store.get(Meeting, meeting)
    if held is None:
        raise CouldNotWrite(file)
    write_file(file, minutes_pdf(store, held.record, printing))
    return file
