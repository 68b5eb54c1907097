"""A place that waits for its first answer says so, but not at once, and never again."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cdadesk.gui.kit.background import Background
from cdadesk.gui.kit.first_reading import FirstReading


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def part(qtbot: QtBot) -> FirstReading:
    made = FirstReading(QLabel("Nothing waits for you."))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_slow_answer_is_announced_and_then_shown(part: FirstReading, background: Background, qtbot: QtBot) -> None:
    come = threading.Event()
    job = background.start(part, lambda _progress: come.wait(), lambda _done: None)
    part.follow(job)
    assert not part.line.isVisible()
    qtbot.waitUntil(part.line.isVisible)
    assert part.line.text() == "Reading …"
    come.set()
    qtbot.waitUntil(part.is_answered)
    assert not part.line.isVisible()


def test_what_has_an_answer_keeps_it_while_it_reads_again(
    part: FirstReading, background: Background, qtbot: QtBot
) -> None:
    part.follow(background.start(part, lambda _progress: None, lambda _done: None))
    qtbot.waitUntil(part.is_answered)
    come = threading.Event()
    part.follow(background.start(part, lambda _progress: come.wait(), lambda _done: None))
    assert part.is_answered()
    come.set()
