"""The tab that says how far an indicator came, and which lines of the plan are to show in it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk.acts.indicators import plan_lines_for
from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.record import Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.records.part_widgets import widgets_of
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _
from cdadesk.reports.indicators import progress_parts


class ProgressTab(SideTab):
    """Baseline, actual and target side by side, group by group."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Record | None = None
        self.lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)

    def title(self) -> str:
        return _("How far it came")

    def show_record(self, record: Record) -> None:
        """Show the figures, and what the newest plan does for them."""
        self._shown = record
        if isinstance(record, Indicator):
            self._desk.read(self, lambda store: plan_lines_for(store, record), lambda told: self._show(record, told))

    def _show(self, indicator: Indicator, activities: Sequence[str]) -> None:
        if indicator is not self._shown:
            return
        parts: list[QWidget] = [widget for part in progress_parts(indicator) for widget in widgets_of(part)]
        if not parts:
            parts = [paragraph(_("Nothing can be computed yet: figures are missing."), "second")]
        parts.append(label(_("What the plan does for it"), "section"))
        parts += [paragraph(f"– {each}") for each in activities]
        if not activities:
            parts.append(paragraph(_("No line of the newest plan names this indicator."), "second"))
        self.lines.show_lines(parts)
