"""Whether two laptops that wrote at one place agree once a person has chosen, by keyboard, at a real server."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdadesk.acts import exchanging, review
from cdadesk.acts.laptops import NoSuchName, name_this, own
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.networks.meeting import Attendance, Meeting, Presence
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import exchange
from cdadesk.gui.places.exchange.conflicts import ConflictBlock
from cdadesk.gui.places.exchange.page import ExchangePage
from cdadesk.store.store import Edit, Store
from tests.builders import HandClock, the
from tests.gui.at_the_desk import a_desk, a_window, key, keys, words_in
from tests.serving import PASSWORD
from tests.sync.served import Furnished, Served, a_furnished_town, a_laptop, exchanged, rewritten, serving, written


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    return a_furnished_town(tmp_path_factory.mktemp("server"))


@pytest.fixture
def served(furnished: Furnished, tmp_path: Path) -> Iterator[Served]:
    file = shutil.copy(furnished.file, tmp_path / "server.sqlite3")
    with serving(replace(furnished, file=Path(file))) as made:
        yield made


@pytest.fixture
def asha(served: Served, tmp_path: Path) -> Iterator[Store]:
    with a_laptop(tmp_path / "asha", served, "asha") as store:
        words = {"name": "Block printing, Jaipur", "product": "prints", "place": "Jaipur"}
        cluster = Cluster.model_validate(words | {"id": served.town.jaipur, "scope": served.scope})
        store.save(Edit(None, cluster))
        exchanged(store)
        yield store


@pytest.fixture
def balbir(served: Served, asha: Store, tmp_path: Path) -> Iterator[Desk]:
    """Return the desk of the one who settles."""
    clock = HandClock(dt.datetime(2026, 3, 13, 3, 42, tzinfo=dt.UTC))
    with a_desk(tmp_path / "balbir", clock=clock) as desk:
        exchanging.sign_in(desk.store, served.address, "balbir", PASSWORD)
        exchanged(desk.store)
        desk.note_news()
        yield desk


def both_write(asha: Store, balbir: Store, meeting: Meeting, hers: dict[str, Any], his: dict[str, Any]) -> None:
    """Let both change what both hold, and meet at the server; his comes later."""
    exchanged(asha)
    exchanged(balbir)
    rewritten(asha, meeting, **hers)
    rewritten(balbir, meeting, **his)
    for store in (asha, balbir, asha):
        exchanged(store)


def shown(desk: Desk, theme: Theme, qtbot: QtBot, conflicts: int) -> ExchangePage:
    room = a_window(desk, [exchange.PLACE], theme, qtbot)
    page = room.window.page
    assert isinstance(page, ExchangePage)
    qtbot.waitUntil(lambda: len(page.conflicts.blocks) == conflicts)
    page.setFocus()
    return page


def block_of(page: ExchangePage) -> ConflictBlock:
    return next(iter(page.conflicts.blocks.values()))


def exchange_now(page: ExchangePage, qtbot: QtBot) -> None:
    """Press Exchange now where the keyboard is, and wait for the end."""
    qtbot.waitUntil(page.head.go.hasFocus)
    with qtbot.waitSignal(page.runner.exchanged, timeout=20_000):
        key(qtbot, Qt.Key.Key_Return)


def test_rows_of_one_list_merge_and_the_same_row_is_settled_by_keyboard(
    served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot
) -> None:
    peacock = written(asha, Actor, served.scope, name="Blue Peacock Prints")
    first, second = str(new_id()), str(new_id())
    lines = {
        first: Attendance(member=peacock.id, status=Presence.absent),
        second: Attendance(status=Presence.absent),
    }
    meeting = written(asha, Meeting, served.scope, place="Sanganer", attendance=lines)

    def row(key_of: str, status: Presence) -> dict[str, Attendance]:
        now = the(asha, Meeting, meeting.id).record.attendance
        return now | {key_of: now[key_of].changed(status=status)}

    both_write(
        asha,
        balbir.store,
        meeting,
        {"attendance": row(first, Presence.present)},
        {"attendance": row(second, Presence.late)},
    )
    assert review.open_conflicts(balbir.store) == []
    name_this(asha, "Office laptop")
    both_write(
        asha,
        balbir.store,
        meeting,
        {"attendance": row(first, Presence.excused)},
        {"attendance": row(first, Presence.late)},
    )

    page = shown(balbir, theme, qtbot, 1)
    block = block_of(page)
    said = words_in(block)
    assert "Attendance, Blue Peacock Prints: Came?" in said
    assert "You, on this laptop, 13 Mar 2026, 09:12" in said
    assert "Asha, Office laptop, 14 Mar 2026, 14:42" in said
    assert "Present" in said
    assert [card.value.text() for card in block.cards] == ["Came late", "Excused"]
    assert block.cards[0].height() == block.cards[1].height()
    assert block.mine.hasFocus()
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.conflicts.blocks == {})
    assert "1 record waits" in page.head.headline.text()
    exchange_now(page, qtbot)
    exchanged(asha)
    for store in (asha, balbir.store):
        found = the(store, Meeting, meeting.id).record.attendance
        assert {key_of: line.status for key_of, line in found.items()} == {first: Presence.late, second: Presence.late}
        assert review.open_conflicts(store) == []


def test_a_person_names_the_laptop_and_finds_the_other_one_listed(
    served: Served, balbir: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    with a_laptop(tmp_path / "second", served, "balbir") as second:
        name_this(second, "Sanganer, blue cover")
        exchanged(second)
        exchanged(balbir.store)
        page = shown(balbir, theme, qtbot, 0)
        qtbot.waitUntil(page.laptops.isVisible)
        assert "Sanganer, blue cover" in words_in(page.laptops)
        page.laptops.name.setFocus()
        page.laptops.name.selectAll()
        keys(qtbot, "Office")
        key(qtbot, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "after the next exchange" in words_in(page.laptops))
        exchanged(balbir.store)
        exchanged(second)
        assert [each.name for each in own(second)] == ["Sanganer, blue cover", "Office"]
        assert balbir.store.settings.get("laptop") is None
        with pytest.raises(NoSuchName):
            name_this(second, " ")


def test_theirs_is_taken_offline_and_agreed_on_later(
    served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Sanganer")
    both_write(asha, balbir.store, meeting, {"place": "Bagru"}, {"place": "Amer"})
    balbir.store.link_to("http://localhost:1", balbir.store.link().token)
    page = shown(balbir, theme, qtbot, 1)
    key(qtbot, Qt.Key.Key_Tab)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.conflicts.blocks == {})
    assert the(balbir.store, Meeting, meeting.id).record.place == "Bagru"
    balbir.store.link_to(served.address, balbir.store.link().token)
    exchange_now(page, qtbot)
    exchanged(asha)
    for store in (asha, balbir.store):
        assert the(store, Meeting, meeting.id).record.place == "Bagru"
        assert review.open_conflicts(store) == []
    assert {line.value for line in asha.history(meeting, "place")} >= {"Bagru", "Sanganer"}


def test_a_third_value_is_written_in_the_editor_of_the_field(
    served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot
) -> None:
    meeting = written(asha, Meeting, served.scope, held_on=dt.date(2026, 3, 1), place="Sanganer")
    day, other = dt.date(2026, 3, 2), dt.date(2026, 3, 3)
    both_write(asha, balbir.store, meeting, {"held_on": day}, {"held_on": other})
    page = shown(balbir, theme, qtbot, 1)
    block = block_of(page)
    key(qtbot, Qt.Key.Key_Tab)
    key(qtbot, Qt.Key.Key_Tab)
    key(qtbot, Qt.Key.Key_Return)
    assert block.writing is not None
    editor = QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, "31 feb")
    block.writing.save.setFocus()
    key(qtbot, Qt.Key.Key_Return)
    assert block.writing.editor.complained() != ""
    block.writing.editor.control.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, "5/3/2026")
    block.writing.save.setFocus()
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.conflicts.blocks == {})
    exchange_now(page, qtbot)
    exchanged(asha)
    for store in (asha, balbir.store):
        assert the(store, Meeting, meeting.id).record.held_on == dt.date(2026, 3, 5)
        assert review.open_conflicts(store) == []


def test_a_blank_is_a_choice_too(served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot) -> None:
    meeting = written(asha, Meeting, served.scope, place="Sanganer", conflicts="None.")
    both_write(asha, balbir.store, meeting, {"conflicts": "Tea."}, {"conflicts": None})
    page = shown(balbir, theme, qtbot, 1)
    assert block_of(page).cards[0].value.text() == "(blank)"
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.conflicts.blocks == {})
    exchange_now(page, qtbot)
    exchanged(asha)
    assert [the(store, Meeting, meeting.id).record.conflicts for store in (asha, balbir.store)] == [None, None]


def test_after_one_is_settled_the_keyboard_is_at_the_next(
    served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Sanganer", started_at="4 pm")
    both_write(
        asha,
        balbir.store,
        meeting,
        {"place": "Bagru", "started_at": "5 pm"},
        {"place": "Amer", "started_at": "6 pm"},
    )
    page = shown(balbir, theme, qtbot, 2)
    assert list(page.conflicts.records) == [meeting.id]
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.conflicts.blocks) == 1)
    qtbot.waitUntil(block_of(page).mine.hasFocus)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.conflicts.blocks == {})
    exchange_now(page, qtbot)
    exchanged(asha)
    for store in (asha, balbir.store):
        found = the(store, Meeting, meeting.id).record
        assert (found.place, found.started_at) == ("Amer", "6 pm")


def test_what_is_being_written_survives_when_another_conflict_goes(
    served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Sanganer", started_at="4 pm")
    both_write(
        asha,
        balbir.store,
        meeting,
        {"place": "Bagru", "started_at": "5 pm"},
        {"place": "Amer", "started_at": "6 pm"},
    )
    page = shown(balbir, theme, qtbot, 2)
    first, second = page.conflicts.blocks.values()
    second.another.click()
    writing = second.writing
    assert writing is not None
    qtbot.waitUntil(lambda: writing.visibleRegion().boundingRect().height() == writing.height())
    writing.editor.restore_typed("half typed")
    first.theirs.click()
    qtbot.waitUntil(lambda: list(page.conflicts.blocks.values()) == [second])
    assert second.writing is not None
    assert second.writing.editor.typed() == "half typed"


def test_the_record_and_the_line_around_a_conflict_are_there_to_judge_by(
    served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot
) -> None:
    peacock = written(asha, Actor, served.scope, name="Blue Peacock Prints")
    line = str(new_id())
    lines = {line: Attendance(member=peacock.id, status=Presence.absent, walk_in=True)}
    values = {"place": "Sanganer", "started_at": "4 pm", "conflicts": "Tea.", "held_on": dt.date(2026, 3, 1)}
    meeting = written(asha, Meeting, served.scope, attendance=lines, **values)

    def marked(status: Presence) -> dict[str, Any]:
        return {"attendance": {line: lines[line].changed(status=status)}}

    both_write(asha, balbir.store, meeting, marked(Presence.excused), marked(Presence.late))
    page = shown(balbir, theme, qtbot, 1)
    said = words_in(page.conflicts)
    assert "Who: Blue Peacock Prints" in said
    assert "Guest: Yes" in said
    assert "Sanganer" in said
    card = page.conflicts.records[meeting.id]
    assert "Tea." not in said
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Tea." in words_in(page.conflicts))


def test_a_choice_is_taken_back_and_made_again(
    served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Sanganer")
    both_write(asha, balbir.store, meeting, {"place": "Bagru"}, {"place": "Amer"})
    page = shown(balbir, theme, qtbot, 1)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.conflicts.blocks == {})
    assert the(balbir.store, Meeting, meeting.id).record.place == "Amer"
    exchange_now(page, qtbot)
    key(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.conflicts.blocks) == 1)
    assert the(balbir.store, Meeting, meeting.id).record.place == "Bagru"
    page.setFocus()
    qtbot.waitUntil(block_of(page).mine.hasFocus)
    key(qtbot, Qt.Key.Key_Tab)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.conflicts.blocks == {})
    exchange_now(page, qtbot)
    exchanged(asha)
    for store in (asha, balbir.store):
        assert the(store, Meeting, meeting.id).record.place == "Bagru"
        assert review.open_conflicts(store) == []
    assert {line.value for line in balbir.store.history(meeting, "place")} >= {"Sanganer", "Bagru", "Amer"}


def test_the_trash_against_an_edit_is_told_in_words_and_settled(
    served: Served, asha: Store, balbir: Desk, theme: Theme, qtbot: QtBot
) -> None:
    meeting = written(asha, Meeting, served.scope, place="Sanganer")
    exchanged(asha)
    exchanged(balbir.store)
    held = the(asha, Meeting, meeting.id)
    asha.void(held.record, "Logged twice", held.base)
    rewritten(balbir.store, meeting, place="Amer")
    for store in (asha, balbir.store, asha):
        exchanged(store)
    page = shown(balbir, theme, qtbot, 1)
    block = block_of(page)
    said = words_in(block)
    assert "One put this in the trash, the other went on working with it." in said
    assert "Place: Amer" in said
    assert "Logged twice" in said
    assert {block.mine.text(), block.theirs.text()} == {"Keep it in use", "Put it in the trash"}
    assert the(balbir.store, Meeting, meeting.id).record.void is None
    (block.mine if block.mine.text() == "Put it in the trash" else block.theirs).click()
    qtbot.waitUntil(lambda: page.conflicts.blocks == {})
    exchange_now(page, qtbot)
    exchanged(asha)
    for store in (asha, balbir.store):
        found = the(store, Meeting, meeting.id).record
        assert found.void is not None
        assert found.place == "Amer"
