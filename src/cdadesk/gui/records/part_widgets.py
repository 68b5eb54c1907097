"""Parts of a paper as widgets: tables of figures beside a form, with words between them."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cdadesk import look
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.reports.blocks import Text
from cdadesk.reports.sections import Figure, Part, Table, said

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def widgets_of(table: Part) -> Iterator[QWidget]:
    """Yield a table with its title and remark, or a text."""
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
