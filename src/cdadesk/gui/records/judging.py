"""The advisor's two buttons below what is said about a record: return it with what was written, or approve it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import review
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Outcome
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, dress_button
from cdadesk.i18n import _


class JudgingRow(QWidget):
    """Seen by those who may judge the record that is shown, and by nobody else."""

    judged = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.back = button(self._return_action())
        self.approve = button(self._approve_action())
        row = QHBoxLayout(self)
        gaps = look.spacing()
        row.setContentsMargins(gaps.wide, 0, gaps.wide, gaps.medium)
        row.setSpacing(gaps.small)
        row.addWidget(self.back, 1)
        row.addWidget(self.approve, 1)
        self.hide()

    def show_record(self, record: Record) -> None:
        """Offer to judge a record to whoever may."""
        self.setVisible(review.may_judge(self._desk.store, record))

    def retranslate(self) -> None:
        """Write every word again."""
        dress_button(self.back, self._return_action())
        dress_button(self.approve, self._approve_action())

    def _return_action(self) -> Action:
        hint = _("With what you wrote as the reason")
        return Action(_("Return it"), lambda: self.judged.emit(Outcome.returned), "undo-2", hint=hint)

    def _approve_action(self) -> Action:
        return Action(_("Approve it"), lambda: self.judged.emit(Outcome.approved), "check")
