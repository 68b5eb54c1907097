"""A question set comes in from the window: chosen, looked at row by row, kept, asked, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cdadesk.domain.diagnostic.question_set import QuestionSet
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.papers import FOLDER
from cdadesk.gui.places.diagnostic.interviews.page import InterviewsPage
from cdadesk.questions.reading import read_file
from tests.gui.at_the_desk import click, click_nth, key, words_in
from tests.gui.places.diagnostic.talking import K, a_talking_desk, interviews_page
from tests.questions.sheets import YES_NO, asked, workbook

SETTINGS = {"form_title": "Dyers", "form_id": "dyers", "version": "1"}
LINES = [asked("select_one yn", "own", label="Own dye house?"), asked("geotrace", "way", label="Way of the water")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_talking_desk(tmp_path / "profile") as made:
        yield made


@pytest.fixture
def page(desk: Desk, theme: Theme, qtbot: QtBot) -> InterviewsPage:
    made = interviews_page(desk, theme, qtbot)
    made.window().show()
    click(qtbot, made.window(), "Question sets")
    qtbot.waitUntil(lambda: "Artisan or micro firm" in words_in(made.sets))
    return made


def a_file(folder: Path, lines: list[dict[str, str]]) -> str:
    file = folder / "dyers.xlsx"
    file.write_bytes(workbook(lines, YES_NO, SETTINGS))
    return str(file)


def test_a_set_is_brought_in_kept_by_a_key_and_taken_back(
    desk: Desk, page: InterviewsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.sets.look_at(a_file(tmp_path, LINES))
    qtbot.waitUntil(page.sets.coming.isVisible)
    assert "1 thing of it is not done as it says" in words_in(page.sets)
    assert [page.sets.coming.table.item(0, column).text() for column in range(2)] == ["3", "way"]
    qtbot.waitUntil(page.sets.coming.keep_button.hasFocus)
    key(qtbot, K.Key_Return)
    qtbot.waitUntil(lambda: "Dyers" in words_in(page.sets.lines))
    assert desk.store.count(QuestionSet) == 1
    click(qtbot, page.window(), "Undo")
    qtbot.waitUntil(lambda: "Dyers" not in words_in(page.sets.lines))
    click(qtbot, page.window(), "Trash")
    qtbot.waitUntil(lambda: "Dyers" in words_in(page.sets_trash))
    click(qtbot, page.sets_trash, "Bring it back")
    qtbot.waitUntil(lambda: desk.store.count(QuestionSet) == 1)
    key(qtbot, K.Key_Escape)
    qtbot.waitUntil(lambda: "Dyers" in words_in(page.sets.lines))


def test_a_file_that_is_no_set_is_told_and_another_can_be_chosen(
    desk: Desk, page: InterviewsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.sets.look_at(a_file(tmp_path, [*LINES, LINES[0]]))
    qtbot.waitUntil(lambda: "row 4" in page.sets.notice.text())
    assert "Choose another file" in [each.text() for each in page.sets.notice.findChildren(QPushButton)]
    assert desk.store.count(QuestionSet) == 0


def test_leaving_a_set_keeps_nothing_of_it(desk: Desk, page: InterviewsPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.sets.look_at(a_file(tmp_path, LINES))
    qtbot.waitUntil(page.sets.coming.isVisible)
    page.window().use_language("hi")
    qtbot.waitUntil(lambda: "वैसी नहीं होती" in words_in(page.sets) and page.sets.coming.isVisible())
    page.window().use_language("en")
    qtbot.waitUntil(lambda: "is not done as it says" in words_in(page.sets))
    key(qtbot, K.Key_Escape)
    assert page.sets.lines.isVisible()
    assert desk.store.count(QuestionSet) == 0


def test_a_set_of_the_program_is_saved_as_a_workbook(
    desk: Desk, page: InterviewsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.memory.keep(FOLDER, str(tmp_path / "papers"))
    click_nth(qtbot, page.sets.lines, "Save as workbook", 0)
    qtbot.waitUntil(lambda: "lies in" in page.sets.notice.text())
    (file,) = (tmp_path / "papers").iterdir()
    assert read_file(file).form.form_id == "artisan"
