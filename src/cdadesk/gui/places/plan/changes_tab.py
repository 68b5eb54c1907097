"""The tab that tells what changed from the revision before, line by line, in words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.acts.plans import changed_since_previous
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.revising import Difference, FieldDifference, LineChange, LineDifference, line_title
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.as_typed import as_text
from cdadesk.gui.kit.room import rule
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.records.changes_view import changes_view
from cdadesk.gui.records.leaf_words import Change
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_number


class ChangesTab(SideTab):
    """What is new, what was dropped, and what is otherwise."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
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
        if isinstance(record, ActionPlan):
            self._desk.read(
                self, lambda store: changed_since_previous(store, record), lambda found: self._show(record, found)
            )

    def _show(self, plan: ActionPlan, found: Difference | None) -> None:
        if plan is not self._shown:
            return
        if found is None:
            first = _("This is the first revision, so there is nothing to compare it with.")
            gone = _("The revision before is not on this laptop yet.")
            self.lines.show_lines([paragraph(gone if plan.replaces else first, "second")])
            return
        parts: list[QWidget] = [paragraph(_summary(found), "strong")]
        if plan.reason:
            parts.append(paragraph(_("Why: {reason}").format(reason=" ".join(plan.reason.split()))))
        for each in found.lines:
            parts += [rule(), self._line(each)]
        self.lines.show_lines(parts)

    def _line(self, each: LineDifference) -> QWidget:
        where = "" if each.list_name == "lines" else _(describe(ActionPlan)[each.list_name].label)
        head = "  ·  ".join(filter(None, (_(each.change.label), where, line_title(each.line))))
        return changes_view(paragraph(head, "strong"), [self._change(field) for field in each.fields])

    def _change(self, field: FieldDifference) -> Change:
        before, after = (self._value(field, value) for value in (field.before, field.after))
        return Change(_(field.info.label), before, after)

    def _value(self, field: FieldDifference, value: object) -> str:
        return as_text(field.info, value, self._desk.name)


def _summary(found: Difference) -> str:
    counts = {change: format_number(found.count(change)) for change in LineChange}
    return _("Activities: {new} new, {changed} changed, {dropped} dropped, {same} as before.").format(
        new=counts[LineChange.added],
        changed=counts[LineChange.changed],
        dropped=counts[LineChange.dropped],
        same=format_number(found.unchanged),
    )
