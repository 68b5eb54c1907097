"""How single questions are answered, also those of forms that were written elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cdadesk.gui.desk import Desk
from cdadesk.gui.places.diagnostic.interviews.answer_editors import typed_answer
from cdadesk.gui.places.diagnostic.interviews.pressed_answers import PressedAnswer
from cdadesk.questions.form import Control, Kind, Question
from tests.gui.places.diagnostic.talking import a_talking_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_talking_desk(tmp_path / "profile") as made:
        yield made


def test_figures_are_pressed_by_themselves_and_words_by_their_place(qtbot: QtBot) -> None:
    scale, words = PressedAnswer(several=False), PressedAnswer(several=False)
    scale.offer([(figure, figure) for figure in ("0", "2", "4", "6", "8", "10")])
    words.offer([("a", "Agree"), ("b", "Do not agree")])
    for each in (scale, words):
        qtbot.addWidget(each)
        qtbot.keyClicks(each.row, "2")
    assert (scale.text(), words.text()) == ("2", "b")
    assert [chip.text() for chip in scale.row.buttons.values()][:2] == ["0", "2"]
    assert [chip.text() for chip in words.row.buttons.values()] == ["1  Agree", "2  Do not agree"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9.30", "09:30"), ("0930", "09:30"), ("16:05", "16:05"), ("4 pm", "16:00"), ("12 am", "00:00"), ("soon", "soon")],
)
def test_times_are_typed_as_people_write_them(desk: Desk, qtbot: QtBot, typed: str, kept: str) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    answer = typed_answer(Question("/data/began", Control.input), Kind.time, desk.around(page))
    qtbot.addWidget(answer)
    qtbot.keyClicks(answer.control, typed)
    assert answer.text() == kept
