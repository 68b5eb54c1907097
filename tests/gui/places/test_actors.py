"""Whether actors are found, their people noted with consent, doubles merged, and what happened with them told."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor, ActorPrivate
from cdadesk.domain.actors.person import Consent, ConsentMode, Person, PersonPrivate, Sex
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import cluster_scope, private_scope
from cdadesk.domain.networks.meeting import Attendance, Meeting
from cdadesk.domain.networks.task import Task
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import actors
from cdadesk.gui.places.actors.page import ActorsPage
from cdadesk.gui.workroom import Workroom
from cdadesk.wire.messages import Grants, Role
from tests.builders import CLUSTER, SCOPE, a_record, changed, saved
from tests.gui.at_the_desk import a_desk, a_window, click, click_nth, key, keys, with_a_cluster, words_in

CTRL = Qt.KeyboardModifier.ControlModifier
BEHIND = {"scope": private_scope(CLUSTER)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def page_of(room: Workroom) -> ActorsPage:
    assert isinstance(room.window.page, ActorsPage)
    return room.window.page


def a_consent(**values: object) -> Consent:
    return Consent(order="i", given_on=dt.date(2026, 3, 1), purpose="Minutes", mode=ConsentMode.written, **values)


def names_in_list(page: ActorsPage) -> list[str]:
    return [page.table.model.record_at(row).title() for row in range(page.table.model.rowCount())]


def test_the_list_can_be_narrowed_to_one_kind(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    saved(desk.store, a_record(Actor, name="Ajmeri", actor_kind="trader"))
    saved(desk.store, a_record(Actor, name="State Bank", actor_kind="bank"))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    page.kinds.setFocus()
    keys(qtbot, "Bank")
    page.kinds.activated.emit(page.kinds.currentIndex())
    assert names_in_list(page) == ["State Bank"]


def test_a_person_is_noted_beside_their_actor(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    room = a_window(desk, [actors.PLACE], theme, qtbot)
    page = page_of(room)
    desk.open("actor", actor.id)
    page.detail.tabs.setCurrentWidget(page.people)
    click(qtbot, page.people, "New person")
    keys(qtbot, "मीना देवी")
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_S, CTRL)
    (held,) = desk.store.find(Person)
    assert (held.record.name, held.record.actor) == ("मीना देवी", actor.id)
    key(qtbot, Qt.Key.Key_Escape)
    assert page.people.title() == "People 1"
    assert "मीना देवी" in words_in(page.people)


def test_personal_answers_open_only_after_consent_is_written_down(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    person = saved(desk.store, a_record(Person, name="Meena", actor=actor.id))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("person", person.id)
    personal = page.person.personal
    page.person.detail.tabs.setCurrentWidget(personal)
    assert "Read this aloud first" in words_in(personal)
    click(qtbot, personal, "Open consent and personal answers")
    sheet = personal.sheet
    assert not sheet.form.boxes["sex"].isVisible()
    lines = sheet.form.boxes["consents"].editor
    lines.table.begin_line()
    for typed in ("1/3/2026", "For the minutes", "in writing"):
        keys(qtbot, typed)
        key(qtbot, Qt.Key.Key_Tab)
    with qtbot.waitSignal(sheet.saved):
        sheet.save()
    assert sheet.form.boxes["sex"].isVisible()
    (held,) = desk.store.find(PersonPrivate)
    assert held.record.consent_in_force()
    assert (held.record.parent_id, held.record.scope) == (person.id, private_scope(CLUSTER))


def test_after_withdrawal_the_answers_are_hidden_and_kept_for_counting(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    person = saved(desk.store, a_record(Person, name="Meena", actor=actor.id))
    private = saved(
        desk.store,
        a_record(PersonPrivate, parent_id=person.id, consents={"a": a_consent()}, sex=Sex.woman, **BEHIND),
    )
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("person_private", private.id)
    assert page.person.detail.record == person
    personal = page.person.personal
    page.person.detail.tabs.setCurrentWidget(personal)
    personal.open_lock()
    assert personal.sheet.form.boxes["sex"].isVisible()
    withdrawn = {"a": a_consent(withdrawn_on=dt.date(2026, 3, 10))}
    changed(desk.store, desk.store.get(PersonPrivate, private.id), consents=withdrawn)
    desk.note_news()
    assert not personal.sheet.form.boxes["sex"].isVisible()
    assert not personal.sheet.tabs.tabBar().isVisible()
    assert "withdrawn on 10 Mar 2026" in personal.sheet.notice.text()
    assert desk.store.get(PersonPrivate, private.id).record.sex is Sex.woman


def test_the_lock_closes_when_another_actor_is_shown(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    first, second = (saved(desk.store, a_record(Actor, name=name)) for name in ("Ajmeri", "Bagru"))
    saved(desk.store, a_record(ActorPrivate, parent_id=first.id, remarks="Fears the son", **BEHIND))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("actor", first.id)
    page.detail.tabs.setCurrentIndex(3)
    wall = page.detail.tabs.currentWidget()
    click(qtbot, wall, "Open the confidential part")
    assert wall.sheet.form.boxes["remarks"].editor.typed() == "Fears the son"
    desk.open("actor", second.id)
    assert not wall.sheet.isVisible()
    click(qtbot, wall, "Open the confidential part")
    assert wall.sheet.form.boxes["remarks"].editor.typed() == ""


def test_one_name_written_in_two_ways_is_offered_and_merged_and_parted_again(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    old = saved(desk.store, a_record(Actor, name="Hindi Printers", place="Bagru"))
    new = saved(desk.store, a_record(Actor, name="HINDI-PRINTERS", place="Sanganer"))
    saved(desk.store, a_record(Actor, name="Another"))
    room = a_window(desk, [actors.PLACE], theme, qtbot)
    page = page_of(room)
    click(qtbot, room.window, "Here twice?")
    qtbot.waitUntil(lambda: "Sanganer" in words_in(page.duplicates))
    assert "Another" not in words_in(page.duplicates)
    with qtbot.waitSignal(desk.records_changed):
        click_nth(qtbot, page, "Keep this one", 0)
    assert desk.store.get(Actor, new.id).record.merged_into == old.id
    assert names_in_list(page) == ["Another", "Hindi Printers"]
    assert [match.id for match in desk.find(("actor",), "hindi")] == [old.id]
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_Z, CTRL)
    assert desk.store.get(Actor, new.id).record.merged_into is None


def test_a_merged_entry_leads_to_the_one_that_is_kept(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    kept = saved(desk.store, a_record(Actor, name="Ajmeri Works"))
    gone = saved(desk.store, a_record(Actor, name="Ajmeri", merged_into=kept.id))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("actor", gone.id)
    assert "the same as “Ajmeri Works”" in page.detail.notice.text()
    click(qtbot, page.detail.notice, "Open that one")
    assert page.chosen.id == kept.id


def test_all_that_happened_with_an_actor_is_told_also_through_its_people(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    kept = saved(desk.store, a_record(Actor, name="Ajmeri"))
    double = saved(desk.store, a_record(Actor, name="Ajmeri Works", merged_into=kept.id))
    meena = saved(desk.store, a_record(Person, name="Meena", actor=double.id))
    came = {"a": Attendance(order="i", member=meena.id)}
    saved(desk.store, a_record(Meeting, held_on=dt.date(2026, 2, 1), place="Bagru", attendance=came))
    task = saved(desk.store, a_record(Task, what="Bring the cloth", who=kept.id, due_on=dt.date(2026, 3, 1)))
    saved(desk.store, a_record(Meeting, held_on=dt.date(2026, 1, 1), place="Elsewhere"))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    opened: list[object] = []
    desk.open_asked.connect(lambda kind, record: opened.append((kind, record)))
    desk.open("actor", kept.id)
    page.detail.tabs.setCurrentIndex(2)
    tab = page.detail.tabs.currentWidget()
    qtbot.waitUntil(lambda: "Bring the cloth" in words_in(tab))
    said = words_in(tab)
    assert said.index("Bring the cloth") < said.index("1 Feb 2026, Bagru")
    assert "Meeting  ·  Attendance  ·  Meena" in said
    assert "Elsewhere" not in said
    click_nth(qtbot, tab, "Open", 0)
    assert opened[-1] == ("task", task.id)


def test_somebody_new_is_made_on_the_spot_without_leaving_the_form(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    person = saved(desk.store, a_record(Person, name="Meena", actor=actor.id))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("person", person.id)
    editor = page.person.detail.form.boxes["actor"].editor
    editor.control.setFocus()
    editor.control.selectAll()
    keys(qtbot, "Bagru Works")
    key(qtbot, Qt.Key.Key_Return)
    keys(qtbot, "trader")
    with qtbot.waitSignal(desk.records_changed):
        key(qtbot, Qt.Key.Key_S, CTRL)
    made = next(held.record for held in desk.store.find(Actor) if held.record.name == "Bagru Works")
    assert editor.typed() == {"id": str(made.id)}
    assert editor.control.text() == "Bagru Works"
    with qtbot.waitSignal(page.person.detail.saved):
        page.save()
    assert desk.store.get(Person, person.id).record.actor == made.id


def test_consent_taken_back_is_asked_in_place_and_erases_the_answers(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    person = saved(desk.store, a_record(Person, name="Meena", actor=actor.id))
    answers = {"consents": {"a": a_consent()}, "sex": Sex.woman, "phone": "9829012345"}
    private = saved(desk.store, a_record(PersonPrivate, parent_id=person.id, **answers, **BEHIND))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("person_private", private.id)
    personal = page.person.personal
    page.person.detail.tabs.setCurrentWidget(personal)
    personal.open_lock()
    click(qtbot, personal, "Consent taken back …")
    assert "“Sex”, “Phone”" in words_in(personal.withdrawal)
    key(qtbot, Qt.Key.Key_Escape)
    assert desk.store.get(PersonPrivate, private.id).record.phone == "9829012345"
    click(qtbot, personal, "Consent taken back …")
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, personal, "Erase for ever")
    assert desk.store.get(PersonPrivate, private.id).record.phone is None
    assert "erased on 14 Mar 2026" in personal.sheet.notice.text()
    assert not personal.withdrawal.isVisible()
    assert not personal.sheet.form.boxes["phone"].isVisible()


def test_nothing_is_erased_while_something_is_typed(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    person = saved(desk.store, a_record(Person, name="Meena", actor=actor.id))
    answers = {"consents": {"a": a_consent()}, "phone": "9829012345"}
    private = saved(desk.store, a_record(PersonPrivate, parent_id=person.id, **answers, **BEHIND))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("person_private", private.id)
    personal = page.person.personal
    page.person.detail.tabs.setCurrentWidget(personal)
    personal.open_lock()
    personal.sheet.form.boxes["phone"].editor.control.setFocus()
    keys(qtbot, "1")
    click(qtbot, personal, "Consent taken back …")
    assert "Save first" in personal.withdrawal.notice.text()
    assert not personal.withdrawal.strip.isVisible()


def test_remarks_are_moved_behind_the_wall(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri", remarks="Owes money"))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("actor", actor.id)
    click(qtbot, page.detail, "Make the remarks confidential …")
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.detail.question, "Move them")
    assert desk.store.get(Actor, actor.id).record.remarks is None
    [held] = desk.store.find(ActorPrivate)
    assert held.record.remarks == "Owes money"


def test_an_actor_is_moved_to_the_other_cluster_and_back(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    there = new_id()
    ludhiana = {"id": there, "scope": cluster_scope(there), "name": "Knitwear, Ludhiana"}
    saved(desk.store, Cluster.model_validate(ludhiana))
    names = {SCOPE: "Jaipur", cluster_scope(there): "Ludhiana"}
    desk.store.take(Grants(desk.store.me.id, "Kavita", Role.cda, names, {}, "hash"))
    desk.note_news()
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    saved(desk.store, a_record(Person, name="Meena", actor=actor.id))
    page = page_of(a_window(desk, [actors.PLACE], theme, qtbot))
    desk.open("actor", actor.id)
    click(qtbot, page.detail, "Move to “Knitwear, Ludhiana” …")
    assert "with 1 person" in words_in(page.detail.question)
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.detail.question, "Move it")
    assert desk.store.moving_to(actor) == cluster_scope(there)
    assert [each.act for each in desk.store.next_to_send(10**9).entries[-2:]] == ["move", "move"]
    assert "goes to “Knitwear, Ludhiana”" in page.detail.notice.text()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.detail.notice.findChildren(QPushButton)))
    with qtbot.waitSignal(desk.records_changed):
        click(qtbot, page.detail.notice, "Keep it here")
    assert desk.store.moving_to(actor) is None
