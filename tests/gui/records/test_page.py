"""Whether a page of records keeps, finds, takes back and shows what a person does with keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.review import Comment, Outcome
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.place import Place
from cdadesk.gui.records.drafted import unfinished
from cdadesk.gui.records.page import RecordsPage
from cdadesk.gui.records.row_marks import Stands
from cdadesk.gui.workroom import Workroom
from cdadesk.i18n import N_
from cdadesk.store.asking import Ask
from tests.builders import a_record, changed, saved, the
from tests.gui.at_the_desk import (
    SMALL_LAPTOP,
    a_desk,
    a_window,
    click,
    key,
    keys,
    with_a_cluster,
    words_in,
)
from tests.gui.places.advised import Advised

CTRL = Qt.KeyboardModifier.ControlModifier
ACTORS = Place("actors", N_("Actors"), "users", lambda desk: RecordsPage(desk, Actor, "users"), ("actor",))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def page_of(room: Workroom) -> RecordsPage[Actor]:
    assert isinstance(room.window.page, RecordsPage)
    return room.window.page


def test_a_new_record_is_typed_and_saved_by_keyboard(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    key(qtbot, Qt.Key.Key_N, CTRL)
    keys(qtbot, "Calico Printers")
    with qtbot.waitSignal(page.detail.saved):
        key(qtbot, Qt.Key.Key_S, CTRL)
    assert [held.record.name for held in desk.store.find(Actor)] == ["Calico Printers"]
    assert page.detail.foot.state() == ""
    assert page.table.current_record() == page.chosen


def test_the_list_shows_what_is_not_sent_and_what_came_back(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    advised = Advised(desk.store)
    sent, back = (saved(desk.store, a_record(Actor, name=name)) for name in ("Ajmeri", "Bagru"))
    advised.exchange()
    advised.judges(back, Outcome.returned, "Which street?")
    new = saved(desk.store, a_record(Actor, name="Calico"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    assert rows_aloud(page) == ["Ajmeri", "Bagru, Returned", "Calico, Waits to be sent"]
    page.stands.choose(Stands.NOT_SENT)
    assert rows_aloud(page) == ["Calico, Waits to be sent"]
    page.stands.choose(Stands.RETURNED)
    assert rows_aloud(page) == ["Bagru, Returned"]
    changed(desk.store, the(desk.store, Actor, back.id), place="Sanganer")
    desk.note_news()
    assert page.table.model.rowCount() == 0
    assert "Nothing in this list came back from the advisor." in words_in(page)
    page.stands.choose(Stands.ANYHOW)
    advised.exchange()
    desk.note_news()
    assert rows_aloud(page) == ["Ajmeri", "Bagru, Changed since", "Calico"]
    assert {sent.id, back.id, new.id} == {page.table.model.record_at(row).id for row in range(3)}


def rows_aloud(page: RecordsPage[Actor]) -> list[str]:
    """Return what a screen reader says of each row."""
    model = page.table.model
    cells = [model.index(row, 0) for row in range(model.rowCount())]
    return [each.data(Qt.ItemDataRole.AccessibleTextRole) or each.data() for each in cells]


def test_what_is_typed_and_not_saved_is_there_the_next_morning(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    folder = tmp_path / "profile"
    with a_desk(folder) as desk:
        with_a_cluster(desk.store)
        actor = saved(desk.store, a_record(Actor, name="Calico"))
        desk.note_news()
        room = a_window(desk, [ACTORS], theme, qtbot)
        room.open_record("actor", actor.id)
        page_of(room).detail.focus_form()
        key(qtbot, Qt.Key.Key_End)
        keys(qtbot, " Printers")
        room.window.close()
    with a_desk(folder) as desk:
        room = a_window(desk, [ACTORS], theme, qtbot)
        room.open_record("actor", actor.id)
        detail = page_of(room).detail
        assert detail.form.boxes["name"].editor.typed() == "Calico Printers"
        assert "did not save" in detail.notice.text()
        assert desk.store.get(Actor, actor.id).record.name == "Calico"


def test_a_record_that_was_only_begun_is_found_again_and_can_be_saved(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    folder = tmp_path / "profile"
    with a_desk(folder) as desk:
        with_a_cluster(desk.store)
        desk.note_news()
        room = a_window(desk, [ACTORS], theme, qtbot)
        key(qtbot, Qt.Key.Key_N, CTRL)
        keys(qtbot, "Half an act")
        room.window.close()
    with a_desk(folder) as desk:
        room = a_window(desk, [ACTORS], theme, qtbot)
        (left,) = unfinished(desk)
        assert left.title == "Half an act"
        desk.open(left.kind, left.id)
        page = page_of(room)
        with qtbot.waitSignal(page.detail.saved):
            page.save()
        assert [held.record.name for held in desk.store.find(Actor)] == ["Half an act"]
        assert unfinished(desk) == []


def test_going_to_another_record_keeps_what_is_typed_and_says_so(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    first, second = (saved(desk.store, a_record(Actor, name=name)) for name in ("Ajmeri", "Bagru"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    room.open_record("actor", first.id)
    page.detail.focus_form()
    key(qtbot, Qt.Key.Key_End)
    keys(qtbot, " Works")
    told: list[str] = []
    desk.told.connect(told.append)
    room.open_record("actor", second.id)
    assert told == ["Not saved yet, kept as a draft: Ajmeri"]
    room.open_record("actor", first.id)
    assert page.detail.form.boxes["name"].editor.typed() == "Ajmeri Works"


def test_the_last_save_is_taken_back_and_done_again(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    room.open_record("actor", actor.id)
    page.detail.focus_form()
    key(qtbot, Qt.Key.Key_End)
    keys(qtbot, " Works")
    with qtbot.waitSignal(page.detail.saved):
        key(qtbot, Qt.Key.Key_S, CTRL)
    page.table.view.setFocus()
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_Z, CTRL)
    assert desk.store.get(Actor, actor.id).record.name == "Ajmeri"
    assert page.detail.form.boxes["name"].editor.typed() == "Ajmeri"
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.detail.notice, "Do it again")
    assert page.detail.form.boxes["name"].editor.typed() == "Ajmeri Works"


def test_a_record_goes_to_the_trash_and_comes_back_at_once(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    room.open_record("actor", actor.id)
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.detail.head, "Put in the trash")
    assert page.table.model.rowCount() == 0
    assert page.detail.shown_id is None
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_Z, CTRL)
    assert page.table.model.rowCount() == 1


def test_the_trash_says_who_put_it_there_and_gives_it_back(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    desk.store.void(actor, "stood here twice")
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    click(qtbot, room.window, "Trash")
    qtbot.waitUntil(lambda: "stood here twice" in words_in(page.trash))
    assert "Kavita" in words_in(page.trash)
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.trash, "Bring it back")
    key(qtbot, Qt.Key.Key_Escape)
    assert page.table.model.rowCount() == 1


def test_thrown_away_typing_can_be_brought_back(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    room.open_record("actor", actor.id)
    page.detail.focus_form()
    key(qtbot, Qt.Key.Key_End)
    keys(qtbot, " Works")
    click(qtbot, page.detail.foot, "Throw away what I typed")
    assert page.detail.form.boxes["name"].editor.typed() == "Ajmeri"
    key(qtbot, Qt.Key.Key_Z, CTRL)
    assert page.detail.form.boxes["name"].editor.typed() == "Ajmeri Works"


def test_the_filter_finds_a_name_in_the_other_script(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    saved(desk.store, a_record(Actor, name="Ajmeri"))
    saved(desk.store, a_record(Actor, name="बगरू छपाई"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    assert page.table.foot.text() == "2 records"
    page.table.filter.setFocus()
    keys(qtbot, "छपाई")
    key(qtbot, Qt.Key.Key_Return)
    assert page.table.foot.text() == "1 record"
    assert page.table.current_record().name == "बगरू छपाई"


def test_the_history_says_in_words_what_was_changed(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri", actor_kind="trader"))
    changed(desk.store, desk.store.get(Actor, actor.id), actor_kind="exporter")
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    room.open_record("actor", actor.id)
    page.detail.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "Trader  →  Exporter" in words_in(page.detail.tabs.currentWidget()))
    assert "14 Mar 2026, 14:42  ·  Kavita  ·  this laptop" in words_in(page.detail.tabs.currentWidget())


def test_a_comment_on_a_field_is_said_and_answered(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    room.open_record("actor", actor.id)
    comments = page.detail.comments
    page.detail.tabs.setCurrentWidget(comments)
    comments.writing.about.setCurrentIndex(comments.writing.about.findData("name"))
    comments.writing.text.setFocus()
    keys(qtbot, "Is this the registered name?")
    key(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Is this the registered name?" in words_in(comments))
    assert comments.writing.text.toPlainText() == ""
    click(qtbot, comments, "Answer")
    keys(qtbot, "Yes, I saw the paper.")
    key(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: comments.title() == "Comments 2")
    first, answer = (held.record for held in desk.store.find(Comment, Ask(order=("id",))))
    assert (first.about_path, answer.reply_to) == ("name", first.id)


def test_a_half_written_comment_waits_for_its_writer(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    first, second = (saved(desk.store, a_record(Actor, name=name)) for name in ("Ajmeri", "Bagru"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    room.open_record("actor", first.id)
    page.detail.tabs.setCurrentWidget(page.detail.comments)
    page.detail.comments.writing.text.setFocus()
    keys(qtbot, "I wanted to")
    room.open_record("actor", second.id)
    assert page.detail.comments.writing.text.toPlainText() == ""
    room.open_record("actor", first.id)
    assert page.detail.comments.writing.text.toPlainText() == "I wanted to"


def test_what_comes_from_elsewhere_does_not_disturb_what_is_typed(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    room.open_record("actor", actor.id)
    page.detail.focus_form()
    key(qtbot, Qt.Key.Key_End)
    keys(qtbot, " Works")
    changed(desk.store, desk.store.get(Actor, actor.id), place="Sanganer")
    desk.note_news()
    assert page.detail.form.boxes["name"].editor.typed() == "Ajmeri Works"
    with qtbot.waitSignal(page.detail.saved):
        page.save()
    kept = desk.store.get(Actor, actor.id).record
    assert (kept.name, kept.place) == ("Ajmeri Works", "Sanganer")


def test_a_small_screen_shows_one_thing_at_a_time(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    saved(desk.store, a_record(Actor, name="Ajmeri"))
    room = a_window(desk, [ACTORS], theme, qtbot, SMALL_LAPTOP)
    page = page_of(room)
    page.table.view.setFocus()
    page.table.view.setCurrentIndex(page.table.model.index(0, 0))
    assert page.table.isVisible()
    assert not page.detail.isVisible()
    key(qtbot, Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert not page.table.isVisible()
    assert (list(page.trail()), page.title()) == (["Actors"], "Ajmeri")
    key(qtbot, Qt.Key.Key_Escape)
    assert page.table.isVisible()


def test_without_a_cluster_the_place_says_what_to_do_first(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with a_desk(tmp_path / "profile") as desk:
        room = a_window(desk, [ACTORS], theme, qtbot)
        page = page_of(room)
        assert "First say which cluster you work in." in words_in(page)
        assert page.primary_action() is None
        room.window.close()


def test_who_turns_to_another_tab_keeps_the_keyboard_there(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    saved(desk.store, a_record(Actor, name="Calico Printers"))
    room = a_window(desk, [ACTORS], theme, qtbot)
    page = page_of(room)
    page.open_record("actor", desk.store.find(Actor)[0].record.id)
    page.detail.focus_form()
    bar = page.detail.tabs.tabBar()
    last = bar.count() - 1
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(last).center())
    assert page.detail.tabs.currentIndex() == last
    assert bar.hasFocus()
