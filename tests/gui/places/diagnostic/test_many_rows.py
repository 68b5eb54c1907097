"""A repeat of which an answer makes very many rows asks before it makes them."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.domain.diagnostic.interview import Interview, InterviewPrivate
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.diagnostic.interviews.blocks import Block
from cdadesk.gui.places.diagnostic.interviews.repeat_block import RepeatBlock
from cdadesk.gui.places.diagnostic.interviews.talk import Talk
from tests.builders import a_record
from tests.gui.at_the_desk import click, words_in
from tests.gui.places.diagnostic.talking import a_talking_desk
from tests.questions.sheets import NOON, asked, read

SURVEY = (
    asked("integer", "n"),
    {"type": "begin repeat", "name": "r", "label": "Members", "repeat_count": "${n}"},
    asked("text", "t"),
    {"type": "end repeat"},
)


def test_a_mistyped_number_of_rows_is_told_and_the_right_one_is_made(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    sitting = Sitting(read(SURVEY).form, Halves(a_record(Interview), a_record(InterviewPrivate)), lambda: NOON)
    with a_talking_desk(tmp_path / "profile") as desk:
        around = QWidget()
        qtbot.addWidget(around)
        talk = Talk(sitting, desk.around(around), lambda *_args: None, lambda _file: "", lambda: None)
        block = Block(talk, sitting.form.body, "")
        qtbot.addWidget(block)
        block.show()
        rows = block.findChild(RepeatBlock)
        assert rows is not None
        sitting.answer("n", "600")
        block.refresh()
        assert "there would be 600 rows" in rows.waiting.text()
        assert sitting.filling.answers.rows("r") == []
        sitting.answer("n", "3")
        block.refresh()
        assert (rows.waiting.text(), sitting.filling.answers.rows("r")) == ("", ["1", "2", "3"])
        sitting.answer("n", "60")
        block.refresh()
        click(qtbot, rows, "It is right: make them")
        assert (rows.waiting.text(), len(sitting.filling.answers.rows("r"))) == ("", 60)


def test_a_rule_that_takes_too_long_is_told_beside_its_question(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    survey = (asked("text", "t", constraint="regex(., '(a|a)*[bc]')"),)
    sitting = Sitting(read(survey).form, Halves(a_record(Interview), a_record(InterviewPrivate)), lambda: NOON)
    with a_talking_desk(tmp_path / "profile") as desk:
        around = QWidget()
        qtbot.addWidget(around)
        block = Block(Talk(sitting, desk.around(around), lambda *_args: None, str, lambda: None), sitting.form.body, "")
        qtbot.addWidget(block)
        block.show()
        sitting.answer("t", "aab")
        block.refresh()
        assert "takes too long" not in words_in(block)
        sitting.answer("t", "a" * 200)
        block.refresh()
        assert "takes too long to be checked, so every answer is taken" in words_in(block)
