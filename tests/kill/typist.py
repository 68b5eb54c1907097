"""A person typing, as a process of its own: the real window and store, real keys, until somebody pulls the plug.

Writes to its output what the person could see: `SAVED <name>` when the window said that it was saved, `TYPED <record>
<letters> <beat>` for each letter of a draft, `BEAT <n>` ten times a second.
"""

import itertools
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cdadesk.domain.actors.actor import Actor
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.background import Background
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.place import Place
from cdadesk.gui.records.page import RecordsPage
from cdadesk.gui.workroom import Workroom
from cdadesk.i18n import N_
from tests.builders import HandClock, opened
from tests.gui.at_the_desk import Notebook

ACTORS = Place("actors", N_("Actors"), "users", lambda desk: RecordsPage(desk, Actor, "users"), ("actor",))
BEAT_MS = 100
KEY_MS = 8
SAVED_AFTER = (2, 25, 1, 25)  # beats: quick saves, and long drafts between them


def say(*words: object) -> None:
    """Write a line that is out even if the next instant is the last."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


class Typist:
    """Types names and saves them, then one that is never saved, over and over."""

    def __init__(self, page: RecordsPage[Actor]) -> None:
        self._page = page
        self._beat = 0
        self._letters = itertools.cycle("abcdefghijklmnop")
        self._typed, self._due = 0, 0
        self._spans = itertools.cycle(SAVED_AFTER)
        self._waits = False
        page.detail.saved.connect(self._saved)
        self._beats, self._keys = QTimer(), QTimer()
        self._beats.timeout.connect(self._count)
        self._keys.timeout.connect(self._press)
        self._begin()
        self._beats.start(BEAT_MS)
        self._keys.start(KEY_MS)

    def _count(self) -> None:
        self._beat += 1
        say("BEAT", self._beat)

    def _begin(self) -> None:
        self._page.begin_new()
        self._typed, self._waits = 0, False
        self._due = self._beat + next(self._spans)

    def _press(self) -> None:
        if self._waits:
            return
        if self._typed and self._beat >= self._due:
            self._waits = True  # until the store has answered
            self._page.save()
        else:
            QTest.keyClicks(self._field(), next(self._letters))
            self._typed += 1
            say("TYPED", self._page.detail.shown_id, self._typed, self._beat)

    def _saved(self, record: Actor) -> None:
        say("SAVED", record.id, record.name)
        self._begin()

    def _field(self) -> QWidget:
        return self._page.detail.form.boxes["name"].editor.control


def main(folder: Path) -> None:
    """Open the profile and type until the end."""
    app = QApplication([])
    store = opened(folder)
    background = Background()
    desk = Desk(store, background, HandClock().clock, Notebook())
    room = Workroom(desk, [ACTORS], Theme(app))
    room.window.show()
    page = room.window.page
    assert isinstance(page, RecordsPage)
    typist = Typist(page)
    say("READY")
    app.exec()
    del typist


if __name__ == "__main__":
    main(Path(sys.argv[1]))
