"""The lines of a plan by quarter: what runs, who is responsible, and how much of it came up on the way."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.lines import PlanLine
from cdadesk.domain.plan.unplanned import QuarterLoad, loads
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.i18n import _, format_number, ngettext

_MOST_QUARTERS = 24


class QuartersView(QWidget):
    """A few lines of words for each quarter."""

    def __init__(self, plan: ActionPlan, title: Callable[[UUID | None], str]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.spacing().hair)
        running = loads(plan.lines)[:_MOST_QUARTERS]
        for load in running:
            column.addWidget(label(_head(load), "complaint" if load.too_much else "field"))
            for _key, line in in_order(plan.lines):
                if load.quarter in line.quarters():
                    column.addWidget(paragraph(_words(line, title)))
        if not running:
            column.addWidget(paragraph(_("No line of the plan says when it runs."), "second"))


def _head(load: QuarterLoad) -> str:
    said = ngettext("{quarter}: {n} activity", "{quarter}: {n} activities", load.activities)
    head = said.format(quarter=load.quarter.words(), n=format_number(load.activities))
    if not load.unplanned:
        return head
    return _("{head}, {n} of them not planned").format(head=head, n=format_number(load.unplanned))


def _words(line: PlanLine, title: Callable[[UUID | None], str]) -> str:
    who = title(line.responsible) if line.responsible is not None else _("nobody yet")
    said = _("{activity} ({who})").format(activity=" ".join((line.activity or "").split()), who=who)
    return f"– {said}"
