"""Editors narrow lists as one types, find people in either script, and open a calendar only when asked."""

import datetime as dt

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from cdadesk import i18n
from cdadesk.clock import new_id
from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.gui.kit.editors.as_typed import as_text
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.surroundings import Match
from tests.gui.kit.sample import MEENA, MOHAN, TODAY, Craft, Workshop, press, surroundings

TAB, ENTER, ESCAPE, DOWN = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down


@pytest.fixture
def window(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def open_editor(window):
    def make(name, **others):
        editor = editor_for(describe(Workshop)[name], surroundings(**others))
        editor.setParent(window)
        editor.setGeometry(20, 20, 300, 60)
        editor.show()
        editor.control.setFocus()
        return editor

    return make


def test_a_list_of_answers_narrows_as_one_types(qtbot, open_editor):
    craft = open_editor("craft")
    press(qtbot, DOWN)
    assert craft.matches.texts() == ["Block printing", "Dyeing", "Block carving"]
    press(qtbot, "car")
    assert craft.matches.texts() == ["Block carving"]
    press(qtbot, ENTER)
    assert craft.value() is Craft.carving
    assert craft.line.text() == "Block carving"
    assert not craft.popup_is_open()


def test_escape_closes_a_list_and_changes_nothing(qtbot, open_editor):
    craft = open_editor("craft")
    press(qtbot, "dy", ESCAPE)
    assert not craft.popup_is_open()
    assert craft.typed() == "dy"


def test_an_answer_can_be_picked_with_the_mouse(qtbot, open_editor):
    craft = open_editor("craft")
    press(qtbot, "bl")
    place = craft.matches.list.visualItemRect(craft.matches.list.item(1)).center()
    qtbot.mouseClick(craft.matches.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert craft.value() is Craft.carving


def test_a_press_elsewhere_closes_the_list(qtbot, window, open_editor):
    craft = open_editor("craft")
    press(qtbot, "bl")
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton, pos=window.rect().bottomRight())
    assert not craft.popup_is_open()


def test_an_answer_that_is_none_is_complained_of(qtbot, open_editor):
    craft = open_editor("craft")
    press(qtbot, "weaving")
    assert not craft.check()
    assert craft.complained() == "Choose one of the answers of the list."


def test_people_are_found_by_any_part_of_the_name_in_either_script(qtbot, open_editor):
    owner = open_editor("owner")
    press(qtbot, "लाल", ENTER)
    assert owner.value() == MOHAN.id
    owner.line.selectAll()
    press(qtbot, "devi", ENTER)
    assert owner.value() == MEENA.id
    assert owner.line.text() == "Meena Devi"


def test_typing_over_a_name_points_at_nobody_until_somebody_is_chosen(qtbot, open_editor):
    owner = open_editor("owner")
    owner.set_value(MEENA.id)
    press(qtbot, Qt.Key.Key_End, "x")
    assert not owner.check()
    owner.line.clear()
    assert owner.value() is None


def test_somebody_new_can_be_made_on_the_spot(qtbot, open_editor):
    new = Match(new_id(), "Sita Ram", "person")
    asked = []

    def make(to, title, hand_back):
        asked.append((to, title))
        hand_back(new)

    owner = open_editor("owner", make=make)
    press(qtbot, "Sita Ram")
    assert owner.matches.texts() == ["Make a new one: Sita Ram"]
    press(qtbot, ENTER)
    assert asked == [(("person",), "Sita Ram")]
    assert owner.value() == new.id


def test_nobody_is_made_by_merely_going_on(qtbot, open_editor):
    asked = []
    owner = open_editor("owner", make=lambda *what: asked.append(what))
    press(qtbot, "Sita Ram", TAB)
    owner.control.clearFocus()
    assert asked == []
    assert owner.typed() == "Sita Ram"


def test_a_record_that_has_not_arrived_yet_is_said_to_be_elsewhere(open_editor):
    owner = open_editor("owner")
    unknown = new_id()
    owner.set_value(unknown)
    assert owner.line.text() == "not on this laptop yet"
    assert owner.value() == unknown


def test_yes_and_no_are_one_key_each(qtbot, open_editor):
    registered = open_editor("registered")
    answers = []
    for key in ("y", "n", "ह", "न", Qt.Key.Key_Backspace):
        press(qtbot, key)
        answers.append(registered.value())
    assert answers == [True, False, True, False, None]


def test_several_answers_are_chips_and_one_stop_for_tab(qtbot, open_editor):
    does = open_editor("does")
    press(qtbot, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert does.value() == [Craft.printing, Craft.carving]


def test_a_closed_list_opens_at_a_click_and_closes_at_the_next(qtbot, open_editor):
    craft = open_editor("craft")
    qtbot.mouseClick(craft.line, Qt.MouseButton.LeftButton)
    assert craft.popup_is_open()
    press(qtbot, Qt.Key.Key_Down, ENTER)
    assert craft.value() == list(Craft)[1]
    qtbot.mouseClick(craft.line, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(craft.line, Qt.MouseButton.LeftButton)
    assert not craft.popup_is_open()


def test_the_calendar_opens_on_demand_and_gives_its_day(qtbot, open_editor):
    visited = open_editor("visited_on")
    assert visited.calendar is None
    press(qtbot, Qt.Key.Key_F4)
    assert visited.popup_is_open()
    assert visited.calendar.calendar.selectedDate() == QDate(2026, 3, 14)
    press(qtbot, Qt.Key.Key_Left, ENTER)
    assert visited.value() == TODAY - dt.timedelta(days=1)
    assert visited.line.hasFocus()


def test_escape_in_the_calendar_goes_back_to_the_field(qtbot, open_editor):
    visited = open_editor("visited_on")
    press(qtbot, "12/3", Qt.Key.Key_F4, ESCAPE)
    assert visited.line.hasFocus()
    assert visited.line.text() == "12/3"


def test_a_year_is_written_without_commas_and_a_large_number_with_them(open_editor):
    workers = open_editor("workers")
    workers.set_value(9_999)
    assert workers.line.text() == "9,999"
    year = FieldInfo("year", Kind.number, "Year", least=1800, most=2100)
    assert as_text(year, 1998, surroundings().name) == "1998"


def test_a_popup_speaks_the_language_in_use(qtbot, open_editor):
    visited = open_editor("visited_on")
    i18n.use_language("hi")
    press(qtbot, Qt.Key.Key_F4)
    assert visited.calendar.calendar.locale().standaloneMonthName(3) == "मार्च"


def test_a_drop_of_five_megabytes_on_a_line_leaves_it_as_it_is(qtbot, open_editor):
    name = open_editor("name")
    press(qtbot, "Chhipa")
    name.line.selectAll()
    QGuiApplication.clipboard().setText("x" * 5 * 1024 * 1024)
    name.line.paste()
    QGuiApplication.clipboard().clear()
    assert name.line.text() == "Chhipa"
    assert "at most 30 characters fit here" in name.complained()


def test_while_a_new_one_is_made_the_name_that_was_typed_is_no_mistake(qtbot, window, open_editor):
    panel = QLineEdit(window)
    panel.show()
    owner = open_editor("owner", make=lambda *_what: panel.setFocus())
    press(qtbot, "Sita Ram", ENTER)
    qtbot.waitUntil(panel.hasFocus)
    assert owner.complained() == ""


def test_a_list_does_not_lie_over_what_is_said_to_be_wrong(qtbot, open_editor):
    owner = open_editor("owner", make=lambda *_what: None)
    press(qtbot, "Sita")
    assert owner.popup_is_open()
    owner.check()
    assert (bool(owner.complained()), owner.popup_is_open()) == (True, False)
