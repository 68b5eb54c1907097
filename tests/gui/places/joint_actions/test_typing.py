"""A fair typed with keys alone, from its name to what each firm owes: drafts, pickers, answers that are missing."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.vocabulary import ContributionMode, HeadCode, SharingRule, SourceKind
from cdadesk.domain.kernel.record import MissingCode, in_order
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.joint_actions.form import PayerEditor
from tests.gui.at_the_desk import a_desk, key, with_a_cluster
from tests.gui.kit.sample import press
from tests.gui.places.joint_actions.worked import (
    firms,
    heads,
    shown_table,
    the_page,
    the_worked_fair,
    turn_to_settlement,
)

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
KEY = Qt.Key
ENTER, TAB = KEY.Key_Return, KEY.Key_Tab


def next_page(qtbot: QtBot) -> None:
    """Turn to the next page, as in every program with tabs."""
    key(qtbot, TAB, CTRL)


def test_a_fair_is_typed_saved_and_settled_with_keys_alone(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    with_a_cluster(desk.store)
    firms(desk.store)
    desk.note_news()
    _room, page = the_page(desk, theme, qtbot)
    key(qtbot, KEY.Key_N, CTRL)
    with qtbot.waitSignal(page.detail.saved):
        type_a_fair(qtbot)
    (held,) = desk.store.find(Fair)
    expect_the_fair(held.record)
    turn_to_settlement(page, qtbot)
    qtbot.waitUntil(page.settlement.table.isVisible)
    rows, columns = shown_table(page), heads(page)
    assert rows["Firm 1"][columns.index("Space")] == "6,000.01"
    assert rows["Firm 2"][columns.index("Space")] == "3,000.00"
    assert rows["Firm 2"][columns.index("Balance")] == "+500.00"


def type_a_fair(qtbot: QtBot) -> None:
    """Fill the four pages of a new fair, and save it."""
    press(qtbot, "Delhi Haat", TAB, "Delhi", TAB, "nat", ENTER, TAB, "12/3", TAB, "15/3", TAB, "Delhi", TAB, "1", TAB)
    next_page(qtbot)
    press(qtbot, "space", TAB, "9000", TAB, "9000.01", TAB, "stall", ENTER)
    press(qtbot, "adv", TAB, TAB, "4000", TAB, "equal", ENTER)
    next_page(qtbot)
    press(qtbot, "prog", ENTER, ENTER)
    press(qtbot, "prog", TAB, "adv", TAB, "fixed", TAB, "1,000", TAB, TAB, TAB, "1000", ENTER)
    next_page(qtbot)
    press(qtbot, "Firm 1", TAB, "6", TAB, "5000", TAB, "20000", ENTER)
    press(qtbot, "Firm 2", TAB, "3", TAB, "5,000", TAB, ENTER, KEY.Key_Up, TAB, TAB, TAB, KEY.Key_F6)
    key(qtbot, KEY.Key_S, CTRL)


def expect_the_fair(fair: Fair) -> None:
    """See that what was typed is what was saved, with lines that name each other."""
    costs = [(line.head, line.rule) for _key, line in in_order(fair.budget_lines)]
    assert costs == [(HeadCode.space, SharingRule.stall_area), (HeadCode.advertisement, SharingRule.equal)]
    ((payer, source),) = in_order(fair.sources)
    ((_key, promise),) = in_order(fair.promises)
    assert source.source_kind is SourceKind.programme
    assert (promise.source, promise.mode) == (payer, ContributionMode.fixed)
    assert fair.budget_lines[promise.head or ""].head is HeadCode.advertisement
    _first, (_second_key, second) = in_order(fair.participants)
    assert second.missing == {"sales": MissingCode.refused}


def test_half_a_fair_is_there_the_next_morning(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    folder = tmp_path / "profile"
    with a_desk(folder) as desk:
        fair = the_worked_fair(desk)
        room, page = the_page(desk, theme, qtbot)
        room.open_record("fair", fair.id)
        page.form.go_to(f"participants/{next(iter(fair.participants))}/enquiries")
        press(qtbot, "41")
        room.window.close()
    with a_desk(folder) as desk:
        room, page = the_page(desk, theme, qtbot)
        room.open_record("fair", fair.id)
        with qtbot.waitSignal(page.detail.saved):
            page.save()
        lines = desk.store.get(Fair, fair.id).record.participants
        assert lines[next(iter(fair.participants))].enquiries == 41


def test_a_line_offers_the_fairs_own_costs_and_says_when_one_is_gone(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    room.open_record("fair", fair.id)
    promises = page.form.boxes["promises"].editor
    column = [info.name for info in promises.lines.columns].index("head")
    assert promises.model.index(0, column).data() == "Advertisement"
    costs = page.form.boxes["budget_lines"].editor
    row = next(row for row in range(costs.model.rowCount()) if costs.model.index(row, 0).data() == "Advertisement")
    page.form.go_to("budget_lines")
    costs.table.setCurrentIndex(costs.model.index(row, 0))
    key(qtbot, KEY.Key_Delete)
    assert promises.model.index(0, column).data() == "no longer there"
    key(qtbot, KEY.Key_Z, CTRL)
    assert promises.model.index(0, column).data() == "Advertisement"


def test_who_pays_offers_no_participants(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    room.open_record("fair", fair.id)
    page.form.go_to("sources")
    table = page.form.boxes["sources"].editor.table
    press(qtbot, "p")
    (editor,) = table.findChildren(PayerEditor)
    assert editor.matches.texts() == ["programme", "sponsor"]


def test_a_line_asks_below_the_grid_for_what_its_rule_needs(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    room.open_record("fair", fair.id)
    costs = page.form.boxes["budget_lines"].editor
    page.form.go_to(f"budget_lines/{next(iter(fair.budget_lines))}/rule")
    assert costs.panel.isHidden()
    press(qtbot, "several", ENTER)
    key(qtbot, KEY.Key_Up)
    assert costs.panel.isVisible()
    assert costs.panel.boxes["mix_equal"].isVisible()
    assert not costs.panel.boxes["direct_to"].isVisible()
    key(qtbot, ENTER, ALT)
    press(qtbot, "60", TAB, TAB, "40", KEY.Key_Escape)
    assert costs.table.hasFocus()
    made = page.form.so_far()
    assert made is not None
    line = made.budget_lines[next(iter(fair.budget_lines))]
    assert line.mix() == {SharingRule.equal: 6000, SharingRule.sales: 4000}


def test_ctrl_tab_turns_the_page_even_out_of_an_open_cell(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    room.open_record("fair", fair.id)
    page.form.go_to(f"budget_lines/{next(iter(fair.budget_lines))}/actual")
    press(qtbot, "123")
    next_page(qtbot)
    qtbot.waitUntil(lambda: page.detail.tabs.currentIndex() == 2)
    made = page.form.so_far()
    assert made is not None
    assert made.budget_lines[next(iter(fair.budget_lines))].actual.minor == 123_00
