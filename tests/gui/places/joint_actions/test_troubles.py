"""What stands in the way of an account is one sentence with a way to the field, and nothing typed is lost."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.lines import FixedShare
from cdadesk.domain.fairs.vocabulary import HeadCode, SharingRule
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import MissingCode, in_order
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.joint_actions.page import FairsPage
from tests.builders import SCOPE, a_record, saved, the
from tests.domain.fairs.a_fair import ACTORS, key_of
from tests.domain.making import lines
from tests.gui.at_the_desk import key, keys, with_a_cluster
from tests.gui.kit.sample import press
from tests.gui.places.joint_actions.worked import (
    click_soon,
    the_account,
    the_page,
    the_worked_fair,
    turn_to_settlement,
)

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def with_line(fair: Fair, name: str, key: str, **values: Any) -> dict[str, Any]:
    """Return the list of a fair with one line changed."""
    listed = getattr(fair, name)
    return {name: listed | {key: listed[key].changed(**values)}}


def _refusing(fair: Fair) -> dict[str, Any]:
    firm = key_of(fair.participants, actor=ACTORS[3])
    return with_line(fair, "participants", firm, sales=None, missing={"sales": MissingCode.refused})


def cell(page: FairsPage, name: str) -> tuple[str, str]:
    """Return line and field on which the keyboard is in a list."""
    table = page.form.boxes[name].editor.table
    assert table.hasFocus()
    here = table.currentIndex()
    line = table.lines_model.line_at(here.row())
    return line.key if line else "", table.lines_model.lines.columns[here.column()].name


def test_no_sales_to_share_by_asks_for_them_and_leads_to_the_firm(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk, _refusing)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    said = page.settlement.notice.text()
    assert said == "Transport: the figure of Firm 3 to share by is not known. Ask, or choose another rule."
    assert not page.settlement.table.isVisible()
    click_soon(qtbot, page.settlement.notice, "Go there")
    assert cell(page, "participants")[1] == "sales"


def test_percentages_that_do_not_make_the_whole_say_what_they_make(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    room.open_record("fair", fair.id)
    space = key_of(fair.budget_lines, head=HeadCode.space)
    page.form.go_to(f"budget_lines/{space}/rule")
    keys(qtbot, "several")
    key(qtbot, KEY.Key_Return)
    page.form.go_to(f"budget_lines/{space}/mix_equal")
    keys(qtbot, "60")
    key(qtbot, KEY.Key_Tab)
    keys(qtbot, "30")
    turn_to_settlement(page, qtbot)
    qtbot.waitUntil(lambda: page.settlement.notice.text() == "Space: the percentages make 90 %, not 100 %.")
    click_soon(qtbot, page.settlement.notice, "Go there")
    panel = page.form.boxes["budget_lines"].editor.panel
    assert panel.boxes["mix_equal"].editor.control.hasFocus()
    assert panel.boxes["mix_stall_area"].editor.typed() == "30"


def test_devanagari_digits_are_understood_and_a_slip_is_said_and_kept(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    room.open_record("fair", fair.id)
    space = key_of(fair.budget_lines, head=HeadCode.space)
    page.form.go_to(f"budget_lines/{space}/actual")
    press(qtbot, "४१,०००.५०", KEY.Key_Return)
    made = page.form.so_far()
    assert made is not None
    assert made.budget_lines[space].actual == Money.rupees(41_000_50)
    page.form.go_to(f"budget_lines/{space}/actual")
    press(qtbot, "४१ हजाार")
    turn_to_settlement(page, qtbot)
    sentence = "This is not a number. Write it like 1,20,500 or 1.2 lakh."
    qtbot.waitUntil(lambda: page.settlement.notice.text() == sentence)
    click_soon(qtbot, page.settlement.notice, "Go there")
    assert cell(page, "budget_lines") == (space, "actual")
    editor = page.form.boxes["budget_lines"].editor
    assert editor.table.currentIndex().data() == "४१ हजाार"
    key(qtbot, KEY.Key_S, CTRL)
    assert f"Line 1, Real cost: {sentence}" in editor.complained()
    assert the(desk.store, Fair, fair.id).record == fair


def _without_actual(fair: Fair) -> dict[str, Any]:
    return with_line(fair, "budget_lines", key_of(fair.budget_lines, head=HeadCode.space), actual=None)


def _with_a_list(fair: Fair) -> dict[str, Any]:
    space = key_of(fair.budget_lines, head=HeadCode.space)
    firm = next(iter(fair.participants))
    share = FixedShare(head=space, participant=firm, amount=Money.rupees(1_00))
    return with_line(fair, "budget_lines", space, rule=SharingRule.fixed) | {"fixed_shares": lines(share)}


def _overspent(fair: Fair) -> dict[str, Any]:
    space = key_of(fair.budget_lines, head=HeadCode.space)
    return with_line(fair, "budget_lines", space, budget=Money.rupees(10_000_00))


def _nobody_for_relief(_fair: Fair) -> dict[str, Any]:
    return {"relief_source": None}


@pytest.mark.parametrize(
    ("change", "sentence", "field"),
    [
        (_without_actual, "Space: enter what it really cost. If it cost nothing, enter 0.", "budget_lines"),
        (_with_a_list, "Space: the fixed list makes 1.00, but 40,000.00 must be shared.", "fixed_shares"),
        (_overspent, "Space cost 30,000.00 more than its budget.", "budget_lines"),
        (_nobody_for_relief, "Say who pays the relief for first-timers.", "relief_source"),
    ],
)
def test_each_trouble_leads_to_its_field(
    desk: Desk, theme: Theme, qtbot: QtBot, change: Any, sentence: str, field: str
) -> None:
    fair = the_worked_fair(desk, change)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    qtbot.waitUntil(lambda: page.settlement.notice.text().startswith(sentence))
    click_soon(qtbot, page.settlement.notice, "Go there")
    box = page.form.boxes[field]
    assert box.editor.control.hasFocus() or box.isAncestorOf(room.window.focusWidget())
    assert box.isVisible()


def test_a_fair_without_costs_says_where_to_begin(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    with_a_cluster(desk.store)
    fair = saved(desk.store, a_record(Fair, name="Nothing yet", scope=SCOPE))
    desk.note_news()
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    assert page.settlement.notice.text().startswith("Enter what the fair cost and who took part.")
    click_soon(qtbot, page.settlement.notice, "Go there")
    assert page.form.boxes["budget_lines"].editor.table.hasFocus()
    assert in_order(fair.budget_lines) == []
