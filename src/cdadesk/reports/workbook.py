"""Writes sections as a workbook: a sheet for each, figures as figures, so that others can calculate with them."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cdadesk.i18n import _, format_day
from cdadesk.reports.blocks import Facts, Heading, Picture, Points, Text
from cdadesk.reports.paper import Paper
from cdadesk.reports.sections import Cell, Figure, Form, Part, Section, Table

_FORMATS = {
    Form.WHOLE: "[>=10000000]##\\,##\\,##\\,##0;[>=100000]##\\,##\\,##0;##,##0",
    Form.HUNDREDTHS: "#,##0.##",
    Form.MONEY: "[>=10000000]##\\,##\\,##\\,##0.00;[>=100000]##\\,##\\,##0.00;##,##0.00",
    Form.PERCENT: "0.00%",
}
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_SHEET_NAME = 31
_NARROWEST, _BROADEST = 12, 60
_LONGEST_CELL = 32_000


def write_workbook(paper: Paper, sections: Sequence[Section], file: BinaryIO) -> None:
    """Write the sections; the first sheet says what this is and lists them."""
    book = Workbook()
    book.properties.creator = "cdadesk"
    book.properties.title = paper.title
    made = dt.datetime.combine(paper.made_on, dt.time())
    book.properties.created = book.properties.modified = made
    _write_front(book.active, paper, sections)
    for section in sections:
        _Sheet(book.create_sheet(_sheet_name(section))).write(section)
    book.save(file)


def _write_front(sheet: Any, paper: Paper, sections: Iterable[Section]) -> None:
    sheet.title = _("Contents")
    warning = _("Illustrative: invented for training, not facts.") if paper.illustrative else ""
    made = _("Made from records on {day}").format(day=format_day(paper.made_on))
    for line in filter(None, (paper.title, paper.programme, paper.cluster, paper.period, warning, made)):
        sheet.append([_plain(line)])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    for section in sections:
        sheet.append([_plain(section.heading)])
    sheet.column_dimensions["A"].width = _BROADEST


def _sheet_name(section: Section) -> str:
    return _NOT_IN_A_SHEET_NAME.sub(" ", section.heading)[:_LONGEST_SHEET_NAME].strip()


class _Sheet:
    """One sheet being filled from top to bottom."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._row = 0

    def write(self, section: Section) -> None:
        self._put([section.heading], Font(bold=True, size=13))
        if not section.parts:
            self._put([_("Nothing recorded")])
        for part in section.parts:
            self._row += 1
            self._part(part)
        self._fit()

    def _part(self, part: Part) -> None:
        match part:
            case Table():
                self._table(part)
            case Heading() | Text():
                self._put([part.text], Font(bold=isinstance(part, Heading)))
            case Points():
                for text in part.texts or (_("Nothing recorded"),):
                    self._put([text])
            case Facts():
                for name, value in part.pairs:
                    self._put([name, value or _("Nothing recorded")])
            case Picture():
                self._put([part.drawing.in_words])

    def _table(self, table: Table) -> None:
        if table.title:
            self._put([table.title], Font(bold=True))
        self._put(table.heads, Font(bold=True))
        for row in table.rows:
            self._put(row)
        if not table.rows:
            self._put([_("Nothing recorded")])
        for row in table.sums:
            self._put(row, Font(bold=True))
        if table.remark:
            self._put([table.remark])

    def _put(self, cells: Sequence[Cell], font: Font | None = None) -> None:
        self._row += 1
        for column, cell in enumerate(cells, 1):
            place = self._sheet.cell(self._row, column)
            if isinstance(cell, Figure):
                place.value = float(cell.value) if cell.value.denominator != 1 else int(cell.value)
                place.number_format = _FORMATS[cell.form]
            elif cell:
                place.value = _plain(cell)
                place.data_type = "s"  # words that begin with "=" are words, not a formula
                place.alignment = Alignment(wrap_text=len(cells) > 1, vertical="top")
            if font is not None:
                place.font = font

    def _fit(self) -> None:
        for number in range(1, self._sheet.max_column + 1):
            lengths = [len(said_in(cell)) for (cell,) in self._sheet.iter_rows(min_col=number, max_col=number)]
            widest = max((length for length in lengths if length <= _BROADEST), default=0)
            self._sheet.column_dimensions[get_column_letter(number)].width = max(_NARROWEST, widest + 2)


def said_in(cell: Any) -> str:
    """Return what stands in a cell of a sheet, as words."""
    return "" if cell.value is None else str(cell.value)


def _plain(words: str) -> str:
    """Return words as a cell can hold them: without signs that no sheet may contain, and not longer than one may be."""
    return _NOT_IN_XML.sub("", words)[:_LONGEST_CELL]
