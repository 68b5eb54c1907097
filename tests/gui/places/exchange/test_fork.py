"""A profile that was restored from a copy: Exchange shows what goes out again, and one key goes on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.acts import exchanging
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import exchange
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.store.store import Transport
from tests.builders import the
from tests.gui.at_the_desk import a_desk, a_window, key, words_in
from tests.serving import PASSWORD
from tests.sync.served import Served, a_furnished_town, exchanged, serving, written


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "server").mkdir()
    with serving(a_furnished_town(tmp_path / "server")) as made:
        yield made


def test_one_key_lets_a_restored_profile_go_on(served: Served, tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with a_desk(tmp_path / "asha") as desk:
        exchanging.sign_in(desk.store, served.address, "asha", PASSWORD)
        exchanged(desk.store)
        copy = desk.store.back_up(tmp_path).path
        forgotten = written(desk.store, Meeting, served.scope, place="Amer")
        exchanged(desk.store)
    shutil.rmtree(tmp_path / "asha")
    shutil.copytree(copy, tmp_path / "asha")
    with a_desk(tmp_path / "asha") as desk:
        waits = written(desk.store, Meeting, served.scope, place="Bagru")
        room = a_window(desk, [exchange.PLACE], theme, qtbot)
        page = room.window.page
        assert isinstance(page, ExchangePage)
        qtbot.waitUntil(page.head.go.isVisible)
        with qtbot.waitSignal(page.runner.failed, timeout=20_000):
            page.head.go.click()
        qtbot.waitUntil(page.fork.isVisible)
        said = words_in(page.fork)
        assert "This profile was restored or copied" in said
        assert "Of 1 record, changes go out again:" in said
        page.fork.go_on.setFocus()
        with qtbot.waitSignal(page.runner.exchanged, timeout=20_000):
            key(qtbot, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not page.fork.isVisible())
        assert desk.store.transport(waits) is Transport.applied
        assert the(desk.store, Meeting, forgotten.id).record.place == "Amer"
