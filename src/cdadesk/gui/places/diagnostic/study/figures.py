"""What follows from the figures of a form: the build-up of a price, and changes with sign and percent."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout

from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.kernel.scopes import PROGRAMME
from cdadesk.domain.programme.cluster_programme import ClusterProgramme
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.study.value_chain import ValueChainStep, build_ups
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.words import paragraph
from cdadesk.gui.records.part_widgets import widgets_of
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _
from cdadesk.reports.sections import Part
from cdadesk.reports.study.annexes import register_parts
from cdadesk.reports.study.firms import measures_table
from cdadesk.reports.study.operations import chain_table
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store


class _FiguresTab(SideTab):
    """Shows tables that were computed beside the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)

    def show_tables(self, parts: Iterable[Part]) -> None:
        """Show tables, and words between them, or that there is nothing to compute yet."""
        shown = [widget for part in parts for widget in widgets_of(part)]
        self.lines.show_lines(shown or [paragraph(_("Nothing can be computed yet: figures are missing."), "second")])


class PriceTab(_FiguresTab):
    """How the price of the product is built up, step by step."""

    def title(self) -> str:
        return _("Price build-up")

    def show_record(self, record: Record) -> None:
        """Show the chain to which a step belongs."""
        if isinstance(record, ValueChainStep):
            scope, product = record.scope, record.product
            self.desk.read(self, lambda store: _chain(store, scope, product), self.show_tables)


class ChangesTab(_FiguresTab):
    """What changed in a firm."""

    def title(self) -> str:
        return _("Change")

    def show_record(self, record: Record) -> None:
        """Show the changes of a unit study."""
        if isinstance(record, UnitStudy):
            lines = [line for _key, line in in_order(record.measures)]
            self.show_tables([measures_table(lines)] if lines else [])


class RegisterTab(_FiguresTab):
    """The sums of the register, and beside them those of the published one."""

    def title(self) -> str:
        return _("Sums")

    def show_record(self, record: Record) -> None:
        """Show the whole register, whichever of its programmes is chosen."""
        scopes = [record.scope, PROGRAMME]

        def read(store: Store) -> list[Part]:
            return list(register_parts([each.record for each in store.find(ClusterProgramme, Ask(scopes=scopes))]))

        self.desk.read(self, read, self.show_tables)


def _chain(store: Store, scope: str, product: str | None) -> list[Part]:
    steps = [held.record for held in store.find(ValueChainStep, Ask(scopes=[scope]))]
    wanted = " ".join((product or "").split()).casefold()
    return [chain_table(each) for each in build_ups(steps) if each.product.casefold() == wanted]
