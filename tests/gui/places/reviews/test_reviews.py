"""Whether the advisor's words are read, answered and worked off where they belong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.review import Comment, Outcome
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import actors, reviews
from cdadesk.gui.places.reviews.filters import Wanted
from cdadesk.gui.places.reviews.page import ReviewsPage
from cdadesk.gui.workroom import Workroom
from tests.builders import a_record, changed, saved, the
from tests.gui.at_the_desk import SMALL_LAPTOP, a_desk, a_window, click, key, keys, with_a_cluster, words_in
from tests.gui.places.advised import Advised

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path / "profile") as made:
        with_a_cluster(made.store)
        made.note_news()
        yield made


@pytest.fixture
def advised(desk: Desk) -> Advised:
    return Advised(desk.store)


def an_actor(advised: Advised, name: str, **values: object) -> Actor:
    record = saved(advised.store, a_record(Actor, name=name, **values))
    advised.exchange()
    return record


def shown(desk: Desk, theme: Theme, qtbot: QtBot, size: tuple[int, int] | None = None) -> tuple[Workroom, ReviewsPage]:
    places = [reviews.PLACE, actors.PLACE]
    room = a_window(desk, places, theme, qtbot, size) if size else a_window(desk, places, theme, qtbot)
    page = room.window.page
    assert isinstance(page, ReviewsPage)
    qtbot.waitUntil(lambda: page.letter.record is not None or not page.list.matters())
    return room, page


def titles(page: ReviewsPage) -> list[str]:
    return [matter.record.title() for matter in page.list.matters()]


def count_at(room: Workroom, place: str) -> str:
    buttons = room.window.navigation.findChildren(QPushButton)
    return next(each.accessibleName() for each in buttons if each.accessibleName().startswith(place))


def test_an_empty_place_says_what_it_is_for(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: "Nothing was said yet" in words_in(page))


def test_what_came_back_stands_on_top_and_in_the_navigation(
    desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot
) -> None:
    approved, returned, commented = (an_actor(advised, name) for name in ("Anokhi", "Calico", "Kesar"))
    advised.judges(returned, Outcome.returned, "The village is missing.")
    advised.comments(commented, "Is this one firm or two?")
    advised.judges(approved, Outcome.approved)
    room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: len(titles(page)) == 3)
    assert titles(page) == ["Calico", "Kesar", "Anokhi"]
    qtbot.waitUntil(lambda: count_at(room, "Reviews") == "Reviews, 1 waits")
    qtbot.waitUntil(lambda: "The village is missing." in words_in(page.letter))
    said = words_in(page.letter)
    assert "Tara returned this" in said
    assert "open the record and correct it" in said


def test_a_filter_shows_only_what_stands_so(desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot) -> None:
    approved, returned = (an_actor(advised, name) for name in ("Anokhi", "Calico"))
    advised.judges(returned, Outcome.returned, "Why?")
    advised.judges(approved, Outcome.approved)
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: len(titles(page)) == 2)
    click(qtbot, page, "Approved  1")
    assert titles(page) == ["Anokhi"]
    qtbot.waitUntil(lambda: "Tara approved this" in words_in(page.letter))
    page.filters.choose(Wanted.COMMENTED)
    assert "There are none of these." in words_in(page)


def test_a_comment_on_a_field_shows_what_it_held_then_and_holds_now(
    desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot
) -> None:
    record = an_actor(advised, "Calico", remarks="Twelve tables")
    advised.comments(record, "Count them again.", "remarks")
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: "Count them again." in words_in(page.letter))
    assert "Twelve tables" in words_in(page.letter)
    assert "then:" not in words_in(page.letter)
    changed(desk.store, the(desk.store, Actor, record.id), remarks="Fourteen tables")
    desk.note_news()
    qtbot.waitUntil(lambda: "then: Twelve tables" in words_in(page.letter))
    assert "now: Fourteen tables" in words_in(page.letter)


def test_a_corrected_record_waits_to_be_sent_and_no_longer_counts(
    desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot
) -> None:
    record = an_actor(advised, "Calico", remarks="Twelve tables")
    advised.judges(record, Outcome.returned, "Count again.")
    room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: count_at(room, "Reviews") == "Reviews, 1 waits")
    changed(desk.store, the(desk.store, Actor, record.id), remarks="Fourteen tables")
    desk.note_news()
    qtbot.waitUntil(lambda: "That waits to be sent" in words_in(page.letter))
    assert "Twelve tables  \N{RIGHTWARDS ARROW}  Fourteen tables" in words_in(page.letter)
    qtbot.waitUntil(lambda: count_at(room, "Reviews") == "Reviews")
    advised.exchange()
    desk.note_news()
    qtbot.waitUntil(lambda: "the server has that" in words_in(page.letter))


def test_a_comment_is_answered_in_place_by_keyboard(desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot) -> None:
    record = an_actor(advised, "Calico")
    asked = advised.comments(record, "One firm or two?", "name")
    _room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: "One firm or two?" in words_in(page.letter))
    answer = next(each for each in page.letter.findChildren(QPushButton) if each.text() == "Answer")
    answer.setFocus()
    key(qtbot, Qt.Key.Key_Return)
    keys(qtbot, "Two brothers, one firm.")
    key(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Two brothers, one firm." in words_in(page.letter))
    (given,) = [held.record for held in desk.store.find(Comment) if held.record.reply_to == asked]
    assert (given.about_path, given.text) == ("name", "Two brothers, one firm.")
    assert page.letter.writing.text.toPlainText() == ""
    assert "You  ·" in words_in(page.letter)


def test_what_is_being_written_outlives_going_elsewhere(
    desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot
) -> None:
    advised.comments(an_actor(advised, "Calico"), "One firm or two?")
    room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: page.letter.record is not None)
    page.letter.writing.text.setFocus()
    keys(qtbot, "Two bro")
    room.window.go_to("actors")
    room.window.go_to("reviews")
    assert page.letter.writing.text.toPlainText() == "Two bro"
    assert [draft.body["text"] for draft in desk.drafts.all()] == ["Two bro"]


def test_the_record_is_opened_from_the_list_by_keyboard(
    desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot
) -> None:
    records = [an_actor(advised, name) for name in ("Anokhi", "Calico")]
    for record in records:
        advised.judges(record, Outcome.returned, "Look again.")
    room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: len(titles(page)) == 2)
    page.list.setFocus()
    key(qtbot, Qt.Key.Key_Down)
    wanted = page.list.current()
    assert wanted is not None
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.letter.record is not None and page.letter.record.id == wanted.record.id)
    key(qtbot, Qt.Key.Key_Return)
    assert room.window.place == "actors"


def test_a_small_screen_shows_one_part_at_a_time(desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot) -> None:
    advised.judges(an_actor(advised, "Calico"), Outcome.returned, "Look again.")
    _room, page = shown(desk, theme, qtbot, SMALL_LAPTOP)
    qtbot.waitUntil(lambda: titles(page) == ["Calico"])
    assert not page.letter.isVisible()
    page.list.setFocus()
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page.letter.isVisible)
    assert page.title() == "Calico"
    key(qtbot, Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_two_verdicts_that_do_not_agree_need_a_person(desk: Desk, advised: Advised, theme: Theme, qtbot: QtBot) -> None:
    record = an_actor(advised, "Calico")
    advised.judges(record, Outcome.approved)
    advised.judges(record, Outcome.returned, "No.")
    room, page = shown(desk, theme, qtbot)
    qtbot.waitUntil(lambda: "Two verdicts do not agree" in words_in(page.letter))
    assert "Earlier" in words_in(page.letter)
    qtbot.waitUntil(lambda: count_at(room, "Reviews") == "Reviews, 1 waits")
