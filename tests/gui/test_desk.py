"""Whether the desk saves in order, says only what is true, and finds and names records for every place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from cdadesk import i18n
from cdadesk.acts import review
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person, PersonPrivate
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.review import Comment
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.making import MakingPanel
from cdadesk.store.drafts import DraftKey
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit
from tests.builders import CLUSTER, HandClock, a_record, saved
from tests.gui.at_the_desk import Notebook, a_desk, key, keys, with_a_cluster

OTHER = new_id()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def test_saved_is_said_only_when_the_store_has_it(desk: Desk, qtbot: QtBot) -> None:
    actor = a_record(Actor, name="Ajmeri")
    there: list[bool] = []
    desk.told.connect(lambda _text: there.append(desk.store.get(Actor, actor.id) is not None))
    with qtbot.waitSignal(desk.told) as told:
        desk.save(desk, [Edit(None, actor)])
        assert there == []
    assert told.args == ["Saved 14:42 on this laptop"]
    assert there == [True]


def test_what_stands_at_the_foot_is_said_again_in_another_language(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.told):
        desk.save(desk, [Edit(None, a_record(Actor, name="Ajmeri"))])
    i18n.use_language("hi")
    with qtbot.waitSignal(desk.told) as told:
        desk.retranslate()
    assert told.args == ["इस लैपटॉप पर 14:42 सहेजा"]


def test_what_cannot_be_saved_is_said_in_the_banner_and_nothing_else(desk: Desk, qtbot: QtBot) -> None:
    def refuse(_store: Store) -> None:
        raise Trouble("The disk is full.")

    told: list[str] = []
    desk.told.connect(told.append)
    with qtbot.waitSignal(desk.said) as said:
        desk.write(desk, refuse)
    assert said.args == [Tone.BAD, "The disk is full.", None]
    assert told == []


def test_a_place_that_is_gone_is_not_called_back_but_the_save_holds(desk: Desk, qtbot: QtBot) -> None:
    owner, called = QObject(), []
    actor = a_record(Actor, name="Ajmeri")
    with qtbot.waitSignal(desk.records_changed):
        desk.save(owner, [Edit(None, actor)], called.append)
        shiboken6.delete(owner)
    assert called == []
    assert desk.store.get(Actor, actor.id) is not None


def test_a_save_comes_after_the_drafts_before_it_and_takes_its_own_away(desk: Desk, qtbot: QtBot) -> None:
    actor = a_record(Actor, name="Ajmeri")
    key_of = DraftKey("actor", actor.id)
    for typed in ("A", "Aj", "Ajmeri"):
        desk.drafts.keep(key_of, None, {"typed": {"name": typed}})
    assert desk.drafts.of(key_of).body == {"typed": {"name": "Ajmeri"}}
    with qtbot.waitSignal(desk.records_changed):
        desk.save(desk, [Edit(None, actor)], draft=key_of)
    assert desk.store.drafts.all() == []
    assert desk.drafts.of(key_of) is None


def test_a_draft_that_is_dropped_is_gone_at_once(desk: Desk, qtbot: QtBot) -> None:
    key_of = DraftKey("actor", new_id())
    desk.drafts.keep(key_of, None, {"typed": {"name": "A"}})
    desk.drafts.keep(key_of, None, {})
    assert desk.drafts.of(key_of) is None
    assert desk.drafts.all() == []
    desk.background.close()
    assert desk.store.drafts.all() == []


def test_records_of_other_clusters_are_not_offered(desk: Desk) -> None:
    here = saved(desk.store, a_record(Actor, name="Ajmeri Works"))
    saved(desk.store, a_record(Actor, name="Ajmeri of elsewhere", scope=str(OTHER)))
    assert [match.id for match in desk.find(("actor",), "ajmeri")] == [here.id]


def test_a_name_follows_its_record(desk: Desk, qtbot: QtBot) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    assert desk.title(actor.id) == "Ajmeri"
    with qtbot.waitSignal(desk.records_changed):
        desk.save(desk, [Edit(actor, actor.changed(name="Ajmeri Works"))])
    assert desk.title(actor.id) == "Ajmeri Works"
    assert desk.title(new_id()) == "not on this laptop yet"


def test_the_cluster_that_was_in_use_is_in_use_the_next_morning(tmp_path: Path) -> None:
    memory = Notebook()
    with a_desk(tmp_path / "profile", memory) as desk:
        with_a_cluster(desk.store)
        other = saved(desk.store, Cluster.model_validate({"id": OTHER, "scope": str(OTHER), "name": "Zari, Surat"}))
        desk.note_news()
        changes: list[str] = []
        desk.cluster_changed.connect(lambda: changes.append(desk.scope))
        desk.use_cluster(other.id)
        assert changes == [str(OTHER)]
    with a_desk(tmp_path / "profile", memory) as desk:
        assert desk.cluster.id == OTHER
        assert desk.private_scope == private_scope(OTHER)


@pytest.mark.parametrize("kind", ["comment", "person_private"])
def test_what_belongs_to_a_record_leads_to_that_record(desk: Desk, kind: str) -> None:
    actor = saved(desk.store, a_record(Actor, name="Ajmeri"))
    person = saved(desk.store, a_record(Person, name="Meena", actor=actor.id))
    private = saved(desk.store, a_record(PersonPrivate, parent_id=person.id, scope=private_scope(CLUSTER)))
    review.comment(desk.store, person, "Who is she?")
    (said,) = desk.store.find(Comment)
    opened: list[tuple[str, object]] = []
    desk.open_asked.connect(lambda *where: opened.append(where))
    desk.open(kind, {"comment": said.record.id, "person_private": private.id}[kind])
    assert opened == [("person", person.id)]


def test_what_waits_is_said_with_its_cost_and_the_last_exchange(tmp_path: Path, qtbot: QtBot) -> None:
    clock = HandClock()
    with a_desk(tmp_path / "profile", clock=clock) as desk:
        with qtbot.waitSignal(desk.standing_told) as told:
            desk.show_standing()
        assert told.args == [""]
        with_a_cluster(desk.store)
        with qtbot.waitSignal(desk.standing_told) as told:
            desk.note_news()
        assert told.args == ["1 record waits to be sent: 1 KB, never exchanged yet"]
        desk.store.note_exchange()
        clock.advance(days=3)
        with qtbot.waitSignal(desk.standing_told) as told:
            desk.note_news()
        assert told.args == ["1 record waits to be sent: 1 KB, last exchange 3 days ago"]


def test_a_new_record_on_the_spot_asks_which_kind_and_escape_makes_none(desk: Desk, qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.resize(900, 600)
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    made: list[object] = []
    around = desk.around(owner)
    around.make(("actor", "person"), "Meena Devi", made.append)
    panel = owner.findChild(MakingPanel)
    assert [panel.kinds.itemText(place) for place in range(2)] == ["Actor", "Person"]
    panel.findChild(QComboBox).activated.emit(1)
    panel.forms.setCurrentIndex(1)
    assert panel.form.boxes["name"].editor.typed() == "Meena Devi"
    with qtbot.waitSignal(desk.records_changed):
        panel.form.save()
    (held,) = desk.store.find(Person)
    assert [match.id for match in made] == [held.record.id]
    around.make(("actor",), "Nobody", made.append)
    keys(qtbot, "tra")
    key(qtbot, Qt.Key.Key_Escape)
    key(qtbot, Qt.Key.Key_Escape)
    assert desk.store.find(Actor) == []
    assert len(made) == 1
