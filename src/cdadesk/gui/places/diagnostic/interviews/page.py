"""The part: interviews of the cluster in use."""

from PySide6.QtWidgets import QVBoxLayout

from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.page import Page
from cdadesk.i18n import _


class InterviewsPage(Page):
    """What people of the cluster answered."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        del desk
        self._empty = EmptyState("clipboard-list", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        self.retranslate()

    def title(self) -> str:
        return _("Interviews")

    def retranslate(self) -> None:
        self._empty.say(_("Here people of the cluster are asked, each with the questions for their work."))
