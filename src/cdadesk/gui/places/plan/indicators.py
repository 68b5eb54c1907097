"""The indicators of the cluster: how each is measured, its figures, how far it came, and where interviews told one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.indicators.indicator import Indicator, Level
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.kit.shaped_lists import list_editor
from cdadesk.gui.photos.photos_tab import PhotosTab
from cdadesk.gui.places.plan.figures_view import FigureLine, FiguresView
from cdadesk.gui.places.plan.layout import INDICATOR, INDICATOR_SHAPES
from cdadesk.gui.places.plan.progress_tab import ProgressTab
from cdadesk.gui.records.page import RecordsPage
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.store.asking import Ask

_SHORT: dict[Level, str] = {
    Level.input: N_("Input"),
    Level.output: N_("Output"),
    Level.outcome: N_("Outcome"),
    Level.impact: N_("Impact"),
}


class IndicatorsPage(RecordsPage[Indicator]):
    """What is measured to see whether anything changes."""

    master_share: ClassVar[int] = 30

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Indicator, "target")
        self.progress = ProgressTab(desk)
        self.figures = FiguresView(desk)
        for tab in (self.progress, PhotosTab(desk)):
            self.detail.add_tab(tab)
        self.add_view(self.figures, lambda: _("Figures from interviews"))

    def make_form(self) -> RecordForm:
        lists = {name: partial(list_editor, shape) for name, shape in INDICATOR_SHAPES.items()}
        return RecordForm(Indicator, replace(self.desk.around(self), special=lists), INDICATOR)

    def columns(self) -> Columns:
        return Columns(("name", "level"), {"level": lambda level: _(_SHORT[level]) if level else ""})

    def ask(self) -> Ask:
        return Ask(scopes=[self.desk.scope], order=("code", "name"))

    def begin_words(self) -> str:
        return _("New indicator")

    def empty_words(self) -> str:
        return _("Here stands what is measured: where it stood before the work, where it is to come, where it stands.")

    def count_words(self, count: int) -> str:
        return ngettext("{n} indicator", "{n} indicators", count).format(n=format_number(count))

    def other_actions(self) -> Sequence[Action]:
        usual = super().other_actions()
        return (Action(_("Figures from interviews"), self.show_figures, "clipboard-list"), *usual) if usual else ()

    def open_record(self, kind: str, record: UUID) -> bool:
        """Show an indicator, or a figure of an interview among the others."""
        if kind != FigureLine.kind:
            return super().open_record(kind, record)
        self.show_figures()
        self.figures.go_to(record)
        return True

    def show_figures(self) -> None:
        """Show which figures of interviews can become baselines."""
        self.show_view(self.figures)
        self.figures.take_focus()
