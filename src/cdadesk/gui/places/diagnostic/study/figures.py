"""What follows from the figures of a form: the build-up of a price, and changes with sign and percent."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.kernel.scopes import PROGRAMME
from cdadesk.domain.programme.cluster_programme import ClusterProgramme
from cdadesk.domain.study.unit_study import UnitStudy
from cdadesk.domain.study.value_chain import ValueChainStep, build_ups
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _
from cdadesk.reports.blocks import Text
from cdadesk.reports.sections import Figure, Part, Table, said
from cdadesk.reports.study.annexes import register_parts
from cdadesk.reports.study.firms import measures_table
from cdadesk.reports.study.operations import chain_table
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


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
        shown = [widget for part in parts for widget in _widgets(part)]
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


def _widgets(table: Part) -> Iterator[QWidget]:
    if isinstance(table, Text):
        yield paragraph(table.text, "second")
    if not isinstance(table, Table):
        return
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
    figures = [any(isinstance(row[at], Figure) for row in table.rows) for at in range(len(table.heads))]
    for at, head in enumerate(table.heads):
        words = paragraph(head, "field")
        words.setAlignment(_RIGHT if figures[at] else _LEFT)
        grid.addWidget(words, 0, at)
    for number, row in enumerate((*table.rows, *table.sums), 1):
        looks = "strong" if number > len(table.rows) else ""
        for at, cell in enumerate(row):
            grid.addWidget(_cell(said(cell), looks, figures[at]), number, at)
    return made


def _cell(words: str, looks: str, is_figure: bool) -> QLabel:  # noqa: FBT001 - what the column holds
    if not is_figure:
        return paragraph(words, looks)
    made = label(words, looks)  # a figure is never broken
    made.setAlignment(_RIGHT)
    return made
