"""A form is filled from the top by keyboard alone, complains in sentences, and loses nothing that was typed."""

import json

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from cdadesk import i18n
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import MissingCode
from cdadesk.gui.kit.editors.by_kind import editor_for
from cdadesk.gui.kit.record_form import RecordForm
from cdadesk.gui.layouts import Layout, Section, layout_for
from tests.gui.kit.sample import (
    IN_SECTIONS,
    MEENA,
    TODAY,
    Craft,
    Workshop,
    a_full_workshop,
    a_workshop,
    press,
    surroundings,
)

HUGE = "क" * (5 * 1024 * 1024 // 3)


@pytest.fixture
def form(qtbot, theme):
    form = RecordForm(Workshop, surroundings(), IN_SECTIONS)
    qtbot.addWidget(form)
    form.resize(720, 700)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.show_record(a_workshop())
    return form


def control(form, name):
    return form.boxes[name].editor.control


def said(form):
    return {label.text() for label in form.findChildren(QLabel) if label.isVisible() and label.text()}


def write(qtbot, form, name, text):
    """Type into a field as if the person had come to it by Tab."""
    control(form, name).setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, text)


def test_a_form_is_filled_by_keyboard_alone_from_top_to_bottom(qtbot, form):
    control(form, "name").setFocus()
    tab, enter = Qt.Key.Key_Tab, Qt.Key.Key_Return
    press(qtbot, "Chhipa Prints", tab, "today", tab, "3/1998", tab, "carv", tab)
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Space, enter)
    press(qtbot, "meen", tab, "12", tab, "12.5", tab, "33.33", tab, "1.2 lakh", tab, "y", tab)
    press(qtbot, "Stall", tab, "dye", tab, "8,400", enter, enter)
    with qtbot.waitSignal(form.save_asked) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    made = asked.args[0]
    assert (made.name, made.visited_on, made.began, made.craft) == ("Chhipa Prints", TODAY, "1998-03", Craft.carving)
    assert (made.does, made.owner, made.workers, made.area) == ([Craft.dyeing], MEENA.id, 12, 1250)
    assert (made.women, made.turnover, made.registered) == (3_333, Money(minor=1_20_000_00), True)
    (line,) = made.costs.values()
    assert (line.head, line.craft, line.amount) == ("Stall", Craft.dyeing, Money(minor=8_400_00))


def test_a_form_gives_back_what_it_was_shown_for_every_kind_of_field(qtbot, theme):
    form = RecordForm(Workshop, surroundings())
    qtbot.addWidget(form)
    for record in (a_full_workshop(), a_workshop(), a_full_workshop().changed(missing={"workers": "refused"})):
        form.show_record(record)
        assert form.read_record() == record
        assert not form.dirty
        assert form.body() == {}


def test_every_declared_field_has_an_editor(qtbot, theme):
    for info in describe(Workshop).values():
        editor = editor_for(info, surroundings())
        qtbot.addWidget(editor)
        editor.set_value(getattr(a_full_workshop(), info.name))
        assert not editor.is_blank()


def test_what_is_not_understood_is_said_beside_its_field_when_going_on(qtbot, form):
    write(qtbot, form, "visited_on", "31/2")
    assert form.boxes["visited_on"].editor.complained() == ""
    qtbot.keyClick(control(form, "visited_on"), Qt.Key.Key_Tab)
    assert "This month does not have a day 31." in said(form)
    write(qtbot, form, "visited_on", "/2026")
    assert "This month does not have a day 31." not in said(form)


def test_a_form_with_a_complaint_is_not_saved_and_goes_to_the_field(qtbot, form):
    write(qtbot, form, "remarks", "fine")
    write(qtbot, form, "workers", "10001")
    control(form, "name").setFocus()
    with qtbot.assertNotEmitted(form.save_asked):
        form.save()
    assert form.boxes["workers"].editor.complained() == "This must be at most 10,000."
    assert control(form, "workers").hasFocus()


def test_a_complaint_in_a_folded_section_unfolds_it(qtbot, form):
    assert not control(form, "remarks").isVisible()
    form.boxes["remarks"].editor.restore_typed("x" * 501)
    assert form.read_record() is None
    assert control(form, "remarks").isVisible()
    assert "This text is too long: at most 500 characters fit." in said(form)


def test_an_amount_says_below_what_was_understood(qtbot, form):
    write(qtbot, form, "turnover", "१.२ लाख")
    assert "₹\N{NO-BREAK SPACE}1,20,000.00" in said(form)


def test_an_edited_foreign_amount_keeps_its_rate(qtbot, form):
    form.show_record(a_full_workshop())
    control(form, "turnover").selectAll()
    write(qtbot, form, "turnover", "US$ 500")
    turnover = form.read_record().turnover
    assert (turnover.minor, turnover.currency, turnover.rate) == (50_000, "USD", "433/10")


@pytest.mark.parametrize("name", ["name", "remarks", "workers", "visited_on", "owner"])
def test_a_paste_of_five_megabytes_is_refused_in_a_sentence_and_nothing_is_lost(qtbot, form, name):
    for section in form.sections:
        section.unfold()
    write(qtbot, form, name, "12")
    QGuiApplication.clipboard().setText(HUGE)
    qtbot.keyClick(control(form, name), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.boxes[name].editor.typed() == "12"
    assert "Nothing was changed" in form.boxes[name].editor.complained()
    assert len(QGuiApplication.clipboard().text()) == len(HUGE)
    QGuiApplication.clipboard().clear()


def test_a_text_says_how_much_room_is_left_and_keeps_what_is_too_much(qtbot, form):
    write(qtbot, form, "name", "x" * 28)
    assert "28 of 30 characters" in said(form)
    write(qtbot, form, "name", "x" * 4)
    assert "2 characters too many; at most 30 fit." in said(form)
    assert form.body()["typed"]["name"] == "x" * 32


def test_a_blank_field_says_why_with_a_key_and_typing_takes_that_back(qtbot, form):
    write(qtbot, form, "workers", "")
    qtbot.keyClick(control(form, "workers"), Qt.Key.Key_F6)
    assert "refused" in said(form)
    assert form.read_record().missing == {"workers": MissingCode.refused}
    qtbot.keyClicks(control(form, "workers"), "5")
    assert "refused" not in said(form)
    qtbot.keyClick(control(form, "workers"), Qt.Key.Key_F7)
    assert form.read_record().missing == {}


def test_the_hint_and_the_keys_are_shown_on_f1(qtbot, form):
    write(qtbot, form, "name", "")
    qtbot.keyClick(control(form, "name"), Qt.Key.Key_F1)
    (shown,) = [text for text in said(form) if "As people here call it." in text]
    assert "F6 refused" in shown
    qtbot.keyClick(control(form, "name"), Qt.Key.Key_F1)
    assert shown not in said(form)


def test_a_draft_gives_back_what_was_typed_half_or_whole(qtbot, form):
    record = form.record
    with qtbot.waitSignal(form.draft_changed) as told:
        write(qtbot, form, "name", "Chhip")
        write(qtbot, form, "turnover", "1.2 la")
        write(qtbot, form, "craft", "zzz")
        write(qtbot, form, "owner", "nobody of that name")
        write(qtbot, form, "visited_on", "12/")
        write(qtbot, form, "registered", "n")
        write(qtbot, form, "costs", "Stall")
        form.boxes["costs"].editor.settle()
        write(qtbot, form, "workers", "")
        qtbot.keyClick(control(form, "workers"), Qt.Key.Key_F5)
        form.flush()
    body = json.loads(json.dumps(told.args[0]))
    form.show_record(record)
    assert not form.dirty
    form.restore(body)
    assert form.dirty
    assert form.body() == body
    assert control(form, "turnover").text() == "1.2 la"
    assert control(form, "craft").text() == "zzz"
    assert control(form, "owner").text() == "nobody of that name"
    assert control(form, "visited_on").text() == "12/"
    assert form.boxes["costs"].editor.model.index(0, 0).data() == "Stall"
    assert "not asked" in said(form)


def test_a_draft_is_told_within_a_second_even_if_the_person_never_pauses(qtbot, form):
    told = []
    form.draft_changed.connect(told.append)
    qtbot.waitUntil(lambda: qtbot.keyClicks(control(form, "name"), "x") or bool(told), timeout=60_000)
    assert told[0]["typed"]["name"].startswith("x")
    (until_told,) = form.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert until_told.interval() < 1_000


def test_a_day_in_a_draft_stays_the_day_that_it_meant(qtbot, form):
    write(qtbot, form, "visited_on", "yesterday")
    assert form.body()["typed"]["visited_on"] == "2026-03-13"


def test_a_newer_state_of_the_record_comes_in_below_what_was_typed(qtbot, form):
    write(qtbot, form, "name", "Chhipa")
    form.rebase(form.record.changed(workers=7))
    assert control(form, "workers").text() == "7"
    assert form.body()["typed"] == {"name": "Chhipa"}


def test_saving_makes_the_form_clean_again(qtbot, form):
    write(qtbot, form, "name", "Chhipa")
    form.save_asked.connect(form.rebase)
    with qtbot.waitSignal(form.dirty_changed) as told:
        form.save()
    assert told.args == [False]
    assert form.record.name == "Chhipa"


def test_what_is_missing_is_said_at_its_section(qtbot, form):
    assert form.sections[0].missing_line() == "Still missing: Name, Visited on"
    write(qtbot, form, "name", "Chhipa")
    form.flush()
    assert form.sections[0].missing_line() == "Still missing: Visited on"


def test_what_looks_wrong_is_shown_with_its_reason_and_can_be_left_so(qtbot, form):
    write(qtbot, form, "workers", "0")
    form.flush()
    section = form.sections[1]
    assert section.findings.sentences() == ["Nobody works here."]
    why, leave = section.findings.stops()
    qtbot.mouseClick(why, Qt.MouseButton.LeftButton)
    assert "A workshop without workers is closed." in said(form)
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert section.findings.sentences() == []
    assert form.dirty
    assert form.read_record().left_so == {"workers": "Nobody works here."}


def test_a_change_of_language_keeps_what_is_typed(qtbot, theme, form, monkeypatch):
    form.show_record(a_full_workshop())
    control(form, "turnover").selectAll()
    write(qtbot, form, "turnover", "1.2 la")
    i18n.use_language("hi")
    form.retranslate()
    assert control(form, "turnover").text() == "1.2 la"
    assert control(form, "visited_on").text() == "14 मार्च 2026"
    assert form.body()["typed"] == {"turnover": "1.2 la"}


def test_enter_goes_on_to_the_next_field_and_makes_a_new_line_in_a_note(qtbot, form):
    write(qtbot, form, "name", "Chhipa")
    qtbot.keyClick(control(form, "name"), Qt.Key.Key_Return)
    assert control(form, "visited_on").hasFocus()
    form.sections[2].unfold()
    write(qtbot, form, "remarks", "one")
    qtbot.keyClick(control(form, "remarks"), Qt.Key.Key_Return)
    qtbot.keyClicks(control(form, "remarks"), "two")
    assert form.read_record().remarks == "one\ntwo"


def test_tab_passes_over_a_folded_section_to_the_button_that_saves(qtbot, form):
    control(form, "costs").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(control(form, "costs"), Qt.Key.Key_Tab)
    assert form.sections[2].head.hasFocus()
    qtbot.keyClick(form.sections[2].head, Qt.Key.Key_Tab)
    assert form.save_button.hasFocus()


def test_an_entity_without_a_layout_shows_all_that_a_person_fills_in():
    names = layout_for(Workshop).names()
    assert "name" in names
    assert "costs" in names
    assert "inputs" not in names
    assert Layout((Section("", ("name", ("began", "craft"))),)).names() == ["name", "began", "craft"]
