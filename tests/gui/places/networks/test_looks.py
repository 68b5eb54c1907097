"""Whether every word of the place can be read: on the small laptop too, and when a language needs 40 % more room."""

import gettext

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cdadesk import i18n
from cdadesk.domain.networks.network import Network
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.kit.words import ShortButton, ShortLabel
from cdadesk.gui.places.networks.page import NetworksPage
from tests.gui.at_the_desk import LAPTOP, SMALL_LAPTOP
from tests.gui.places.networks.calico import a_place
from tests.gui.places.networks.conftest import Typist

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


class Longer(gettext.NullTranslations):
    """Says everything with 40 % more letters."""

    def gettext(self, message: str) -> str:
        return f"{message}{'e' * (len(message) * 4 // 10)}"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Longer())


def logged(page: NetworksPage, desk: Desk, typist: Typist) -> None:
    """Fill the sheet in as far as every part of it says something."""
    page.log_meeting(desk.store.find(Network)[0].record.id)
    sheet = page.log.sheet
    sheet.attendance.view.setFocus()
    typist.types("pppal")
    sheet.talk.rows()[0].text.setFocus()
    typist.types("The fair", ENTER, "Ask for prices @mee", ENTER, "!21 mar", ENTER, "Go together", TAB, "y")


@pytest.mark.parametrize("size", [LAPTOP, SMALL_LAPTOP])
@pytest.mark.usefixtures("longer")
def test_no_word_of_the_sheet_is_cut_off(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist, size: tuple[int, int]
) -> None:
    room, page = a_place(desk, theme, qtbot, size)
    logged(page, desk, typist)
    nothing_is_cut_off(page, qtbot)
    assert (room.window.width(), room.window.height()) == size


@pytest.mark.parametrize("size", [LAPTOP, SMALL_LAPTOP])
@pytest.mark.parametrize("tab", [0, 1, 2, 3])
@pytest.mark.usefixtures("longer")
def test_no_word_of_a_network_is_cut_off(
    desk: Desk, theme: Theme, qtbot: QtBot, size: tuple[int, int], tab: int
) -> None:
    _room, page = a_place(desk, theme, qtbot, size)
    page.open_record("network", desk.store.find(Network)[0].record.id)
    page.records.detail.tabs.setCurrentIndex(tab)
    nothing_is_cut_off(page, qtbot)


def test_names_that_are_marked_all_have_room(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    _room, page = a_place(desk, theme, qtbot, SMALL_LAPTOP)
    page.log_meeting(desk.store.find(Network)[0].record.id)
    page.grab()
    view = page.log.sheet.attendance.view
    rects = [view.visualRect(view.model().index(row, 0)) for row in range(26)]
    assert all(view.viewport().rect().contains(rect) for rect in rects)
    assert not any(one.intersects(other) for one in rects for other in rects if one != other)


def nothing_is_cut_off(page: QWidget, qtbot: QtBot) -> None:
    """Wait until everything has its place, and look at each word."""

    def look() -> None:
        assert [made.text() for made in worded(page) if is_cut(made)] == []

    qtbot.waitUntil(look)


def worded(page: QWidget) -> list[QLabel | QAbstractButton]:
    every = [*page.findChildren(QLabel), *page.findChildren(QAbstractButton)]
    return [made for made in every if made.isVisible() and made.text()]


def is_cut(made: QLabel | QAbstractButton) -> bool:
    letters = made.fontMetrics()
    if isinstance(made, QLabel) and made.wordWrap():
        return made.height() < made.heightForWidth(made.width())
    shortens = isinstance(made, (ShortLabel, ShortButton))
    return not shortens and made.width() < letters.horizontalAdvance(made.text().replace("&&", "&"))
