"""Whether the program as a whole opens, locks, keeps what is typed, owns up to mistakes, and tests itself."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdadesk import i18n
from cdadesk.app import Asked, Program
from cdadesk.demo.profile import PASSPHRASE as DEMO_PASSPHRASE
from cdadesk.domain.actors.actor import Actor
from cdadesk.gui.kit.theme import Scheme, Theme
from cdadesk.gui.log_file import LogFile
from cdadesk.gui.records.page import RecordsPage
from tests.builders import PASSPHRASE, a_record, a_setup, a_store, saved
from tests.gui.at_the_desk import click, key, keys, with_a_cluster

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def dressed(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture
def begin(tmp_path: Path, dressed: Theme, qtbot: QtBot) -> Iterator[Callable[..., Program]]:
    """Return how to start the program as its command line does."""
    begun: list[Program] = []
    log = LogFile(tmp_path / "logs")
    dressed.choose(Scheme.LIGHT)

    def start(**asked: object) -> Program:
        program = Program(Asked(root=tmp_path / "profiles", setup=a_setup(), **asked), dressed, log)
        begun.append(program)
        program.begin()
        return program

    yield start
    for program in begun:
        program.close()
    log.close()


def unlock(program: Program, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: program.start is not None and program.start.isActiveWindow())
    keys(qtbot, PASSPHRASE)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.room is not None and program.room.window.isActiveWindow())


def test_a_fresh_profile_leads_to_making_the_cluster(begin: Callable[..., Program], qtbot: QtBot) -> None:
    program = begin()
    qtbot.waitUntil(lambda: program.start is not None and program.start.isActiveWindow())
    program.start.creating.asked.emit("Kavita", "four old mango trees")
    qtbot.waitUntil(program.start.recovery.key.isVisible)
    program.start.recovery.kept.emit()
    assert program.room.window.place == "cluster"
    assert program.start is None


def test_locking_keeps_what_is_typed_and_says_so_after_unlocking(
    tmp_path: Path, begin: Callable[..., Program], qtbot: QtBot
) -> None:
    with a_store(tmp_path / "profiles" / "kavita") as store:
        with_a_cluster(store)
        actor = saved(store, a_record(Actor, name="Ajmeri"))
    program = begin()
    unlock(program, qtbot)
    program.desk.open("actor", actor.id)
    page = program.room.window.page
    assert isinstance(page, RecordsPage)
    page.detail.focus_form()
    key(qtbot, Qt.Key.Key_End)
    keys(qtbot, " Works")
    key(qtbot, Qt.Key.Key_L, CTRL)
    assert program.desk is None
    unlock(program, qtbot)
    assert program.room.window.banner.text() == "What you had typed and not saved is kept: “Ajmeri”."
    click(qtbot, program.room.window.banner, "Go on with it")
    assert program.room.window.page.detail.form.boxes["name"].editor.typed() == "Ajmeri Works"


def test_a_mistake_is_owned_up_to_and_logged_in_the_profile(
    tmp_path: Path, begin: Callable[..., Program], qtbot: QtBot
) -> None:
    a_store(tmp_path / "profiles" / "kavita").close()
    program = begin()
    unlock(program, qtbot)
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        logging.getLogger("cdadesk").exception("a mistake of ours")
    program.own_up()
    assert "The program made a mistake." in program.room.window.banner.text()
    written = (tmp_path / "profiles" / "kavita" / "logs" / "cdadesk.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in written


def test_the_demo_opens_by_itself_and_says_that_it_is_invented(begin: Callable[..., Program], qtbot: QtBot) -> None:
    program = begin(demo="jaipur")
    qtbot.waitUntil(lambda: program.room is not None, timeout=120_000)
    said = program.room.window.banner.text()
    assert "Illustrative" in said
    assert DEMO_PASSPHRASE in said
    program.room.window.use_language("hi")
    in_hindi = program.room.window.banner.text()
    program.room.window.use_language("en")
    assert "Illustrative" not in in_hindi
    assert DEMO_PASSPHRASE in in_hindi
    assert program.room.window.banner.text() == said
    program.room.window.banner.fall_silent()
    program.room.window.use_language("hi")
    put_away = program.room.window.banner.isHidden()
    program.room.window.use_language("en")
    assert put_away


def test_the_language_that_was_chosen_is_there_the_next_morning(
    tmp_path: Path, begin: Callable[..., Program], qtbot: QtBot
) -> None:
    a_store(tmp_path / "profiles" / "kavita").close()
    program = begin()
    unlock(program, qtbot)
    program.room.window.use_language("hi")
    program.close()
    i18n.use_language("en")
    again = begin()
    qtbot.waitUntil(lambda: again.start is not None and again.start.isActiveWindow())
    assert again.start.unlocking.title.text() == "Kavita"
    keys(qtbot, PASSPHRASE)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.room is not None)
    assert i18n.language() == "hi"


def test_search_leads_from_anywhere_to_a_record(tmp_path: Path, begin: Callable[..., Program], qtbot: QtBot) -> None:
    with a_store(tmp_path / "profiles" / "kavita") as store:
        with_a_cluster(store)
        saved(store, a_record(Actor, name="बगरू छपाई"))
    program = begin()
    unlock(program, qtbot)
    window = program.room.window
    key(qtbot, Qt.Key.Key_K, CTRL)
    keys(qtbot, "छपाई")
    key(qtbot, Qt.Key.Key_Return)
    search = window.top_bar.search
    qtbot.waitUntil(lambda: bool(program.search.matches.isVisible()))
    assert "बगरू छपाई  ·  Actor" in program.search.matches.texts()
    key(qtbot, Qt.Key.Key_Return)
    assert window.place == "actors"
    assert window.page.chosen.name == "बगरू छपाई"
    assert search.text() == ""


def test_the_command_tests_itself_without_display_or_network(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cdadesk", "--self-test"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["database: works", "PDF: works", "window: works", "network: not used"]


def test_the_command_says_its_version_without_loading_the_window(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cdadesk", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("cdadesk ")
    assert "PySide6" not in done.stderr


def test_the_mark_is_shown_before_all_parts_are_taken_in_and_goes_when_they_are() -> None:
    said = "o = Opening(); print(shown(), 'sqlalchemy' in sys.modules); o.is_over(); print(shown())"
    shown = "shown = lambda: any(each.isVisible() for each in QApplication.topLevelWidgets())"
    imports = "import sys; from PySide6.QtWidgets import QApplication; from cdadesk.gui.opening import Opening"
    done = subprocess.run(
        [sys.executable, "-c", f"{imports}; {shown}; {said}"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.splitlines() == ["True False", "False"], done.stderr
