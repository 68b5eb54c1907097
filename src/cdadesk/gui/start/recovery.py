"""The recovery key, shown once: to be printed, saved as a paper, or written down by hand."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.file_questions import ask_new_file
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import button, dress_button, label, paragraph
from cdadesk.gui.start.step import Step
from cdadesk.i18n import _


class RecoveryStep(Step):
    """Shows the key until the person says that it is kept."""

    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._said = paragraph("", "second")
        self.key = label("", "title")
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._print = button(Action("", self.ask_printer))
        self._save = button(Action("", self.ask_file))
        self._finish(self._said, self._key_card(), self._ways())

    def show_key(self, name: str, key: str) -> None:
        """Show a key and say whose it is."""
        self._name = name
        self.key.setText(key)
        self.retranslate()

    def forget(self) -> None:
        """Keep the key nowhere, not even in a label."""
        self.key.clear()

    def next_action(self) -> Action:
        return Action(_("I have printed it or written it down"), self.kept.emit, "check")

    def retranslate(self) -> None:
        self.title.setText(_("Your recovery key"))
        self._said.setText(self._advice())
        dress_button(self._print, Action(_("Print"), self.ask_printer, "printer"))
        dress_button(self._save, Action(_("Save as PDF"), self.ask_file, "download"))
        super().retranslate()

    def begin(self) -> None:
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_printer(self) -> None:
        """Ask which printer, and print."""
        printer = QPrinter()
        asking = QPrintDialog(printer, self)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.accepted.connect(lambda: self._draw(printer))
        QDialog.open(asking)

    def ask_file(self) -> None:
        """Ask where the paper should lie, and write it."""
        ask_new_file(self, _("Save as PDF"), _("Recovery key") + ".pdf", self.write_paper, _("PDF papers"))

    def write_paper(self, file: Path) -> None:
        """Write the key as a paper, and say where it lies."""
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        if self._draw(printer):
            self.notice.say(Tone.GOOD, _("Saved as {file}. Keep it apart from this laptop.").format(file=file.name))

    def _draw(self, printer: QPrinter) -> bool:
        printer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
        painter = QPainter()
        if not painter.begin(printer):
            self.trouble(_("This could not be printed or written. Choose another printer or folder."))
            return False
        inch = printer.resolution()
        room = QRectF(0, 0, printer.width(), printer.height())
        wrapped = Qt.TextFlag.TextWordWrap
        for text, points, top in (
            (f"{self.title.text()}: {self._name}", 16, 0.0),
            (self.key.text(), 22, 0.7),
            (self._advice(), 11, 1.5),
        ):
            painter.setFont(_letters(points))
            painter.drawText(room.translated(0, top * inch), wrapped, text)
        painter.end()
        return True

    def _advice(self) -> str:
        return _(
            "It opens your profile if you forget the passphrase, and it is shown only now. Print it or write it down, "
            "and keep it where you keep important papers, never with the laptop."
        )

    def _key_card(self) -> QWidget:
        made = QFrame()
        wear(made, "card")
        gaps = look.spacing()
        column = QVBoxLayout(made)
        column.setContentsMargins(gaps.large, gaps.large, gaps.large, gaps.large)
        column.addWidget(self.key, 0, Qt.AlignmentFlag.AlignHCenter)
        return made

    def _ways(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.spacing().small)
        row.addWidget(self._print)
        row.addWidget(self._save)
        row.addStretch(1)
        return made


def _letters(points: int) -> QFont:
    font = QFont()
    font.setPointSize(points)
    return font
