"""How quickly an interview answers the keyboard where a question has 5,000 choices and a repeat 500 rows.

    python -m benchmarks.interview

It prints processor time, which a busy machine stretches less than the clock.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate
from cdadesk.gui.places.diagnostic.interviews.answer_editors import PickAnswer
from cdadesk.gui.places.diagnostic.interviews.question_row import QuestionRow
from cdadesk.gui.places.diagnostic.interviews.questions import QuestionSheet
from cdadesk.gui.places.diagnostic.interviews.talk import Talk
from cdadesk.questions.reading import read_bytes
from cdadesk.questions.xforms import read_form
from tests.builders import HandClock, a_record
from tests.gui.at_the_desk import a_desk

_CHOICES, _ROWS = 5_000, 500
_REPEATS = 9
Line = dict[str, str]


def the_workbook(choices: int) -> bytes:
    """Return an XLSForm with one long list and one repeat, whose rules look at their own row and at all rows."""
    survey: tuple[Line, ...] = (
        {"type": "begin group", "name": "a", "label": "Where"},
        {"type": "select_one town", "name": "town", "label": "Which town?"},
        {"type": "text", "name": "why", "label": "Why there?"},
        {"type": "end group"},
        {"type": "begin group", "name": "b", "label": "Who"},
        {"type": "begin repeat", "name": "worker", "label": "Workers"},
        {"type": "text", "name": "who", "label": "Name"},
        {"type": "integer", "name": "wage", "label": "Wage", "constraint": ". >= 0 and . < 5000"},
        {"type": "integer", "name": "days", "label": "Days", "relevant": "${wage} > 0", "constraint": ". <= 31"},
        {"type": "calculate", "name": "month", "calculation": "coalesce(${wage}, 0) * coalesce(${days}, 0)"},
        {"type": "end repeat"},
        {"type": "calculate", "name": "all", "calculation": "sum(${month})"},
        {"type": "note", "name": "said", "label": "In all ${all}"},
        {"type": "end group"},
    )
    offered = [{"list_name": "town", "name": f"t{each}", "label": f"Town {each}"} for each in range(choices)]
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in (("survey", survey), ("choices", offered)):
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for line in lines for column in line))
        sheet.append(columns)
        for line in lines:
            sheet.append([line.get(column) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@contextmanager
def taking(told: str) -> Iterator[None]:
    """Say how long something takes."""
    before = time.process_time()
    yield
    _say(told, time.process_time() - before)


def typical(told: str, act: Callable[[int], object]) -> None:
    """Say how long the middle of several times takes."""
    spent = []
    for turn in range(_REPEATS):
        before = time.process_time()
        act(turn)
        spent.append(time.process_time() - before)
    _say(told, sorted(spent)[_REPEATS // 2])


def filled(sitting: Sitting, rows: int) -> None:
    """Give every row its answers, as an interview of another day brings them."""
    given = {}
    for row in range(rows):
        above = f"b:worker@r{row:04}aaaaa"
        given |= {f"{above}:who": f"Worker {row}", f"{above}:wage": "300", f"{above}:days": "20"}
    sitting.filling.fill(given)


def measure(desk_folder: Path) -> None:
    """Print the table."""
    with taking("read the workbook"):
        source = read_bytes(the_workbook(_CHOICES), ".xlsx", "large").form.source
    with taking("read its form again"):
        form = read_form(source)
    with a_desk(desk_folder, clock=HandClock()) as desk:
        with taking("begin the interview"):
            sitting = Sitting(form, Halves(a_record(Interview), a_record(InterviewPrivate)), HandClock().clock.now)
        with taking(f"fill in {_ROWS} rows"):
            filled(sitting, _ROWS)
        sheet, around = QuestionSheet(), QWidget()
        talk = Talk(sitting, desk.around(around), lambda *_all: None, lambda _file: "", sheet.note_change)
        with taking("open the page with the long list"):
            sheet.show_talk(talk)
            sheet.show()
            QApplication.processEvents()
        at_the_list(sheet)
        with taking("turn to the page with the rows"):
            sheet.next_section()
            QApplication.processEvents()
        at_the_rows(sheet, sitting)
        sheet.close()


def at_the_list(sheet: QuestionSheet) -> None:
    """Measure typing into the long list, and into the words beside it."""
    town = _row(sheet, "a:town")
    assert isinstance(town.editor, PickAnswer)
    line = town.editor.editor.line

    def narrow(turn: int) -> None:
        line.setText(f"Town {turn}")
        line.textEdited.emit(line.text())
        QApplication.processEvents()

    typical("a key in the long list", narrow)
    typical("an answer beside it", lambda turn: _answer(sheet, "a:why", f"because {turn}"))


def at_the_rows(sheet: QuestionSheet, sitting: Sitting) -> None:
    """Measure answering in a row, adding one, and taking the halves for a draft."""
    last = f"b:worker@r{_ROWS - 1:04}aaaaa"
    sheet.go_to(f"{last}:wage")
    typical("an answer in words in a row", lambda turn: _answer(sheet, f"{last}:who", f"Worker {turn}"))
    typical("an answer that others follow from", lambda turn: _answer(sheet, f"{last}:wage", str(200 + turn)))
    typical("turn to another row", lambda turn: (sheet.go_to(f"b:worker@r{turn:04}aaaaa:who"), sheet.refresh()))
    typical("both halves for a draft", lambda _turn: sitting.halves())

    def add(_turn: int) -> None:
        sitting.add_row("b:worker")
        sheet.refresh()
        QApplication.processEvents()

    typical("add a row", add)


def _row(sheet: QuestionSheet, key: str) -> QuestionRow:
    return next(each for each in sheet.findChildren(QuestionRow) if each.key == key)


def _answer(sheet: QuestionSheet, key: str, text: str) -> None:
    sheet.go_to(key)
    row = _row(sheet, key)
    row.editor.show_text(text)
    row.editor.changed.emit()
    row.take()
    QApplication.processEvents()


def _say(told: str, spent: float) -> None:
    sys.stdout.write(f"{told:<40} {spent * 1000:>9.1f} ms\n")
    sys.stdout.flush()


if __name__ == "__main__":
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder) / "profile")
