"""Whether a person gets into a profile: the first time, every day, after forgetting, and when something is wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from cdadesk.acts.updating import copy_before
from cdadesk.gui.kit.background import Background
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.start.start_window import StartWindow
from cdadesk.i18n import format_instant
from cdadesk.store import profile as profiles
from cdadesk.store import vault
from cdadesk.store.engine import Database
from cdadesk.store.store import Store
from tests.builders import PASSPHRASE, a_setup, a_store
from tests.gui.at_the_desk import click, key, keys, words_in

SECRET = "four old mango trees"


@pytest.fixture
def opened() -> Iterator[list[Store]]:
    """Return the stores that were handed over; they are closed after the test."""
    stores: list[Store] = []
    yield stores
    for store in stores:
        store.close()


@pytest.fixture
def start(tmp_path: Path, theme: Theme, qtbot: QtBot, opened: list[Store]) -> Iterator[Callable[..., StartWindow]]:
    """Return how to open the start window on the profiles of a folder."""
    background = Background()

    def show(folder: Path | None = None) -> StartWindow:
        window = StartWindow(theme, background, tmp_path, a_setup())
        qtbot.addWidget(window)
        window.opened.connect(opened.append)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        if folder is None:
            window.begin()
        else:
            window.begin_with(folder)
        return window

    yield show
    background.close()


def test_the_first_start_needs_a_name_and_a_passphrase_and_shows_the_recovery_key(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    window = start()
    for typed in ("Kavita Sharma", SECRET, SECRET):
        keys(qtbot, typed)
        key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(window.recovery.key.isVisible)
    assert len(window.recovery.key.text()) == 29
    assert opened == []
    click(qtbot, window, "I have printed it or written it down")
    (store,) = opened
    assert store.me.name == "Kavita Sharma"
    assert store.profile.folder.parent == tmp_path
    assert window.recovery.key.text() == ""


def test_passphrases_that_differ_or_are_short_are_complained_of_beside_the_field(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot
) -> None:
    window = start()
    for typed in ("Kavita", "short", "short"):
        keys(qtbot, typed)
        key(qtbot, Qt.Key.Key_Return)
    assert "at least 8 characters" in words_in(window.creating.passphrase)
    window.creating.passphrase.line.setText(SECRET)
    click(qtbot, window, "Begin")
    assert "not the same" in words_in(window.creating.again)
    assert profiles.profiles(tmp_path) == []


def test_the_recovery_key_is_saved_as_a_paper(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    window = start()
    window.creating.asked.emit("Kavita", SECRET)
    qtbot.waitUntil(window.recovery.key.isVisible)
    click(qtbot, window, "Save as PDF")
    asking = window.findChild(QFileDialog)
    asking.fileSelected.emit(str(tmp_path / "key.pdf"))
    asking.close()
    paper = pypdfium2.PdfDocument(tmp_path / "key.pdf")
    assert window.recovery.key.text() in paper[0].get_textpage().get_text_range()
    assert "key.pdf" in window.recovery.notice.text()
    paper.close()


def test_a_wrong_passphrase_is_said_and_can_be_typed_over(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    a_store(tmp_path / "kavita").close()
    window = start()
    keys(qtbot, "something else")
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not right" in window.unlocking.notice.text())
    keys(qtbot, PASSPHRASE)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)


def test_who_forgot_the_passphrase_chooses_a_new_one_with_the_recovery_key(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    created = Store.create(tmp_path / "kavita", PASSPHRASE, "Kavita", setup=a_setup())
    created.store.close()
    window = start()
    click(qtbot, window, "I forgot the passphrase")
    for typed in (created.recovery.lower(), SECRET, SECRET):
        keys(qtbot, typed)
        key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)
    opened.pop().close()
    window.begin()
    keys(qtbot, SECRET)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)


def test_a_slip_in_the_recovery_key_is_said_and_changes_nothing(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    a_store(tmp_path / "kavita").close()
    before = (tmp_path / "kavita" / "key.json").read_bytes()
    window = start()
    window.forgotten.asked.emit("7QK2M-ABCDE-FGHJK-MNPQR-STUVW", SECRET)
    qtbot.waitUntil(lambda: "slip" in window.forgotten.notice.text())
    assert (tmp_path / "kavita" / "key.json").read_bytes() == before


def test_a_shared_laptop_asks_who_works_now(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    for name in ("Kavita", "Mohan"):
        a_store(tmp_path / name, name).close()
    window = start()
    click(qtbot, window, "Mohan")
    keys(qtbot, PASSPHRASE)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].me.name == "Mohan"


def test_a_second_person_can_begin_on_a_laptop_with_one_profile(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot
) -> None:
    a_store(tmp_path / "kavita").close()
    window = start()
    click(qtbot, window, "Another person works now")
    click(qtbot, window, "Another person begins here")
    assert window.creating.name.line.hasFocus()


def test_one_profile_is_not_opened_in_two_windows(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    with a_store(tmp_path / "kavita"):
        window = start()
        keys(qtbot, PASSPHRASE)
        key(qtbot, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "open in another window" in window.unlocking.notice.text())
    assert opened == []


def test_a_damaged_database_is_said_and_left_as_it_is(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    a_store(tmp_path / "kavita").close()
    file = tmp_path / "kavita" / "cdadesk.db"
    file.write_bytes(b"eaten by a virus" * 400)
    before = file.read_bytes()
    window = start()
    keys(qtbot, PASSPHRASE)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "damaged" in window.unlocking.notice.text())
    assert file.read_bytes() == before
    assert opened == []


def test_the_whole_step_can_be_read_in_the_other_language(start: Callable[..., StartWindow], qtbot: QtBot) -> None:
    window = start()
    keys(qtbot, "Kavita")
    click(qtbot, window, "हि")
    assert window.creating.name.text() == "Kavita"
    click(qtbot, window, "EN")
    assert "Welcome" in words_in(window)


def test_a_profile_is_made_in_the_folder_that_was_asked_for(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    window = start(tmp_path / "on a stick" / "kavita")
    window.creating.asked.emit("Kavita", SECRET)
    qtbot.waitUntil(window.recovery.key.isVisible)
    click(qtbot, window, "I have printed it or written it down")
    assert opened[0].profile.folder == tmp_path / "on a stick" / "kavita"


def test_a_profile_of_a_newer_version_can_be_worked_with_from_the_copy_before(
    tmp_path: Path, start: Callable[..., StartWindow], qtbot: QtBot, opened: list[Store]
) -> None:
    with a_store(tmp_path / "kavita", "Kavita") as store:
        copy = copy_before(store)
    _pretend_newer(tmp_path / "kavita")
    window = start()
    keys(qtbot, PASSPHRASE)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(window.unlocking.older.isVisible, timeout=20_000)
    assert "kept aside for the newer version" in words_in(window.unlocking)
    click(qtbot, window, f"Use the copy of {format_instant(copy.at)}")
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20_000)
    assert opened[0].me.name == "Kavita"
    assert len(list((tmp_path / "set-aside").iterdir())) == 1


def _pretend_newer(folder: Path) -> None:
    key_of_it = vault.unlock(folder / "key.json", PASSPHRASE)
    database = Database(folder / "cdadesk.db", key_of_it)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of the future'"))
    database.close()
