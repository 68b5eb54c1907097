"""The file for support, written from the window: its key is shown, and opens it."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import exchange
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.server import journals
from cdadesk.wire.keys import Keys
from tests.builders import a_record, saved
from tests.gui.at_the_desk import a_desk, a_window


def test_the_key_that_is_shown_opens_the_file(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with a_desk(tmp_path / "kavita") as desk:
        saved(desk.store, a_record(Actor, name="Calico Printers"))
        page = a_window(desk, [exchange.PLACE], theme, qtbot).window.page
        assert isinstance(page, ExchangePage)
        file = tmp_path / "all.cdajournal"
        page.support.write_to(file)
        qtbot.waitUntil(lambda: "shown only now" in page.support.notice.text(), timeout=20_000)
        key = page.support.notice.text().rsplit(" ", 1)[1]
        told = journals.read(journals.opened(file.read_bytes(), Keys.new(), lambda: key))
        ((replica, links),) = told.replicas
        assert replica == desk.store.replica
        assert len(links) == 1
