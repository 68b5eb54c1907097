"""A desk with a real store for tests of places, the window around it, and the keys of a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cdadesk.acts.updating import Updates
from cdadesk.domain.cluster import Cluster
from cdadesk.gui.desk import Desk
from cdadesk.gui.exchanging.courier import USUAL, Pace
from cdadesk.gui.kit.background import Background
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.place import Place
from cdadesk.gui.workroom import Workroom
from cdadesk.store.store import Store
from tests.builders import CLUSTER, SCOPE, HandClock, a_setup, a_store, opened, saved

LAPTOP = (1366, 728)  # 1366x768 above a taskbar
SMALL_LAPTOP = (1024, 536)  # 1280x720 at 125 %


@dataclass
class Notebook:
    """A memory that lasts as long as a test."""

    kept: dict[str, str] = field(default_factory=dict)

    def recall(self, name: str) -> str:
        return self.kept.get(name, "")

    def keep(self, name: str, value: str) -> None:
        self.kept[name] = value


@contextmanager
def a_desk(
    folder: Path,
    memory: Notebook | None = None,
    clock: HandClock | None = None,
    pace: Pace = USUAL,
    updates: Updates | None = None,
) -> Iterator[Desk]:
    """Give the desk of a profile, made if it is not there yet; left, it is closed as the program closes it."""
    time = clock or HandClock()
    setup = a_setup(time)
    store = opened(folder, setup) if folder.exists() else a_store(folder, setup=setup)
    background = Background()
    desk = Desk(store, background, time.clock, memory or Notebook(), pace, updates)
    try:
        yield desk
    finally:
        desk.courier.end()
        for window in QApplication.topLevelWidgets():
            window.close()
        background.close()
        store.close()


def with_a_cluster(store: Store, name: str = "Block printing, Jaipur") -> Cluster:
    """Save the cluster of the tests, in which `builders.a_record` makes its records."""
    words = {"name": name, "product": "Block printing", "place": "Jaipur"}
    return saved(store, Cluster.model_validate({"id": CLUSTER, "scope": SCOPE} | words))


def a_window(desk: Desk, places: list[Place], theme: Theme, qtbot: QtBot, size: tuple[int, int] = LAPTOP) -> Workroom:
    """Open the window with some places, as big as a field laptop's screen."""
    room = Workroom(desk, places, theme)
    qtbot.addWidget(room.window)
    room.window.resize(*size)
    with qtbot.waitActive(room.window):
        room.window.show()
        room.window.activateWindow()
    return room


class FlashedUp(QObject):
    """Notes each window that comes up while it watches: a widget that is shown before it stands in one does so."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.windows: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def keys(qtbot: QtBot, text: str) -> None:
    """Type where the keyboard is; what is not on an English one comes as an input method hands it over."""
    if text.isascii():
        for letter in text:  # the first one may open the cell of a grid, which takes the others
            qtbot.keyClicks(_with_keyboard(), letter)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(_with_keyboard(), event)


def key(qtbot: QtBot, pressed: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press one key where the keyboard is."""
    qtbot.keyClick(_with_keyboard(), pressed, held)


def _with_keyboard() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def click(qtbot: QtBot, within: QWidget, words: str) -> None:
    """Click the one button of these words that can be seen."""
    found = _buttons(within, words)
    assert len(found) == 1, f"{len(found)} buttons say “{words}”"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def click_nth(qtbot: QtBot, within: QWidget, words: str, place: int) -> None:
    """Click one of several buttons of these words, counted from the top."""
    found = sorted(_buttons(within, words), key=lambda each: each.mapToGlobal(each.rect().topLeft()).y())
    qtbot.mouseClick(found[place], Qt.MouseButton.LeftButton)


def _buttons(within: QWidget, words: str) -> list[QAbstractButton]:
    return [each for each in within.findChildren(QAbstractButton) if each.isVisible() and each.text() == words]


def words_in(widget: QWidget) -> str:
    """Return every word of the labels that can be seen, one label a line."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())
