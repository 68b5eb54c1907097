"""Minutes on paper: in the language wanted, where wanted, never over another file, and it is said where they lie."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.networks.page import NetworksPage
from cdadesk.gui.places.networks.sheet.minutes_strip import MinutesStrip
from tests.gui.at_the_desk import words_in
from tests.gui.places.networks.calico import a_place
from tests.gui.places.networks.conftest import Typist

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> NetworksPage:
    """Return the page with the old meeting on its sheet; papers go to a folder of the test."""
    (tmp_path / "papers").mkdir()
    desk.memory.keep("networks/minutes_folder", str(tmp_path / "papers"))
    _room, page = a_place(desk, theme, qtbot)
    page.open_record("meeting", desk.store.find(Meeting)[0].record.id)
    return page


def written(strip: MinutesStrip, qtbot: QtBot) -> Path:
    qtbot.waitUntil(lambda: strip.said.text().startswith("The minutes lie in "))
    return Path(strip.said.text().removeprefix("The minutes lie in "))


def test_ctrl_p_and_enter_write_the_minutes_and_say_where_they_lie(
    page: NetworksPage, qtbot: QtBot, typist: Typist, tmp_path: Path
) -> None:
    typist.holds(CTRL, Qt.Key.Key_P)
    typist.types(Qt.Key.Key_Space)
    file = written(page.log.minutes, qtbot)
    assert file == tmp_path / "papers" / "Minutes Calico 2026-02-28 en.pdf"
    text = PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text()
    assert "Go to Delhi together" in text
    assert "18 of 26" in text
    assert not list(file.parent.glob("*.part"))


def test_the_other_language_changes_the_paper_and_its_name(page: NetworksPage, qtbot: QtBot, typist: Typist) -> None:
    typist.holds(CTRL, Qt.Key.Key_P)
    page.log.minutes.language.buttons["hi"].click()
    page.log.minutes.write()
    file = written(page.log.minutes, qtbot)
    assert file.name == "Minutes Calico 2026-02-28 hi.pdf"
    assert PdfReader(io.BytesIO(file.read_bytes())).trailer["/Root"]["/Lang"] == "hi"
    typist.holds(CTRL, Qt.Key.Key_P)
    assert page.log.minutes.language.buttons["hi"].isChecked()


def test_enter_on_the_button_writes(page: NetworksPage, qtbot: QtBot, typist: Typist) -> None:
    typist.holds(CTRL, Qt.Key.Key_P)
    qtbot.waitUntil(page.log.minutes.write_button.hasFocus)
    typist.types(Qt.Key.Key_Return)
    assert written(page.log.minutes, qtbot).exists()


def test_a_second_copy_does_not_replace_the_first(page: NetworksPage, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("Minutes Calico 2026-02-28 en.pdf", "Minutes Calico 2026-02-28 en (2).pdf"):
        page.log.print_minutes()
        page.log.minutes.write()
        assert written(page.log.minutes, qtbot).name == name
    assert len(list((tmp_path / "papers").iterdir())) == 2


def test_what_is_typed_is_saved_before_the_paper_says_it(page: NetworksPage, qtbot: QtBot, typist: Typist) -> None:
    page.log.sheet.talk.rows()[1].text.setFocus()
    typist.types(" by lorry")
    with qtbot.waitSignal(page.log.saved):
        typist.holds(CTRL, Qt.Key.Key_P)
    page.log.minutes.write()
    file = written(page.log.minutes, qtbot)
    assert "together by lorry" in PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text()


def test_a_folder_that_cannot_be_written_to_is_said(page: NetworksPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    page.log.print_minutes()
    page.log.minutes.place.setText(str(tmp_path / "a file" / "minutes.pdf"))
    page.log.minutes.write()
    qtbot.waitUntil(lambda: "cannot be written there" in page.log.minutes.said.text())


def test_another_place_is_chosen_without_stopping_the_program(page: NetworksPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.log.print_minutes()
    page.log.minutes.ask_place()
    dialog = page.log.minutes.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "elsewhere.pdf"))
    dialog.close()
    assert page.log.minutes.place.text() == str(tmp_path / "elsewhere.pdf")


def test_escape_puts_the_strip_away_and_keeps_the_sheet(page: NetworksPage, qtbot: QtBot, typist: Typist) -> None:
    typist.holds(CTRL, Qt.Key.Key_P)
    typist.types(Qt.Key.Key_Escape)
    assert not page.log.minutes.isVisible()
    assert page.title() == "Meeting of 28 Feb 2026"
    assert "Who came" in words_in(page)
