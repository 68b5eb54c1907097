"""Whether a page of records keeps, finds, takes back and shows what a person does with keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.place import Place
from cdadesk.gui.records.page import RecordsPage
from cdadesk.gui.workroom import Workroom
from cdadesk.i18n import N_
from tests.builders import a_record, saved
from tests.gui.at_the_desk import LAPTOP, SMALL_LAPTOP, a_desk, a_window, key, keys, with_a_cluster

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
