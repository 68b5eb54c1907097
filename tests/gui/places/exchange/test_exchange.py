"""Whether the place Exchange says what is true, never blocks, and loses nothing whatever the server does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cdadesk.acts.attaching import attach, pasted_source
from cdadesk.acts.sending_files import originals_go, photos_go
from cdadesk.domain.actors.actor import Actor
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import actors, exchange
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.gui.workroom import Workroom
from cdadesk.wire.messages import (
    Grants,
    Outcome,
    Outcomes,
    Result,
    Role,
)
from cdadesk.wire.ops import Seen
from tests.builders import SCOPE, a_record, changed, opened, saved, the
from tests.gui.at_the_desk import a_desk, a_window, click, key, keys, with_a_cluster, words_in
from tests.serving import PASSWORD
from tests.sync import hostile
from tests.sync.hostile import Request, Wire, a_server, html, refusal, told
from tests.sync.served import Served, a_served_town


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


def signed_in(desk: Desk, address: str) -> None:
    """Let the laptop be one that was signed in long ago."""
    desk.store.link_to(address, "token")
    desk.store.take(Grants("u1", "Kavita", Role.cda, {SCOPE: "Jaipur"}, {}, "g1"))


def all_taken(request: Request, wire: Wire) -> None:
    """Take whatever comes."""
    entries = request.batch.entries if request.batch else ()
    outcomes = tuple(Outcome(entry.n, Result.ok, Seen(1, entry.n)) for entry in entries)
    told(outcomes=Outcomes(1, entries[-1].n, outcomes) if entries else None)(request, wire)


def shown(desk: Desk, theme: Theme, qtbot: QtBot) -> tuple[Workroom, ExchangePage]:
    room = a_window(desk, [exchange.PLACE, actors.PLACE], theme, qtbot)
    page = room.window.page
    assert isinstance(page, ExchangePage)
    qtbot.waitUntil(lambda: page.head.headline.text() != "")
    return room, page


def press(qtbot: QtBot, page: ExchangePage) -> None:
    qtbot.mouseClick(page.head.go, Qt.MouseButton.LeftButton)


def count_at(room: Workroom) -> str:
    buttons = room.window.navigation.findChildren(QPushButton)
    return next(each.accessibleName() for each in buttons if each.accessibleName().startswith("Exchange"))


# signing in


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with a_served_town(tmp_path_factory.mktemp("server")) as made:
        yield made


def test_somebody_signs_in_and_exchanges_by_keyboard(desk: Desk, served: Served, theme: Theme, qtbot: QtBot) -> None:
    room, page = shown(desk, theme, qtbot)
    assert "Sign in once" in page.head.below.text()
    assert not page.head.go.isVisible()
    room.window.page.setFocus()
    keys(qtbot, served.address)
    key(qtbot, Qt.Key.Key_Return)
    keys(qtbot, "asha")
    key(qtbot, Qt.Key.Key_Return)
    keys(qtbot, PASSWORD)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.head.notice.text().startswith("Signed in."), timeout=20_000)
    qtbot.waitUntil(lambda: page.head.go.isVisible() and page.head.go.hasFocus())
    assert not page.head.go.visibleRegion().isEmpty()
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.head.headline.text() == "All sent", timeout=20_000)
    assert "asha" in page.head.below.text()
    assert desk.store.standing().all_sent
    assert page.head.sign_in.password.text() == ""


def test_a_wrong_password_is_told_and_only_it_is_typed_again(
    desk: Desk, served: Served, theme: Theme, qtbot: QtBot
) -> None:
    _room, page = shown(desk, theme, qtbot)
    form = page.head.sign_in
    form.address.setText(served.address)
    form.user.setText("tara")
    form.password.setFocus()
    keys(qtbot, "guessed")
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "does not know this name and password" in form.notice.text(), timeout=20_000)
    assert (form.user.text(), form.password.text()) == ("tara", "")
    assert form.password.hasFocus()
    assert form.password.echoMode() is QLineEdit.EchoMode.Password


def test_an_open_line_is_refused_beside_the_field(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    _room, page = shown(desk, theme, qtbot)
    form = page.head.sign_in
    for field, text in ((form.address, "http://example.org"), (form.user, "asha"), (form.password, "secret")):
        field.setFocus()
        keys(qtbot, text)
    key(qtbot, Qt.Key.Key_Return)
    assert "must begin with https://" in words_in(form)
    assert form.address.hasFocus()
    assert not page.runner.running


def test_a_password_that_was_typed_does_not_wait_behind_another_place(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    room, page = shown(desk, theme, qtbot)
    page.head.sign_in.password.setText("half typed")
    room.window.go_to("actors")
    assert page.head.sign_in.password.text() == ""


# exchanging


def test_what_waits_is_said_with_its_cost(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    signed_in(desk, "http://localhost:1")
    for name in ("Calico", "Anokhi"):
        saved(desk.store, a_record(Actor, name=name))
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: page.head.headline.text().startswith("3 records wait to be sent: "))
    assert page.head.headline.text().endswith("KB")
    assert "never exchanged yet" in page.head.below.text()


def test_photos_that_go_later_are_counted_with_their_cost(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    signed_in(desk, "http://localhost:1")
    record = saved(desk.store, a_record(Actor, name="Calico"))
    attach(desk.store, record, pasted_source("list.txt", b"two looms"))
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: "1 photo or paper goes later: 1 KB" in page.head.below.text())


def test_the_person_says_by_keyboard_what_goes_along_with_the_records(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with a_desk(tmp_path / "profile") as desk:
        with_a_cluster(desk.store)
        signed_in(desk, "http://localhost:1")
        _room, page = shown(desk, theme, qtbot)
        boxes = page.by_itself.files_go
        qtbot.waitUntil(boxes.photos.isVisible)
        assert (photos_go(desk.store), originals_go(desk.store)) == (True, False)
        qtbot.keyClick(boxes.originals, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: originals_go(desk.store))
        qtbot.keyClick(boxes.photos, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not photos_go(desk.store))
        assert not boxes.originals.isEnabled()
    with a_desk(tmp_path / "profile") as desk:
        _room, page = shown(desk, theme, qtbot)
        boxes = page.by_itself.files_go
        assert (boxes.photos.isChecked(), boxes.originals.isChecked()) == (False, True)
        qtbot.waitUntil(boxes.photos.isVisible)
        qtbot.keyClick(boxes.photos, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: photos_go(desk.store))
        assert boxes.originals.isEnabled()


def test_all_sent_is_said_only_when_the_server_said_so(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    with a_server(all_taken) as server:
        signed_in(desk, server.address)
        _room, page = shown(desk, theme, qtbot)
        qtbot.waitUntil(lambda: "waits to be sent" in page.head.headline.text())
        press(qtbot, page)
        qtbot.waitUntil(lambda: page.head.headline.text() == "All sent")
        assert page.head.notice.text() == "1 record sent, 0 records received"
        saved(desk.store, a_record(Actor, name="Calico"))
        desk.note_news()
        qtbot.waitUntil(lambda: "1 record waits" in page.head.headline.text())


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (html(), "A web page answered instead of the server."),
        (hostile.hang_up, "The line broke"),
        (html(502), "a problem of its own (code 502)"),
    ],
    ids=["portal", "broken line", "gateway"],
)
def test_what_went_wrong_is_said_and_kept_in_the_list(
    desk: Desk, theme: Theme, qtbot: QtBot, answer: hostile.Answer, sentence: str
) -> None:
    with a_server(answer) as server:
        signed_in(desk, server.address)
        _room, page = shown(desk, theme, qtbot)
        press(qtbot, page)
        qtbot.waitUntil(lambda: sentence in page.head.notice.text())
        qtbot.waitUntil(lambda: sentence in words_in(page.past))
    assert "waits to be sent" in page.head.headline.text()
    assert desk.store.standing().waiting == 1


def test_a_laptop_that_was_put_out_is_asked_to_sign_in_again(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    with a_server(refusal(401, "token")) as server:
        signed_in(desk, server.address)
        _room, page = shown(desk, theme, qtbot)
        press(qtbot, page)
        qtbot.waitUntil(page.head.sign_in.isVisible)
    assert page.head.sign_in.address.text() == server.address
    assert "your work stays here" in page.head.notice.text()
    assert not page.head.go.isVisible()


def test_the_window_goes_on_while_the_server_is_silent_and_cancel_ends_it(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    with a_server(hostile.silence) as server:
        signed_in(desk, server.address)
        room, page = shown(desk, theme, qtbot)
        press(qtbot, page)
        qtbot.waitUntil(server.asked.is_set)
        assert page.head.go.text() == "Stop"
        assert "Exchanging with the server" in words_in(room.window.status_line)
        room.window.go_to("actors")
        saved(desk.store, a_record(Actor, name="Typed meanwhile"))
        click(qtbot, room.window.status_line, "Cancel")
        qtbot.waitUntil(lambda: not page.runner.running, timeout=5_000)
    room.window.go_to("exchange")
    qtbot.waitUntil(lambda: "You stopped it." in words_in(page.past))
    assert page.head.go.text() == "Exchange now"
    assert desk.store.standing().waiting == 2


def test_closing_the_window_does_not_wait_for_a_silent_server(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    with a_server(hostile.silence) as server:
        signed_in(desk, server.address)
        _room, page = shown(desk, theme, qtbot)
        press(qtbot, page)
        qtbot.waitUntil(server.asked.is_set)
        desk.background.close()
    assert desk.store.standing().waiting == 1


def test_two_exchanges_never_run_at_once(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    with a_server(hostile.silence) as server:
        signed_in(desk, server.address)
        _room, page = shown(desk, theme, qtbot)
        page.runner.exchange()
        page.runner.exchange()
        qtbot.waitUntil(server.asked.is_set)
        page.runner.stop()
        qtbot.waitUntil(lambda: not page.runner.running)
    assert len(server.requests) == 1


def test_a_clock_that_is_off_is_said_once_it_is_known(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    with a_server(
        told(outcomes=Outcomes(1, 1, (Outcome(1, Result.ok, Seen(1, 1)),)), Date="Mon, 13 Mar 2028 09:12:33 GMT")
    ) as server:
        signed_in(desk, server.address)
        _room, page = shown(desk, theme, qtbot)
        press(qtbot, page)
        qtbot.waitUntil(lambda: "this laptop's is 730 days slow" in page.head.clock.text())
    assert page.head.headline.text() == "All sent"


def test_the_line_at_the_foot_leads_here(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    room, _page = shown(desk, theme, qtbot)
    room.window.go_to("actors")
    room.window.sync_asked.emit()
    assert room.window.place == "exchange"


# what the server could not take


def refuse(desk: Desk, record: Actor, sentence: str) -> None:
    batch = desk.store.next_to_send(10**6)
    assert batch is not None
    judged = [
        Outcome(entry.n, Result.rejected, code="shape", sentence=sentence)
        if getattr(entry, "record", None) == record.id
        else Outcome(entry.n, Result.ok, Seen(1, entry.n))
        for entry in batch.entries
    ]
    desk.store.settle(Outcomes(1, batch.entries[-1].n, tuple(judged)))


def test_a_refused_record_is_shown_with_the_servers_words_until_it_is_mended(
    desk: Desk, theme: Theme, qtbot: QtBot
) -> None:
    signed_in(desk, "http://localhost:1")
    desk.store.note_exchange()
    record = saved(desk.store, a_record(Actor, name="Calico"))
    refuse(desk, record, "The name is too long.")
    room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: "The name is too long." in words_in(page.refused))
    assert page.head.headline.text() == "1 record needs you"
    qtbot.waitUntil(lambda: count_at(room) == "Exchange, 1 waits")
    click(qtbot, page.refused, "Open the record")
    assert room.window.place == "actors"
    changed(desk.store, the(desk.store, Actor, record.id), name="Cal")
    room.window.go_to("exchange")
    qtbot.waitUntil(lambda: not page.refused.isVisible())
    assert "1 record waits" in page.head.headline.text()


def test_a_refused_record_is_saved_as_a_text(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    signed_in(desk, "http://localhost:1")
    refuse(desk, saved(desk.store, a_record(Actor, name="केलिको")), "The name is too long.")
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(page.refused.isVisible)
    click(qtbot, page.refused, "Save as a text")
    asking = page.refused.findChild(QFileDialog)
    asking.fileSelected.emit(str(tmp_path / "refused.txt"))
    asking.close()
    qtbot.waitUntil(lambda: "refused.txt" in page.refused.notice.text())
    text = (tmp_path / "refused.txt").read_text(encoding="utf-8")
    assert "The name is too long." in text
    assert "Name: केलिको" in text
    assert '"code": "shape"' in text


def test_a_text_that_cannot_be_written_is_told(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    signed_in(desk, "http://localhost:1")
    refuse(desk, saved(desk.store, a_record(Actor, name="Calico")), "Too long.")
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(page.refused.isVisible)
    click(qtbot, page.refused, "Save as a text")
    asking = page.refused.findChild(QFileDialog)
    asking.fileSelected.emit(str(tmp_path / "nowhere" / "refused.txt"))
    asking.close()
    qtbot.waitUntil(lambda: "could not be written" in page.refused.notice.text())


# copies


def copy_into(page: ExchangePage, qtbot: QtBot, folder: Path) -> None:
    click(qtbot, page.copies, "Make a copy")
    asking = page.copies.findChild(QFileDialog)
    asking.fileSelected.emit(str(folder))
    asking.close()


def test_a_copy_is_made_into_a_folder_and_opens(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    record = saved(desk.store, a_record(Actor, name="Calico"))
    stick = tmp_path / "stick"
    stick.mkdir()
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: "You have not made one yet." in words_in(page.copies))
    copy_into(page, qtbot, stick)
    qtbot.waitUntil(lambda: "The copy is whole" in page.copies.notice.text(), timeout=10_000)
    qtbot.waitUntil(lambda: str(stick) in words_in(page.copies))
    (folder,) = stick.iterdir()
    with opened(folder) as copy:
        assert the(copy, Actor, record.id).record.name == "Calico"


def test_a_copy_that_fails_is_told(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    _room, page = shown(desk, theme, qtbot)
    copy_into(page, qtbot, tmp_path / "pulled out")
    qtbot.waitUntil(lambda: "could not be written there" in page.copies.notice.text())
    assert page.copies.make.isEnabled()
    assert "You have not made one yet." in words_in(page.copies)


def test_copies_made_before_an_upgrade_are_listed(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    folder = desk.store.profile.backups
    folder.mkdir()
    (folder / "20260314-091233-revision-0001.db").write_bytes(b"a copy")
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: "14 Mar 2026, 14:42" in words_in(page.copies))
    assert "By itself, before an upgrade" in words_in(page.copies)
