"""A list whose lines say more than its grid shows: what stands below is typed, kept and found like any cell."""

import pytest
from PySide6.QtCore import Qt

from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import in_order
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.editors.lines import LineShape
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.kit.shaped_rows import ShapedRowsEditor
from cdadesk.gui.layouts import Layout, Section
from tests.gui.kit.sample import Workshop, a_workshop, press, surroundings

KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
ENTER, TAB = KEY.Key_Return, KEY.Key_Tab
SHAPE = LineShape(
    columns=("head", "amount"),
    below=(("craft", "due_on"), ("paid", "payer")),
    no_use=lambda cells: () if cells.get("amount") else ("paid",),
    asks=lambda cells: ("craft",) if cells.get("head") == "Dye" else (),
)


@pytest.fixture
def form(qtbot, theme):
    special = {"costs": lambda info, around: ShapedRowsEditor(info, around, editor_for, SHAPE)}
    form = RecordForm(Workshop, surroundings(special=special), Layout((Section("", ("name", "costs", "remarks")),)))
    qtbot.addWidget(form)
    form.resize(720, 640)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.show_record(a_workshop())
    form.boxes["costs"].editor.table.begin_line()
    return form


def costs(form):
    return form.boxes["costs"].editor


def below(qtbot, form):
    qtbot.keyClick(costs(form).table, ENTER, ALT)


def test_what_is_typed_below_belongs_to_the_line_in_use(qtbot, form):
    press(qtbot, "Stall", TAB, "8400", ENTER, "Train", ENTER, KEY.Key_Up, KEY.Key_Up)
    below(qtbot, form)
    assert costs(form).panel.boxes["craft"].editor.control.hasFocus()
    press(qtbot, "print", ENTER, TAB, "12/3", KEY.Key_Escape)
    assert costs(form).table.hasFocus()
    lines = [line for _key, line in in_order(form.read_record().costs)]
    assert [(line.head, line.craft, line.due_on.isoformat() if line.due_on else "") for line in lines] == [
        ("Stall", "printing", "2026-03-12"),
        ("Train", None, ""),
    ]
    assert lines[0].amount == Money(minor=8400_00)


def test_half_a_line_below_comes_back_from_a_draft(qtbot, form):
    press(qtbot, "Stall", ENTER, KEY.Key_Up)
    below(qtbot, form)
    press(qtbot, "pri")
    body = form.body()
    form.show_record(form.record)
    form.restore(body)
    (line,) = costs(form).lines.alive()
    assert line.cells["craft"] == "pri"


def test_a_field_is_shown_where_the_line_has_use_for_it_and_asked_for_where_it_needs_it(qtbot, form):
    press(qtbot, "Stall", ENTER, KEY.Key_Up)
    below(qtbot, form)
    panel = costs(form).panel
    assert panel.boxes["paid"].isHidden()
    press(qtbot, KEY.Key_Escape, TAB, "5", ENTER, KEY.Key_Up)
    assert panel.isHidden()
    below(qtbot, form)
    assert not panel.boxes["paid"].isHidden()
    press(qtbot, KEY.Key_Escape, KEY.Key_Down, "Dye", ENTER, KEY.Key_Up)
    assert panel.isVisible()
    press(qtbot, KEY.Key_Up)
    assert panel.isHidden()


def test_a_field_below_may_say_why_it_is_blank(qtbot, form):
    press(qtbot, "Stall", ENTER, KEY.Key_Up)
    below(qtbot, form)
    press(qtbot, KEY.Key_F6)
    (line,) = (line for _key, line in in_order(form.read_record().costs))
    assert line.missing == {"craft": "refused"}


def test_a_complaint_about_a_field_below_opens_it_and_names_the_line(qtbot, form):
    press(qtbot, "Stall", ENTER, KEY.Key_Up)
    below(qtbot, form)
    press(qtbot, TAB, "never", KEY.Key_Escape)
    form.save()
    assert costs(form).panel.isVisible()
    assert costs(form).complained().startswith("Line 1, Due: This is not a date.")
    assert costs(form).panel.boxes["due_on"].editor.complained().startswith("This is not a date.")


def test_tab_goes_from_the_blank_line_through_what_is_open_below(qtbot, form):
    press(qtbot, "Stall", ENTER, KEY.Key_Up)
    below(qtbot, form)
    costs(form).panel.boxes["payer"].editor.control.setFocus()
    press(qtbot, TAB)
    assert form.boxes["remarks"].editor.control.hasFocus()
