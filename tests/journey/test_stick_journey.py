"""A laptop that never gets online again: its work goes by stick to the advisor, comes back, and reaches the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cdadesk.acts import review
from cdadesk.clock import Clock
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.review import Outcome, ReviewState
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.background import Background
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.gui.places.exchange.stick_panel import StickPanel
from cdadesk.store.store import Store, Transport
from cdadesk.sync.troubles import ServerAway
from tests.builders import changed, the
from tests.gui.at_the_desk import Notebook, words_in
from tests.sync.served import Served, a_laptop, a_served_town, exchanged, written


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with a_served_town(tmp_path) as made:
        yield made


@contextmanager
def the_panel(store: Store, qtbot: QtBot) -> Iterator[StickPanel]:
    """Show the place Exchange of a laptop, and give its panel for sticks once it is ready."""
    background = Background()
    page = ExchangePage(Desk(store, background, Clock(), Notebook()))
    page.resize(1150, 640)
    page.show()
    page.refresh()
    try:
        qtbot.waitUntil(page.sticks.out.go.isEnabled, timeout=20_000)
        yield page.sticks
    finally:
        page.close()
        background.close()
        page.deleteLater()


def write(store: Store, folder: Path, qtbot: QtBot, told: str = "Written and read back") -> None:
    """Write a stick for the colleague who stands there first, and wait until the window tells of it."""
    folder.mkdir()
    with the_panel(store, qtbot) as panel:
        panel.write(folder)
        qtbot.waitUntil(lambda: told in words_in(panel), timeout=30_000)


def read(store: Store, folder: Path, qtbot: QtBot, *told: str) -> None:
    """Read a stick, and wait until the window tells what it brought."""
    with the_panel(store, qtbot) as panel:
        panel.read(folder)
        qtbot.waitUntil(lambda: all(each in words_in(panel) for each in ("Read: ", *told)), timeout=30_000)


def state(store: Store, meeting: Meeting) -> ReviewState:
    return review.conversation(store, the(store, Meeting, meeting.id)).state


def test_work_goes_to_the_server_and_back_though_its_laptop_is_never_online(
    served: Served, tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with a_laptop(tmp_path / "asha", served, "asha") as asha, a_laptop(tmp_path / "tara", served, "tara") as tara:
        exchanged(asha)
        asha.link_to("http://localhost:1", asha.link().token)  # from here on nobody answers her
        with pytest.raises(ServerAway):
            exchanged(asha)
        meeting = written(asha, Meeting, served.scope, place="Bagru")
        write(asha, tmp_path / "one", qtbot, "For Tara: 0 of 1 change has arrived")
        read(tara, tmp_path / "one", qtbot, "1 change of Asha", "waits for your next exchange")
        review.judge(tara, the(tara, Meeting, meeting.id).record, Outcome.returned, "Say whose showroom it is.")
        write(tara, tmp_path / "two", qtbot)
        read(asha, tmp_path / "two", qtbot, "1 change of Tara")
        assert state(asha, meeting) is ReviewState.returned

        changed(asha, the(asha, Meeting, meeting.id), place="Bagru, the showroom of Calico")
        write(asha, tmp_path / "three", qtbot)
        read(tara, tmp_path / "three", qtbot)
        review.judge(tara, the(tara, Meeting, meeting.id).record, Outcome.approved)
        exchanged(tara)
        assert tara.transport(meeting) is Transport.applied
        write(tara, tmp_path / "four", qtbot)
        arrived = "For Tara: all 2 changes have arrived"
        read(asha, tmp_path / "four", qtbot, "the server's word on 2 changes of yours", arrived)
        assert asha.standing().all_sent
        assert state(asha, meeting) is state(tara, meeting) is ReviewState.approved
