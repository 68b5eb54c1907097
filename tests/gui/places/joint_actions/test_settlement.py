"""The account of a fair: exact to the last paisa, explained cell by cell, approved in place, corrected with reason."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.acts.fairs import settlements
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.vocabulary import HeadCode
from cdadesk.domain.kernel.money import Money
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.joint_actions.page import FairsPage
from tests.builders import the
from tests.domain.fairs.a_fair import key_of
from tests.gui.at_the_desk import SMALL_LAPTOP, click, key, keys
from tests.gui.places.joint_actions.worked import (
    click_soon,
    heads,
    shown_table,
    the_account,
    the_meeting,
    the_page,
    the_worked_fair,
)

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def test_the_worked_fair_stands_in_the_table_to_the_last_paisa(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    columns = heads(page)
    rows = shown_table(page)
    assert [rows[f"Firm {n}"][columns.index("Due")] for n in range(1, 6)] == [
        "18,399.01", "16,681.06", "11,054.51", "6,869.12", "5,664.21",
    ]  # fmt: skip
    assert [rows[f"Firm {n}"][columns.index("Balance")] for n in range(1, 6)] == [
        "−1,899.01", "+664.61", "+3,945.49", "+1,130.88", "−664.21",
    ]  # fmt: skip
    assert rows["Firm 1"][columns.index("Space")] == "10,588.24"
    summed = ("Transport", "Relief", "Due", "Paid", "Balance")
    assert [rows["All together"][columns.index(head)] for head in summed] == [
        "12,345.67", "−4,177.77", "58,667.91", "61,845.67", "+3,177.76",
    ]  # fmt: skip
    assert "Organisation" not in columns
    assert page.settlement.others.text() == "Paid in full by others: Organisation 8,000.01 (programme)."


def test_the_strip_shows_both_sides_of_every_sum(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    assert page.settlement.sums.sentences[0] == "costs 87,845.69 = sources 87,845.69"
    assert all("≠" not in each for each in page.settlement.sums.sentences)


def test_a_cash_box_that_holds_something_else_blocks_approval_and_leads_to_the_field(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    fair = the_worked_fair(desk, lambda _fair: {"cash_counted": Money.rupees(3_000_00)})
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    assert "cash by the records 3,177.76 ≠ cash counted 3,000.00" in page.settlement.notice.text()
    page.settlement.ask_approval()
    assert page.settlement.approval.isHidden()
    click_soon(qtbot, page.settlement.notice, "Go there")
    assert page.form.boxes["cash_counted"].editor.control.hasFocus()


def test_a_figure_explains_itself_when_arrows_come_to_it(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    page.settlement.take_keyboard()
    said = page.settlement.explanation
    assert said.title.text() == "Firm 1, Advertisement: 1,600.00"
    assert said.sentence.text() == "8,000.00 left after institution, programme and network, shared equally by 5."
    for _step in range(heads(page).index("Balance")):
        key(qtbot, KEY.Key_Right)
    assert said.title.text() == "Firm 1, Balance: −1,899.01"
    assert "1,899.01 still to pay" in said.sentence.text()
    for _step in range(5):
        key(qtbot, KEY.Key_Down)
    assert said.title.text() == "All together, Balance: +3,177.76"
    key(qtbot, KEY.Key_Up)
    assert said.title.text() == "Firm 5, Balance: −664.21"


def test_the_sheet_scrolls_in_one_way_and_what_explains_a_figure_stays_in_sight(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    room.window.resize(1024, 536)
    the_account(room, page, fair, qtbot)
    page.settlement.take_keyboard()
    for _step in range(5):
        key(qtbot, KEY.Key_Down)
    table, said = page.settlement.table, page.settlement.explanation
    assert "at the right" in table.more.text()
    assert table.account.verticalScrollBar().maximum() == 0
    assert said.title.text() == "All together, Advertisement: 8,000.00"
    assert not said.visibleRegion().isEmpty()
    assert not table.sums.visibleRegion().isEmpty()


def test_who_carried_it_stands_in_figures_and_words(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    said = page.settlement.shares.words()
    assert "Participants and network carry 73.8 % of the cost themselves" in said
    assert "For each rupee of the programme, 6.76 rupees were spent in all" in said


def approve(page: FairsPage, qtbot: QtBot, decision: str, reason: str = "") -> None:
    """Choose meeting and decision by keys, and press the button."""
    panel = page.settlement.approval
    qtbot.waitUntil(panel.isVisible)
    keys(qtbot, "school")
    key(qtbot, KEY.Key_Return)
    key(qtbot, KEY.Key_Tab)
    keys(qtbot, decision)
    key(qtbot, KEY.Key_Return)
    key(qtbot, KEY.Key_Tab)
    if reason:
        keys(qtbot, reason)
        key(qtbot, KEY.Key_Tab)
    with qtbot.waitSignal(page.desk.records_changed):
        key(qtbot, KEY.Key_Space)


def test_a_meeting_approves_it_and_a_changed_cost_becomes_a_revision(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    meeting = the_meeting(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    assert page.settlement.notice.text() == "Not approved yet: this is a draft of the account."
    click_soon(qtbot, page.settlement.notice, "Approve in a meeting…")
    approve(page, qtbot, "right")
    (first,) = settlements(desk.store, fair.id)
    assert (first.approved_in, first.approved_on) == (meeting.id, meeting.held_on)
    said = f"Approved: 12 Mar 2026, School hall, decision 2. Revision 1, check code {first.check_code}."
    qtbot.waitUntil(lambda: page.settlement.notice.text() == said)

    page.form.go_to(f"budget_lines/{key_of(fair.budget_lines, head=HeadCode.space)}/actual")
    keys(qtbot, "41000")
    with qtbot.waitSignal(page.detail.saved):
        key(qtbot, KEY.Key_S, CTRL)
    page.detail.tabs.setCurrentWidget(page.settlement)
    changed = "Changed since approval. Revision 1 stands; a correction becomes revision 2."
    qtbot.waitUntil(lambda: page.settlement.notice.text() == changed)
    assert shown_table(page)["All together"][heads(page).index("Space")] == "41,000.00"
    click(qtbot, page.settlement.chooser, "Revision 1")
    assert shown_table(page)["All together"][heads(page).index("Space")] == "40,000.00"
    click(qtbot, page.settlement.chooser, "As it stands now")

    click_soon(qtbot, page.settlement.notice, "Correct it in a meeting…")
    approve(page, qtbot, "right", "One bill came late.")
    second, _first = settlements(desk.store, fair.id)
    assert (second.revision, second.replaces, second.reason) == (2, first.id, "One bill came late.")
    qtbot.waitUntil(lambda: "Corrected because: One bill came late." in page.settlement.notice.text())
    click_soon(qtbot, page.settlement.chooser, "Revision 1")
    assert "It was replaced by revision 2." in page.settlement.notice.text()


def test_an_approval_without_a_meeting_and_a_correction_without_a_reason_are_asked_for(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    fair = the_worked_fair(desk)
    the_meeting(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    click_soon(qtbot, page.settlement.notice, "Approve in a meeting…")
    panel = page.settlement.approval
    qtbot.waitUntil(panel.isVisible)
    keys(qtbot, "no such meeting")
    click(qtbot, panel, "Approve")
    assert panel.meeting.complained() == "Choose the meeting that looked at the account."
    key(qtbot, KEY.Key_Escape)
    assert panel.isHidden()
    assert settlements(desk.store, fair.id) == []


def test_without_a_meeting_the_way_leads_to_the_networks(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot)
    the_account(room, page, fair, qtbot)
    click_soon(qtbot, page.settlement.notice, "Approve in a meeting…")
    qtbot.waitUntil(lambda: "Log that meeting first" in page.settlement.notice.text())
    with qtbot.waitSignal(desk.place_asked, check_params_cb=lambda place: place == "networks"):
        click_soon(qtbot, page.settlement.notice, "To the networks")


def test_what_is_typed_and_not_saved_counts_but_cannot_be_approved(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    fair = the_worked_fair(desk)
    the_meeting(desk)
    room, page = the_page(desk, theme, qtbot)
    room.open_record("fair", fair.id)
    page.form.go_to(f"budget_lines/{key_of(fair.budget_lines, head=HeadCode.space)}/actual")
    keys(qtbot, "50000")
    key(qtbot, KEY.Key_Return)
    page.detail.tabs.setCurrentWidget(page.settlement)
    qtbot.waitUntil(lambda: page.settlement.table.model.sheet is not None)
    qtbot.waitUntil(lambda: shown_table(page)["All together"][heads(page).index("Space")] == "50,000.00")
    page.settlement.ask_approval()
    with qtbot.waitSignal(page.detail.saved):
        click_soon(qtbot, page.settlement.notice, "Save it first")
    qtbot.waitUntil(lambda: "Not approved yet" in page.settlement.notice.text())
    assert page.settlement.approval.isHidden()
    assert the(desk.store, Fair, fair.id).record != fair


def test_the_table_fits_a_small_laptop_and_keeps_what_each_owes_in_sight(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    fair = the_worked_fair(desk)
    room, page = the_page(desk, theme, qtbot, SMALL_LAPTOP)
    the_account(room, page, fair, qtbot)
    qtbot.waitUntil(page.settlement.table.isVisible)
    table = page.settlement.table
    for part in (table.account, table.account_sums):
        whole = sum(part.columnWidth(column) for column in range(table.model.columnCount()))
        assert part.viewport().width() >= whole
    assert table.mapTo(page, table.rect().bottomRight()).x() <= page.width()
