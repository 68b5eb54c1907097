"""Whether Today says what waits, and leads there."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.diagnostic.interview import InterviewPrivate
from cdadesk.domain.kernel import payload
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task, TaskState
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import cluster, today
from cdadesk.gui.places.today import TodayPage
from cdadesk.gui.workroom import Workroom
from cdadesk.store.drafts import DraftKey
from tests.builders import SCOPE, HandClock, a_record, saved
from tests.gui.at_the_desk import a_desk, a_window, with_a_cluster, words_in

TODAY = HandClock().clock.today()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def shown(desk: Desk, theme: Theme, qtbot: QtBot) -> tuple[Workroom, TodayPage]:
    room = a_window(desk, [today.PLACE, cluster.PLACE], theme, qtbot)
    page = room.window.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.headline.text() != "")
    return room, page


def in_days(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def task(desk: Desk, what: str, due: int, status: TaskState = TaskState.open) -> Task:
    values = {"id": new_id(), "scope": SCOPE, "what": what, "due_on": in_days(due), "status": status}
    return saved(desk.store, Task.model_validate(values))


def test_a_quiet_morning_says_so(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    _room, page = shown(desk, theme, qtbot)

    assert page.headline.text() == "Nothing waits for you. A good day to visit somebody."
    assert "The advisor has returned nothing." in words_in(page.came_back)


def test_a_fresh_profile_is_led_to_its_cluster(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with a_desk(tmp_path / "fresh") as desk:
        room, page = shown(desk, theme, qtbot)

        assert "Begin with your cluster" in page.headline.text()
        qtbot.mouseClick(page.begin, Qt.MouseButton.LeftButton)
        assert room.window.place == "cluster"


def test_late_tasks_and_the_meeting_of_tomorrow_make_the_sentence(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    network = saved(desk.store, Network.model_validate({"id": new_id(), "scope": SCOPE, "name": "Calico"}))
    meeting = {"id": new_id(), "scope": SCOPE, "network": network.id, "held_on": in_days(-20), "place": "Sanganer"}
    saved(desk.store, Meeting.model_validate(meeting | {"next_meeting_on": in_days(1)}))
    task(desk, "Book the stall", -2)
    task(desk, "Paid already", -3, TaskState.done)
    task(desk, "Far away", 30)

    _room, page = shown(desk, theme, qtbot)

    assert page.headline.text() == "1 thing is late. The meeting of Calico is tomorrow."
    due = words_in(page.due)
    assert "Book the stall" in due
    assert "late" in due
    assert "Paid already" not in due
    assert "Far away" not in due


def test_a_line_leads_to_its_record(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    made = task(desk, "Book the stall", 0)
    _room, page = shown(desk, theme, qtbot)

    with qtbot.waitSignal(desk.open_asked) as asked:
        qtbot.mouseClick(page.due.rows[0], Qt.MouseButton.LeftButton)

    assert asked.args == ["task", made.id]


def test_a_long_list_is_folded_and_unfolds_by_keyboard(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    for number in range(9):
        task(desk, f"Task number {number}", number % 7)
    _room, page = shown(desk, theme, qtbot)

    assert len(page.due.rows) == 7
    qtbot.keyClick(page.due.rows[-1], Qt.Key.Key_Space)

    assert len(page.due.rows) == 9


def test_what_is_half_filled_and_what_is_only_typed_are_told_apart(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    network = saved(desk.store, Network.model_validate({"id": new_id(), "scope": SCOPE, "name": "Calico"}))
    desk.store.drafts.keep(DraftKey("network", network.id), None, {"typed": {"name": "Cali"}})

    _room, page = shown(desk, theme, qtbot)

    words = words_in(page.unfinished)
    assert "not saved" in words
    assert "still missing" in words


def test_what_was_never_saved_is_called_by_what_is_typed_of_it(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    desk.store.drafts.keep(DraftKey("network", new_id()), None, {"typed": {"name": "Women of Bagru"}, "new": {}})
    desk.store.drafts.keep(DraftKey("network", new_id()), None, {"typed": {"place": "Bagru"}, "new": {}})
    kishan = saved(desk.store, a_record(Actor, name="Kishan's workshop"))
    asked = payload.leaves(a_record(InterviewPrivate, actor=kishan.id))
    body = {"private": asked, "new": {"scope": SCOPE, "leaves": {}}}
    desk.store.drafts.keep(DraftKey("interview", new_id()), None, body)

    _room, page = shown(desk, theme, qtbot)

    words = words_in(page.unfinished).split("\n")
    assert {"Women of Bagru", "New: Network", "Kishan's workshop"} <= set(words)


def test_what_waits_to_be_sent_is_counted_with_its_cost(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    _room, page = shown(desk, theme, qtbot)

    assert "1 record" in words_in(page.waits)
    assert "KB" in words_in(page.waits)
