"""An edited list is filled like a sheet of figures: Enter goes on, Delete removes, nothing is lost."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from cdadesk.clock import new_id
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import in_order
from cdadesk.gui.kit.editors.surroundings import Match
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.layouts import Layout, Section
from tests.gui.kit.sample import Cost, Craft, Workshop, a_workshop, press, surroundings

SITA = Match(new_id(), "Sita Ram", "person")
TAB, BACKTAB, ENTER, DELETE = Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Delete
ESCAPE, UP, DOWN = Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down


@pytest.fixture
def form(qtbot, theme):
    form = RecordForm(Workshop, surroundings(), Layout((Section("", ("name", "costs", "remarks")),)))
    qtbot.addWidget(form)
    form.resize(720, 600)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.show_record(a_workshop())
    form.boxes["name"].editor.control.setFocus()
    return form


def rows(form):
    return form.boxes["costs"].editor


def heads(form):
    return [line.head for _key, line in in_order(form.read_record().costs)]


def shown(form):
    model = rows(form).model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def three_lines(qtbot, form):
    press(qtbot, TAB, "Stall", ENTER, "Train", ENTER, "Bus", ENTER)


def test_enter_begins_the_next_line_and_leaves_the_list_from_a_blank_one(qtbot, form):
    three_lines(qtbot, form)
    assert rows(form).table.hasFocus()
    press(qtbot, ENTER)
    assert form.boxes["remarks"].editor.control.hasFocus()
    assert heads(form) == ["Stall", "Train", "Bus"]


def test_tab_goes_from_cell_to_cell_and_backtab_returns(qtbot, form):
    press(qtbot, TAB, "Stall", TAB, "dye", TAB, "1.2 lakh", TAB, "y", TAB, "today", BACKTAB, "n", ENTER)
    (line,) = form.read_record().costs.values()
    assert (line.craft, line.amount, line.paid) == (Craft.dyeing, Money(minor=1_20_000_00), False)
    assert line.due_on is not None


def test_tab_goes_straight_through_a_filled_list(qtbot, form):
    three_lines(qtbot, form)
    form.boxes["name"].editor.control.setFocus()
    press(qtbot, TAB, TAB)
    assert form.boxes["remarks"].editor.control.hasFocus()


def test_what_stands_in_the_open_cell_is_in_the_draft_already(qtbot, form):
    press(qtbot, TAB, "Sta")
    (line,) = form.body()["typed"]["costs"].values()
    assert line["cells"] == {"head": "Sta"}


def test_escape_takes_back_what_was_typed_in_a_cell(qtbot, form):
    press(qtbot, TAB, "Stall", ESCAPE)
    assert form.read_record().costs == {}
    assert not form.dirty


def test_delete_removes_a_line_and_ctrl_z_brings_it_back(qtbot, form):
    three_lines(qtbot, form)
    press(qtbot, UP, UP, DELETE)
    assert heads(form) == ["Stall", "Bus"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert heads(form) == ["Stall", "Train", "Bus"]


def test_the_window_does_not_see_ctrl_z_while_a_line_can_be_brought_back(qtbot, form):
    three_lines(qtbot, form)
    control = Qt.KeyboardModifier.ControlModifier
    claims = []
    for key in (UP, DELETE):
        press(qtbot, key)
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, control)
        asked.ignore()
        QApplication.sendEvent(rows(form).table, asked)
        claims.append(asked.isAccepted())
    assert claims == [False, True]


def test_a_saved_line_is_voided_and_not_forgotten(qtbot, form):
    three_lines(qtbot, form)
    form.show_record(form.read_record())
    rows(form).table.setFocus()
    rows(form).table.setCurrentIndex(rows(form).model.index(0, 0))
    press(qtbot, DELETE)
    record = form.read_record()
    assert [line.head for line in record.costs.values() if line.void] == ["Stall"]
    assert record.costs[next(iter(record.costs))].void.by == "me"
    assert shown(form) == ["Train", "Bus", "New line"]


def test_lines_move_with_alt_and_arrows_and_stay_so(qtbot, form):
    three_lines(qtbot, form)
    press(qtbot, UP)
    for _time in range(3):
        qtbot.keyClick(QApplication.focusWidget(), UP, Qt.KeyboardModifier.AltModifier)
    assert heads(form) == ["Bus", "Stall", "Train"]
    qtbot.keyClick(QApplication.focusWidget(), DOWN, Qt.KeyboardModifier.AltModifier)
    record = form.read_record()
    form.show_record(record)
    assert shown(form) == ["Stall", "Bus", "Train", "New line"]
    assert form.read_record() == record


def test_lines_with_the_same_order_can_still_be_moved(qtbot, form):
    line = {"order": "i"}
    form.show_record(a_workshop(costs={f"{n}": Cost(head=f"line {n}", **line) for n in range(3)}))
    assert rows(form).model.move(2, -1)
    assert heads(form) == ["line 0", "line 2", "line 1"]


def test_a_cell_that_is_not_understood_is_named_by_line_and_column(qtbot, form):
    press(qtbot, TAB, "Stall", ENTER, "Train", TAB, TAB, "about 500", ENTER)
    assert form.read_record() is None
    assert rows(form).complained().startswith("Line 2, Amount: This is not a number.")
    assert rows(form).model.index(1, 2).data() == "about 500"


def test_a_cell_that_the_domain_refuses_is_named_too(qtbot, form):
    press(qtbot, TAB, "x" * 41, ENTER)
    assert form.read_record() is None
    assert rows(form).complained() == "Line 1, Head: This text is too long: at most 40 characters fit."


def test_f_keys_say_why_a_cell_is_blank(qtbot, form):
    press(qtbot, TAB, "Stall", TAB, TAB, Qt.Key.Key_F7)
    assert rows(form).model.index(0, 2).data() == "does not know"
    (line,) = form.read_record().costs.values()
    assert line.missing == {"amount": "does_not_know"}


def test_f_keys_say_why_the_whole_list_is_blank(qtbot, form):
    press(qtbot, TAB, Qt.Key.Key_F8)
    assert form.read_record().missing == {"costs": "not_applicable"}


def test_the_buttons_do_the_same_as_the_keys(qtbot, form):
    three_lines(qtbot, form)
    press(qtbot, UP)
    buttons = {button.text(): button for button in rows(form).findChildren(QPushButton)}
    for text in ("Move up", "Remove"):
        qtbot.mouseClick(buttons[text], Qt.MouseButton.LeftButton)
    assert heads(form) == ["Stall", "Train"]
    qtbot.mouseClick(buttons["Bring back"], Qt.MouseButton.LeftButton)
    assert heads(form) == ["Stall", "Bus", "Train"]
    qtbot.mouseClick(buttons["Add a line"], Qt.MouseButton.LeftButton)
    press(qtbot, "Rickshaw")
    assert heads(form) == ["Stall", "Bus", "Train", "Rickshaw"]


def test_a_line_that_another_version_filled_further_keeps_what_the_grid_does_not_show(qtbot, form):
    line = Cost(order="i", head="Stall", certainty={"amount": "hearsay"})
    form.show_record(a_workshop(costs={"a": line}))
    rows(form).table.setFocus()
    rows(form).table.setCurrentIndex(rows(form).model.index(0, 0))
    press(qtbot, "Bus", ENTER)
    changed = form.read_record().costs["a"]
    assert (changed.head, changed.certainty, changed.order) == ("Bus", line.certainty, "i")


def test_the_grid_has_a_column_for_every_field_of_its_element(form):
    assert [info.name for info in rows(form).lines.fields] == list(describe(Cost))


def test_somebody_new_is_made_from_a_cell_at_once_or_later(qtbot, theme):
    asked = []
    around = surroundings(make=lambda _to, title, hand_back: asked.append((title, hand_back)), name=lambda _id: SITA)
    form = RecordForm(Workshop, around, Layout((Section("", ("costs",)),)))
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.show_record(a_workshop())
    rows(form).table.setFocus()
    rows(form).table.setCurrentIndex(rows(form).model.index(0, 5))
    press(qtbot, "Sita Ram", ENTER)
    ((title, hand_back),) = asked
    assert title == "Sita Ram"
    hand_back(SITA)
    press(qtbot, ENTER)
    (line,) = form.read_record().costs.values()
    assert line.payer == SITA.id
    form.close()


def test_a_form_may_be_closed_over_an_open_list_of_answers(qtbot, form):
    told = []
    form.draft_changed.connect(told.append)
    press(qtbot, TAB, "Stall", TAB, "dy")
    form.close()
    (line,) = told[-1]["typed"]["costs"].values()
    assert line["cells"]["head"] == "Stall"
    assert line["cells"]["craft"] in ("dy", "dyeing")
