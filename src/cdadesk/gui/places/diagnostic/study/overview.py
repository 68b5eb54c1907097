"""The sections of the study with what is recorded and what is still missing, and the way to where it is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts import study
from cdadesk.acts.papers import Printing
from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.words import IconLabel, button, label, paragraph
from cdadesk.gui.papers import Paper, PaperStrip
from cdadesk.gui.records.tab import Lines
from cdadesk.i18n import _, format_number, language
from cdadesk.reports.study.paper import study_sections
from cdadesk.store.store import Store

RECORDED_IN: Mapping[str, str] = {
    "1": "study_note",
    "2": "posting",
    "3": "study_note",
    "4": "benchmark",
    "5": "study_note",
    "6": "product_process",
    "7": "place:cluster",
    "8": "unit_study",
    "9": "place:actors",
    "10": "place:actors",
    "11": "place:networks",
    "12": "place:actors",
    "13": "value_chain_step",
    "14": "pilot_development",
    "15": "study_note",
    "16": "swot_item",
    "17": "part:issues",
    "18": "part:demand",
    "19": "place:plan",
    "20": "place:plan",
    "21": "place:networks",
}
"""Where a section is recorded: a list of the study, another part of the diagnosis, or another place."""


_ROW = 30


@dataclass(frozen=True)
class SectionState:
    """One section, and whether anything is recorded for it."""

    number: str
    heading: str
    recorded: bool


def states(store: Store, scope: str, printing: Printing) -> list[SectionState]:
    """Return how far each section is."""
    cluster = cluster_of(scope)
    if cluster is None:
        return []
    sections = study_sections(study.study_material(store, cluster, printing))
    return [SectionState(each.number, each.heading, bool(each.parts)) for each in sections]


class OverviewPage(Page):
    """The study at a glance."""

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.papers = PaperStrip(desk)
        self.lines = Lines()
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        strip = QVBoxLayout()
        strip.setContentsMargins(gaps.wide, gaps.small, gaps.wide, 0)
        strip.addWidget(self.papers)
        column.addLayout(strip)
        column.addWidget(self.lines, 1)
        desk.records_changed.connect(self._refresh_if_seen)
        desk.cluster_changed.connect(self._refresh_if_seen)

    def title(self) -> str:
        return _("Diagnostic study")

    def other_actions(self) -> list[Action]:
        return [Action(_("Print"), self.print_papers, "printer")] if self._desk.scope else []

    def refresh(self) -> None:
        """Show how far the study is; it is assembled beside the window."""
        scope = self._desk.scope
        if not scope:
            self.lines.show_lines([paragraph(_("First say which cluster you work in."), "second")])
            return
        printing = Printing(language(), self._desk.clock.today())
        self._desk.read(self, lambda store: states(store, scope, printing), self._show)

    def retranslate(self) -> None:
        self.papers.retranslate()
        self.papers.show_papers(self._papers())
        self.refresh()

    def print_papers(self) -> None:
        """Offer the study as a paper and as a workbook."""
        self.papers.offer(self._papers())

    def _papers(self) -> list[Paper]:
        cluster = self._desk.cluster
        if cluster is None:
            return []
        file = f"{cluster.code or cluster.title()} {_('study')}"
        plan = f"{cluster.code or cluster.title()} {_('plan')}"
        made, newest = cluster.id, study.newest_plan
        return [
            Paper(_("Study as PDF"), file, lambda store, printing: study.study_pdf(store, made, printing)),
            Paper(_("Study as XLSX"), file, lambda store, printing: study.study_xlsx(store, made, printing), "xlsx"),
            Paper(_("Plan as PDF"), plan, lambda store, day: study.plan_pdf(store, newest(store, made), day)),
            Paper(_("Plan as XLSX"), plan, lambda store, day: study.plan_xlsx(store, newest(store, made), day), "xlsx"),
        ]

    def _show(self, found: list[SectionState]) -> None:
        done = sum(each.recorded for each in found)
        said = _("{done} of {all} sections have something recorded. What is blank is printed as “Nothing recorded”.")
        told = said.format(done=format_number(done), all=format_number(len(found)))
        self.lines.show_lines([paragraph(told, "second"), self._rows(found)])

    def _rows(self, found: list[SectionState]) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.spacing().small)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, state in enumerate(found):
            icon = IconLabel("circle-check", "good") if state.recorded else IconLabel("minus", "second_ink")
            grid.addWidget(icon, row, 0)
            grid.addWidget(label(state.heading, "" if state.recorded else "second"), row, 1)
            where = RECORDED_IN.get(state.number)
            if where:
                words = _("Look and add") if state.recorded else _("Write down")
                grid.addWidget(button(Action(words, partial(self.asked.emit, where)), "small"), row, 2)
            else:
                grid.setRowMinimumHeight(row, _ROW)
        return made

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()
