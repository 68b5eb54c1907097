"""Writes the sheets of an XLSForm as a workbook, for the other tools of the field."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

Line = Mapping[str, str]
"""A line of a sheet, by the names of its columns."""
Sheets = Mapping[str, Sequence[Line]]
"""The sheets of a workbook, by their names."""

_WIDTH = 30


def written(sheets: Sheets) -> bytes:
    """Return the bytes of an .xlsx with these sheets, each with a row of headings that stays in sight."""
    from openpyxl import Workbook  # noqa: PLC0415 - it takes long to load, and workbooks are rare

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        _fill(book.create_sheet(name), lines)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, lines: Sequence[Line]) -> None:
    columns = list(dict.fromkeys(column for line in lines for column in line))
    sheet.append(columns)
    for line in lines:
        sheet.append([line.get(column) for column in columns])
    sheet.freeze_panes = "A2"
    for column in sheet.iter_cols(max_row=1):
        sheet.column_dimensions[column[0].column_letter].width = _WIDTH
