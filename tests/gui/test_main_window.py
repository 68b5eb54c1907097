"""Whether the frame goes where it is asked, by keyboard too, speaks both languages, and remembers where it stood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from cdadesk import i18n
from cdadesk.gui.kit.background import Background, Progress
from cdadesk.gui.kit.page import Action, Page, PlaceEntry
from cdadesk.gui.kit.theme import Scheme, Theme
from cdadesk.gui.kit.words import ShortButton, ShortLabel
from cdadesk.gui.main_window import MainWindow
from cdadesk.i18n import N_
from tests.pictures.samples import sample_places

SMALL_LAPTOP = (1024, 536)


class NotedPage(Page):
    """A page that notes what the window told it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.told: list[str] = []
        self.leaving_allowed = True
        self.line = QLineEdit()
        self.setFocusProxy(self.line)
        QVBoxLayout(self).addWidget(self.line)

    def title(self) -> str:
        return f"{self.name} {i18n.language()}"

    def trail(self) -> Sequence[str]:
        return ("All",) if self.name == "Actors" else ()

    def climb(self, step: int) -> None:
        self.told.append(f"climb {step}")

    def primary_action(self) -> Action | None:
        return Action("Begin", lambda: self.told.append("begin"), "plus")

    def refresh(self) -> None:
        self.told.append("refresh")

    def retranslate(self) -> None:
        self.told.append("retranslate")

    def may_leave(self) -> bool:
        return self.leaving_allowed

    def go_back(self) -> None:
        self.told.append("back")

    def undo(self) -> None:
        self.told.append("undo")

    def save(self) -> None:
        self.told.append("save")

    def explain(self) -> None:
        self.told.append("explain")


@dataclass
class Notebook:
    """A memory that lasts as long as a test."""

    kept: dict[str, str] = field(default_factory=dict)

    def recall(self, name: str) -> str:
        return self.kept.get(name, "")

    def keep(self, name: str, value: str) -> None:
        self.kept[name] = value


def some_places() -> list[PlaceEntry]:
    return [
        PlaceEntry("today", N_("Today"), "calendar-check", lambda: NotedPage("Today"), count=3),
        PlaceEntry("actors", N_("Actors"), "users", lambda: NotedPage("Actors")),
        PlaceEntry("trust", N_("Trust"), "handshake", lambda: NotedPage("Trust")),
    ]


@pytest.fixture
def memory() -> Notebook:
    return Notebook()


@pytest.fixture
def open_window(qtbot: QtBot, theme: Theme, memory: Notebook) -> Callable[[], MainWindow]:
    def open_one() -> MainWindow:
        made = MainWindow(some_places(), theme, memory)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made).__enter__()
        made.activateWindow()
        return made

    return open_one


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    return open_window()


def page_of(window: MainWindow) -> NotedPage:
    assert isinstance(window.page, NotedPage)
    return window.page


@pytest.mark.parametrize(("key", "place"), [(Qt.Key.Key_2, "actors"), (Qt.Key.Key_3, "trust"), (Qt.Key.Key_1, "today")])
def test_alt_and_a_figure_go_to_a_place(window: MainWindow, qtbot: QtBot, key: Qt.Key, place: str) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    assert window.place == place


def test_arrows_walk_through_the_places(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.place == "actors"


@pytest.mark.parametrize(
    ("key", "modifier", "told"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "back"),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "undo"),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, "begin"),
        (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, "save"),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "explain"),
    ],
)
def test_the_keys_reach_the_page(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, told: str
) -> None:
    window.navigation.take_focus()
    qtbot.keyClick(window, key, modifier)
    assert page_of(window).told[-1] == told


def test_ctrl_z_takes_back_what_the_bar_offers_before_anything_else(window: MainWindow, qtbot: QtBot) -> None:
    undone: list[str] = []
    window.navigation.take_focus()
    window.undo_bar.offer("The firm is in the trash.", lambda: undone.append("firm"))
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["firm"]
    assert page_of(window).told[-1] == "undo"


def test_a_page_that_may_not_be_left_stays_and_stays_marked(window: MainWindow) -> None:
    page_of(window).leaving_allowed = False
    assert not window.go_to("trust")
    assert window.place == "today"
    assert marked_place(window) == "Today"
    window.close()
    assert window.isVisible()
    page_of(window).leaving_allowed = True


def test_search_is_asked_with_ctrl_k_and_escape_gives_the_keyboard_back(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.searched.connect(asked.append)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.focusWidget(), "bagru")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert asked == ["bagru"]
    assert window.focusWidget() is page_of(window).line


def test_the_running_window_is_written_again_in_hindi(window: MainWindow) -> None:
    languages: list[str] = []
    window.language_changed.connect(languages.append)
    what_was_typed = page_of(window).line
    what_was_typed.setText("Bagru")
    button_named(window, "हिन्दी").click()
    assert languages == ["hi"]
    assert page_of(window).told[-1] == "retranslate"
    assert "Today hi" in window.windowTitle()
    assert page_of(window).line.text() == "Bagru"


def test_every_word_of_the_frame_changes_with_the_language(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    english = set(frame_words(window))
    window.use_language("hi")
    missing = {word for word in english & set(frame_words(window)) if i18n._(word) != word}
    assert missing == set()


def test_what_waits_is_a_number_and_nothing_is_no_number(window: MainWindow) -> None:
    assert badges(window) == ["3"]
    page_of(window).count_changed.emit(0)
    assert badges(window) == []


def test_a_changed_title_shows_at_once_but_never_that_of_a_page_behind(window: MainWindow) -> None:
    behind = page_of(window)
    window.go_to("actors")
    behind.name = "Changed behind"
    behind.head_changed.emit()
    assert "Actors" in window.windowTitle()
    page_of(window).name = "Sharma Prints"
    page_of(window).head_changed.emit()
    assert "Sharma Prints" in window.windowTitle()


def test_the_trail_leads_up(window: MainWindow) -> None:
    window.go_to("actors")
    button_named(window, "All").click()
    assert page_of(window).told[-1] == "climb 0"


def test_a_page_is_fresh_each_time_it_comes_to_the_front(window: MainWindow) -> None:
    first = page_of(window)
    window.go_to("trust")
    window.go_to("today")
    assert page_of(window) is first
    assert first.told.count("refresh") == 2


def test_the_window_opens_where_it_was_closed(open_window: Callable[[], MainWindow], memory: Notebook) -> None:
    first = open_window()
    first.resize(900, 555)
    first.go_to("trust")
    first.close()
    again = open_window()
    assert again.place == "trust"
    assert again.height() == 555


def test_a_memory_full_of_nonsense_does_no_harm(open_window: Callable[[], MainWindow], memory: Notebook) -> None:
    memory.kept = {"window/geometry": "§§ nonsense", "window/place": "gone"}
    assert open_window().place == "today"


def test_the_chosen_shade_is_marked_and_announced(window: MainWindow, theme: Theme) -> None:
    chosen: list[Scheme] = []
    window.scheme_changed.connect(chosen.append)
    window.use_scheme(Scheme.DARK)
    assert theme.scheme is Scheme.DARK
    assert chosen == [Scheme.DARK]


def test_long_work_shows_its_progress_and_cancel_in_the_status_line(window: MainWindow, qtbot: QtBot) -> None:
    background, owner = Background(), QObject()

    def work(progress: Progress) -> None:
        while True:
            progress.report(1, 3)

    job = background.start(owner, work, lambda _answer: None)
    window.status_line.follow(job, "Reading the list")
    cancel = button_named(window, "Cancel")
    assert cancel.isVisible()
    with qtbot.waitSignal(job.ended):
        cancel.click()
    assert not cancel.isVisible()
    background.close()


def test_clusters_are_chosen_at_the_top_and_one_alone_is_no_choice(window: MainWindow) -> None:
    chosen: list[str] = []
    window.cluster_chosen.connect(chosen.append)
    window.top_bar.show_clusters([("j", "Jaipur"), ("b", "Bagru")], "j")
    assert button_named(window, "Jaipur").isEnabled()
    window.top_bar.cluster_chosen.emit("b")
    window.top_bar.show_clusters([("j", "Jaipur")], "j")
    assert not button_named(window, "Jaipur").isEnabled()
    assert chosen == ["b"]


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("place", ["today", "networks", "exchange", "cluster"])
def test_no_word_is_cut_off_on_the_small_laptop(qtbot: QtBot, theme: Theme, language: str, place: str) -> None:
    window = MainWindow(sample_places(), theme, Notebook())
    qtbot.addWidget(window)
    window.use_language(language)
    window.resize(*SMALL_LAPTOP)
    window.show()
    window.go_to(place)
    window.grab()
    assert (window.width(), window.height()) == SMALL_LAPTOP
    assert [made.text() for made in worded(window) if is_cut(made)] == []
    window.undo_bar.put_away()


def test_all_twelve_places_are_seen_at_once_on_the_small_laptop(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow(sample_places(), theme, Notebook())
    qtbot.addWidget(window)
    window.resize(*SMALL_LAPTOP)
    window.show()
    window.grab()
    assert window.navigation.verticalScrollBar().maximum() == 0


def worded(window: MainWindow) -> list[QLabel | QAbstractButton]:
    every = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    return [made for made in every if made.isVisible() and made.text()]


def is_cut(made: QLabel | QAbstractButton) -> bool:
    letters = made.fontMetrics()
    if made.contentsRect().height() < letters.height() - 1:
        return True
    shortens = isinstance(made, (ShortLabel, ShortButton)) or (isinstance(made, QLabel) and made.wordWrap())
    return not shortens and made.width() < letters.horizontalAdvance(made.text().replace("&&", "&"))


def badges(window: MainWindow) -> list[str]:
    labels = window.navigation.findChildren(QLabel)
    return [made.text() for made in labels if made.isVisible()]


def marked_place(window: MainWindow) -> str:
    return next(made.text() for made in window.navigation.findChildren(QPushButton) if made.isChecked())


def button_named(window: MainWindow, name: str) -> QPushButton:
    found = [made for made in window.findChildren(QPushButton) if name in (made.text(), made.accessibleName())]
    return next(made for made in found if made.isVisibleTo(window))


def frame_words(window: MainWindow) -> list[str]:
    words = [made.text() for made in window.navigation.findChildren(QPushButton)]
    words += [action.text() for action in window.findChildren(QAction)]
    return [*words, window.top_bar.search.placeholderText()]
