"""The phases of the work over the years, and the end that was planned."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout

from cdadesk import look
from cdadesk.domain.cluster import Cluster, PhaseEntry
from cdadesk.domain.kernel.partial_dates import earliest, latest
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.records.tab import SideTab
from cdadesk.i18n import _, format_partial
from cdadesk.reports.phase_bars import PhaseBar, WorkTime, draw_phases

_LEAST = QSize(420, 240)


class PhasesTab(SideTab):
    """Shows when each phase began and ended."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._nothing = paragraph("", "second")
        self._chart = Chart(partial(draw_phases, WorkTime((), desk.clock.today())), _LEAST)
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(gaps.wide, gaps.large, gaps.wide, gaps.wide)
        column.addWidget(self._nothing)
        column.addWidget(self._chart, 3)
        column.addStretch(1)

    def title(self) -> str:
        return _("Phases")

    def show_record(self, record: Record) -> None:
        """Draw the phases of a cluster."""
        if not isinstance(record, Cluster):
            return
        lines = [line for _key, line in in_order(record.phase_history) if line.phase and line.from_on]
        end = record.planned_end
        work = WorkTime(
            sorted(map(_bar, lines), key=lambda bar: bar.first),
            self._desk.clock.today(),
            end or "",
            latest(end) if end else None,
        )
        self._nothing.setText(_("Write down in the form when each phase began; a year is enough."))
        self._nothing.setVisible(not lines)
        self._chart.setVisible(bool(lines))
        self._chart.show_drawing(partial(draw_phases, work))


def _bar(line: PhaseEntry) -> PhaseBar:
    begin, end = line.from_on or "", line.to_on
    dates = _("since {begin}").format(begin=format_partial(begin))
    if end:
        dates = _("{begin} to {end}").format(begin=format_partial(begin), end=format_partial(end))
    name = _(line.phase.label) if line.phase is not None else ""
    return PhaseBar(name, earliest(begin), latest(end) if end else None, dates)
