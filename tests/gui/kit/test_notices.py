"""Whether the program says things without stopping anybody, and takes back what it offers to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.notices import Banner, ConfirmStrip, Notice, Tone, UndoBar
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import Theme


@pytest.fixture
def room(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    made.resize(600, 400)
    qtbot.addWidget(made)
    made.show()
    return made


def test_undo_takes_the_act_back_once_and_the_bar_goes_away(room: QWidget) -> None:
    undone: list[str] = []
    bar = UndoBar(room)
    bar.offer("The meeting is in the trash.", lambda: undone.append("meeting"))
    press(bar, "Undo")
    bar.take_back()
    assert undone == ["meeting"]
    assert not bar.isVisible()
    assert not bar.is_offering()


def test_the_undo_bar_stays_inside_a_room_that_shrinks(room: QWidget) -> None:
    bar = UndoBar(room)
    bar.offer("The meeting is in the trash.", lambda: None)
    room.resize(420, 260)
    assert room.rect().contains(bar.geometry())
    bar.put_away()


def test_what_cannot_be_undone_is_asked_with_the_focus_on_keeping_it(room: QWidget, qtbot: QtBot) -> None:
    blanked: list[str] = []
    strip = ConfirmStrip()
    strip.setParent(room)
    strip.ask("Blank the personal data of 3 people?", Action("Blank them", lambda: blanked.append("3")))
    qtbot.waitUntil(lambda: focus_text(strip) == "Keep it")
    qtbot.keyClick(strip.focusWidget(), Qt.Key.Key_Escape)
    assert blanked == []
    assert not strip.isVisible()


def test_the_strip_does_what_was_asked_when_told_to(room: QWidget) -> None:
    blanked: list[str] = []
    strip = ConfirmStrip()
    strip.setParent(room)
    strip.ask("Blank the personal data of 3 people?", Action("Blank them", lambda: blanked.append("3")))
    press(strip, "Blank them")
    assert blanked == ["3"]


def test_a_new_sentence_replaces_the_old_one_and_its_button(room: QWidget) -> None:
    seen: list[str] = []
    notice = Notice()
    notice.setParent(room)
    notice.say(Tone.WARN, "More came than were invited.", Action("Why", lambda: seen.append("why")))
    notice.say(Tone.GOOD, "Everything was sent.")
    assert notice.text() == "Everything was sent."
    assert [made for made in notice.findChildren(QPushButton) if made.isVisible()] == []


def test_a_banner_can_be_put_away(room: QWidget) -> None:
    banner = Banner()
    banner.setParent(room)
    banner.say(Tone.INFO, "Everything here is invented.")
    banner.fall_silent()
    assert banner.text() == ""


def test_an_empty_place_says_what_it_is_for_and_begins_on_one_press(room: QWidget) -> None:
    begun: list[str] = []
    empty = EmptyState("waypoints", "A network is a group.", Action("Add the first", lambda: begun.append("yes")))
    empty.setParent(room)
    empty.show()
    press(empty, "Add the first")
    assert begun == ["yes"]


def press(inside: QWidget, text: str) -> None:
    next(made for made in inside.findChildren(QPushButton) if made.text() == text).click()


def focus_text(inside: QWidget) -> str:
    focused = inside.focusWidget()
    return focused.text() if isinstance(focused, QPushButton) else ""
