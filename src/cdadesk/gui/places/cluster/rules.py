"""The form of a cluster's own rules of a scheme, which stands in place of the cluster until one goes back to it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from cdadesk.domain.methods.own_rules import OwnRules
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.shaped_lists import list_editor
from cdadesk.gui.layouts import LAYOUTS, Layout, Section
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.i18n import N_

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


def rules_detail(desk: Desk, owner: QWidget) -> RecordDetail[OwnRules]:
    """Return what asks for the rules of one scheme, with drafts, undo, history and comments."""
    lists = {name: partial(list_editor, shape) for name, shape in RULES_SHAPES.items()}
    form = RecordForm(OwnRules, replace(desk.around(owner), special=lists), RULES)
    return RecordDetail[OwnRules](desk, OwnRules, form)
