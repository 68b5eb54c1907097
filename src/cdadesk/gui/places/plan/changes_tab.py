"""The tab that tells what changed from the revision before, line by line, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.acts.plans import changed_since_previous, wished_otherwise_than_before
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.revising import Difference, FieldDifference, LineChange, LineDifference, line_title
from cdadesk.domain.plan.vision import AgreedBy, Vision
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.as_typed import as_text
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.records.changes_view import changes_view
from cdadesk.gui.records.leaf_words import Change
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_number
from cdadesk.store.store import Store


@dataclass(frozen=True)
class Compared:
    """What is compared: an entity with revisions, how, and how many lines came of it in one sentence."""

    entity: type[ActionPlan] | type[Vision]
    compare: Callable[[Store, Any], Difference | None]
    summary: Callable[[Difference], str]


class ChangesTab(SideTab):
    """What is new, what was dropped, and what is otherwise."""

    def __init__(self, desk: Desk, compared: Compared) -> None:
        super().__init__()
        self._compared = compared
        self._desk = desk
        self._shown: Record | None = None
        self.lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)

    def title(self) -> str:
        return _("What changed")

    def show_record(self, record: Record) -> None:
        """Compare with the revision before, beside the window."""
        self._shown = record
        if isinstance(record, ActionPlan | Vision):
            compare = self._compared.compare
            self._desk.read(self, lambda store: compare(store, record), lambda found: self._show(record, found))

    def _show(self, shown: ActionPlan | Vision, found: Difference | None) -> None:
        if shown is not self._shown:
            return
        if found is None:
            first = _("This is the first revision, so there is nothing to compare it with.")
            gone = _("The revision before is not on this laptop yet.")
            self.lines.show_lines([paragraph(gone if shown.replaces else first, "second")])
            return
        head = paragraph(self._compared.summary(found), "strong")
        parts: list[QWidget] = [changes_view(head, [self._change(each) for each in found.fields])]
        if isinstance(shown, ActionPlan) and shown.reason:
            parts.append(paragraph(_("Why: {reason}").format(reason=" ".join(shown.reason.split()))))
        for each in found.lines:
            parts += [rule(), self._line(each)]
        self.lines.show_lines(parts)

    def _line(self, each: LineDifference) -> QWidget:
        where = "" if each.list_name == "lines" else _(describe(self._compared.entity)[each.list_name].label)
        who = each.line.who if isinstance(each.line, AgreedBy) else None
        called = as_text(describe(AgreedBy)["who"], who, self._desk.name) if who else line_title(each.line)
        head = "  ·  ".join(filter(None, (_(each.change.label), where, called)))
        return changes_view(paragraph(head, "strong"), [self._change(field) for field in each.fields])

    def _change(self, field: FieldDifference) -> Change:
        before, after = (self._value(field, value) for value in (field.before, field.after))
        return Change(_(field.info.label), before, after)

    def _value(self, field: FieldDifference, value: object) -> str:
        return as_text(field.info, value, self._desk.name)


def _of_activities(found: Difference) -> str:
    said = _("Activities: {new} new, {changed} changed, {dropped} dropped, {same} as before.")
    return said.format(**_counts(found))


def _of_measures(found: Difference) -> str:
    said = _("Measures: {new} new, {changed} changed, {dropped} dropped, {same} as before.")
    return said.format(**_counts(found))


def _counts(found: Difference) -> dict[str, str]:
    return {
        "new": format_number(found.count(LineChange.added)),
        "changed": format_number(found.count(LineChange.changed)),
        "dropped": format_number(found.count(LineChange.dropped)),
        "same": format_number(found.unchanged),
    }


PLANS = Compared(ActionPlan, changed_since_previous, _of_activities)
VISIONS = Compared(Vision, wished_otherwise_than_before, _of_measures)
