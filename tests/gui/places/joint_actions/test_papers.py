"""Papers of a fair: made in the language chosen, found again by their folder, opened on the spot."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.papers import FOLDER, write_paper
from tests.gui.at_the_desk import click, key
from tests.gui.places.joint_actions.worked import click_soon, the_account, the_page, the_worked_fair
from tests.reports.reading import read_by_viewer


class Reader(QObject):
    """Stands in for the system's reader of papers."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def show_file(self, url: QUrl) -> None:
        """Note which file is shown."""
        self.opened.append(url.toLocalFile())


def test_a_sheet_is_made_in_hindi_for_the_firm_that_is_chosen_and_opens(
    desk: Desk, theme: Theme, qtbot: QtBot, papers: Path
) -> None:
    fair = the_worked_fair(desk, lambda _fair: {"code": "DH/1"})
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    page.settlement.take_keyboard()
    key(qtbot, Qt.Key.Key_Down)
    click(qtbot, page.detail.head, "Print")
    strip = page.settlement.papers
    qtbot.waitUntil(strip.isVisible)
    click(qtbot, strip, "हिन्दी")
    click_soon(qtbot, strip, "Sheet of Firm 2")
    file = papers / "DH 1 Firm 2 hi.pdf"
    qtbot.waitUntil(lambda: strip.said.text() == f"The paper lies in {file}")
    assert "16,681.06" in " ".join(read_by_viewer(file.read_bytes()))
    reader = Reader()
    QDesktopServices.setUrlHandler("file", reader, "show_file")
    try:
        click_soon(qtbot, strip, "Open")
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert reader.opened == [str(file)]
    key(qtbot, Qt.Key.Key_Escape)
    assert strip.isHidden()


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(
    desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be")
    desk.memory.keep(FOLDER, str(taken))
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    page.print_papers()
    click_soon(qtbot, page.settlement.papers, "Account of the fair")
    expected = f"The paper could not be written to {taken}."
    qtbot.waitUntil(lambda: page.settlement.papers.said.text().startswith(expected))


def test_a_paper_is_named_so_that_every_system_takes_it(tmp_path: Path) -> None:
    assert write_paper(tmp_path / "new", "मेला: b / c?", b"%PDF").name == "मेला b c.pdf"
