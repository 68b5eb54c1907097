"""What the tests of the interview place share: the place in a window, and a person who fills in by keys alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import diagnostic
from cdadesk.gui.places.diagnostic.interviews.answer_editors import PickAnswer, TypedAnswer, WordsAnswer
from cdadesk.gui.places.diagnostic.interviews.log import InterviewLog
from cdadesk.gui.places.diagnostic.interviews.media_answer import MediaAnswer
from cdadesk.gui.places.diagnostic.interviews.page import InterviewsPage
from cdadesk.gui.places.diagnostic.interviews.pressed_answers import PressedAnswer, RankAnswer
from cdadesk.gui.places.diagnostic.interviews.question_row import QuestionRow
from cdadesk.gui.places.parted import PartedPage
from cdadesk.questions.form import Kind
from cdadesk.store.store import Store
from tests.builders import HandClock
from tests.gui.at_the_desk import a_desk, a_window, key, keys, with_a_cluster

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@contextmanager
def a_talking_desk(folder: Path, clock: HandClock | None = None) -> Iterator[Desk]:
    """Give a desk with a cluster."""
    new = not folder.exists()
    with a_desk(folder, clock=clock) as desk:
        if new:
            with_a_cluster(desk.store)
            desk.note_news()
        yield desk


def interviews_page(desk: Desk, theme: Theme, qtbot: QtBot) -> InterviewsPage:
    """Open the window on the interviews."""
    page = a_window(desk, [diagnostic.PLACE], theme, qtbot).window.page
    assert isinstance(page, PartedPage)
    part = page.page_of("interviews")
    assert isinstance(part, InterviewsPage)
    return part


def begin(page: InterviewsPage, qtbot: QtBot, who: str) -> InterviewLog:
    """Begin an interview with an actor that is known, by keys, up to its first question."""
    key(qtbot, K.Key_N, CTRL)
    log = page.log
    qtbot.waitUntil(log.head.private.boxes["actor"].editor.control.hasFocus)
    keys(qtbot, who)
    key(qtbot, K.Key_Return)
    go_to_field(log, qtbot, "agreement")
    keys(qtbot, "but without")
    key(qtbot, K.Key_Return)
    go_to_field(log, qtbot, "consent_mode")
    keys(qtbot, "mouth")
    key(qtbot, K.Key_Return)
    while not log.head.go.hasFocus():
        key(qtbot, K.Key_Tab)
    key(qtbot, K.Key_Space)
    qtbot.waitUntil(log.sheet.isVisible)
    qtbot.waitUntil(lambda: log.is_saved)
    log.sheet.begin()
    qtbot.waitUntil(lambda: log.sheet.current_row() is not None)
    return log


def go_to_field(log: InterviewLog, qtbot: QtBot, name: str) -> None:
    """Press Tab until a field of the first page has the keyboard."""
    for _step in range(40):
        if log.head.fields.boxes[name].editor.control.hasFocus():
            return
        key(qtbot, K.Key_Tab)
    raise AssertionError(f"Tab never comes to {name}")


def answer_here(log: InterviewLog, qtbot: QtBot, row: QuestionRow) -> None:
    """Answer the question where the keyboard is, as its kind wants it."""
    if row.closed.isVisible():
        key(qtbot, K.Key_F11)
    match row.editor:
        case PressedAnswer() | RankAnswer():
            keys(qtbot, "1")
        case PickAnswer():
            key(qtbot, K.Key_Down)
            key(qtbot, K.Key_Return)
        case WordsAnswer():
            keys(qtbot, "as Meena said")
        case TypedAnswer():
            keys(qtbot, _figure(log, row))
        case MediaAnswer():
            key(qtbot, K.Key_F8)
        case _:
            raise AssertionError(f"no key for {type(row.editor).__name__}")
    row.take()


def fill_section(log: InterviewLog, qtbot: QtBot) -> list[str]:
    """Answer every question of the section that is shown, by keys; return their keys."""
    answered = []
    for _step in range(80):
        row = log.sheet.current_row()
        if log.sheet.next.hasFocus():
            return answered
        if row is not None and row.key not in answered:
            answer_here(log, qtbot, row)
            answered.append(row.key)
        if row is None:
            assert QApplication.focusWidget() is not None
            key(qtbot, K.Key_Tab)
            continue
        key(qtbot, K.Key_Return)
    raise AssertionError("Enter never comes to the end of the section")


def saved_and_still(page: InterviewsPage, qtbot: QtBot, store: Store) -> None:
    """Save, and wait until nothing is typed that is not saved."""
    page.save()
    qtbot.waitUntil(lambda: page.log.is_saved and not store.drafts.all())


def _figure(log: InterviewLog, row: QuestionRow) -> str:
    kind = log.sheet.talk.sitting.form.bind(row.question.path).kind if log.sheet.talk is not None else Kind.string
    if kind is Kind.date:
        return "today"
    asks_year = log.sheet.talk is not None and log.sheet.talk.sitting.form.bind(row.question.path).unit == "year"
    return "1998" if asks_year or row.key.endswith("C01") else "1"
