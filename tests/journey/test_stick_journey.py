"""A laptop that never gets online again: its work goes by stick to the advisor, comes back, and reaches the server.

Everything is done in the window, with mouse and keyboard, on both laptops.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from cdadesk.acts import exchanging, review
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.domain.review import ReviewState
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.every import PLACES
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.gui.places.networks.page import NetworksPage
from cdadesk.gui.records.talk import CommentsTab
from cdadesk.gui.workroom import Workroom
from cdadesk.store.store import Store, Transport
from cdadesk.sync.troubles import ServerAway
from tests.builders import saved
from tests.gui.at_the_desk import a_desk, a_window, click, words_in
from tests.gui.places.networks.conftest import Typist
from tests.journey.test_journey import log_a_meeting, the_meeting
from tests.serving import PASSWORD
from tests.sync.served import Served, a_served_town, exchanged

CTRL, END = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_End
LEFT = Qt.MouseButton.LeftButton
NOBODY_THERE = "http://localhost:1"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with a_served_town(tmp_path) as made:
        yield made


@dataclass(frozen=True)
class Sitting:
    """One person at one laptop, from opening the window to closing it."""

    desk: Desk
    room: Workroom
    qtbot: QtBot
    typist: Typist

    @property
    def store(self) -> Store:
        return self.desk.store

    @property
    def page(self) -> QWidget:
        page = self.room.window.page
        assert page is not None
        return page

    def goes_to(self, place: str) -> None:
        """Click a place in the navigation."""
        buttons = self.room.window.navigation.findChildren(QPushButton)
        self.qtbot.mouseClick(next(each for each in buttons if each.accessibleName().startswith(place)), LEFT)

    def reads(self, words: str) -> None:
        """Wait until the place says something."""
        self.qtbot.waitUntil(lambda: words in words_in(self.page), timeout=30_000)

    def stick(self, button: str, folder: Path, told: str) -> None:
        """Write or read a stick with the large button, and wait until the window tells of it."""
        folder.mkdir(exist_ok=True)
        self.goes_to("Exchange")
        page = self.page
        assert isinstance(page, ExchangePage)
        self.qtbot.waitUntil(page.sticks.out.go.isEnabled, timeout=30_000)
        click(self.qtbot, page.sticks, button)
        self.chooses(page, folder)
        self.reads(told)

    def chooses(self, page: QWidget, folder: Path) -> None:
        """Paste the folder of the stick where the window asks for it."""
        self.qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
        asking = page.findChildren(QFileDialog)[0]
        asking.findChildren(QLineEdit)[0].setText(str(folder))
        click(self.qtbot, asking, "&Choose")
        with self.qtbot.waitActive(self.room.window):
            self.room.window.activateWindow()

    def opens_the_meeting(self) -> NetworksPage:
        """Open the one meeting that there is."""
        self.desk.open("meeting", the_meeting(self.store).record.id)
        page = self.page
        assert isinstance(page, NetworksPage)
        self.qtbot.waitUntil(page.log.isVisible, timeout=30_000)
        return page

    def state(self) -> ReviewState:
        return review.conversation(self.store, the_meeting(self.store)).state


@contextmanager
def sitting(folder: Path, theme: Theme, qtbot: QtBot) -> Iterator[Sitting]:
    """Let somebody sit down at a laptop."""
    with a_desk(folder) as desk:
        yield Sitting(desk, a_window(desk, list(PLACES), theme, qtbot), qtbot, Typist(qtbot))


def open_tab(qtbot: QtBot, tabs: QTabWidget, words: str) -> None:
    """Click a tab."""
    place = next(each for each in range(tabs.count()) if tabs.tabText(each).startswith(words))
    qtbot.mouseClick(tabs.tabBar(), LEFT, pos=tabs.tabBar().tabRect(place).center())


def two_who_know_each_other(served: Served, asha: Path, tara: Path) -> None:
    """Sign two laptops in, let them hear of each other, and take every line away."""
    for _time in range(2):
        for folder in (asha, tara):
            with a_desk(folder) as desk:
                exchanging.sign_in(desk.store, served.address, folder.name, PASSWORD)
                exchanged(desk.store)
                desk.store.link_to(NOBODY_THERE, desk.store.link().token)


def with_the_cluster(served: Served, store: Store) -> None:
    """Write down the cluster that the server assigned to Asha."""
    words = {"name": "Block printing, Jaipur", "product": "Block printing", "place": "Jaipur"}
    values = {"id": served.town.jaipur, "scope": cluster_scope(served.town.jaipur)} | words
    saved(store, Cluster.model_validate(values))


def written(served: Served, asha: Sitting, stick: Path) -> None:
    """Log a meeting without any line, and write it to a stick for the advisor, who stands there first."""
    with_the_cluster(served, asha.store)
    asha.desk.note_news()
    with pytest.raises(ServerAway):
        exchanged(asha.store)
    log_a_meeting(asha.room, asha.typist)
    asha.stick("Write to a stick", stick, "Written and read back")
    asha.reads("For Tara: 0 of ")
    assert asha.store.transport(the_meeting(asha.store).record) is Transport.on_stick


def sent_back(tara: Sitting, came: Path, back: Path) -> None:
    """Read the stick, ask about the record, return it, and write the way back."""
    tara.stick("Read from a stick", came, "changes of Asha")
    log = tara.opens_the_meeting().log
    open_tab(tara.qtbot, log.tabs, "Comments")
    comments = log.comments
    tara.qtbot.waitUntil(comments.judging.isVisible)
    click(tara.qtbot, comments, "Return it")
    tara.reads("Write what is to be corrected; then return it.")
    says(tara, comments, "Whose showroom?", "Say it")
    says(tara, comments, "Say whose showroom it is.", "Return it")
    tara.qtbot.waitUntil(lambda: tara.state() is ReviewState.returned, timeout=30_000)
    tara.stick("Write to a stick", back, "Written and read back")


def says(who: Sitting, comments: CommentsTab, words: str, button: str) -> None:
    """Write something about the record, press a button, and wait until it stands there."""
    who.qtbot.mouseClick(comments.writing.text.viewport(), LEFT)
    who.typist.types(words)
    click(who.qtbot, comments, button)
    who.reads(words)


def corrected(asha: Sitting, came: Path, stick: Path) -> None:
    """Read what the advisor said, write the place in full, and write the next stick."""
    asha.stick("Read from a stick", came, "changes of Tara")
    asha.goes_to("Reviews")
    asha.reads("Say whose showroom it is.")
    asha.reads("Whose showroom?")
    log = asha.opens_the_meeting().log
    place = log.sheet.fields.boxes["place"].editor.control
    asha.qtbot.waitUntil(place.isVisible)
    assert not log.comments.judging.isVisibleTo(log.comments)  # only the advisor judges
    asha.qtbot.mouseClick(place, LEFT)
    asha.typist.types(END, " of Calico")
    with asha.qtbot.waitSignal(log.saved):
        asha.typist.holds(CTRL, Qt.Key.Key_S)
    assert asha.state() is ReviewState.changed_since
    asha.stick("Write to a stick", stick, "Written and read back")


def approved(served: Served, tara: Sitting, came: Path, back: Path) -> None:
    """Read the correction, approve it, bring all of it to the server, and write the answers."""
    tara.stick("Read from a stick", came, "1 change of Asha")
    log = tara.opens_the_meeting().log
    assert the_meeting(tara.store).record.place == "Sanganer, the showroom of Calico"
    open_tab(tara.qtbot, log.tabs, "Comments")
    tara.qtbot.waitUntil(log.comments.judging.isVisible)
    click(tara.qtbot, log.comments, "Approve it")
    tara.qtbot.waitUntil(lambda: tara.state() is ReviewState.approved, timeout=30_000)
    tara.store.link_to(served.address, tara.store.link().token)  # she is back in town
    tara.goes_to("Exchange")
    click(tara.qtbot, tara.page, "Exchange now")
    tara.qtbot.waitUntil(lambda: tara.store.standing().all_sent and not tara.store.sticks.to_carry(), timeout=60_000)
    tara.stick("Write to a stick", back, "Written and read back")


def test_work_goes_to_the_server_and_back_though_its_laptop_is_never_online(
    served: Served, tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    asha, tara = tmp_path / "asha", tmp_path / "tara"
    sticks = [tmp_path / name for name in ("one", "two", "three", "four")]
    two_who_know_each_other(served, asha, tara)
    with sitting(asha, theme, qtbot) as she:
        written(served, she, sticks[0])
    with sitting(tara, theme, qtbot) as advisor:
        sent_back(advisor, sticks[0], sticks[1])
    with sitting(asha, theme, qtbot) as she:
        corrected(she, sticks[1], sticks[2])
    with sitting(tara, theme, qtbot) as advisor:
        approved(served, advisor, sticks[2], sticks[3])
    with sitting(asha, theme, qtbot) as she:
        she.stick("Read from a stick", sticks[3], "the server's word on ")
        she.reads("changes have arrived")
        assert she.store.standing().all_sent
        assert she.state() is ReviewState.approved
