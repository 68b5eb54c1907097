"""Logging a meeting by keyboard: how long it takes, what comes of it, and that nothing typed is lost."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.networks.meeting import ConvenedBy, Decision, Meeting, Presence, turnout
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.networks.page import NetworksPage
from cdadesk.store.asking import Ask
from tests.builders import the
from tests.gui.places.networks.calico import TODAY, a_place
from tests.gui.places.networks.conftest import Typist

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TAB, ENTER, DOWN, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape
SLOW_KEYS_A_MINUTE = 90


def logging(desk: Desk, theme: Theme, qtbot: QtBot) -> NetworksPage:
    """Open the place and begin a meeting of the network."""
    _room, page = a_place(desk, theme, qtbot)
    page.log_meeting(network_of(desk).id)
    return page


def network_of(desk: Desk) -> Network:
    return desk.store.find(Network)[0].record


def the_meeting(desk: Desk) -> Meeting:
    """Return the meeting of today."""
    return desk.store.find(Meeting, Ask(equals={"held_on": TODAY}))[0].record


def decided(desk: Desk, meeting: Meeting) -> list[Decision]:
    return [line for _key, line in in_order(the(desk.store, Meeting, meeting.id).record.decisions)]


def save(page: NetworksPage, typist: Typist) -> None:
    with typist.qtbot.waitSignal(page.log.saved):
        typist.holds(CTRL, Qt.Key.Key_S)


def to_the_list(typist: Typist) -> None:
    """Leave everything at the top as it was filled in, and go on to the names."""
    typist.types(*[ENTER] * 7)


def to_the_talk(typist: Typist) -> None:
    """Go past guests and open tasks."""
    typist.types(ENTER, ENTER, ENTER)


def test_a_meeting_is_logged_in_under_five_minutes_with_the_keyboard_alone(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    _room, page = a_place(desk, theme, qtbot)
    typist.types(DOWN, ENTER)
    assert page.title() == "Calico"
    typist.holds(CTRL, Qt.Key.Key_N)
    typist.types(ENTER, "4 pm", ENTER, ENTER, ENTER, ENTER, "netw", TAB, "sun", TAB)
    typist.types("ppappepppppalppppp")
    typist.holds(SHIFT, Qt.Key.Key_P)
    to_the_talk(typist)
    typist.types("Delhi fair", ENTER, "All go together and share the lorry", ENTER, "Pay the advance", TAB, "y", TAB)
    typist.types(TAB, TAB, TAB, "7500", ENTER, "Ask for a corner stall @mee", ENTER, "!21 mar", ENTER, ENTER)
    typist.types("Dyes", ENTER, "Buy indigo together", ENTER, "Ask for three prices @babulal b", ENTER, "!1 apr", ENTER)
    typist.types(ENTER, ENTER, TAB, "11 apr")
    save(page, typist)

    meeting, tasks = the_meeting(desk), desk.store.find(Task, Ask(equals={"parent_id": the_meeting(desk).id}))
    came = turnout(meeting, network_of(desk))
    assert (came.present, came.active, came.quorate) == (23, 26, True)
    assert (meeting.place, meeting.convened_by) == ("Sanganer, the showroom", ConvenedBy.network)
    assert meeting.next_meeting_on == dt.date(2026, 4, 11)
    decisions = [line for _key, line in in_order(meeting.decisions)]
    assert [line.decision for line in decisions] == [
        "All go together and share the lorry",
        "Pay the advance",
        "Buy indigo together",
    ]
    assert (decisions[1].consensus, decisions[1].amount.minor if decisions[1].amount else 0) == (True, 750_000)
    points = {key: line.item for key, line in in_order(meeting.agenda)}
    assert [points[line.agenda_item or ""] for line in decisions] == ["Delhi fair", "Delhi fair", "Dyes"]
    given = {held.record.what: (desk.title(held.record.who), held.record.due_on) for held in tasks}
    assert given == {
        "Ask for a corner stall": ("Meena Block Prints", dt.date(2026, 3, 21)),
        "Ask for three prices": ("Babulal Block Prints", dt.date(2026, 4, 1)),
    }
    assert typist.pressed < 5 * SLOW_KEYS_A_MINUTE, typist.pressed


def test_the_count_runs_along_with_the_marks(desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist) -> None:
    page = logging(desk, theme, qtbot)
    head = page.log.sheet.attendance.head
    to_the_list(typist)
    assert head.said() == "0 of 26 came, 14 more for a quorum"
    typist.types("p" * 13)
    assert head.said() == "13 of 26 came, 1 more for a quorum"
    typist.types("l")
    assert head.said() == "14 of 26 came, quorum reached"
    typist.types(Qt.Key.Key_Up, "a")
    assert head.said() == "13 of 26 came, 1 more for a quorum"


def test_marks_can_be_typed_as_figures_and_taken_back(desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    typist.types("1234", Qt.Key.Key_Up, Qt.Key.Key_Backspace)
    marks = [line.status for _key, line in page.log.sheet.attendance.marks.alive()][:5]
    assert marks == [Presence.present, Presence.absent, Presence.excused, None, None]


def test_a_mark_is_turned_with_the_space_bar_and_with_the_mouse(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    part = page.log.sheet.attendance
    to_the_list(typist)
    typist.types("  ", DOWN, "    ", DOWN, "     ", DOWN)
    second = part.view.visualRect(part.model.index(1))
    qtbot.mouseClick(part.view.viewport(), Qt.MouseButton.LeftButton, pos=second.topLeft() + QPoint(12, 12))
    qtbot.mouseClick(part.view.viewport(), Qt.MouseButton.LeftButton, pos=second.center())
    marks = [line.status for _key, line in part.marks.alive()][:4]
    assert marks == [Presence.absent, None, None, None]
    assert part.view.currentIndex().row() == 1


def test_the_keys_mark_on_a_hindi_keyboard_too(desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    for letter, sign in ((Qt.Key.Key_P, "ज"), (Qt.Key.Key_E, "ा")):  # as Windows reports the InScript layout
        none = Qt.KeyboardModifier.NoModifier
        pressed = QKeyEvent(QEvent.Type.KeyPress, ord(sign), none, 0, int(letter), 0, sign)
        QApplication.sendEvent(page.log.sheet.attendance.view, pressed)
    marks = [line.status for _key, line in page.log.sheet.attendance.marks.alive()][:3]
    assert marks == [Presence.present, Presence.excused, None]


def test_a_guest_of_whom_only_the_name_is_known_is_saved_with_the_meeting(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    typist.types("pg", "Mohan Lal", ENTER)
    assert page.log.sheet.attendance.head.said() == "1 of 26 came, 13 more for a quorum, 1 guest"
    assert desk.store.find(Person, Ask(text="Mohan")) == []
    save(page, typist)
    guest = desk.store.find(Person, Ask(text="Mohan"))[0].record
    line = next(line for line in the_meeting(desk).attendance.values() if line.member == guest.id)
    assert (guest.name, line.walk_in, line.status) == ("Mohan Lal", True, Presence.present)


def test_who_sat_in_for_a_member_counts_for_that_member(desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    typist.types("ps", "Sunita", ENTER)
    assert page.log.sheet.attendance.head.said() == "2 of 26 came, 12 more for a quorum"
    save(page, typist)
    absent = next(held.record for held in desk.store.find(Actor) if held.record.name == "Babulal Block Prints")
    lines = {line.proxy_for: desk.title(line.member) for line in the_meeting(desk).attendance.values()}
    assert lines[absent.id] == "Sunita Verma"


def test_another_day_asks_for_the_members_of_that_day_and_keeps_the_marks(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    marks = page.log.sheet.attendance.marks
    to_the_list(typist)
    typist.types("pa")
    page.log.sheet.begin()
    typist.types("3/6/2021", ENTER)
    assert len(marks.alive()) == 24  # two joined in 2024
    assert [line.status for _key, line in marks.alive()][:3] == [Presence.present, Presence.absent, None]
    assert page.log.sheet.attendance.head.said() == "1 of 24 came, 12 more for a quorum"


def test_a_name_that_nobody_has_keeps_the_sheet_open_and_says_so(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    to_the_talk(typist)
    typist.types("Dyes", ENTER, "Ask for prices @zorba", ENTER)
    typist.holds(CTRL, Qt.Key.Key_S)
    row = page.log.sheet.talk.rows()[1]
    assert row.complained() == "Nobody here is called “zorba”. Write the name as it stands in the list."
    assert row.text.hasFocus()
    assert desk.store.find(Meeting, Ask(equals={"held_on": TODAY})) == []


def test_one_of_two_people_of_one_name_is_told_apart_by_picking(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    typist.types("g", "Om Prakash", ENTER, "Om Prakash", DOWN, DOWN, DOWN, ENTER)
    typist.types(ENTER, ENTER)
    typist.types("Dyes", ENTER, "Ask for prices @om pra", DOWN, ENTER, ENTER)
    save(page, typist)
    guests = [line.member for _key, line in in_order(the_meeting(desk).attendance) if line.walk_in]
    task = desk.store.find(Task, Ask(equals={"parent_id": the_meeting(desk).id}))[0].record
    assert (len(guests), task.who) == (2, guests[1])


def test_what_is_typed_goes_to_the_disk_unsaved_and_stands_there_again(
    tmp_path: Path, desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    logging(desk, theme, qtbot)
    typist.types(ENTER, "half past f", ENTER, ENTER, ENTER, ENTER, ENTER, ENTER)
    typist.types("ppa", "g", "Mohan Lal", ENTER, "Ke")
    typist.types(ESCAPE, ENTER, ENTER)
    typist.types("Dyes", ENTER, "Ask for prices @zor", ENTER, "Buy indigo", TAB, "y", TAB, "many")
    qtbot.waitUntil(lambda: "many" in str(desk.store.drafts.all()))
    drafts = desk.store.drafts.all()

    again = NetworksPage(desk)
    qtbot.addWidget(again)
    again.log_meeting(network_of(desk).id)
    sheet = again.log.sheet
    assert again.log.notice.text().startswith("You typed this on 14 Mar 2026")
    assert sheet.fields.boxes["started_at"].editor.typed() == "half past f"
    assert sheet.attendance.head.said() == "2 of 26 came, 12 more for a quorum, 1 guest"
    assert sheet.attendance.guest.line.text() == "Ke"
    assert [row.text.words() for row in sheet.talk.rows()] == ["Dyes", "Ask for prices @zor", "Buy indigo"]
    assert sheet.talk.rows()[2].said() == "all agreed"
    sheet.talk.rows()[2].unfold()
    assert sheet.talk.rows()[2].boxes["votes_for"].editor.typed() == "many"
    assert len(drafts) == len(desk.store.drafts.all()) == 1


def test_ctrl_z_takes_the_save_back_and_what_was_typed_stands_there_again(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    typist.types("ppp")
    to_the_talk(typist)
    typist.types("Dyes", ENTER, "Buy indigo", ENTER, "Ask for prices @mee", ENTER)
    save(page, typist)
    assert page.title() == "Meeting of 14 Mar 2026"
    assert [row.held.record.what for row in page.log.sheet.given.rows] == ["Ask for prices"]
    typist.holds(CTRL, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: page.log.is_new)
    assert desk.store.find(Meeting, Ask(equals={"held_on": TODAY})) == []
    assert desk.store.count(Task) == 2  # those of the last meeting
    words = [row.text.words() for row in page.log.sheet.talk.rows()]
    assert words[:3] == ["Dyes", "Buy indigo", "Ask for prices @Meena Block Prints "]
    save(page, typist)
    assert (turnout(the_meeting(desk), None).present, desk.store.count(Task)) == (3, 3)


def test_an_old_meeting_is_changed_on_the_same_sheet_and_only_what_changed_is_saved(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    _room, page = a_place(desk, theme, qtbot)
    old = desk.store.find(Meeting)[0].record
    waiting = desk.store.standing().waiting
    assert page.open_record("meeting", old.id)
    assert [row.held.record.what for row in page.log.sheet.given.rows] == [
        "Ask for the price of a corner stall",
        "Collect the samples of all firms",
    ]
    page.log.sheet.talk.rows()[1].text.setFocus()
    typist.types(" by lorry", ENTER, "Share the fee")
    save(page, typist)
    now = the(desk.store, Meeting, old.id).record
    assert [line.decision for _key, line in in_order(now.decisions)] == [
        "Go to Delhi together by lorry",
        "Share the fee",
    ]
    assert now.attendance == old.attendance
    assert desk.store.standing().waiting == waiting + 1
    typist.holds(CTRL, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: [each.decision for each in decided(desk, old)] == ["Go to Delhi together"])
    assert page.log.sheet.talk.rows()[1].text.words() == "Go to Delhi together"


def test_a_task_from_before_is_ticked_with_space_and_the_tick_can_be_taken_back(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    typist.types(ENTER, ENTER)
    assert page.log.sheet.before.hasFocus()
    with qtbot.waitSignal(desk.records_changed):
        typist.types(Qt.Key.Key_Space)
    done = [held.record for held in desk.store.find(Task) if not held.record.is_open()]
    assert [(task.what, task.done_on) for task in done] == [("Ask for the price of a corner stall", TODAY)]
    first = page.log.sheet.before
    qtbot.waitUntil(lambda: [row.box.isChecked() for row in first.rows] == [True, False])
    with qtbot.waitSignal(desk.records_changed):
        typist.holds(CTRL, Qt.Key.Key_Z)
    assert all(held.record.is_open() for held in desk.store.find(Task))


def test_a_task_that_was_given_out_is_changed_beside_the_sheet(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    typist.types(ENTER, ENTER, Qt.Key.Key_F2)
    typist.types(TAB, TAB, "30 mar", TAB)
    with qtbot.waitSignal(desk.records_changed):
        typist.holds(CTRL, Qt.Key.Key_S)
    task = next(held.record for held in desk.store.find(Task, Ask(text="corner")))
    assert task.due_on == dt.date(2026, 3, 30)
    assert page.log.sheet.before.hasFocus()


def test_a_meeting_of_the_whole_cluster_has_no_members_but_names(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    _room, page = a_place(desk, theme, qtbot)
    page.show_whole_cluster()
    typist.holds(CTRL, Qt.Key.Key_N)
    assert list(page.trail()) == ["Networks", "Whole cluster", "Meetings"]
    typist.types(ENTER, ENTER, "Town hall", ENTER, ENTER, ENTER, ENTER, ENTER)
    typist.types("sunita", ENTER, TAB, "40", TAB)
    assert page.log.sheet.attendance.head.said() == "40 came"
    save(page, typist)
    meeting = the_meeting(desk)
    assert (meeting.network, meeting.place, meeting.present()) == (None, "Town hall", 40)
    page.go_back()
    table = page.whole_cluster.table
    qtbot.waitUntil(lambda: table.model.rowCount() == 1)
    assert table.model.index(0, 2).data() == "40"


def test_enter_on_an_empty_line_ends_the_point_and_backspace_takes_the_line_away(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    rows = page.log.sheet.talk.rows
    to_the_list(typist)
    to_the_talk(typist)
    typist.types("Dyes", ENTER, "Buy indigo", ENTER)
    assert [row.badge() for row in rows()] == ["1.", "Decision", ""]
    typist.types(ENTER)
    assert [row.badge() for row in rows()] == ["1.", "Decision", "2."]
    typist.types(Qt.Key.Key_Backspace)
    assert [row.badge() for row in rows()] == ["1.", "Decision"]
    assert rows()[1].text.hasFocus()
    typist.types(" !20 mar")
    assert [row.badge() for row in rows()] == ["1.", "Task"]
    assert rows()[1].said() == "who? @, by 20 Mar 2026"


def test_leaving_the_sheet_keeps_what_is_typed_and_the_list_shows_the_way_back(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    page = logging(desk, theme, qtbot)
    assert (list(page.trail()), page.title()) == (["Networks", "Calico", "Meetings"], "Log a meeting")
    to_the_list(typist)
    typist.types("pp", ESCAPE)
    assert (list(page.trail()), page.title()) == (["Networks", "Calico"], "Meetings")
    typist.holds(CTRL, Qt.Key.Key_N)
    assert page.log.sheet.attendance.head.said() == "2 of 26 came, 12 more for a quorum"


@pytest.mark.parametrize("anew", ["", "thrown away"])
def test_what_is_thrown_away_can_be_brought_back(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist, anew: str
) -> None:
    page = logging(desk, theme, qtbot)
    to_the_list(typist)
    typist.types("ppp")
    page.log.throw_away()
    assert page.log.sheet.attendance.head.said().startswith("0 of 26")
    if anew:
        assert desk.drafts.all() == []
    else:
        typist.holds(CTRL, Qt.Key.Key_Z)
        assert page.log.sheet.attendance.head.said().startswith("3 of 26")
