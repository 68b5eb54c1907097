"""The form of a cluster's own rules of a scheme, which stands in place of the sum until one goes back to it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.methods.own_rules import OwnRules
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.shaped_lists import list_editor
from cdadesk.gui.kit.words import button, dress_button
from cdadesk.gui.layouts import LAYOUTS, Layout, Section
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.i18n import N_, _

RULES = Layout(
    (
        Section("", ("name", ("valid_from", "valid_to"), "source")),
        Section(N_("What is paid for"), ("items",)),
        Section(N_("More"), ("terms", "remarks", "copied_from"), folded=True),
    )
)
RULES_SHAPES: Mapping[str, LineShape] = {
    "items": LineShape(
        columns=("what", "share", "grant_ceiling"),
        below=(
            ("industry_least", "cost_ceiling"),
            ("cost_least", "cost_most"),
            ("special_share", "instalments"),
            ("agency_least", "special_agency_least"),
        ),
    ),
}
LAYOUTS[OwnRules] = RULES


class RulesPanel(QWidget):
    """Asks for the rules of one scheme, with drafts, undo, history and comments. `left` leads back to the sum."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        lists = {name: partial(list_editor, shape) for name, shape in RULES_SHAPES.items()}
        form = RecordForm(OwnRules, replace(desk.around(self), special=lists), RULES)
        self.detail = RecordDetail[OwnRules](desk, OwnRules, form)
        self.back = button(self._back_action(), "quiet")
        self._lay_out()
        self.detail.emptied.connect(self.left)

    def leave(self) -> None:
        """Keep what is typed as a draft, and go back to the sum."""
        self.detail.leave()
        self.left.emit()

    def retranslate(self) -> None:
        """Write every word in the language in use."""
        dress_button(self.back, self._back_action())
        self.detail.retranslate()

    def _back_action(self) -> Action:
        return Action(_("Back to the sum"), self.leave, "arrow-left")

    def _lay_out(self) -> None:
        gaps = look.spacing()
        row = QHBoxLayout()
        row.setContentsMargins(gaps.medium, gaps.small, gaps.medium, 0)
        row.addWidget(self.back)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.detail, 1)
