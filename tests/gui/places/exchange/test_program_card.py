"""The program's own card: a newer version from the stick or the server, and the way back, as the person meets them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor
from cdadesk.gui.desk import Desk
from cdadesk.gui.exchanging.runner import Ending
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import exchange
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.gui.places.exchange.program_card import ProgramCard
from cdadesk.gui.update_watch import UpdateWatch
from cdadesk.store.drafts import DraftKey
from tests.builders import HandClock, a_record, saved
from tests.gui.at_the_desk import a_desk, a_window, click, words_in
from tests.releases import SMALL, updates_in, write_release
from tests.serving import running_server


def a_card(desk: Desk, theme: Theme, qtbot: QtBot) -> ProgramCard:
    """Open the place and return the card of the program."""
    page = a_window(desk, [exchange.PLACE], theme, qtbot).window.page
    assert isinstance(page, ExchangePage)
    return page.program


def says(qtbot: QtBot, card: ProgramCard, words: str) -> None:
    """Wait until the card says so."""
    qtbot.waitUntil(lambda: words in words_in(card), timeout=20_000)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a stick with a newer version on it."""
    write_release(tmp_path / "stick" / "updates")
    return tmp_path / "stick"


def test_run_from_its_source_there_is_nothing_to_press(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with a_desk(tmp_path / "kavita") as desk:
        card = a_card(desk, theme, qtbot)
        says(qtbot, card, "takes no updates by itself")
        assert not any(each.isVisible() for each in (card.next, card.stick, card.back))


def test_a_stick_brings_a_newer_version_and_a_copy_is_made_before_it_starts(
    tmp_path: Path, stick: Path, theme: Theme, qtbot: QtBot
) -> None:
    with a_desk(tmp_path / "kavita", updates=updates_in(tmp_path / "programs")) as desk:
        card = a_card(desk, theme, qtbot)
        says(qtbot, card, "No newer version is known")
        card.look_in(stick)
        says(qtbot, card, "whole and checked")
        assert "Version 0.2.0 of 5 Jan 2027" in words_in(card)
        assert "Sticks are read faster." in words_in(card)
        click(qtbot, card, "Install and start again")
        says(qtbot, card, "could not be started")  # there is no Windows here
        assert card.window().isVisible()
        assert len(desk.store.automatic_copies()) == 1


def test_a_stick_that_somebody_tampered_with_is_not_taken(
    tmp_path: Path, stick: Path, theme: Theme, qtbot: QtBot
) -> None:
    (stick / "updates" / "cdadesk-0.2.0-update.exe").write_bytes(SMALL[::-1])
    with a_desk(tmp_path / "kavita", updates=updates_in(tmp_path / "programs")) as desk:
        card = a_card(desk, theme, qtbot)
        card.look_in(stick)
        says(qtbot, card, "somebody changed it")
        assert list(desk.updates.shelf.iterdir()) == []


def test_while_something_is_unsaved_nothing_is_installed(
    tmp_path: Path, stick: Path, theme: Theme, qtbot: QtBot
) -> None:
    with a_desk(tmp_path / "kavita", updates=updates_in(tmp_path / "programs")) as desk:
        actor = saved(desk.store, a_record(Actor, name="Calico Printers"))
        card = a_card(desk, theme, qtbot)
        card.look_in(stick)
        says(qtbot, card, "whole and checked")
        desk.drafts.keep(DraftKey(Actor.kind, actor.id), None, {"name": "Calico"})
        click(qtbot, card, "Install and start again")
        says(qtbot, card, "is typed and not saved")
        assert desk.store.automatic_copies() == []


def test_the_way_back_closes_the_window_and_starts_what_swaps(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    ways = updates_in(tmp_path / "programs")
    (tmp_path / "programs" / "prog.before").mkdir()
    back, done = tmp_path / "programs" / "back.exe", tmp_path / "swapped"
    back.write_text(f"#!/bin/sh\ntouch {done}\n", encoding="utf-8")
    back.chmod(0o755)
    with a_desk(tmp_path / "kavita", updates=ways) as desk:
        card = a_card(desk, theme, qtbot)
        click(qtbot, card, "Back to the version before")
        qtbot.waitUntil(lambda: done.exists() and not card.window().isVisible(), timeout=20_000)
        assert len(desk.store.automatic_copies()) == 1


def test_the_server_is_asked_after_an_exchange_and_its_offer_is_said_once(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    write_release(tmp_path / "offered")
    clock, said = HandClock(), list[str]()
    with (
        running_server(tmp_path / "server.sqlite3", "--updates", str(tmp_path / "offered")) as server,
        a_desk(tmp_path / "kavita", clock=clock, updates=updates_in(tmp_path / "programs")) as desk,
    ):
        desk.store.link_to(server.address, "token")
        desk.said.connect(lambda _tone, sentence, _action: said.append(sentence))
        UpdateWatch(desk)
        desk.runner.exchange_over.emit(Ending(well=True))
        qtbot.waitUntil(lambda: len(said) == 1, timeout=20_000)
        assert "0.2.0" in said[0]
        card = a_card(desk, theme, qtbot)
        says(qtbot, card, "Version 0.2.0")
        click(qtbot, card, card.next.text())
        says(qtbot, card, "whole and checked")
        clock.advance(days=2)
        _ask_again(desk, qtbot)
        assert len(said) == 1


def _ask_again(desk: Desk, qtbot: QtBot) -> None:
    jobs: list[Callable[[], object]] = []
    desk.runner.exchange_over.emit(Ending(well=True))
    desk.background.start(desk, lambda _progress: None, lambda _none: jobs.append(lambda: None))
    qtbot.waitUntil(lambda: bool(jobs), timeout=20_000)
