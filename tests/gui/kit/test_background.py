"""Whether work beside the window comes home on the window's thread, in order, and ends when asked."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.gui.kit.background import Background, Progress, mistake_of_ours


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def page() -> QObject:
    return QObject()


def test_work_runs_beside_the_window_and_its_answer_arrives_on_the_windows_thread(
    background: Background, page: QObject, qtbot: QtBot
) -> None:
    threads: list[threading.Thread] = []
    answers: list[tuple[int, threading.Thread]] = []

    def work(progress: Progress) -> int:
        del progress
        threads.append(threading.current_thread())
        return 42

    background.start(page, work, lambda answer: answers.append((answer, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(42, threading.main_thread())]
    assert threads[0] is not threading.main_thread()


def test_trouble_is_shown_in_its_own_words(background: Background, page: QObject, qtbot: QtBot) -> None:
    with qtbot.waitSignal(background.failed) as told:
        background.start(page, _raising(Trouble("The disk is full.")), _ignore)
    assert told.args == ["The disk is full."]


def test_a_mistake_of_ours_is_called_that_and_leaves_its_trace_in_the_log(
    background: Background, page: QObject, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(background.failed) as told:
        background.start(page, _raising(ZeroDivisionError("by zero")), _ignore)
    assert told.args == [mistake_of_ours()]
    assert "ZeroDivisionError" in caplog.text


def test_a_page_that_wants_to_say_it_itself_gets_the_sentence(
    background: Background, page: QObject, qtbot: QtBot
) -> None:
    said: list[str] = []
    background.start(page, _raising(Trouble("No room.")), _ignore, said.append)
    qtbot.waitUntil(lambda: said == ["No room."])


def test_cancel_ends_the_work_at_its_next_safe_place(background: Background, page: QObject, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[int] = []

    def work(progress: Progress) -> None:
        begun.set()
        go_on.wait(5)
        progress.stop_if_asked()
        done.append(1)

    job = background.start(page, work, _ignore)
    assert begun.wait(5)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
        go_on.set()
    assert done == []


def test_progress_arrives_on_the_windows_thread_in_the_order_told(
    background: Background, page: QObject, qtbot: QtBot
) -> None:
    told: list[tuple[int, int, threading.Thread]] = []

    def work(progress: Progress) -> None:
        for done in range(3):
            progress.report(done, 3)

    job = background.start(page, work, _ignore)
    job.progressed.connect(lambda done, total: told.append((done, total, threading.current_thread())))
    qtbot.waitSignal(job.ended).wait()
    assert told == [(done, 3, threading.main_thread()) for done in range(3)]


def test_writes_happen_one_after_the_other_in_the_order_given(
    background: Background, page: QObject, qtbot: QtBot
) -> None:
    written: list[int] = []
    answered: list[int] = []
    for number in range(20):
        background.write(page, _writing(written, number), answered.append)
    qtbot.waitUntil(lambda: len(answered) == 20)
    assert written == answered == list(range(20))


def test_closing_the_program_waits_for_every_write_and_skips_none(qtbot: QtBot, page: QObject) -> None:
    made, gate, written = Background(), threading.Event(), list[int]()
    made.write(page, lambda _progress: gate.wait(5), _ignore)
    for number in range(5):
        made.write(page, _writing(written, number), _ignore)
    gate.set()
    made.close()
    assert written == list(range(5))


def test_closing_the_program_stops_long_work(qtbot: QtBot, page: QObject) -> None:
    made, begun = Background(), threading.Event()

    def for_ever(progress: Progress) -> None:
        begun.set()
        while True:
            progress.stop_if_asked()

    made.start(page, for_ever, _ignore)
    assert begun.wait(5)
    made.close()


def test_an_answer_for_a_page_that_is_gone_is_dropped(background: Background, qtbot: QtBot) -> None:
    gate, answers = threading.Event(), list[int]()
    gone = QObject()

    def work(progress: Progress) -> int:
        del progress
        gate.wait(5)
        return 1

    job = background.start(gone, work, answers.append)
    gone.deleteLater()
    qtbot.waitUntil(lambda: _is_gone(gone))
    with qtbot.waitSignal(job.ended):
        gate.set()
    assert answers == []


def test_what_is_asked_for_while_the_program_closes_is_not_begun(qtbot: QtBot) -> None:
    background, answers = Background(), list[int]()
    background.close()
    background.start(background, _writing(answers, 1), _ignore)
    assert answers == []


def _is_gone(thing: QObject) -> bool:
    try:
        thing.objectName()
    except RuntimeError:
        return True
    return False


def _raising(error: Exception) -> Callable[[Progress], None]:
    def work(progress: Progress) -> None:
        raise error

    return work


def _writing(into: list[int], number: int) -> Callable[[Progress], int]:
    def work(progress: Progress) -> int:
        into.append(number)
        return number

    return work


def _ignore(answer: object) -> None:
    del answer
