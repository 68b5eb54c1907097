"""Question sets for the tests, written as the sheets of a workbook."""

import datetime as dt
import io
from collections.abc import Sequence

from openpyxl import Workbook

from cdadesk.questions.filling import Filling
from cdadesk.questions.reading import ReadForm, read_bytes

NOON = dt.datetime(2026, 11, 28, 12, 0, tzinfo=dt.UTC)
EN, HI = "English (en)", "Hindi (hi)"
Line = dict[str, str]


def workbook(survey: Sequence[Line], choices: Sequence[Line] = (), settings: Line | None = None) -> bytes:
    """Return the bytes of an .xlsx with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in (("survey", survey), ("choices", choices), ("settings", [settings] if settings else ())):
        columns = list(dict.fromkeys(column for line in lines for column in line))
        if columns:
            sheet = book.create_sheet(name)
            sheet.append(columns)
            for line in lines:
                sheet.append([line.get(column) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(survey: Sequence[Line], choices: Sequence[Line] = (), settings: Line | None = None) -> ReadForm:
    """Return a question set, read from a workbook."""
    return read_bytes(workbook(survey, choices, settings), ".xlsx", "a form")


def filling(survey: Sequence[Line], choices: Sequence[Line] = ()) -> Filling:
    """Return a question set being filled in, on 28 November 2026 at noon."""
    return Filling(read(survey, choices).form, lambda: NOON)


def asked(kind: str, name: str, **more: str) -> Line:
    """Return a line of the survey; its label is its name unless it says another."""
    return {"type": kind, "name": name, "label": name} | more


def worked_out(name: str, calculation: str) -> Line:
    return {"type": "calculate", "name": name, "calculation": calculation}


def choice(of: str, name: str, **more: str) -> Line:
    return {"list_name": of, "name": name, "label": name.title()} | more


YES_NO = (choice("yn", "y"), choice("yn", "n"))
