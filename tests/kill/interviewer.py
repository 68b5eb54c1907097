"""A person who types an interview, as a process of its own, until somebody pulls the plug.

Writes to its output what the person could see: `SAVED <question> <letters>` when the window said that it was saved,
`TYPED <question> <letters> <beat>` for each letter, `BEAT <n>` ten times a second.
"""

import itertools
import sys
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.background import Background
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places import diagnostic
from cdadesk.gui.places.diagnostic.interviews.page import InterviewsPage
from cdadesk.gui.places.diagnostic.interviews.question_row import QuestionRow
from cdadesk.gui.places.parted import PartedPage
from cdadesk.gui.workroom import Workroom
from tests.builders import HandClock, opened
from tests.gui.at_the_desk import Notebook
from tests.kill.typist import BEAT_MS, KEY_MS, say

QUESTIONS = ("A:owner", "B:trusted")
"""One that everybody may read the answer of, and a confidential one: each half has a draft of its own."""
LETTERS = "abcdefghijklmnop"
TURNED_AFTER = (4, 14, 3, 18)  # beats
SAVED_AT_TURNS = (False, True)


class Interviewer:
    """Types into one question for a while, turns to the other one, and saves at each second turn."""

    def __init__(self, page: InterviewsPage) -> None:
        self._page = page
        self._beat, self._due = 0, 0
        self._letters = dict.fromkeys(QUESTIONS, 0)
        self._turns, self._spans = itertools.cycle(QUESTIONS), itertools.cycle(TURNED_AFTER)
        self._saves = itertools.cycle(SAVED_AT_TURNS)
        self._waits = False
        self._row = self._turn()
        self._beats, self._keys = QTimer(), QTimer()
        self._beats.timeout.connect(self._count)
        self._keys.timeout.connect(self._press)
        self._beats.start(BEAT_MS)
        self._keys.start(KEY_MS)

    def _count(self) -> None:
        self._beat += 1
        say("BEAT", self._beat)

    def _turn(self) -> QuestionRow:
        sheet = self._page.log.sheet
        sheet.go_to(next(self._turns))
        row = next(each for each in sheet.findChildren(QuestionRow) if each.key in QUESTIONS and each.isVisible())
        if row.closed.isVisible():
            row.turn_lock()
        QTest.keyClick(row.editor.control, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        self._due = self._beat + next(self._spans)
        return row

    def _press(self) -> None:
        if self._waits:
            return
        if self._beat >= self._due:
            if next(self._saves):
                self._waits = True  # until the store has answered
                self._page.log.save(self._saved)
            else:
                self._row = self._turn()
        else:
            key = self._row.key
            QTest.keyClicks(self._row.editor.control, LETTERS[self._letters[key] % len(LETTERS)])
            self._letters[key] += 1
            say("TYPED", key, self._letters[key], self._beat)

    def _saved(self) -> None:
        for key, letters in self._letters.items():
            say("SAVED", key, letters)
        self._waits = False
        self._row = self._turn()


def main(folder: Path, interview: UUID) -> None:
    """Open the profile at an interview and type until the end."""
    app = QApplication([])
    desk = Desk(opened(folder), Background(), HandClock().clock, Notebook())
    room = Workroom(desk, [diagnostic.PLACE], Theme(app))
    room.window.show()
    desk.open(Interview.kind, interview)
    place: object = room.window.page
    assert isinstance(place, PartedPage)
    page: object = place.page_of("interviews")
    assert isinstance(page, InterviewsPage)
    interviewer = Interviewer(page)
    say("READY")
    app.exec()
    del interviewer


if __name__ == "__main__":
    main(Path(sys.argv[1]), UUID(sys.argv[2]))
