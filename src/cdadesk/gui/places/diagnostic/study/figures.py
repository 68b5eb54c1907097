"""What follows from the figures of a form: the build-up of a price, and changes with sign and percent."""

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.study.value_chain import ValueChainStep, build_ups
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _
from cdadesk.reports.sections import Table, said
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

    def show_tables(self, tables: Iterable[Table]) -> None:
        """Show the tables, or that there is nothing to compute yet."""
        shown = [widget for table in tables for widget in _widgets(table)]
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


def _chain(store: Store, scope: str, product: str | None) -> list[Table]:
    steps = [held.record for held in store.find(ValueChainStep, Ask(scopes=[scope]))]
    wanted = " ".join((product or "").split()).casefold()
    return [chain_table(each) for each in build_ups(steps) if each.product.casefold() == wanted]


def _widgets(table: Table) -> Iterator[QWidget]:
    if table.title:
        yield label(table.title, "section")
    yield _grid(table)
    if table.remark:
        yield paragraph(table.remark, "second")


def _grid(table: Table) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.spacing().medium)
    grid.setVerticalSpacing(look.spacing().small)
    for at, head in enumerate(table.heads):
        grid.addWidget(paragraph(head, "field"), 0, at)
    for number, row in enumerate((*table.rows, *table.sums), 1):
        looks = "strong" if number > len(table.rows) else ""
        for at, cell in enumerate(row):
            grid.addWidget(paragraph(said(cell), looks), number, at)
    return made
