"""What stands where a page's first answer is awaited: nothing for a moment, then that it is being read."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.background import Job
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import paragraph
from cdadesk.i18n import _

_SAID_AFTER_MS = 300


class FirstReading(QStackedWidget):
    """Keeps a part of a page out of sight until it has something to show; quick answers come without a flicker."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.line = paragraph("", "second")
        self._inside = inside
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SAID_AFTER_MS)
        self._soon.timeout.connect(self.line.show)
        self._lay_out()

    def follow(self, job: Job) -> None:
        """Wait for this job, unless an answer is there already; one that fails is told by the banner."""
        if self.is_answered():
            return
        self.line.setText(_("Reading …"))
        self._soon.start()
        job.ended.connect(self._answer)

    def is_answered(self) -> bool:
        """Say whether the part shows what it has."""
        return self.currentWidget() is self._inside

    def hideEvent(self, event: QHideEvent) -> None:
        """Say nothing to nobody."""
        self._soon.stop()
        super().hideEvent(event)

    def _answer(self) -> None:
        self._soon.stop()
        self.setCurrentWidget(self._inside)

    def _lay_out(self) -> None:
        waiting = QWidget()
        wear(waiting, "sheet")
        column = QVBoxLayout(waiting)
        column.setContentsMargins(look.spacing().wide, look.spacing().medium, look.spacing().wide, 0)
        column.addWidget(self.line, 0, Qt.AlignmentFlag.AlignTop)
        self.line.hide()
        for part in (waiting, self._inside):
            self.addWidget(part)
