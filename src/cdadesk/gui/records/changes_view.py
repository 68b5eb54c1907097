"""What changed, field by field, beside each other: the history of a record and revisions of a plan say it alike."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.records.leaf_words import Change
from cdadesk.i18n import _

_FIELD_WIDTH = 200


def changes_view(head: QWidget, changes: Sequence[Change]) -> QWidget:
    """Return changes under a head: the field at the left, from what to what at the right."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.spacing().large)
    grid.setVerticalSpacing(look.spacing().hair)
    grid.setColumnMinimumWidth(0, _FIELD_WIDTH)
    grid.setColumnStretch(1, 1)
    grid.addWidget(head, 0, 0, 1, 2)
    for row, change in enumerate(changes, start=1):
        grid.addWidget(paragraph(change.field, "field"), row, 0)
        grid.addWidget(paragraph(in_words(change)), row, 1)
    return made


def in_words(change: Change) -> str:
    """Say a change; what was blank before is not named."""
    if not change.before:
        return change.after or _("(blank)")
    return _("{before}  \N{RIGHTWARDS ARROW}  {after}").format(before=change.before, after=change.after or _("(blank)"))
