"""The bottom line: what is saved, what waits to be sent, and how far long work is."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from cdadesk import look
from cdadesk.gui.kit.background import Job
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, ShortLabel, button, dress_button, label
from cdadesk.i18n import _

_BAR_WIDTH = 140


class StatusLine(QWidget):
    """One honest line. It shows what it is told and knows nothing by itself."""

    sync_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        wear(self, "desk")
        self.setFixedHeight(look.sizes().status_line)
        self._job: Job | None = None
        self._saved_icon = IconLabel("check", "good", 14)
        self._saved = ShortLabel("", "second")
        self._dot = label("·", "second")
        self._sync = QPushButton()
        wear(self._sync, "line")
        self._sync.clicked.connect(self.sync_asked)
        self._work = ShortLabel("", "second")
        self._bar = QProgressBar()
        self._cancel = button(Action(_("Cancel"), self._cancel_job), "small")
        self._lay_out()
        self._show_work_parts(None)
        self.show_saved("")
        self.show_sync("")

    def _lay_out(self) -> None:
        gaps = look.spacing()
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setTextVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(gaps.large, 0, gaps.medium, 0)
        row.setSpacing(gaps.small)
        for widget in (self._saved_icon, self._saved, self._dot, self._sync):
            row.addWidget(widget)
        row.addStretch(1)
        for part in self._work_parts():
            row.addWidget(part)

    def show_saved(self, text: str) -> None:
        """Say what is saved, and where; nothing until something is."""
        self._saved.setText(text)
        self._saved_icon.setVisible(bool(text))
        self._show_dot()

    def show_sync(self, text: str) -> None:
        """Say what waits to be sent; a click asks for the Exchange."""
        self._sync.setText(text)
        self._sync.setVisible(bool(text))
        self._show_dot()

    def text(self) -> str:
        """Return the line as it is read: what is saved, then what waits."""
        shown = (self._saved, self._sync)
        return " · ".join(each.text() for each in shown if each.text() and not each.isHidden())

    def follow(self, job: Job, text: str) -> None:
        """Show a job's progress with Cancel until it ends; a newer one takes the line over."""
        self._job = job
        self._work.setText(text)
        self._bar.setRange(0, 0)
        self._show_work_parts(job)
        job.progressed.connect(lambda done, total: self._show_progress(job, done, total))
        job.ended.connect(lambda: self._forget(job))

    def retranslate(self) -> None:
        """Write Cancel in the language in use; the sentences come again from who knows them."""
        dress_button(self._cancel, Action(_("Cancel"), self._cancel_job))

    def _show_dot(self) -> None:
        self._dot.setVisible(bool(self._saved.text() and self._sync.text()))

    def _show_progress(self, job: Job, done: int, total: int) -> None:
        if job is self._job:
            self._bar.setRange(0, total)
            self._bar.setValue(done)

    def _forget(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._show_work_parts(None)

    def _show_work_parts(self, job: Job | None) -> None:
        for part in self._work_parts():
            part.setVisible(job is not None)
        self._cancel.setEnabled(job is not None)

    def _work_parts(self) -> tuple[QWidget, ...]:
        return self._work, self._bar, self._cancel

    def _cancel_job(self) -> None:
        if self._job is not None:
            self._cancel.setEnabled(False)
            self._job.cancel()

    def sizeHint(self) -> QSize:
        return QSize(look.sizes().navigation, look.sizes().status_line)
