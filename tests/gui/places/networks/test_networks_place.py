"""The networks of a cluster: who belonged to them on a day, their meetings, and the way between list and sheet."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.networks.layouts import MEMBERS_PAGE
from cdadesk.gui.places.networks.page import NetworksPage
from tests.gui.at_the_desk import SMALL_LAPTOP, a_desk, click, with_a_cluster, words_in
from tests.gui.places.networks.calico import a_place
from tests.gui.places.networks.conftest import Typist

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, DOWN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


def open_calico(page: NetworksPage, desk: Desk, tab: int) -> Network:
    network = desk.store.find(Network)[0].record
    assert page.open_record("network", network.id)
    page.records.detail.tabs.setCurrentIndex(tab)
    return network


def test_an_empty_place_says_what_it_is_for_and_begins_with_one_button(
    tmp_path: Path, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    with a_desk(tmp_path / "new") as desk:
        with_a_cluster(desk.store)
        desk.note_news()
        _room, page = a_place(desk, theme, qtbot)
        assert "Here stand the groups that act together" in words_in(page)
        typist.holds(CTRL, Qt.Key.Key_N)
        typist.types("Bagru dyers")
        with qtbot.waitSignal(page.records.detail.saved):
            typist.holds(CTRL, Qt.Key.Key_S)
        assert [held.record.name for held in desk.store.find(Network)] == ["Bagru dyers"]


def test_the_members_of_a_day_follow_from_the_memberships(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    _room, page = a_place(desk, theme, qtbot)
    open_calico(page, desk, MEMBERS_PAGE)
    shown = page.records.members_on
    assert shown.said.text() == "26 members on 14 Mar 2026, 14 make a quorum"
    shown.day.control.setFocus()
    shown.day.line.selectAll()
    typist.types("1/5/2020")
    assert shown.said.text() == "24 members on 1 May 2020, 13 make a quorum"
    assert "Om Chhipa" not in shown.names.text()
    shown.day.line.selectAll()
    typist.types("1/5/2016")
    assert shown.said.text() == "12 members on 1 May 2016, 7 make a quorum"  # a bare count, without names
    assert not shown.names.isVisible()
    shown.day.line.selectAll()
    typist.types("1/5/2010")
    assert shown.said.text() == "Nothing is recorded of its members on 1 May 2010."


def test_who_leaves_is_counted_no_more_while_it_is_typed_and_when_it_is_saved(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    _room, page = a_place(desk, theme, qtbot)
    open_calico(page, desk, MEMBERS_PAGE)
    table = page.records.detail.form.boxes["members"].editor.control
    table.setFocus()
    typist.types(*[Qt.Key.Key_Up] * 26, Qt.Key.Key_Tab, Qt.Key.Key_Tab, "jan 2026", ENTER)
    shown = page.records.members_on
    qtbot.waitUntil(lambda: shown.said.text().startswith("25 members"))
    with qtbot.waitSignal(page.records.detail.saved):
        typist.holds(CTRL, Qt.Key.Key_S)
    saved = desk.store.find(Network)[0].record
    assert saved.active_members(desk.clock.today()) == 25
    assert page.records.table.model.index(0, 2).data() == "25"


def test_the_meetings_of_a_network_say_who_came_and_open_on_their_sheet(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    _room, page = a_place(desk, theme, qtbot)
    network = open_calico(page, desk, 3)
    table = page.records.meetings.list.table
    qtbot.waitUntil(lambda: table.model.rowCount() == 1)
    texts = [table.model.index(0, column).data() for column in range(table.model.columnCount())]
    assert texts == ["28 Feb 2026", "Sanganer, the showroom", "18 of 26", "Yes", "1", "2", None]
    spoken = table.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "28 Feb 2026, Waits to be sent"
    page.records.show_meetings_of(network.id)
    typist.types(ENTER)
    assert page.title() == "Meeting of 28 Feb 2026"
    assert list(page.trail()) == ["Networks", "Calico", "Meetings"]
    typist.types(ESCAPE)
    assert (list(page.trail()), page.title()) == (["Networks", "Calico"], "Meetings")


def test_a_step_of_the_trail_leads_back(desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist) -> None:
    _room, page = a_place(desk, theme, qtbot)
    page.log_meeting(open_calico(page, desk, 0).id)
    page.climb(2)
    assert page.title() == "Meetings"
    page.climb(1)
    assert page.title() == "Calico"
    page.log_meeting(desk.store.find(Network)[0].record.id)
    page.climb(0)
    assert list(page.trail()) == ["Networks"]


def test_a_task_opens_the_meeting_that_gave_it_out(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    room, page = a_place(desk, theme, qtbot)
    desk.open("task", desk.store.find(Task)[0].record.id)
    assert room.window.page is page
    assert page.title() == "Meeting of 28 Feb 2026"


def test_a_meeting_in_the_trash_leads_back_to_the_meetings_and_can_be_brought_back(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    room, page = a_place(desk, theme, qtbot)
    page.open_record("meeting", desk.store.find(Meeting)[0].record.id)
    with qtbot.waitSignal(desk.undo_offered):
        click(qtbot, room.window, "Put in the trash")
    table = page.records.meetings.list.table
    qtbot.waitUntil(lambda: page.title() == "Meetings" and table.model.rowCount() == 0)
    typist.holds(CTRL, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: table.model.rowCount() == 1)


def test_ctrl_n_logs_a_meeting_beside_a_network_and_makes_a_network_in_the_list(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    _room, page = a_place(desk, theme, qtbot)
    page.records.table.view.setFocus()
    typist.holds(CTRL, Qt.Key.Key_N)
    assert page.records.detail.is_new
    open_calico(page, desk, 3)
    page.records.meetings.list.take_focus()
    typist.holds(CTRL, Qt.Key.Key_N)
    assert page.title() == "Log a meeting"


def test_on_a_small_screen_the_open_tasks_stand_between_names_and_talk(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    _room, page = a_place(desk, theme, qtbot, SMALL_LAPTOP)
    page.log_meeting(desk.store.find(Network)[0].record.id)
    sheet = page.log.sheet
    assert not sheet.room.is_wide
    inside = sheet.room.scroll.widget()

    def look() -> None:
        tops = [part.mapTo(inside, part.rect().topLeft()).y() for part in (sheet.attendance, sheet.before, sheet.talk)]
        assert tops == sorted(tops)

    qtbot.waitUntil(look)


def test_another_language_rewrites_the_sheet_and_keeps_what_is_typed(
    desk: Desk, theme: Theme, qtbot: QtBot, typist: Typist
) -> None:
    room, page = a_place(desk, theme, qtbot)
    page.log_meeting(desk.store.find(Network)[0].record.id)
    page.log.sheet.attendance.view.setFocus()
    typist.types("ppp")
    room.window.use_language("hi")
    assert len(page.log.sheet.attendance.marks.unmarked()) == 23
    room.window.use_language("en")
    assert page.log.sheet.attendance.head.said() == "3 of 26 came, 11 more for a quorum"
