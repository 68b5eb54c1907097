"""Whether the program exchanges by itself when it may, never when it may not, and says at any moment what is so."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cdadesk.acts import exchanging, illustration
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.gui.desk import Desk
from cdadesk.gui.exchanging.courier import Pace
from cdadesk.gui.exchanging.network import NetworkWatch, SystemNetwork
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import actors, exchange
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.gui.workroom import Workroom
from cdadesk.store.store import Edit
from cdadesk.sync.schedule import CALM, HOUR, LEAST, MINUTE, START, Network
from cdadesk.wire.messages import (
    Grants,
    Outcome,
    Outcomes,
    Result,
    Role,
)
from cdadesk.wire.ops import Seen
from tests.builders import SCOPE, HandClock, a_record, a_setup, a_store
from tests.gui.at_the_desk import a_desk, a_window, click, with_a_cluster, words_in
from tests.serving import PASSWORD
from tests.sync import hostile
from tests.sync.hostile import Request, Wire, a_server, html, refusal, told
from tests.sync.served import a_laptop, a_served_town, exchanged


@dataclass
class Ticks:
    """Time that goes on only when it is told to, and chance that is none."""

    now: float = 1000.0

    @property
    def pace(self) -> Pace:
        return Pace(lambda: self.now, lambda: 0.5)


class HandNetwork(NetworkWatch):
    """A network that is told what it is."""

    def __init__(self, network: Network = Network.there) -> None:
        super().__init__()
        self.now = network
        self.costs = False

    @property
    def network(self) -> Network:
        return self.now

    @property
    def metered(self) -> bool:
        return self.costs

    def becomes(self, network: Network) -> None:
        self.now = network
        self.changed.emit()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def desk(tmp_path: Path, ticks: Ticks) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile", pace=ticks.pace) as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


@pytest.fixture
def network() -> HandNetwork:
    return HandNetwork()


def all_taken(request: Request, wire: Wire) -> None:
    entries = request.batch.entries if request.batch else ()
    outcomes = tuple(Outcome(entry.n, Result.ok, Seen(1, entry.n)) for entry in entries)
    told(outcomes=Outcomes(1, entries[-1].n, outcomes) if entries else None)(request, wire)


def signed_in(desk: Desk, address: str) -> None:
    """Let the laptop be one that was signed in long ago."""
    desk.store.link_to(address, "token")
    desk.store.take(Grants("u1", "Kavita", Role.cda, {SCOPE: "Jaipur"}, {}, "g1"))


def used_to_it(desk: Desk, address: str) -> None:
    """Let the laptop be one whose person has exchanged before, by hand; whether it worked does not matter."""
    signed_in(desk, hostile.nobody())
    with pytest.raises(Trouble):
        exchanging.exchange(desk.store, lambda _progress: None, lambda: False, desk.clock)
    signed_in(desk, address)


def pass_time(desk: Desk, ticks: Ticks, seconds: float) -> None:
    """Let time pass, as a laptop does that was asleep: the courier looks at the clock when something happens."""
    ticks.now += seconds
    desk.runner.changed.emit()


def save(desk: Desk, qtbot: QtBot, name: str) -> Actor:
    """Save as a form does."""
    record = a_record(Actor, name=name)
    with qtbot.waitSignal(desk.records_changed):
        desk.save(desk, [Edit(None, record)])
    return record


def shown(desk: Desk, theme: Theme, qtbot: QtBot) -> tuple[Workroom, ExchangePage]:
    room = a_window(desk, [exchange.PLACE, actors.PLACE], theme, qtbot)
    page = room.window.page
    assert isinstance(page, ExchangePage)
    qtbot.waitUntil(lambda: page.head.headline.text() != "")
    return room, page


def test_what_is_saved_goes_by_itself_and_the_foot_says_all_sent_only_then(
    desk: Desk, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    with a_server(all_taken) as server:
        used_to_it(desk, server.address)
        room, page = shown(desk, theme, qtbot)
        desk.courier.begin(network)
        assert page.by_itself.words.text() == "What waits goes by itself in a moment."
        with qtbot.waitSignal(desk.runner.exchange_over):
            pass_time(desk, ticks, START)
        qtbot.waitUntil(lambda: "All sent" in room.window.status_line.text())
        save(desk, qtbot, "Calico")
        assert "All sent" not in room.window.status_line.text()
        assert "1 record waits to be sent" in room.window.status_line.text()
        with qtbot.waitSignal(desk.runner.exchange_over):
            pass_time(desk, ticks, CALM)
        qtbot.waitUntil(lambda: "All sent" in room.window.status_line.text())
        assert desk.store.standing().all_sent
    assert page.head.notice.text() == ""


def test_it_works_with_a_real_server(tmp_path: Path, ticks: Ticks, network: HandNetwork, qtbot: QtBot) -> None:
    with (
        a_served_town(tmp_path) as served,
        a_laptop(tmp_path / "balbir", served, "balbir") as balbir,
        a_desk(tmp_path / "asha", pace=ticks.pace) as asha,
    ):
        exchanging.sign_in(asha.store, served.address, "asha", PASSWORD)
        exchanged(asha.store)
        asha.courier.begin(network)
        record = a_record(Actor, name="Calico").changed(scope=served.scope)
        with qtbot.waitSignal(asha.records_changed):
            asha.save(asha, [Edit(None, record)])
        with qtbot.waitSignal(asha.runner.exchange_over, timeout=20_000):
            pass_time(asha, ticks, CALM)
        exchanged(balbir)
        assert balbir.get(Actor, record.id) is not None


def test_nothing_goes_before_somebody_signed_in_and_exchanged_once(
    desk: Desk, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    with a_server(all_taken) as server:
        _room, page = shown(desk, theme, qtbot)
        desk.courier.begin(network)
        assert not page.by_itself.isVisible()
        signed_in(desk, server.address)
        page.refresh()
        qtbot.waitUntil(page.by_itself.isVisible)
        assert page.by_itself.words.text().startswith("Once you have exchanged here for the first time")
        save(desk, qtbot, "Calico")
        pass_time(desk, ticks, 48 * HOUR)
        assert desk.courier.seconds_left() is None
        assert server.requests == []
        with qtbot.waitSignal(desk.runner.exchange_over):
            qtbot.mouseClick(page.head.go, Qt.MouseButton.LeftButton)
        assert desk.courier.seconds_left() is not None


def test_what_is_invented_for_training_never_goes_by_itself(
    tmp_path: Path, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    store_day = HandClock().clock.today()
    with a_store(tmp_path / "demo", setup=a_setup()) as store:
        with_a_cluster(store)
        illustration.mark_illustrative(store, store_day)
    with a_desk(tmp_path / "demo", pace=ticks.pace) as desk, a_server(all_taken) as server:
        used_to_it(desk, server.address)
        _room, page = shown(desk, theme, qtbot)
        desk.courier.begin(network)
        save(desk, qtbot, "Calico")
        pass_time(desk, ticks, 48 * HOUR)
        assert desk.courier.seconds_left() is None
        qtbot.waitUntil(lambda: "invented for training" in page.by_itself.words.text())
        assert server.requests == []


def test_a_pause_is_said_kept_over_the_night_and_taken_back(
    tmp_path: Path, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    with a_server(all_taken) as server:
        with a_desk(tmp_path / "laptop", pace=ticks.pace) as desk:
            with_a_cluster(desk.store)
            desk.note_news()
            used_to_it(desk, server.address)
            _room, page = shown(desk, theme, qtbot)
            desk.courier.begin(network)
            click(qtbot, page.by_itself, "Pause")
            pass_time(desk, ticks, 48 * HOUR)
        with a_desk(tmp_path / "laptop", pace=ticks.pace) as desk:
            room, page = shown(desk, theme, qtbot)
            desk.courier.begin(network)
            qtbot.waitUntil(lambda: "Paused: nothing goes out by itself" in page.by_itself.words.text())
            qtbot.waitUntil(lambda: room.window.status_line.text().endswith("paused"))
            save(desk, qtbot, "Calico")
            pass_time(desk, ticks, 48 * HOUR)
            assert server.requests == []
            click(qtbot, page.by_itself, "Go on")
            with qtbot.waitSignal(desk.runner.exchange_over):
                pass_time(desk, ticks, START)
            assert desk.store.standing().all_sent


def test_a_pause_stops_what_goes_by_itself(desk: Desk, ticks: Ticks, network: HandNetwork, qtbot: QtBot) -> None:
    with a_server(hostile.silence) as server:
        used_to_it(desk, server.address)
        desk.courier.begin(network)
        pass_time(desk, ticks, START)
        qtbot.waitUntil(server.asked.is_set)
        with qtbot.waitSignal(desk.runner.exchange_over):
            desk.courier.pause()
    assert not desk.runner.running
    assert desk.store.standing().waiting == 1


def test_what_takes_long_shows_its_progress_with_cancel_at_the_foot(
    desk: Desk, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    with a_server(hostile.silence) as server:
        used_to_it(desk, server.address)
        room, _page = shown(desk, theme, qtbot)
        desk.courier.begin(network)
        pass_time(desk, ticks, START)
        qtbot.waitUntil(lambda: "Exchanging with the server" in words_in(room.window.status_line))
        with qtbot.waitSignal(desk.runner.exchange_over):
            click(qtbot, room.window.status_line, "Cancel")
        assert len(server.requests) == 1
    assert desk.courier.seconds_left() == 15 * MINUTE


@pytest.mark.parametrize(
    "case",
    [
        (html(), "sign in first, in a browser", 2 * MINUTE),
        (html(407), "proxy of this network wants a password", 10 * MINUTE),
        (refusal(429, "too_many_tries", Retry_After="1800"), "asks for patience", 1800 * 1.125),
        (html(500), "problem of its own", 2 * MINUTE),
    ],
    ids=["portal", "proxy", "busy", "server"],
)
def test_a_setback_is_said_quietly_with_the_time_of_the_next_try(
    desk: Desk,
    ticks: Ticks,
    network: HandNetwork,
    theme: Theme,
    qtbot: QtBot,
    case: tuple[hostile.Answer, str, float],
) -> None:
    answer, words, seconds = case
    with a_server(answer, all_taken) as server:
        used_to_it(desk, server.address)
        room, page = shown(desk, theme, qtbot)
        desk.courier.begin(network)
        with qtbot.waitSignal(desk.runner.exchange_over):
            pass_time(desk, ticks, START)
        assert words in page.by_itself.words.text()
        assert "The next try is" in page.by_itself.words.text()
        assert room.window.banner.text() == ""
        assert desk.courier.seconds_left() == seconds
        with qtbot.waitSignal(desk.runner.exchange_over):
            pass_time(desk, ticks, seconds)
        assert desk.store.standing().all_sent


def test_it_goes_soon_after_a_connection_appears(
    desk: Desk, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    with a_server(html(), all_taken) as server:
        used_to_it(desk, server.address)
        _room, page = shown(desk, theme, qtbot)
        desk.courier.begin(network)
        with qtbot.waitSignal(desk.runner.exchange_over):
            pass_time(desk, ticks, START)
        network.becomes(Network.away)
        assert page.by_itself.words.text().startswith("There is no network.")
        ticks.now += 3 * MINUTE
        network.becomes(Network.there)
        with qtbot.waitSignal(desk.runner.exchange_over):
            pass_time(desk, ticks, LEAST)
        assert len(server.requests) == 2
    assert desk.store.standing().all_sent


def test_a_laptop_that_was_put_out_is_said_once_and_tried_no_more(
    desk: Desk, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    with a_server(refusal(401, "token")) as server:
        used_to_it(desk, server.address)
        room, page = shown(desk, theme, qtbot)
        room.window.go_to("actors")
        desk.courier.begin(network)
        with qtbot.waitSignal(desk.runner.exchange_over):
            pass_time(desk, ticks, START)
        assert "Sign in to the server again" in room.window.banner.text()
        pass_time(desk, ticks, 48 * HOUR)
        assert desk.courier.seconds_left() is None
        assert len(server.requests) == 1
        click(qtbot, room.window.banner, "To the exchange")
        qtbot.waitUntil(page.head.sign_in.isVisible)
    assert "until you have signed in again" in page.by_itself.words.text()


def test_a_costly_connection_is_believed_from_system_and_person_and_remembered(
    tmp_path: Path, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    with a_desk(tmp_path / "laptop", pace=ticks.pace) as desk:
        with_a_cluster(desk.store)
        desk.note_news()
        used_to_it(desk, hostile.nobody())
        _room, page = shown(desk, theme, qtbot)
        desk.courier.begin(network)
        assert not desk.courier.costly
        qtbot.waitUntil(page.by_itself.costs.isVisible)
        page.by_itself.costs.setFocus()
        qtbot.keyClick(page.by_itself.costs, Qt.Key.Key_Space)
        assert desk.courier.costly
    with a_desk(tmp_path / "laptop", pace=ticks.pace) as desk:
        assert desk.courier.costly
        desk.courier.say_it_is_free()
        network.costs = True
        desk.courier.begin(network)
        assert desk.courier.costly


def test_failures_in_a_row_stand_as_one_in_the_list(
    desk: Desk, ticks: Ticks, network: HandNetwork, theme: Theme, qtbot: QtBot
) -> None:
    used_to_it(desk, hostile.nobody())
    room, page = shown(desk, theme, qtbot)
    desk.courier.begin(network)
    for _each in range(2):
        with qtbot.waitSignal(desk.runner.exchange_over):
            pass_time(desk, ticks, HOUR)
    qtbot.waitUntil(lambda: "3 times since" in words_in(page.past))
    assert words_in(page.past).count("cannot be reached") == 1
    room.window.use_language("hi")
    assert "cannot be reached" not in words_in(page.past)


def test_the_system_is_asked_for_its_network(qtbot: QtBot) -> None:
    system = SystemNetwork()
    assert system.network in Network
    assert system.metered in (True, False)
