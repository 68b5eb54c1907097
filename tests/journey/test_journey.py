"""A meeting goes from the form to the server, comes back from the advisor, is mended, and is approved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.acts import exchanging, review
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.review import ReviewState
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.every import PLACES
from cdadesk.gui.places.networks.page import NetworksPage
from cdadesk.gui.workroom import Workroom
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.sync.exchange import Progress
from tests.builders import saved, the
from tests.gui.at_the_desk import a_desk, a_window, words_in
from tests.gui.places.networks.conftest import Typist
from tests.server.conftest import Furnished
from tests.server.pages.visitor import Visitor
from tests.serving import PASSWORD, RunningServer

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        yield made


def exchange(desk: Desk) -> Progress:
    """Exchange until nothing waits, and let the places know, as the place Exchange does."""
    progress = exchanging.exchange(desk.store, lambda _progress: None, lambda: False)
    desk.note_news()
    return progress


def with_the_cluster_of(furnished: Furnished, desk: Desk) -> Cluster:
    """Write down the cluster that the server assigned to Asha."""
    town = furnished.town
    words = {"name": "Block printing, Jaipur", "product": "Block printing", "place": "Jaipur"}
    values = {"id": town.jaipur, "scope": cluster_scope(town.jaipur)} | words
    cluster = saved(desk.store, Cluster.model_validate(values))
    desk.note_news()
    return cluster


def log_a_meeting(room: Workroom, typist: Typist) -> None:
    """Make a network and log a meeting of it, by keyboard alone."""
    room.window.go_to("networks")
    page = room.window.page
    assert isinstance(page, NetworksPage)
    typist.holds(CTRL, Qt.Key.Key_N)
    typist.types("Calico")
    with typist.qtbot.waitSignal(page.records.detail.saved):
        typist.holds(CTRL, Qt.Key.Key_S)
    assert page.records.chosen is not None
    typist.holds(CTRL, Qt.Key.Key_N)
    typist.types("today", ENTER, ENTER, "Sanganer, the showroom", ENTER)
    with typist.qtbot.waitSignal(page.log.saved):
        typist.holds(CTRL, Qt.Key.Key_S)


def the_meeting(store: Store) -> Held[Meeting]:
    return store.find(Meeting, Ask())[0]


def test_a_meeting_is_logged_sent_returned_mended_and_approved(
    desk: Desk, server: RunningServer, furnished: Furnished, theme: Theme, qtbot: QtBot
) -> None:
    typist = Typist(qtbot)
    cluster = with_the_cluster_of(furnished, desk)
    room = a_window(desk, list(PLACES), theme, qtbot)
    log_a_meeting(room, typist)
    exchanging.sign_in(desk.store, server.address, "asha", PASSWORD)
    exchange(desk)
    meeting = the_meeting(desk.store)
    assert desk.store.standing().all_sent
    assert meeting.record.place == "Sanganer, the showroom"

    address = f"/records/{cluster_scope(cluster.id)}/meeting/{meeting.record.id}"
    with Visitor(server.address) as tara:
        send_back(tara, address)
        exchange(desk)
        assert [held.record.id for held, _talk in review.returned(desk.store)] == [meeting.record.id]
        assert_reviews_show(room, qtbot, "Say whose showroom it is.", "Whose showroom?")

        correct(desk, room, typist)
        assert state_of(desk, meeting) is ReviewState.changed_since
        exchange(desk)
        assert "Sanganer, the showroom of Calico" in tara.get(address).words
        tara.send(tara.get(address), "/verdicts", outcome="approved")

    exchange(desk)
    assert state_of(desk, meeting) is ReviewState.approved
    assert review.returned(desk.store) == []


def send_back(tara: Visitor, address: str) -> None:
    """Read the record as the advisor, ask about a field, and return it with a reason."""
    tara.sign_in("tara")
    assert "Sanganer, the showroom" in tara.get(address).words
    tara.send(tara.get(f"{address}?field=place"), "/comments", text="Whose showroom?")
    tara.send(tara.get(address), "/verdicts", outcome="returned", reason="Say whose showroom it is.")


def assert_reviews_show(room: Workroom, qtbot: QtBot, *words: str) -> None:
    """Go to the advisor's words, and find them."""
    room.window.go_to("reviews")
    page = room.window.page
    assert page is not None
    for each in words:
        qtbot.waitUntil(lambda said=each: said in words_in(page))


def correct(desk: Desk, room: Workroom, typist: Typist) -> None:
    """Open the record that came back, and write the place in full."""
    meeting = the_meeting(desk.store)
    desk.open("meeting", meeting.record.id)
    page = room.window.page
    assert isinstance(page, NetworksPage)
    place = page.log.sheet.fields.boxes["place"].editor.control
    typist.qtbot.waitUntil(place.isVisible)
    place.setFocus(Qt.FocusReason.OtherFocusReason)
    typist.types(Qt.Key.Key_End, " of Calico")
    with typist.qtbot.waitSignal(page.log.saved):
        typist.holds(CTRL, Qt.Key.Key_S)


def state_of(desk: Desk, meeting: Held[Meeting]) -> ReviewState:
    return review.conversation(desk.store, the(desk.store, Meeting, meeting.record.id)).state
